// P3: a panic in an async export rejects its own promise and nobody else's.

import { entries } from "../harness/entries.mjs";
import { expectDestructors, expectLive, expectStruck } from "../harness/errors.mjs";
import { describe, gate, idle, settled } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

async function beforeTheFirstAwait(t) {
  const [outcome, counted] = await t.strike(entries.E2, "panic");
  t.expect(outcome.late, "a promise");
  expectStruck(t, outcome, entries.E2);
  expectDestructors(t, counted);
  await expectLive(t);
}

async function afterTheFirstAwait(t) {
  const [outcome, counted] = await t.probe.during(async () => {
    const first = gate();
    const promise = t.exports.entry_async_after(first.promise);
    await idle();
    await t.arm("panic");
    first.open();
    return settled(promise);
  });
  t.expect(outcome.late, "a promise");
  expectStruck(t, outcome, { boundary: "entry_async_after" });
  expectDestructors(t, counted);
  await expectLive(t);
}

// One promise pends throughout, one is made in the same tick as the panic, and one afterwards.
async function siblings(t) {
  const long = gate();
  const pending = t.exports.entry_async_after(long.promise);
  await idle();
  await t.arm("panic");
  const struck = t.exports.entry_async();
  const sameTick = t.exports.entry_async();
  const [failed, beside] = await Promise.all([settled(struck), settled(sameTick)]);
  const [after] = await t.strike(entries.E2);
  long.open();
  const outlived = await settled(pending);

  t.see(`struck ${describe(failed)}`);
  t.expect("threw" in failed, "a rejection");
  const others = { "of the same tick": beside, "made afterwards": after, "pending before": outlived };
  for (const [which, outcome] of Object.entries(others)) {
    t.see(`${which} ${describe(outcome)}`);
    t.expect(outcome.returned === INTACT, `the answer of the one ${which}`);
  }
}

export default [
  {
    id: "P3",
    title: "a panic before the first await",
    builds: ["unwind"],
    cells: [{ entry: "E2" }],
    run: beforeTheFirstAwait,
  },
  {
    id: "P3",
    title: "a panic after the first await",
    builds: ["unwind"],
    cells: [{ entry: "E2" }],
    run: afterTheFirstAwait,
  },
  {
    id: "P3",
    title: "other promises while one panics",
    builds: ["unwind"],
    cells: [{ entry: "E2" }],
    run: siblings,
  },
];
