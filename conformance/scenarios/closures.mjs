// L3: an aborting closure that panics ends the instance as any abort does, and is a closed way in
// afterwards. What the catching ones do is among the panics (P4) and the aborts (A9).

import { abortingClosures, entries } from "../harness/entries.mjs";
import { expectAbort, expectAbortClass, expectDead, expectLive } from "../harness/errors.mjs";
import { attempt, describe, gate } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];
const KIND = "panic_abort";

const CELLS = Object.values(abortingClosures).map(({ key, title }) => ({ entry: key, title }));

// Ways in that are tried after the panic, beside the closure itself.
const LATER = ["E1", "E2", "E3", "E5", "E11", "E12", "E13"];

async function panicAborts(t, { entry: key }) {
  const entry = abortingClosures[key];
  const later = LATER.map((key) => [entries[key], t.prepare(entries[key])]);
  const another = t.prepare(entry);
  const waiting = attempt(() => t.exports.entry_async_continued(gate().promise));

  const [outcome, counted] = await t.strike(entry, "panic");
  t.expect(counted.ran === 1, "a body that panicked");
  expectAbort(t, outcome, { kind: KIND, boundary: entry.boundary });

  expectAbortClass(t, await waiting, KIND);
  for (const [entry, subject] of later) expectDead(t, entry, await t.strike(entry, undefined, subject), KIND);
  expectDead(t, entry, await t.strike(entry, undefined, another), KIND);
}

async function trapAborts(t, { entry: key }) {
  const entry = abortingClosures[key];
  const [outcome] = await t.strike(entry, "unreachable");
  expectAbort(t, outcome, { kind: "unreachable", boundary: entry.boundary });
}

async function isDead(t, { entry: key }) {
  const entry = abortingClosures[key];
  const subject = t.prepare(entry);
  await t.strike(entries.E1, "unreachable");
  expectDead(t, entry, await t.strike(entry, undefined, subject), "unreachable");
}

async function answers(t, { entry: key }) {
  const [outcome] = await t.strike(abortingClosures[key]);
  t.see(describe(outcome));
  t.expect(outcome.returned === INTACT, "the answer");
  await expectLive(t);
}

// Only a panic of Rust's is what the captures must not outlive.
async function exceptionPasses(t, { entry: key }) {
  const thrown = new RangeError("thrown by JavaScript");
  t.host.visit = () => {
    throw thrown;
  };
  const [outcome] = await t.strike(abortingClosures[key], "visit");
  t.see(describe(outcome));
  t.expect(outcome.threw === thrown, "the very error that was thrown");
  await expectLive(t);
}

export default [
  { id: "L3", title: "an aborting closure panics", builds: BOTH, cells: CELLS, run: panicAborts },
  { id: "L3", title: "an aborting closure traps", builds: BOTH, cells: CELLS, run: trapAborts },
  { id: "L3", title: "an aborting closure is called after the end", builds: BOTH, cells: CELLS, run: isDead },
  { id: "L3", title: "an aborting closure is called", builds: BOTH, cells: CELLS, run: answers },
  { id: "L3", title: "an exception passes through an aborting closure", builds: BOTH, cells: CELLS, run: exceptionPasses },
];
