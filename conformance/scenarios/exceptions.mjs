// P10: a JavaScript exception passes through Rust frames.

import { entries, entriesOf } from "../harness/entries.mjs";
import { expectDestructors, expectLive } from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";

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

export default [
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
