// A10: Rust calls JavaScript calls Rust, the innermost aborts, and JavaScript in between swallows it.

import { causes, inBuild } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectNoBody } from "../harness/errors.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const OUTER = ["E1", "E2", "E3", "E5", "E11", "E12", "E13", "E14 export"];
const INNER = ["E1", "E5", "E11", "E12", "E13", "E9"];

const CAUSES = causes("A1", "A7", "A6");

async function swallows(t, { outer, inner, visit, build, cause: { cause, kind } }) {
  const subject = t.prepare(entries[inner]);
  const armInner = await t.armed(cause);
  let swallowed;
  t.host.visit = t.host.knock = () => {
    armInner();
    try {
      return entries[inner].call(t, subject);
    } catch (error) {
      swallowed = error;
      return INTACT;
    }
  };
  const [outcome, counted] = await t.strike(entries[outer], visit);
  expectAbortClass(t, { threw: swallowed }, kind);
  expectEnd(t, { outcome, counted, kind, visit, build });
  expectNoBody(t, await t.strike(entries.E1));
}

// The inner body is a closure that Rust lends for the time of the call.
async function lent(t, { visit, build, cause: { cause, kind } }) {
  const armInner = await t.armed(cause);
  t.host.lend = (closure) => {
    armInner();
    try {
      return closure();
    } catch {
      return INTACT;
    }
  };
  const [outcome, counted] = await t.strike(entries.E1, visit);
  expectEnd(t, { outcome, counted, kind, visit, build });
  expectNoBody(t, await t.strike(entries.E1));
}

// Swallowed at each of several levels, and again by the innermost.
async function deep(t, { visit, build }) {
  const armAbort = await t.armed("unreachable");
  const armVisit = await t.armed(visit);
  let level = 0;
  t.host.visit = () => {
    level += 1;
    if (level < 5) armVisit();
    else armAbort();
    try {
      t.exports.entry_fn();
    } catch {
      // Goes on outside.
    }
    return INTACT;
  };
  armVisit();
  const [outcome, counted] = await t.probe.during(() => attempt(() => t.exports.entry_fn()));
  expectEnd(t, { outcome, counted, kind: "unreachable", visit, build });
  expectNoBody(t, await t.strike(entries.E1));
}

function expectEnd(t, { outcome, counted, kind, visit, build }) {
  t.see(`${counted.resumed === 0 ? "the outer body ended" : "the outer body went on"}, ${describe(outcome)}`);
  // In plain abort builds nothing stands behind an import that is not annotated: [F].
  const resumes = t.column === "with" && build === "abort" && visit.includes("unannotated");
  t.expect(resumes || counted.resumed === 0, "an end of the outer body");
  expectAbortClass(t, outcome, kind);
}

const product = (build, visit) =>
  inBuild(CAUSES, build).flatMap((cause) =>
    OUTER.flatMap((outer) =>
      INNER.map((inner) => ({ entry: `${outer} > ${inner}`, cause, outer, inner, visit, build })),
    ),
  );

const IMPORTS = [
  { title: "an annotated import", visits: ["visit", "lend"] },
  { title: "an import that is not annotated", visits: ["visit unannotated", "lend unannotated"] },
];

export default ["unwind", "abort"].flatMap((build) =>
  IMPORTS.flatMap(({ title, visits: [visit, lend] }) => [
    {
      id: "A10",
      title: `swallowed behind ${title}`,
      builds: [build],
      cells: product(build, visit),
      run: swallows,
    },
    {
      id: "A10",
      title: `swallowed behind ${title}, a lent closure`,
      builds: [build],
      cells: inBuild(CAUSES, build).map((cause) => ({ cause, visit: lend, build })),
      run: lent,
    },
    {
      id: "A10",
      title: `swallowed behind ${title}, five times`,
      builds: [build],
      cells: [{ visit, build }],
      run: deep,
    },
  ]),
);
