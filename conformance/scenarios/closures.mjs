// L3: an aborting closure that panics ends the instance as any abort does, and is a closed way in
// afterwards. What the catching ones do is among the panics (P4) and the aborts (A9).
//
// L6: a poisoning closure that panics is refused afterwards, and the instance goes on; one that is
// asserted goes on too. In abort builds both end the instance, as every panic does.

import { abortingClosures, assertedClosures, entries, poisoningClosures } from "../harness/entries.mjs";
import {
  expectAbort,
  expectAbortClass,
  expectDead,
  expectLive,
  expectNoBody,
  expectStruck,
} from "../harness/errors.mjs";
import { attempt, describe, describeLocation, gate } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";
import { site } from "../harness/sites.mjs";

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

const POISONING = Object.values(poisoningClosures).map(({ key, title }) => ({ entry: key, title }));
const ASSERTED = Object.values(assertedClosures).map(({ key, title }) => ({ entry: key, title }));

// A PoisonError that names the closure by its place, and tells where it was torn.
function expectRefused(t, entry, [outcome, counted], { file, line }) {
  t.see(describe(outcome));
  expectNoBody(t, [outcome, counted]);
  const error = outcome.threw;
  const named = error instanceof Error && error.name === "PoisonError";
  t.expect(named, "a PoisonError");
  if (!named) return;
  t.expect(error.kind === "poison", "kind poison");
  const place = `${entry.boundary.file}:${entry.boundary.line}:`;
  for (const [what, name] of [["boundary", error.boundary], ["tornBy", error.tornBy]]) {
    t.expect(String(name).startsWith(place) && error.message.includes(name), `${what} ${place}`);
  }
  const told = error.location && describeLocation(error.location);
  t.expect(told?.startsWith(`${file}:${line}:`), `the location ${file}:${line}`);
  t.expect(Boolean(told) && error.message.includes(told), "the location in its message");
}

async function panicPoisons(t, { entry: key }) {
  const entry = poisoningClosures[key];
  const closure = t.prepare(entry);
  const [outcome, counted] = await t.strike(entry, "panic", closure);
  t.expect(counted.ran === 1, "a body that panicked");
  if (t.build === "abort") return expectAbort(t, outcome, { kind: KIND, boundary: entry.boundary });
  expectStruck(t, outcome, entry);
  // Twice, since a refusal is not what it tells of.
  for (const _ of [1, 2]) expectRefused(t, entry, await t.strike(entry, undefined, closure), site("site: panic"));
  await expectLive(t);
  const [another] = await t.strike(entry);
  t.expect(another.returned === INTACT, "another closure of the same source");
}

async function isIntact(t, { entry: key }) {
  const entry = poisoningClosures[key];
  const closure = t.prepare(entry);
  for (const _ of [1, 2]) {
    const [outcome] = await t.strike(entry, undefined, closure);
    t.see(describe(outcome));
    t.expect(outcome.returned === INTACT, "the answer");
  }
}

// What an exception of JavaScript's cuts short is as torn as by a panic.
async function exceptionPoisons(t, { entry: key }) {
  const entry = poisoningClosures[key];
  const closure = t.prepare(entry);
  const thrown = new RangeError("thrown by JavaScript");
  t.host.visit = () => {
    throw thrown;
  };
  const [outcome] = await t.strike(entry, "visit", closure);
  t.see(describe(outcome));
  t.expect(outcome.threw === thrown, "the very error that was thrown");
  if (t.build === "unwind") expectRefused(t, entry, await t.strike(entry, undefined, closure), entry.boundary);
  await expectLive(t);
}

async function assertionCatches(t, { entry: key }) {
  const entry = assertedClosures[key];
  const closure = t.prepare(entry);
  const [outcome] = await t.strike(entry, "panic", closure);
  if (t.build === "abort") return expectAbort(t, outcome, { kind: KIND, boundary: entry.boundary });
  expectStruck(t, outcome, entry);
  const [again] = await t.strike(entry, undefined, closure);
  t.expect(again.returned === INTACT, "the answer of a closure that was vouched for");
  await expectLive(t);
}

export default [
  { id: "L3", title: "an aborting closure panics", builds: BOTH, cells: CELLS, run: panicAborts },
  { id: "L3", title: "an aborting closure traps", builds: BOTH, cells: CELLS, run: trapAborts },
  { id: "L3", title: "an aborting closure is called after the end", builds: BOTH, cells: CELLS, run: isDead },
  { id: "L3", title: "an aborting closure is called", builds: BOTH, cells: CELLS, run: answers },
  { id: "L3", title: "an exception passes through an aborting closure", builds: BOTH, cells: CELLS, run: exceptionPasses },
  { id: "L6", title: "a poisoning closure panics", builds: BOTH, cells: POISONING, run: panicPoisons },
  { id: "L6", title: "a poisoning closure is called", builds: BOTH, cells: POISONING, run: isIntact },
  { id: "L6", title: "an exception passes through a poisoning closure", builds: BOTH, cells: POISONING, run: exceptionPoisons },
  { id: "L6", title: "a closure with an assertion around panics", builds: BOTH, cells: ASSERTED, run: assertionCatches },
];
