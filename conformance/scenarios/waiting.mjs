// A-wait and A-quiet: when an instance ends, everybody who waits is told, and nobody else is.

import { causes, inBuild } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectNoBody } from "../harness/errors.mjs";
import { attempt, describe, gate, idle, nextMacrotask } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];

const CAUSES = causes("A1", "A2 shadow", "A3", "A6", "A7");

const BY = ["E1", "E2", "E5", "E9", "E11", "E13", "E14", "E14 export", "E14 task"];

// Promises that are pending, each for another reason.
const begin = (t, promise) => ({
  "an async function that waits": t.exports.entry_async_continued(promise),
  "an async function that has run and waits": t.exports.entry_async_after(promise),
  "a future that waits": t.exports.promise_after(promise),
});

async function rejects(t, { entry: key, cause: { cause, kind } }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  const never = gate();
  const soon = gate();
  const waiting = begin(t, never.promise);
  const due = Object.entries(begin(t, soon.promise)).map(([what, promise]) => [`${what}, no longer`, promise]);
  await idle();
  const arm = await t.armed(cause);

  const outcomes = new Map();
  const watch = ([what, promise]) => {
    outcomes.set(what, { pending: true });
    promise.then(
      (returned) => outcomes.set(what, { returned }),
      (threw) => outcomes.set(what, { threw }),
    );
  };
  [...Object.entries(waiting), ...due].forEach(watch);
  arm();
  // The first to be polled meets the cause, so those that are due are woken behind it.
  const struck = attempt(() => entry.call(t, subject));
  soon.open();
  if (key !== "E14") await nextMacrotask();
  else await struck;
  for (const [what, outcome] of outcomes) {
    t.expect(outcome.threw?.name === "InstanceAbortError" && outcome.threw.kind === kind, `a rejection of ${what}`);
  }
  const rejected = [...outcomes.values()].filter((outcome) => "threw" in outcome);
  t.see(`${rejected.length} of ${outcomes.size} rejected in time`);
  await struck;

  const [, counted] = await t.probe.during(() => {
    never.open();
    return idle();
  });
  expectNoBody(t, [, counted]);
}

// As many unhandled rejections as promises that a caller was given and left alone.
async function quiet(t, { entry: key, cause: { cause } }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  const later = gate();
  for (let task = 0; task < 3; task++) t.exports.spawn_after(later.promise);
  begin(t, later.promise);
  t.tolerateRejections(Object.keys(begin(t, new Promise(() => {}))).length * 2);
  await idle();
  await t.strike(entry, cause, subject);
  const [, counted] = await t.probe.during(() => {
    later.open();
    return idle();
  });
  expectNoBody(t, [, counted]);
}

// Promises that Rust has made by itself, of which one is left alone.
async function rejectsForeign(t, { entry: key, cause: { cause, kind } }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  const never = gate();
  const waiting = {
    "a promise of wasm-bindgen's own": t.exports.foreign_promise_after(never.promise),
    "a promise made by hand": t.exports.promise_by_hand(() => {}),
  };
  t.exports.foreign_promise_after(never.promise);
  t.exports.promise_by_hand(() => {});
  await idle();
  const outcomes = Object.entries(waiting).map(([what, promise]) => {
    const outcome = { what };
    promise.catch((threw) => (outcome.threw = threw));
    return outcome;
  });
  await t.strike(entry, cause, subject);
  await nextMacrotask();
  const rejected = outcomes.filter(({ threw }) => threw?.name === "InstanceAbortError" && threw.kind === kind);
  t.see(`${rejected.length} of ${outcomes.length} rejected in time`);
  for (const outcome of outcomes) t.expect(rejected.includes(outcome), `a rejection of ${outcome.what}`);
  const [, counted] = await t.probe.during(() => {
    never.open();
    return idle();
  });
  expectNoBody(t, [, counted]);
}

// While the instance lives they are settled as they would be.
async function settlesForeign(t) {
  const value = { a: "value" };
  const reason = new Error("a reason");
  const [body, resolved, rejected, thenable] = await Promise.all([
    t.exports.foreign_promise_after(Promise.resolve()),
    t.exports.promise_by_hand((resolve) => resolve(value)),
    attempt(() => t.exports.promise_by_hand((_, reject) => reject(reason))),
    t.exports.promise_by_hand((resolve) => resolve(Promise.resolve(value))),
  ]);
  t.see(`${body}, ${JSON.stringify(resolved)}, ${describe(rejected)}`);
  t.expect(body === INTACT, "the answer of the body");
  t.expect(resolved === value && thenable === value, "the very value");
  t.expect(rejected.threw === reason, "the very reason");
  t.expect(t.exports.promise_by_hand(() => {}) instanceof Promise, "a promise");
}

// A promise made by a call into a closed instance.
async function afterwards(t) {
  await t.strike(entries.E1, "unreachable");
  const outcome = await attempt(() => t.exports.entry_async_continued(new Promise(() => {})));
  t.see(describe(outcome));
  expectAbortClass(t, outcome, "unreachable");
}

// A promise that the fault hook makes while the instance ends, perhaps to report that.
async function ofTheHook(t) {
  let promise;
  t.host.hand = (made) => (promise = made);
  t.exports.hook_promising();
  await t.strike(entries.E1, "unreachable");
  const outcome = await Promise.race([attempt(() => promise), nextMacrotask().then(() => ({ pending: true }))]);
  t.see(describe(outcome));
  t.expect(promise !== undefined, "a promise");
  expectAbortClass(t, outcome, "unreachable");
}

const kept = () => {
  const registry = globalThis[Symbol.for("wasm-bulkhead.1")];
  const compartments = [...(registry?.compartments.values() ?? [])];
  return compartments.at(-1)?.promises.size ?? 0;
};

const measure = (t) => ({
  "memory pages": t.probe.pages,
  "bytes of shadow stack": -t.wasm.probe_stack(),
  "externref slots": t.wasm.__wbindgen_externrefs.length,
  "promises kept": kept(),
});

async function settled(t) {
  const settle = async (times) => {
    for (let time = 0; time < times; time++) {
      const answers = await Promise.all([t.exports.entry_async(), t.exports.promise_after(Promise.resolve())]);
      t.expect(answers.every((answer) => answer === INTACT), "the answers");
    }
  };
  await settle(200);
  const before = measure(t);
  await settle(t.options.panics / 4);
  for (const [what, amount] of Object.entries(measure(t))) {
    const growth = amount - before[what];
    if (growth !== 0) t.see(`${growth > 0 ? "+" : ""}${growth} ${what}`);
    t.expect(growth === 0, `no growth of ${what}`);
  }
  t.see(`${t.options.panics / 2} promises settled`);
}

const product = (build) =>
  inBuild(CAUSES, build).flatMap((cause) =>
    BY.map((entry) => ({ entry, title: entries[entry].title, cause })),
  );

export default [
  ...BOTH.flatMap((build) => [
    { id: "A-wait", title: "pending promises, an abort by", builds: [build], cells: product(build), run: rejects },
    { id: "A-quiet", title: "tasks and promises, an abort by", builds: [build], cells: product(build), run: quiet },
  ]),
  ...BOTH.map((build) => ({
    id: "A-wait",
    title: "promises that Rust made by itself, an abort by",
    builds: [build],
    cells: product(build).filter(({ entry }) => ["E1", "E2", "E5", "E11", "E14 task"].includes(entry)),
    run: rejectsForeign,
  })),
  { id: "A-wait", title: "promises that Rust made by itself", builds: BOTH, run: settlesForeign },
  { id: "A-wait", title: "an async call afterwards", builds: BOTH, cells: [{ entry: "E2" }], run: afterwards },
  { id: "A-wait", title: "a promise that the fault hook makes", builds: BOTH, run: ofTheHook },
  { id: "A-wait", title: "settled promises", builds: BOTH, run: settled },
];
