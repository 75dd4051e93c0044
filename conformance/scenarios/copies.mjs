// Two copies of the library in one realm: two packages of a page, or one package at two addresses.

import { PANIC, causeOf } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbort, expectLive, expectNoBody, expectStruck } from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

async function eachAlone(t, { first }) {
  const other = await t.stranger();
  const [struck, spared] = first === "the first" ? [t, other] : [other, t];
  await expectLive(t);
  await expectLive(other);
  const [outcome] = await struck.strike(entries.E1, "unreachable");
  expectAbort(t, outcome, { kind: "unreachable", boundary: "entry_fn" });
  expectNoBody(t, await struck.strike(entries.E1));
  await expectLive(spared);
  const [live, closed] = [spared, struck].map(({ exports }) => exports.bulkhead?.state().live);
  t.see(`state().live is ${closed} and ${live}`);
  t.expect(live === true && closed === false, "a state of its own for each copy");
  const [later] = await spared.strike(entries.E1, "unreachable");
  expectAbort(t, later, { kind: "unreachable", boundary: "entry_fn" });
}

// The error of one copy is known to the other, and no fault of its own.
async function through(t, { cause: { cause, name } }) {
  const other = await t.stranger();
  const arm = await other.armed(cause);
  const listened = [];
  const heard = [];
  t.exports.bulkhead?.onFault((fault) => listened.push(fault));
  other.exports.bulkhead?.onFault((fault) => heard.push(fault));
  let caught;
  t.host.visit = () => {
    arm();
    try {
      return other.exports.entry_fn();
    } catch (error) {
      caught = error;
      throw error;
    }
  };
  const [outcome] = await t.strike(entries.E1, "visit");
  t.see(describe(outcome));
  t.expect("threw" in outcome && outcome.threw === caught, "the very error the other copy threw");
  t.expect(caught?.name === name, `a ${name}`);
  t.expect(listened.length === 0 && heard.length === 1, "one report, to the listener of the copy that failed");
  t.expect(caught instanceof (t.exports[name] ?? Object), "one class for both copies");
  await expectLive(t);
}

async function panics(t) {
  const other = await t.stranger();
  for (const each of [other, t, other]) {
    const [outcome] = await each.strike(entries.E1, "panic");
    expectStruck(each, outcome, entries.E1);
  }
  await expectLive(t);
  await expectLive(other);
}

// The glue has no catch around `free`, so this takes the guard of the copy whose object it is.
async function freed(t) {
  const other = await t.stranger();
  for (const each of [other, t, other]) {
    const [outcome] = await each.strike(entries.E9, "panic");
    expectStruck(each, outcome, entries.E9);
    await expectLive(each);
  }
  await expectLive(t);
}

const ENDS = [
  causeOf("A1", { name: "InstanceAbortError" }),
  { ...PANIC, name: "PanicError" },
];

export default [
  {
    id: "A-dead",
    title: "two copies, an abort in",
    builds: BOTH,
    cells: ["the first", "the second"].map((first) => ({ title: first, first })),
    run: eachAlone,
  },
  ...ENDS.map((cause) => ({
    id: cause.id === "P" ? "P9" : "A-dead",
    title: "two copies, one called by the other",
    builds: cause.builds,
    cells: [{ cause }],
    run: through,
  })),
  { id: "P1", title: "two copies, panics in turn", builds: ["unwind"], run: panics },
  { id: "P7", title: "two copies, a panic in free() of each", builds: ["unwind"], run: freed },
];
