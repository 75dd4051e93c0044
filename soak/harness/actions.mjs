// All that JavaScript does to the crate. A new kind of call is a new row; the number is how often
// it comes up among the others.

import { finalize } from "./finalizers.mjs";

const SILENT = true;

const TEXTS = ["", "a short text", "ein längerer Text ".repeat(20)];

export const ACTIONS = weigh([
  [8, "entry", (s) => s.attempt(() => s.exports.entry())],
  [6, "echo", (s, r) => s.attempt(() => s.exports.echo(r.pick(TEXTS)))],
  [3, "scale", (s) => s.attempt(() => s.exports.scale([1, 2, 3]))],
  [3, "pass", (s) => s.attempt(() => s.exports.pass({}))],
  [2, "refuse", (s) => s.attempt(() => s.exports.refuse())],
  [4, "nest", (s) => s.attempt(() => s.exports.nest(3))],
  [2, "lend", (s) => s.attempt(() => s.exports.lend_body())],

  [4, "promptly", (s) => s.attempt(() => s.exports.promptly())],
  [4, "patiently", (s, r) => s.attempt(() => s.exports.patiently(r.pick(TEXTS)))],
  [2, "in steps", (s) => s.attempt(() => s.exports.in_steps())],
  [2, "spawn", (s) => s.attempt(() => s.exports.spawn())],
  [10, "open", (s, r) => s.open(r.take(s.gates))],

  [3, "closure made", (s) => s.keep(s.closures, s.attempt(() => s.exports.make_closure()))],
  [3, "closure kept", (s) => s.keep(s.closures, s.attempt(() => s.exports.keep_closure()))],
  [3, "counter made", (s) => s.keep(s.counters, s.attempt(() => s.exports.make_counter()))],
  [3, "once made", (s) => s.keep(s.onces, s.attempt(() => s.exports.make_once()))],
  [5, "closure", (s, r) => withOne(s, s.closures, r, (f) => f())],
  [5, "counter", (s, r) => withOne(s, s.counters, r, (f) => f(3))],
  [3, "once", (s, r) => withTaken(s, s.onces, r, (f) => f())],
  [3, "timer", (s) => s.attempt(() => s.exports.schedule())],

  [6, "object made", (s) => s.keep(s.objects, s.attempt(() => new s.exports.Subject()))],
  [4, "look", (s, r) => withOne(s, s.objects, r, (o) => o.look())],
  [4, "touch", (s, r) => withOne(s, s.objects, r, (o) => o.touch())],
  [2, "getter", (s, r) => withOne(s, s.objects, r, (o) => o.level)],
  [2, "setter", (s, r) => withOne(s, s.objects, r, (o) => void (o.level = 2))],
  [2, "field", (s, r) => withOne(s, s.objects, r, (o) => (o.weight += 1))],
  [2, "static", (s) => s.attempt(() => s.exports.Subject.survey())],
  [2, "consume", (s, r) => withTaken(s, s.objects, r, (o) => o.consume())],
  [2, "object freed", (s, r) => withTaken(s, s.objects, r, (o) => o.free(), SILENT)],
  [1, "object finalized", (s, r) => withTaken(s, s.objects, r, finalize, SILENT)],
  [2, "shed made", (s) => s.keep(s.sheds, s.attempt(() => new s.exports.Shed()))],
  [1, "shed freed", (s, r) => withTaken(s, s.sheds, r, (o) => o.free(), SILENT)],
  [1, "shed finalized", (s, r) => withTaken(s, s.sheds, r, finalize, SILENT)],

  [3, "raw value", (s) => s.attempt(() => s.wasm.raw_value())],
  [2, "raw throw", (s) => s.attempt(() => s.wasm.raw_throw())],
  [2, "table", (s) => s.slot && s.attempt(() => s.slot())],
]);

function weigh(rows) {
  return rows.flatMap(([weight, name, run]) => Array(weight).fill({ name, run }));
}

function withOne(s, list, random, call) {
  if (list.length > 0) {
    const value = random.pick(list);
    s.attempt(() => call(value));
  }
}

function withTaken(s, list, random, call, silent) {
  const value = random.take(list);
  if (value !== undefined) s.attempt(() => call(value), silent);
}
