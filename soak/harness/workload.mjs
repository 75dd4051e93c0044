// What is done to an instance while one point of it fails: always the same, so that a count means
// the same point in every run.

import { ACTIONS } from "./actions.mjs";
import { finalize } from "./finalizers.mjs";

const SILENT = true;

// Every kind of entry once or twice, a panic where panics are caught, and promises left open.
export async function small(s, { panic, macrotask }) {
  const { exports, wasm } = s;
  const call = (f, silent) => s.attempt(f, silent);
  const settle = async () => {
    for (const gate of s.gates.splice(0)) gate.resolve();
    await macrotask();
  };
  s.slot = call(() => exports.function_table().get(wasm.slot()));

  call(() => exports.entry());
  call(() => exports.echo("a text"));
  call(() => exports.scale([1, 2, 3]));
  call(() => exports.pass({}));
  call(() => exports.refuse());
  call(() => exports.nest(3));
  call(() => exports.nest(3));
  call(() => exports.lend_body());

  call(() => exports.promptly());
  call(() => exports.patiently("left open"));
  call(() => exports.in_steps());
  call(() => exports.spawn());
  await macrotask();

  const closure = call(() => exports.make_closure());
  const counter = call(() => exports.make_counter());
  const once = call(() => exports.make_once());
  const kept = call(() => exports.keep_closure());
  call(() => exports.keep_closure());
  for (const f of [closure, counter, once, kept]) if (f) call(() => f(2));
  call(() => exports.schedule());

  const object = call(() => new exports.Subject());
  const other = call(() => new exports.Subject());
  const shed = call(() => new exports.Shed());
  const lost = call(() => new exports.Shed());
  if (object) {
    call(() => object.look());
    call(() => object.touch());
    call(() => object.level);
    call(() => void (object.level = 2));
    call(() => (object.weight += 1));
    call(() => object.free(), SILENT);
  }
  if (other) call(() => other.consume());
  call(() => exports.Subject.survey());
  if (shed) call(() => shed.free(), SILENT);
  if (lost) call(() => finalize(lost), SILENT);

  call(() => wasm.raw_value());
  call(() => wasm.raw_throw());
  if (s.slot) call(() => s.slot());
  await settle();
  await settle();

  if (panic !== 0) {
    const strike = (f, silent) => {
      s.probe.arm(panic, 0);
      call(f, silent);
    };
    strike(() => exports.entry());
    strike(() => exports.nest(3));
    if (closure) strike(() => closure());
    strike(() => wasm.raw_value());
    strike(() => wasm.raw_throw());
    const doomed = call(() => new exports.Shed());
    if (doomed) strike(() => doomed.free(), SILENT);
    strike(() => exports.promptly());
    await macrotask();
    s.probe.armed = 0;
  }
  call(() => exports.patiently("open to the end"));
  await macrotask();
}

// Random calls, as in the soak, with panics among them.
export async function large(s, { panic, random, macrotask }) {
  s.slot = s.attempt(() => s.exports.function_table().get(s.wasm.slot()));
  for (let batch = 0; batch < 12; batch++) {
    for (let done = 0; done < 50; done++) {
      if (panic !== 0 && random.oneIn(60)) s.probe.arm(panic, random.below(3));
      random.pick(ACTIONS).run(s, random);
    }
    await macrotask();
  }
  s.probe.armed = 0;
}
