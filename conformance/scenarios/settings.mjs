// R10 and T6: what an application may choose, and that settings keep what they do not mention.

import { causes } from "../harness/causes.mjs";
import { entries, entriesOf } from "../harness/entries.mjs";
import { expectAbort, expectAbortClass, expectLive, expectNoBody, expectPanic } from "../harness/errors.mjs";
import { leaks } from "../harness/leaks.mjs";
import { listen } from "../harness/listeners.mjs";
import { attempt, describe, gate, idle, nextMacrotask, settled } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];

const silenced = (t) => t.exports.bulkhead?.state().silenced;

// Timers and listeners that go on: the first call throws, and no other.
async function silence(t, { form }) {
  t.exports.silence_after_end(true);
  const [closure, other] = [form, "Fn"].map((form) => t.exports.make_closure(form));
  await t.strike(entries.E1, "unreachable");
  const first = await attempt(() => closure(0));
  t.see(describe(first));
  expectAbortClass(t, first, "unreachable");
  for (const call of [() => closure(0), () => other(0), () => closure(0)]) {
    const [outcome, counted] = await t.probe.during(() => attempt(call));
    t.expect("returned" in outcome && !outcome.returned, `silence (${describe(outcome)})`);
    expectNoBody(t, [outcome, counted]);
  }
  t.expect(silenced(t) === 3, `3 calls counted (${silenced(t)})`);
  const exported = await t.strike(entries.E1);
  expectNoBody(t, exported);
  expectAbortClass(t, exported[0], "unreachable");
}

async function loud(t) {
  t.exports.silence_after_end(true);
  t.exports.silence_after_end(false);
  const closure = t.exports.make_closure("Fn");
  await t.strike(entries.E1, "unreachable");
  for (let call = 0; call < 3; call += 1) expectAbortClass(t, await attempt(() => closure(0)), "unreachable");
  t.expect(silenced(t) === 0, "none counted");
}

// What wasm-bindgen's glue refuses itself, it refuses each time; finished glue asks us.
async function silenceOfOlder(t) {
  t.exports.silence_after_end(true);
  t.exports.restart();
  const closure = t.exports.make_closure("Fn");
  await t.strike(entries.E1, "unreachable");
  await nextMacrotask();
  t.follow();
  t.exports.silence_after_end(true);
  await expectLive(t);
  const outcomes = [];
  for (let call = 0; call < 3; call += 1) outcomes.push(await attempt(() => closure(0)));
  t.see(outcomes.map(describe).join("; "));
  t.expect("threw" in outcomes[0], "an error");
  const rest = outcomes.slice(1);
  if (t.column === "finished") t.expect(rest.every((outcome) => "returned" in outcome), "silence after it");
  else t.expect(rest.every(({ threw }) => /previous WASM instance/.test(threw?.message)), "wasm-bindgen's own error each time");
  await expectLive(t);
}

// An instance that lives although a panic struck, to `std`, whose flag stays up.
async function expectGoingOn(t) {
  const [outcome, counted] = await t.strike(entries.E1);
  t.expect(outcome.returned === INTACT && counted.ran === 1, "a live instance");
  t.expect(t.exports.bulkhead?.state().live === true, "a state that says so");
}

const left = (t) => t.exports.bulkhead?.state().leftBehind;

const SITE = { message: "struck", marker: "site: panic", frame: "panic_site" };

async function endsCall(t, { entry: key }) {
  const entry = entries[key];
  t.exports.panics_end_calls(true);
  t.exports.hook_faults(false);
  const stack = t.wasm.probe_stack();
  let outcome;
  const heard = await listen(t, async () => {
    [outcome] = await t.strike(entry, "panic");
  });
  expectPanic(t, outcome, { ...SITE, boundary: entry.boundary });
  t.expect(outcome.threw?.unwound === false, "unwound: false");
  t.expect(left(t) === 1, `one call that was left (${left(t)})`);
  t.expect(t.told.length === 1 && t.told[0].kind === "panic", "one call of the hook");
  t.expect(heard.listened.length === 1 && heard.listened[0] === outcome.threw, "one of the listener");
  t.expect(t.wasm.probe_stack() === stack, "the shadow stack where it was");
  await expectGoingOn(t);
}

async function again(t) {
  t.exports.panics_end_calls(true);
  for (let round = 1; round <= 20; round += 1) {
    const [outcome] = await t.strike(entries.E3, "panic");
    t.expect(outcome.threw?.name === "PanicError" && outcome.threw.location !== undefined, "a PanicError each time");
    t.expect(left(t) === round, "a count");
  }
  await expectGoingOn(t);
}

// A trap is not taken for the panic that went before.
async function trapAfterwards(t, { cause, kind }) {
  t.exports.panics_end_calls(true);
  await t.strike(entries.E1, "panic");
  await expectGoingOn(t);
  const [outcome] = await t.strike(entries.E1, cause);
  expectAbort(t, outcome, { kind, boundary: "entry_fn" });
  expectNoBody(t, await t.strike(entries.E1));
}

// The objects of others, and who left this one so.
async function locked(t) {
  t.exports.panics_end_calls(true);
  const [torn, other] = [new t.exports.Ledger(), new t.exports.Ledger()];
  const panicked = await struckIn(t, () => torn.transfer(10, 0));
  t.expect(panicked.threw?.boundary === "Ledger.transfer", "a panic in a transfer");
  await t.strike(entries.E3, "panic");
  for (const call of [() => torn.total(), () => torn.left, () => torn.transfer(1, 9), () => torn.close()]) {
    const { threw } = await attempt(call);
    t.see(String(threw?.message));
    t.expect(/^(recursive use|attempted to take)/.test(threw?.message), "a conflict");
    t.expect(threw?.message.endsWith("`Ledger.transfer` panicked and left it so"), "who left it so, and nobody else");
  }
  t.expect(other.transfer(1, 9) === 999 && other.total() === 1000, "other objects as they were");
  await expectGoingOn(t);
}

async function struckIn(t, call) {
  await t.arm("panic");
  return attempt(call);
}

// JavaScript in between swallows it: what is around goes on.
async function nested(t) {
  t.exports.panics_end_calls(true);
  const arm = await t.armed("panic");
  const before = t.wasm.probe_stack();
  let inner;
  let during;
  t.host.visit = () => {
    const level = t.wasm.probe_stack();
    arm();
    try {
      t.exports.entryRenamed();
    } catch (error) {
      inner = error;
    }
    during = t.wasm.probe_stack() - level;
    return INTACT;
  };
  const [outcome] = await t.strike(entries.E1, "visit");
  t.expect(inner?.name === "PanicError" && inner.boundary === "entryRenamed", "a PanicError further in");
  t.expect(outcome.returned === INTACT, "an answer of what is around it");
  t.expect(during === 0 && t.wasm.probe_stack() === before, "the shadow stack where it was");
  await expectGoingOn(t);
}

// Where a panic is to end the instance, it does.
async function endsAll(t, { call }) {
  t.exports.panics_end_calls(true);
  const outcome = await struckIn(t, call(t));
  t.see(describe(outcome));
  expectAbortClass(t, outcome, "panic_abort");
  expectNoBody(t, await t.strike(entries.E1));
  t.expect(left(t) === 0, "nothing left behind");
}

const FATAL = {
  "a raw export that aborts": (t) => () => t.wasm.raw_abort(),
  "a closure that captures what must not be seen again": (t) => {
    const closure = t.exports.make_aborting("new");
    return () => closure(0);
  },
  "a method of a class with on_panic = abort": (t) => {
    const reactor = new t.exports.Reactor();
    return () => reactor.transfer(1, 0);
  },
};

// An aborting closure further out or earlier is no reason to end with what panics later.
async function fatalElsewhere(t) {
  t.exports.panics_end_calls(true);
  const closure = t.exports.make_aborting("new");
  closure(0);
  const [outcome] = await t.strike(entries.E3, "panic");
  t.expect(outcome.threw?.name === "PanicError", "a PanicError after it");
  await expectGoingOn(t);
}

async function turnedOff(t) {
  t.exports.panics_end_calls(true);
  t.exports.settle_nothing();
  const [first] = await t.strike(entries.E1, "panic");
  t.expect(first.threw?.name === "PanicError", "a setting that stays, when others are set");
  t.exports.panics_end_calls(false);
  const [outcome] = await t.strike(entries.E1, "panic");
  expectAbortClass(t, outcome, "panic_abort");
  expectNoBody(t, await t.strike(entries.E1));
}

async function inStart(t) {
  const outcome = await t.start("panic that ends its call");
  t.see(describe(outcome));
  expectAbortClass(t, outcome, "panic_abort");
}

// Tasks on our executor: one is over, and its neighbours go on.
async function tasks(t) {
  t.exports.panics_end_calls(true);
  const waiting = [gate(), gate()];
  const [first, second] = waiting.map(({ promise }) => settled(t.exports.entry_async_continued(promise)));
  await t.arm("panic");
  for (const { open } of waiting) open();
  const outcome = await first;
  expectPanic(t, outcome, { ...SITE, boundary: "entry_async_continued" });
  t.expect((await second).returned === INTACT, "an answer of the other");
  await t.arm("panic");
  const heard = await listen(t, async () => {
    t.exports.spawn();
    t.exports.spawn();
    await idle();
  });
  t.expect(heard.listened.length === 1, "one report of a task without a caller");
  t.expect(t.probe.read().armed === 0 && left(t) === 2, "two calls that were left");
  await expectGoingOn(t);
}

async function failingHook(t) {
  t.exports.panics_end_calls(true);
  t.exports.hook_failing();
  const [outcome] = await t.strike(entries.E1, "panic");
  expectPanic(t, outcome, { ...SITE, boundary: "entry_fn" });
  await expectGoingOn(t);
  const [trap] = await t.strike(entries.E1, "unreachable");
  expectAbort(t, trap, { kind: "unreachable", boundary: "entry_fn" });
}

async function redactedToo(t) {
  t.exports.panics_end_calls(true);
  t.exports.hook_faults(true);
  const [outcome] = await t.strike(entries.E1, "panic");
  t.see(describe(outcome));
  t.expect(outcome.threw?.name === "PanicError" && outcome.threw.unwound === false, "a PanicError");
  for (const [where, secret] of leaks(outcome.threw, ["struck", "src/", "entry_fn", "wasm-function"])) {
    t.expect(false, `silence on "${secret}" in ${where}`);
  }
  await expectGoingOn(t);
}

async function unwinding(t) {
  t.exports.panics_end_calls(true);
  const [outcome] = await t.strike(entries.E1, "panic");
  expectPanic(t, outcome, { ...SITE, boundary: "entry_fn" });
  t.expect(outcome.threw?.unwound === true, "unwound: true");
  await expectLive(t);
  t.expect(left(t) === 0, "nothing left behind");
}

// Settings that say nothing of redaction leave it on; the same goes for the hook and for restart.
async function keptSettings(t) {
  t.exports.hook_faults(true);
  t.exports.settle_nothing();
  t.exports.silence_after_end(true);
  const [outcome] = await t.strike(entries.E1, "unreachable");
  t.see(describe(outcome));
  for (const [where, secret] of leaks(outcome.threw, ["RuntimeError: unreachable", "entry_fn", "src/"])) {
    t.expect(false, `silence on "${secret}" in ${where}`);
  }
  t.expect(t.told.length === 1 && t.told[0].boundary === "entry_fn", "all of it for the hook");
}

async function keptRestart(t) {
  t.exports.restart();
  t.exports.settle_nothing();
  await t.strike(entries.E1, "unreachable");
  await nextMacrotask();
  t.follow();
  await expectLive(t);
  t.expect(t.exports.bulkhead?.generation === 2, "another instance");
}

const ENTERED = entriesOf("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E11", "E12")
  .filter(({ key }) => key !== "E3 self")
  .concat(entries["E13"], entries["E14"], entries["E14 export"], entries["E15"]);

const TRAPS = causes("A1", "A2 shadow", "A3", "A6");

const T6 = { id: "T6", builds: ["abort"] };

export default [
  {
    id: "R10",
    title: "closures of an instance that ended are silent",
    builds: BOTH,
    cells: ["Fn", "FnMut", "macro", "with argument"].map((form) => ({ title: form, form })),
    run: silence,
  },
  { id: "R10", title: "closures of an instance that ended, without the setting", builds: BOTH, run: loud },
  { id: "R10", title: "closures of an instance that was replaced", builds: BOTH, run: silenceOfOlder },
  {
    ...T6,
    title: "a panic ends the call",
    cells: ENTERED.map(({ key, title }) => ({ entry: key, title })),
    run: endsCall,
  },
  { ...T6, title: "panics one after the other", run: again },
  { ...T6, title: "an end after a panic", cells: TRAPS.map(({ cause, kind }) => ({ title: cause, cause, kind })), run: trapAfterwards },
  { ...T6, title: "an object stays locked", run: locked },
  { ...T6, title: "a panic further in, swallowed", run: nested },
  { ...T6, title: "a panic that ends the instance all the same", cells: Object.entries(FATAL).map(([title, call]) => ({ title, call })), run: endsAll },
  { ...T6, title: "a panic elsewhere than where it would be the end", run: fatalElsewhere },
  { ...T6, title: "turned off again", run: turnedOff },
  { ...T6, title: "a panic in a start function", run: inStart },
  { ...T6, title: "tasks", run: tasks },
  { ...T6, title: "a fault hook that panics", run: failingHook },
  { ...T6, title: "with redaction", run: redactedToo },
  { id: "T6", title: "where panics unwind anyway", builds: ["unwind"], run: unwinding },
  { id: "X1", title: "settings installed twice", builds: BOTH, run: keptSettings },
  { id: "R1", title: "settings installed twice", builds: BOTH, run: keptRestart },
];
