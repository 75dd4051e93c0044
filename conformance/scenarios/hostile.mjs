// X3: whatever JavaScript hands over, throws or has done to its prototypes: it never closes an instance
// that did not abort, and never runs a body past the gate.

import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectLive, expectNoBody } from "../harness/errors.mjs";
import { POISONS } from "../harness/poisons.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";
import { TELL_MODULES, trapOfAnotherModule } from "../harness/stacks.mjs";

const BOTH = ["unwind", "abort"];

class Hostile extends Error {}

const everyTrap = (trap) =>
  new Proxy(() => {}, new Proxy({}, { get: () => trap }));

const refuse = () => {
  throw new Hostile("a trap of a proxy");
};

const REFUSING = "a proxy that refuses everything";

// What looks like the end of this instance.
const TRAP = "the trap of another module";
const FORGED = {
  "a RuntimeError of JavaScript's": () => new WebAssembly.RuntimeError("unreachable"),
  "a RangeError like that of a stack overflow": () => new RangeError("Maximum call stack size exceeded"),
  [TRAP]: trapOfAnotherModule,
};

// Where stacks do not tell where a trap struck, and neither Rust nor finished glue had such an error in
// its hands, it may end the instance.
function mayEnd(t, what, visit) {
  if (!(what in FORGED) || TELL_MODULES || t.column === "alone") return false;
  if (t.build === "abort") return visit === undefined || t.column !== "finished";
  // No wasm catches a trap, and glue wraps it as something else for the legacy encoding only.
  return visit !== "visit" || (what === TRAP && t.options.encoding === "exnref");
}

// Whether it did.
async function hasEnded(t, outcome) {
  if (outcome.threw?.name !== "InstanceAbortError") return false;
  t.concede("stacks do not tell in which module a trap struck, so an error that looks like one ends the instance");
  expectAbortClass(t, outcome);
  expectNoBody(t, await t.strike(entries.E1));
  return true;
}

// What an import throws. None of it comes from this instance's wasm.
const THROWN = {
  ...FORGED,
  undefined: () => undefined,
  null: () => null,
  "a number": () => 7,
  "a symbol": () => Symbol("hostile"),
  "a lone surrogate": () => "\ud800",
  "a megabyte": () => new Error("long ".repeat((1 << 20) / 5)),
  "an object without a prototype": () => Object.create(null),
  "a frozen error": () => Object.freeze(new Error("frozen")),
  "an error with throwing getters": () =>
    Object.create(Error.prototype, Object.fromEntries(["message", "name", "stack", "cause"].map((key) => [key, { get: refuse }]))),
  [REFUSING]: () => everyTrap(refuse),
  "an error like ours": () => Object.assign(new Error("forged"), { name: "InstanceAbortError", kind: "unreachable" }),
};

function throwing(make) {
  return {
    valueOf() {
      throw make();
    },
  };
}

// What JavaScript passes where Rust wants a number.
const NUMBERS = {
  "a valueOf that throws": { valueOf: refuse },
  ...Object.fromEntries(Object.entries(FORGED).map(([what, make]) => [what, throwing(make)])),
  "a symbol": Symbol("hostile"),
  "a bigint": 1n,
  "a proxy that refuses everything": everyTrap(refuse),
};

const TEXTS = {
  "a megabyte": "long ".repeat((1 << 20) / 5),
  "a lone surrogate": "\ud800 and \udfff",
  "a nul": "\0",
};

async function thrown(t, { what, visit }) {
  const value = THROWN[what]();
  t.host.visit = () => {
    throw value;
  };
  const [outcome] = await t.strike(entries.E1, visit);
  t.expect("threw" in outcome, "an error");
  if (mayEnd(t, what, visit) && (await hasEnded(t, outcome))) return;
  // The glue of unwind builds looks at what is thrown, which such a proxy refuses.
  const isRefused = t.build === "unwind" && what === REFUSING;
  t.expect(isRefused || outcome.threw === value, "the very value that was thrown");
  await expectLive(t);
}

async function number(t, { what }) {
  const [outcome, counted] = await t.probe.during(() => attempt(() => t.exports.entry_with_number(NUMBERS[what])));
  t.expect("threw" in outcome && counted.ran === 0, "an error and no body");
  if (mayEnd(t, what) && (await hasEnded(t, outcome))) return;
  t.expect(outcome.threw?.name !== "InstanceAbortError", "the error that JavaScript made");
  await expectLive(t);
}

async function text(t, { what }) {
  const [outcome, counted] = await t.probe.during(() => attempt(() => t.exports.entry_with_text(TEXTS[what])));
  t.see(describe(outcome));
  t.expect(counted.ran === 1 && outcome.returned >= 1, "an answer");
  await expectLive(t);
}

async function longPanic(t, { build }) {
  const [outcome] = await t.strike(entries.E1, "long panic");
  t.see(describe(outcome));
  t.expect(String(outcome.threw?.message).includes("long ".repeat(1000)), "the long message");
  if (build === "unwind") await expectLive(t);
  else expectNoBody(t, await t.strike(entries.E1));
}

// The prototypes are poisoned for the time of one call: first of one that succeeds, then of one that
// fails, then of one into the closed instance.
async function poisoned(t, { what, build }) {
  const poison = POISONS[what];
  const armPanic = await t.armed("panic");
  const armTrap = await t.armed("unreachable");
  const call = () => under(poison, () => t.exports.entry_fn());
  await expectLive(t);

  const fine = call();
  t.expect("threw" in fine || fine.returned === INTACT, "an answer or an error of JavaScript's");
  await expectLive(t);
  if (build === "unwind") {
    armPanic();
    const panic = call();
    t.see(describe(panic));
    t.expect("threw" in panic, "an error for a panic");
    await expectLive(t);
  }
  armTrap();
  const trap = call();
  t.see(describe(trap));
  t.expect("threw" in trap, "an error for a trap");
  const ran = t.probe.read().ran;
  const later = call();
  t.expect("threw" in later && t.probe.read().ran === ran, "a gate while the poison is there");
  const next = await t.strike(entries.E1);
  expectNoBody(t, next);
  expectAbortClass(t, next[0]);
}

function under(poison, call) {
  const cure = poison();
  try {
    return { returned: call() };
  } catch (threw) {
    return { threw };
  } finally {
    cure();
  }
}

const cells = (table, more) => Object.keys(table).map((what) => ({ title: what, what, ...more }));

export default [
  { id: "X3", title: "an import throws", builds: BOTH, cells: cells(THROWN, { visit: "visit" }), run: thrown },
  {
    id: "X3",
    title: "an import that is not annotated throws",
    builds: BOTH,
    cells: cells(THROWN, { visit: "visit unannotated" }),
    run: thrown,
  },
  { id: "X3", title: "passed for a number, or thrown on the way to one", builds: BOTH, cells: cells(NUMBERS), run: number },
  { id: "X3", title: "passed for a text", builds: BOTH, cells: cells(TEXTS), run: text },
  ...BOTH.flatMap((build) => [
    { id: "X3", title: "a message of a megabyte", builds: [build], cells: [{ build }], run: longPanic },
    { id: "X3", title: "poisoned", builds: [build], cells: cells(POISONS, { build }), run: poisoned },
  ]),
];
