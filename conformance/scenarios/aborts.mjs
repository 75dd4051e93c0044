// A-err and A-dead, for every cause through every entry.

import { causeOf, causes, inBuild } from "../harness/causes.mjs";
import { entries, entriesOf } from "../harness/entries.mjs";
import { expectAbort, expectDead, expectLive, expectNoBody } from "../harness/errors.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];

const CAUSES = causes();

// A9 is a cause of these by way of each kind of closure.
const IN_A_CLOSURE = [
  causeOf("A1", { id: "A9 trap" }),
  causeOf("A7", { id: "A9 panic" }),
];

// A8 is one of these, before an await and after one.
const IN_A_POLL = [
  causeOf("A1", { id: "A8 trap" }),
  causeOf("A7", { id: "A8 panic" }),
];

// A11 is one of these; a raw export may also ask for its panics to end the instance.
const IN_A_RAW_EXPORT = [
  causeOf("A1", { id: "A11 trap" }),
  causeOf("A7", { id: "A11 panic", builds: BOTH }),
];

const ASKED_FOR = { ...IN_A_RAW_EXPORT[1], builds: ["unwind"] };

const before = (list) => list.map((cause) => ({ ...cause, id: `${cause.id} before an await` }));
const after = (list) => list.map((cause) => ({ ...cause, id: `${cause.id} after an await` }));

const CLOSURES = entriesOf("E11", "E12");

// A4 strikes before any body is entered.
const WHILE_PASSING = { id: "A4", kind: "out_of_memory", builds: BOTH };
const TOO_LONG = "x".repeat(2 ** 26);

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

const passTooMuch = (t) => t.probe.during(() => attempt(() => t.exports.entry_with_text(TOO_LONG)));

async function errWhilePassing(t) {
  const struck = await passTooMuch(t);
  expectNoBody(t, struck);
  expectAbort(t, struck[0], { kind: WHILE_PASSING.kind });
  expectNoBody(t, await t.strike(entries.E1));
}

async function deadWhilePassing(t, { entry: key }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  await passTooMuch(t);
  expectDead(t, entry, await t.strike(entry, undefined, subject), WHILE_PASSING.kind);
}

// An allocation that failed and was dealt with is no abort, nor does it give a later one its name.
async function refused(t) {
  const [outcome] = await t.strike(entries.E1, "refused memory");
  t.see(describe(outcome));
  t.expect(outcome.returned === INTACT, "the answer");
  await expectLive(t);
  const [later] = await t.strike(entries.E1, "refused memory and trap");
  expectAbort(t, later, { kind: "unreachable", boundary: entries.E1.boundary });
}

async function reason(t) {
  const [outcome] = await t.strike(entries.E1, "abort for a reason");
  t.see(String(outcome.threw?.message));
  t.expect(String(outcome.threw?.message).includes("for a reason"), "the reason in its message");
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

const product = (list, entries, more) => list.flatMap((cause) => entries.map((entry) => cellOf(cause, entry, more)));

// One scenario a build, since some causes end the instance in one build only.
const scenario = (id, title, list, entries, run, more) =>
  BOTH.map((build) => ({
    id,
    title,
    builds: [build],
    cells: product(inBuild(list, build), entries, more),
    run,
  }));

export default [
  ...scenario("A-err", "what the caller gets", CAUSES, HEARD, err),
  ...scenario("A-err", "what the caller gets", causes("A1 access", "A1 call"), HEARD, err),
  ...scenario("A-err", "what the caller gets", IN_A_CLOSURE, CLOSURES, err),
  ...scenario("A-err", "what the caller gets", [ASKED_FOR], [entries["E13 abort"]], err),
  ...scenario("A-dead", "a later call", CAUSES, ENTRIES, dead, { by: "E1" }),
  ...scenario("A-dead", "a later call", IN_A_CLOSURE, ENTRIES, dead, { by: "E11" }),
  ...scenario("A-dead", "a later call", before(IN_A_POLL), ENTRIES, dead, { by: "E2" }),
  ...scenario("A-dead", "a later call", after(IN_A_POLL), ENTRIES, dead, { by: "E14 export" }),
  ...scenario("A-dead", "a later call", IN_A_RAW_EXPORT, ENTRIES, dead, { by: "E13 abort" }),
  ...scenario("A-dead", "a later call", [WHILE_PASSING], ENTRIES, deadWhilePassing),
  { id: "A-err", title: "what the caller gets: a text too long", builds: BOTH, cells: [{ cause: WHILE_PASSING }], run: errWhilePassing },
  { id: "A-err", title: "an allocation that may fail", builds: BOTH, run: refused },
  { id: "A-err", title: "the reason for an abort", builds: BOTH, cells: [{ cause: { id: "A6" } }], run: reason },
  { id: "A-dead", title: "another instance of the same module", builds: BOTH, run: neighbours },
];
