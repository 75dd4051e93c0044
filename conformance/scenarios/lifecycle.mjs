// P6, P7, P8 and P12: panics where nobody stands around them: in a start function, in a destructor, in
// the fault hook, in a spawned task.

import { PANIC, causeOf } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import {
  expectAbort,
  expectAbortClass,
  expectDestructors,
  expectLive,
  expectNoBody,
  expectStruck,
} from "../harness/errors.mjs";
import { listen } from "../harness/listeners.mjs";
import { attempt, describe, gate, idle, macrotask } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

async function start(t) {
  const outcome = await t.start("panic with a hook");
  expectAbort(t, outcome, { kind: "panic_abort" });
  t.expect(String(outcome.threw?.message).includes("struck"), "the panic's message");
  // Only the hook may still run, so it is the hook that has to tell.
  const [fault] = t.told;
  t.expect(t.told.length === 1, "one call of the fault hook");
  if (fault) t.see(`in the hook thread::panicking() is ${fault.panicking}`);
  // Without unwinding a panic has no end.
  if (t.build === "unwind") t.expect(fault?.panicking === "false", "an end of the panic for Rust");
  expectNoBody(t, await t.strike(entries.E1));
  const next = await attempt(() => t.exports.entry_fn());
  expectAbortClass(t, next, "panic_abort");
}

async function startTraps(t) {
  const outcome = await t.start("trap with a hook");
  expectAbort(t, outcome, { kind: "unreachable" });
  t.expect(t.told.length === 1, "one call of the fault hook");
  expectNoBody(t, await t.strike(entries.E1));
}

async function expectReallyLive(t) {
  await expectLive(t);
  await t.strike(entries.E1, "panic with a lock");
  t.expect(t.exports.lock_is_poisoned(), "a Mutex that is poisoned by the next panic");
  const ledger = new t.exports.Ledger();
  await t.arm("panic");
  await attempt(() => ledger.transfer(1, 1));
  t.expect(ledger.torn, "a Poison that is set by the next panic");
  await expectLive(t);
}

async function free(t) {
  const [outcome, counted] = await t.strike(entries.E9, "panic");
  expectStruck(t, outcome, entries.E9);
  expectDestructors(t, counted);
  await expectReallyLive(t);
}

async function finalizer(t) {
  const heard = await listen(t, async () => {
    const [outcome, counted] = await t.strike(entries.E10, "panic");
    t.expect(!("threw" in outcome), "silence of the call");
    expectDestructors(t, counted);
  });
  expectReport(t, heard);
  await expectReallyLive(t);
}

// Where nobody has a hook or listens, the console is told.
function expectReport(t, { logged, listened }) {
  t.see(`${logged.length} times on the console, ${listened.length} times to the listener`);
  const [error] = [...listened, ...logged];
  t.expect(logged.length + listened.length === 1, "one report");
  t.expect(error?.name === "PanicError" && error.message === "struck", "a report of the panic");
}

// What leaves a destructor while a panic unwinds takes the place of that: a panic, or an exception.
async function twice(t, { cause, within }) {
  t.host.visit = () => {
    throw new Error("thrown by a destructor");
  };
  const heard = await listen(t, async () => {
    const outcome = within ? await strikeWithin(t, cause) : (await t.strike(entries.E1, cause))[0];
    t.see(describe(outcome));
    const error = outcome.threw;
    const named = ["PanicError", "InstanceAbortError"].includes(error?.name);
    t.expect(named, "one error of ours");
    t.expect(/\bstruck(?! again)/.test(String(error?.message)), "the first message");
    if (error?.name === "PanicError") return expectReallyLive(t);
    expectNoBody(t, await t.strike(entries.E1));
  });
  t.expect(heard.listened.length === 1, "one report to the listener");
}

// The call that fails is one that another, which is well, makes by way of JavaScript.
async function strikeWithin(t, cause) {
  const { visit } = t.host;
  const arm = await t.armed(cause);
  let outcome;
  t.host.visit = () => {
    t.host.visit = visit;
    arm();
    try {
      return (outcome = { returned: t.exports.entry_fn() }).returned;
    } catch (threw) {
      outcome = { threw };
      return 0;
    }
  };
  await t.strike(entries.E1, "visit");
  return outcome;
}

const TWICE = ["panic twice", "panic and visit", "panic and visit unannotated"];

async function failingHook(t, { cause }) {
  t.exports.hook_failing();
  const [outcome, counted] = await t.strike(entries.E1, cause.cause);
  t.see(`${describe(outcome)}, ${counted.hookFaults} calls of the hook`);
  t.expect(counted.hookFaults === 1, "one call of the hook");
  if (cause.lives) {
    expectStruck(t, outcome, entries.E1);
    await expectReallyLive(t);
    const [again, countedAgain] = await t.strike(entries.E1, cause.cause);
    expectStruck(t, again, entries.E1);
    t.expect(countedAgain.hookFaults === 1, "one call of the hook the next time");
  } else {
    expectAbort(t, outcome, { kind: cause.kind, boundary: entries.E1.boundary });
    t.expect(!String(outcome.threw?.message).startsWith("the hook"), "the first message");
    expectNoBody(t, await t.strike(entries.E1));
  }
}

// Three tasks of one tick, and one that waits; the first to run panics.
async function tasks(t, { listens }) {
  const late = gate();
  t.exports.spawn_after(late.promise);
  await idle();
  await t.arm("panic");
  let counted;
  const heard = await listen(
    t,
    async () => {
      [, counted] = await t.probe.during(() => {
        for (let task = 0; task < 3; task++) t.exports.spawn();
        return macrotask();
      });
      late.open();
      await macrotask();
    },
    listens,
  );
  t.see(`${counted.ran} of 3 tasks ran`);
  t.expect(counted.ran === 3, "siblings that run");
  expectDestructors(t, counted);
  expectReport(t, heard);
  const [, after] = await t.strike(entries["E14 task"]);
  t.expect(after.ran === 1, "a later task that runs");
  await expectLive(t);
}

const FAILING = [
  { ...PANIC, id: "panic", lives: true },
  causeOf("A7", { id: "panic" }),
  causeOf("A1", { id: "trap" }),
  causeOf("A6", { id: "abort" }),
];

export default [
  { id: "P6", title: "the start function panics", builds: BOTH, run: start },
  { id: "P6", title: "the start function traps", builds: BOTH, run: startTraps },
  { id: "P7", title: "a panic in free()", builds: ["unwind"], cells: [{ entry: "E9" }], run: free },
  { id: "P7", title: "a panic in a finalizer", builds: ["unwind"], cells: [{ entry: "E10" }], run: finalizer },
  {
    id: "P8",
    title: "a destructor fails while a panic unwinds",
    builds: ["unwind"],
    cells: TWICE.flatMap((cause) => [
      { title: cause, cause },
      { title: `${cause}, within another call`, cause, within: true },
    ]),
    run: twice,
  },
  ...FAILING.map((cause) => ({
    id: "P8",
    title: "a panic in the fault hook",
    builds: cause.builds,
    cells: [{ cause }],
    run: failingHook,
  })),
  {
    id: "P12",
    title: "a spawned task panics",
    builds: ["unwind"],
    cells: [
      { title: "nobody listens", listens: false },
      { title: "a listener is told", listens: true },
    ],
    run: tasks,
  },
];
