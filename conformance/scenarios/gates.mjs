// What is left without the exports guard: the gates in Rust. With the guard switched off, and in
// no-modules glue (U4), where there is no JavaScript module that could put up a guard.

import { entries } from "../harness/entries.mjs";
import { expectDestructors, expectLive, expectNoBody } from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";

// Destructors are nobody's annotated body: in front of them there is only the guard, and so there is
// behind what waits.
const ENTRIES = Object.values(entries).filter(({ silent, waits }) => !silent && !waits);

// What Rust, or the glue's own catch, sees without a guard.
const CLOSING = { unwind: "unreachable", abort: "panic" };

async function bodiesStayShut(t, { entry: key, build }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  await t.strike(entries.E1, CLOSING[build]);
  const [outcome, counted] = await t.strike(entry, undefined, subject);
  t.see(`${counted.ran === 0 ? "no body ran" : "a body ran"}, ${describe(outcome)}`);
  expectNoBody(t, [outcome, counted]);
  t.expect("threw" in outcome, "an error");
}

async function panicStaysInside(t, { entry: key }) {
  const [outcome, counted] = await t.strike(entries[key], "panic");
  t.see(describe(outcome));
  const error = outcome.threw;
  t.expect(error instanceof Error, "an error");
  t.expect(String(error?.message).includes("struck"), 'message "struck"');
  expectDestructors(t, counted);
  await expectLive(t);
}

async function intact(t) {
  await expectLive(t);
  t.see("loaded and answered");
}

const CALLED = ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E11", "E12"];

const of = (delivery, id) => [
  { id, delivery, title: "a call", builds: ["unwind", "abort"], run: intact },
  {
    id,
    delivery,
    title: "a panic",
    builds: ["unwind"],
    cells: CALLED.map((key) => ({ entry: key, title: entries[key].title })),
    run: panicStaysInside,
  },
  ...Object.keys(CLOSING).map((build) => ({
    id,
    delivery,
    title: "a later call",
    builds: [build],
    cells: ENTRIES.map(({ key, title }) => ({ entry: key, title, build })),
    run: bodiesStayShut,
  })),
];

export default [...of("guard off", "A-dead"), ...of("no-modules", "U4")];
