// P9: Rust calls JavaScript calls Rust, and the innermost panics.

import { entries } from "../harness/entries.mjs";
import { expectAbort, expectDestructors, expectLive, expectStruck } from "../harness/errors.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const SWALLOWED = 11;

const OUTER = ["E1", "E2", "E3", "E11", "E13"];
const INNER = ["E1", "E5", "E11", "E12", "E13"];

// Calls `outer`, whose body visits JavaScript, which calls `inner` and hands what it caught to `answer`.
async function nest(t, { outer, inner, visit }, answer) {
  const innerSubject = t.prepare(entries[inner]);
  const armPanic = await t.armed("panic");
  let caught;
  t.host.visit = () => {
    armPanic();
    try {
      return entries[inner].call(t, innerSubject);
    } catch (error) {
      caught = error;
      return answer(error);
    }
  };
  const [outcome, counted] = await t.strike(entries[outer], visit);
  return { outcome, counted, caught };
}

async function rethrows(t, cell) {
  const { outcome, counted, caught } = await nest(t, cell, (error) => {
    throw error;
  });
  expectStruck(t, outcome, entries[cell.inner]);
  t.expect(outcome.threw === caught, "the very error the inner call threw");
  t.expect(counted.resumed === 0, "an end of the outer body");
  expectDestructors(t, counted, 1);
  await expectLive(t);
}

async function swallows(t, cell) {
  const { outcome, counted, caught } = await nest(t, cell, () => SWALLOWED);
  expectStruck(t, { threw: caught }, entries[cell.inner]);
  t.see(`outer ${describe(outcome)}`);
  t.expect(outcome.returned === SWALLOWED, "the outer call's answer");
  t.expect(counted.resumed === 1, "an outer body that goes on");
  expectDestructors(t, counted, 1);
  await expectLive(t);
}

// The inner body is a closure that Rust lends for the time of the call.
async function lent(t, { visit, bare }) {
  const armPanic = await t.armed("panic");
  let inner;
  t.host.lend = (closure) => {
    armPanic();
    try {
      return closure();
    } catch (error) {
      inner = error;
      return SWALLOWED;
    }
  };
  const [outcome, counted] = await t.strike(entries.E1, visit);
  t.see(`inner ${describe({ threw: inner })}, outer ${describe(outcome)}`);
  t.expect(inner?.name === "PanicError" && inner.message === "struck", "a PanicError for JavaScript");
  // What borrows a closure makes no boundary of ours.
  if (!bare) t.expect(inner?.kind === "panic", "kind panic");
  t.expect(outcome.returned === SWALLOWED, "the outer call's answer");
  expectDestructors(t, counted, 1);
  await expectLive(t);
}

// The same closure in order, called once.
async function lentInOrder(t, { visit }) {
  t.host.lend = (closure) => closure();
  const [outcome, counted] = await t.strike(entries.E1, visit);
  t.see(describe(outcome));
  t.expect(outcome.returned === INTACT && counted.ran === 2, "the closure's answer");
  expectDestructors(t, counted, 1);
  await expectLive(t);
}

// The panic is caught and forgotten at each of several levels.
async function deep(t) {
  const armPanic = await t.armed("panic");
  const armVisit = await t.armed("visit");
  let level = 0;
  t.host.visit = () => {
    level += 1;
    if (level < 5) armVisit();
    else armPanic();
    try {
      return t.exports.entry_fn();
    } catch {
      return INTACT;
    }
  };
  armVisit();
  const [outcome, counted] = await t.probe.during(() => attempt(() => t.exports.entry_fn()));
  t.see(`${counted.ran} bodies, ${counted.resumed} resumed, ${describe(outcome)}`);
  t.expect(outcome.returned === INTACT, "the outer call's answer");
  t.expect(counted.ran === 6 && counted.resumed === 5, "five outer bodies that go on");
  expectDestructors(t, counted, 5);
  await expectLive(t);
}

// What happened further in is over: the outer body fails under its own name.
async function afterwards(t, { outer, inner, innerCause, cause, expectFault }) {
  const subject = t.prepare(entries[inner]);
  const armInner = innerCause ? await t.armed(innerCause) : () => {};
  const armOuter = await t.armed(cause);
  t.host.visit = () => {
    armInner();
    try {
      entries[inner].call(t, subject);
    } catch {
      // The outer body goes on.
    }
    armOuter();
    return INTACT;
  };
  const [outcome, counted] = await t.strike(entries[outer], "visit and go on");
  t.expect(counted.ran === 2 && counted.resumed === 1, "an outer body that goes on");
  expectFault(t, outcome, entries[outer]);
}

const panicked = { innerCause: "panic", title: "after an inner panic" };
const returned = { title: "after an inner call" };

function nestings({ innerCause, title }, fault) {
  const cellsOf = (outer) =>
    ["E4", "E11", "E13"].map((inner) => ({
      entry: `${outer} > ${inner}`,
      title,
      outer,
      inner,
      innerCause,
      ...fault,
    }));
  return OUTER.flatMap(cellsOf);
}

const thenPanic = { cause: "panic", expectFault: expectStruck };
const thenTrap = {
  cause: "unreachable",
  expectFault: (t, outcome, { boundary }) => expectAbort(t, outcome, { kind: "unreachable", boundary }),
};

const cells = [];
for (const outer of OUTER) {
  for (const inner of INNER) cells.push({ entry: `${outer} > ${inner}`, outer, inner, visit: "visit" });
}
cells.push({ entry: "E1 > E1", outer: "E1", inner: "E1", visit: "visit by method", title: "by a method" });

const LENT = [
  { visit: "lend", title: "as a &mut dyn FnMut" },
  { visit: "lend borrowed", title: "as a ScopedClosure::borrow", bare: true },
  { visit: "lend borrowed mut", title: "as a ScopedClosure::borrow_mut_assert_unwind_safe", bare: true },
];

export default [
  { id: "P9", title: "inner panics, JavaScript rethrows", builds: ["unwind"], cells, run: rethrows },
  { id: "P9", title: "inner panics, JavaScript swallows", builds: ["unwind"], cells, run: swallows },
  {
    id: "P9",
    title: "the outer body panics",
    builds: ["unwind"],
    cells: [...nestings(panicked, thenPanic), ...nestings(returned, thenPanic)],
    run: afterwards,
  },
  {
    id: "A-err",
    title: "the outer body aborts",
    builds: ["unwind"],
    cells: [...nestings(panicked, thenTrap), ...nestings(returned, thenTrap)],
    run: afterwards,
  },
  {
    id: "A-err",
    title: "the outer body aborts",
    builds: ["abort"],
    cells: nestings(returned, thenTrap),
    run: afterwards,
  },
  { id: "P9", title: "a lent closure panics", builds: ["unwind"], cells: LENT, run: lent },
  { id: "P9", title: "a lent closure is called", builds: ["unwind", "abort"], cells: LENT, run: lentInOrder },
  { id: "P9", title: "five levels, the innermost panics", builds: ["unwind"], run: deep },
];
