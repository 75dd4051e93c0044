// P10: a JavaScript exception passes through Rust frames.

import { entries, entriesOf } from "../harness/entries.mjs";
import { expectDestructors, expectLive } from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const VALUES = {
  "an error": () => new TypeError("from JavaScript"),
  "a plain object": () => ({ from: "JavaScript" }),
  "a string": () => "from JavaScript",
  undefined: () => undefined,
};

async function passes(t, { entry: key, visit, value = "an error" }) {
  const thrown = VALUES[value]();
  t.host.visit = t.host.knock = () => {
    throw thrown;
  };
  const before = t.wasm.probe_stack();
  const [outcome, counted] = await t.strike(entries[key], visit);
  t.see(describe(outcome));
  t.expect("threw" in outcome && outcome.threw === thrown, "the very value that was thrown");
  t.expect(counted.resumed === 0, "an end of the body");
  return [counted, before];
}

async function throughAnnotated(t, cell) {
  const [counted] = await passes(t, cell);
  expectDestructors(t, counted, 1);
  await expectLive(t);
}

// Destructors are not promised here, only measured.
async function throughUnannotated(t, cell) {
  const [counted] = await passes(t, cell);
  t.see(`${counted.dropped} of ${counted.ran + 1} destructors ran`);
  await expectLive(t);
}

// Two bodies lie on the way, the inner one entered from JavaScript that does not catch.
async function throughTwoBodies(t, { visit }) {
  const thrown = VALUES["an error"]();
  const armVisit = await t.armed(visit);
  let level = 0;
  t.host.visit = () => {
    level += 1;
    if (level === 2) throw thrown;
    armVisit();
    return t.exports.entry_fn();
  };
  const [outcome, counted] = await t.strike(entries.E1, visit);
  t.see(describe(outcome));
  t.expect(outcome.threw === thrown, "the very value that was thrown");
  t.expect(counted.ran === 2 && counted.resumed === 0, "an end of both bodies");
  expectDestructors(t, counted, 2);
  await expectLive(t);
}

async function withoutUnwinding(t, cell) {
  const [, before] = await passes(t, cell);
  const lost = before - t.wasm.probe_stack();
  if (lost !== 0) t.see(`${lost} bytes of the shadow stack lost`);
  t.expect(lost === 0, "the whole shadow stack");
  await expectLive(t);
}

const reach = ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E11", "E12"];
const withError = [...entriesOf(...reach), entries.E13].map(({ key, title }) => ({
  entry: key,
  title,
  visit: "visit",
}));
const otherwise = [
  { entry: "E1", title: "function, by a method of an object", visit: "visit by method" },
  { entry: "E1", title: "function, by an import that returns nothing", visit: "knock" },
  ...Object.keys(VALUES)
    .slice(1)
    .map((value) => ({ entry: "E1", title: `function, ${value}`, visit: "visit", value })),
];
// Of async bodies nothing is promised in abort builds.
const synchronous = withError.filter(({ entry }) => entry !== "E2");
const unannotated = [
  ...["E1", "E3", "E11"].map((entry) => ({ entry, visit: "visit unannotated" })),
  { entry: "E1", title: "function, by an import that returns nothing", visit: "knock unannotated" },
].map(({ entry, title = entries[entry].title, visit }) => ({
  entry,
  title: `${title}, not annotated`,
  visit,
}));

// The innermost of three calls fails first, the one around it next: neither moves the shadow stack of the
// outermost, which goes on.
async function threeDeep(t) {
  const arm = await t.armed("visit");
  const fail = () => {
    throw new TypeError("from JavaScript");
  };
  const caught = (call) => {
    try {
      return { returned: call() };
    } catch (threw) {
      return { threw };
    }
  };
  let depth = 0;
  let moved;
  t.host.visit = () => {
    depth += 1;
    if (depth > 1) {
      caught(() => t.exports.entry_with_number({ valueOf: fail }));
      fail();
    }
    const level = t.wasm.probe_stack();
    arm();
    const inner = caught(() => t.exports.entryRenamed());
    t.expect(inner.threw instanceof TypeError, "an error of the call in the middle");
    moved = t.wasm.probe_stack() - level;
    t.expect(t.exports.greet("you") === "hello, you", "a call that uses the shadow stack");
    return INTACT;
  };
  const before = t.wasm.probe_stack();
  const [outcome] = await t.strike(entries.E1, "visit");
  t.see(`${describe(outcome)}; the shadow stack moved by ${moved}`);
  t.expect(outcome.returned === INTACT, "an answer of the outermost");
  t.expect(moved >= -4096 && t.wasm.probe_stack() === before, "the shadow stack where it was");
  await expectLive(t);
}

export default [
  { id: "P10", title: "exceptions from three calls deep", builds: ["unwind", "abort"], run: threeDeep },
  {
    id: "P10",
    title: "an exception from an annotated import",
    builds: ["unwind"],
    cells: [...withError, ...otherwise],
    run: throughAnnotated,
  },
  {
    id: "P10",
    title: "an exception from an annotated import through two bodies",
    builds: ["unwind"],
    cells: [{ visit: "visit" }],
    run: throughTwoBodies,
  },
  {
    id: "P10",
    title: "an exception",
    builds: ["unwind"],
    cells: unannotated,
    run: throughUnannotated,
  },
  {
    id: "P10",
    title: "an exception without unwinding",
    builds: ["abort"],
    cells: [...synchronous, ...otherwise, ...unannotated],
    run: withoutUnwinding,
  },
];
