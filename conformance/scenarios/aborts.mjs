// A-err and A-dead, for every cause through every entry.

import { entries, entriesOf } from "../harness/entries.mjs";
import { expectAbort, expectDead, expectLive, expectNoBody } from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

// What ends an instance, and the kind that its errors tell. A new cause is a new row.
const CAUSES = [
  { id: "A1", cause: "unreachable", kind: "unreachable" },
  { id: "A2 shadow", cause: "overflow of the shadow stack", kind: "stack_overflow" },
  { id: "A2 engine", cause: "overflow of the engine's stack", kind: "stack_overflow" },
  { id: "A5", cause: "process::abort", kind: "unreachable" },
  { id: "A7", cause: "panic", kind: "panic_abort", builds: ["abort"] },
];

// A9 is a cause of these by way of each kind of closure.
const IN_A_CLOSURE = [
  { id: "A9 trap", cause: "unreachable", kind: "unreachable" },
  { id: "A9 panic", cause: "panic", kind: "panic_abort", builds: ["abort"] },
];

const CLOSURES = entriesOf("E11", "E12");

// All that lead into Rust: E14 belongs to a line of its own.
const ENTRIES = Object.values(entries);
const HEARD = ENTRIES.filter(({ unheard, beside }) => !unheard && !beside);

// The caller of the body that failed hears of it, and whoever comes next meets a closed instance.
async function err(t, { entry: key, cause: { cause, kind } }) {
  const entry = entries[key];
  const [outcome, counted] = await t.strike(entry, cause);
  t.expect(counted.ran > 0, "a body that met the cause");
  expectAbort(t, outcome, { kind, boundary: entry.boundary });
  const next = await t.strike(entries.E1);
  if (next[1].ran !== 0) t.see("the next body ran");
  expectNoBody(t, next);
}

async function dead(t, { entry: key, cause: { cause, kind }, by }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  const [struck] = await t.strike(entries[by], cause);
  if (!("threw" in struck)) t.see(`the abort ${describe(struck)}`);
  expectDead(t, entry, await t.strike(entry, undefined, subject), kind);
}

// The death of one instance is its own affair, though its error passes through another's frames.
async function neighbours(t) {
  const other = await t.neighbour();
  const armAbort = await other.armed("unreachable");
  let caught;
  t.host.visit = () => {
    armAbort();
    try {
      return other.exports.entry_fn();
    } catch (error) {
      caught = error;
      throw error;
    }
  };
  const [outcome] = await t.strike(entries.E1, "visit");
  t.see(describe(outcome));
  t.expect("threw" in outcome && outcome.threw === caught, "the very error the other instance threw");
  expectNoBody(t, await other.strike(entries.E1));
  await expectLive(t);
}

const cellOf = (cause, entry, more) => ({ entry: entry.key, title: entry.title, cause, ...more });

const product = (causes, list, more) =>
  causes.flatMap((cause) => list.map((entry) => cellOf(cause, entry, more)));

// One scenario a build, since some causes end the instance in one build only.
const scenario = (id, title, causes, list, run, more) =>
  BOTH.map((build) => ({
    id,
    title,
    builds: [build],
    cells: product(
      causes.filter(({ builds = BOTH }) => builds.includes(build)),
      list,
      more,
    ),
    run,
  }));

export default [
  ...scenario("A-err", "what the caller gets", CAUSES, HEARD, err),
  ...scenario("A-err", "what the caller gets", IN_A_CLOSURE, CLOSURES, err),
  ...scenario("A-dead", "a later call", CAUSES, ENTRIES, dead, { by: "E1" }),
  ...scenario("A-dead", "a later call", IN_A_CLOSURE, ENTRIES, dead, { by: "E11" }),
  { id: "A-dead", title: "another instance of the same module", builds: BOTH, run: neighbours },
];
