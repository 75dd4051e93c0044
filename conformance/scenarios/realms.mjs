// Realms in which not everything is allowed: X2, code of strings; X3, changes of intrinsics. And what
// `state()` tells of the guard in each.

import { snippetsOf } from "../harness/snippets.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbort, expectAbortClass, expectLive, expectNoBody, expectPanic, expectStruck } from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];
const CODE = /\beval\b|\bFunction\s*\(|\bset(Timeout|Interval)\s*\(\s*["'`]/;

const guardOf = (t) => t.exports.bulkhead?.state().guard;

function expectGuard(t, { with: plain, finished }) {
  const guard = guardOf(t);
  t.see(`guard ${guard}`);
  const expected = t.column === "finished" ? finished : plain;
  t.expect(guard === expected, `guard ${expected}`);
}

const expectState = (guards) => async (t) => {
  await expectLive(t);
  expectGuard(t, guards);
  const before = t.exports.bulkhead?.state();
  t.expect(before?.live === true && before.aborts === 0 && before.generation === 1, "a live state");
  t.expect(before?.reason === undefined, "no reason while it lives");
  await t.strike(entries.E1, "unreachable");
  if (t.exports.bulkhead?.state().guard === "off") return;
  if (t.exports.bulkhead?.state().guard === "degraded") return;
  const after = t.exports.bulkhead?.state();
  t.expect(after?.live === false && after.aborts === 1, "a closed state");
  t.expect(after?.reason?.includes("entry_fn"), "the reason in the state");
};

async function forbidden(t) {
  let made;
  try {
    made = new Function("return true")();
  } catch {
    made = false;
  }
  t.expect(!made, "an engine that refuses to make code of strings");
  await expectLive(t);
}

async function forbiddenPanic(t, { entry: key }) {
  const [outcome] = await t.strike(entries[key], "panic");
  expectStruck(t, outcome, entries[key]);
  await expectLive(t);
}

async function forbiddenAbort(t, { entry: key }) {
  const [outcome] = await t.strike(entries[key], "unreachable");
  expectAbort(t, outcome, { kind: "unreachable", boundary: entries[key].boundary });
  expectNoBody(t, await t.strike(entries.E1));
}

function written(t) {
  const files = snippetsOf(t.directory);
  t.see(`${files.length} files`);
  for (const { name, text } of files) t.expect(!CODE.test(text), `no code of strings in ${name}`);
}

// A guard that cannot act leaves the gates in Rust, and breaks nothing.
async function frozen(t) {
  await expectLive(t);
  expectGuard(t, { with: "degraded", finished: "finished" });
}

// How many frames a stack has is settled here, so the panic site need not be among them.
async function frozenPanic(t, { entry: key }) {
  const { boundary } = entries[key];
  const [outcome] = await t.strike(entries[key], "panic");
  expectPanic(t, outcome, { message: "struck", boundary, marker: "site: panic" });
  await expectLive(t);
}

const CLOSING = { unwind: "unreachable", abort: "panic" };

async function frozenAbort(t, { entry: key, build }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  await t.strike(entries.E1, CLOSING[build]);
  const [outcome, counted] = await t.strike(entry, undefined, subject);
  t.see(`${counted.ran === 0 ? "no body ran" : "a body ran"}, ${describe(outcome)}`);
  expectNoBody(t, [outcome, counted]);
  if (t.column === "finished") expectAbortClass(t, outcome);
  else t.expect("threw" in outcome, "an error");
}

const CALLED = ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E11", "E12", "E13", "E14"];
// A raw export's error takes the guard, which plain delivery has not got here.
const BY_RUST = CALLED.filter((key) => key !== "E13");
const cells = (list, more) => list.map((key) => ({ entry: key, title: entries[key].title, ...more }));

const STRINGS = "no code from strings";
const FROZEN = "frozen intrinsics";

export default [
  { id: "X2", title: "no code from strings in our modules", builds: BOTH, run: written },
  { id: "X2", title: "a call", delivery: STRINGS, builds: BOTH, run: forbidden },
  { id: "X2", title: "a panic", delivery: STRINGS, builds: ["unwind"], cells: cells(CALLED), run: forbiddenPanic },
  { id: "X2", title: "an abort", delivery: STRINGS, builds: BOTH, cells: cells(CALLED), run: forbiddenAbort },
  { id: "X3", title: "a call", delivery: FROZEN, builds: BOTH, run: frozen },
  { id: "X3", title: "a panic", delivery: FROZEN, builds: ["unwind"], cells: cells(BY_RUST), run: frozenPanic },
  ...BOTH.map((build) => ({
    id: "X3",
    title: "a later call",
    delivery: FROZEN,
    builds: [build],
    cells: cells(CALLED, { build }),
    run: frozenAbort,
  })),
  { id: "A-dead", title: "what state() tells", builds: BOTH, run: expectState({ with: "plain", finished: "finished" }) },
  {
    id: "A-dead",
    title: "what state() tells",
    delivery: "guard off",
    builds: BOTH,
    run: expectState({ with: "off", finished: "off" }),
  },
];
