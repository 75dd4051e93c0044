// X3: whatever JavaScript hands over, throws or has done to its prototypes: it never closes an instance
// that did not abort, and never runs a body past the gate.

import { compile } from "../host.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectLive, expectNoBody } from "../harness/errors.mjs";
import { POISONS } from "../harness/poisons.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];

class Hostile extends Error {}

const everyTrap = (trap) =>
  new Proxy(() => {}, new Proxy({}, { get: () => trap }));

const refuse = () => {
  throw new Hostile("a trap of a proxy");
};

const REFUSING = "a proxy that refuses everything";

// (module (func (export "trap") unreachable))
const TRAPPING = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11,
]);

function trapOfAnotherModule() {
  const { exports } = new WebAssembly.Instance(compile(TRAPPING));
  try {
    exports.trap();
  } catch (e) {
    return e;
  }
}

// What looks like the end of this instance.
const FORGED = {
  "a RuntimeError of JavaScript's": () => new WebAssembly.RuntimeError("unreachable"),
  "a RangeError like that of a stack overflow": () => new RangeError("Maximum call stack size exceeded"),
  "the trap of another module": trapOfAnotherModule,
};

// Only some engines tell by the stack of a trap where it struck. In the others such an error ends the
// instance unless Rust or finished glue had it in its hands, and that is what is required there.
const STACKS_TELL = String(trapOfAnotherModule().stack).includes(":wasm-function[");

function isTold(t, what, visit) {
  if (!(what in FORGED) || STACKS_TELL || t.column === "alone") return true;
  return t.build === "unwind" ? visit === "visit" : visit !== undefined && t.column === "finished";
}

async function expectEnded(t, outcome) {
  expectAbortClass(t, outcome);
  expectNoBody(t, await t.strike(entries.E1));
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
  if (!isTold(t, what, visit)) return expectEnded(t, outcome);
  // The glue of unwind builds looks at what is thrown, which such a proxy refuses.
  const isRefused = t.build === "unwind" && what === REFUSING;
  t.expect(isRefused || outcome.threw === value, "the very value that was thrown");
  await expectLive(t);
}

async function number(t, { what }) {
  const [outcome, counted] = await t.probe.during(() => attempt(() => t.exports.entry_with_number(NUMBERS[what])));
  t.expect("threw" in outcome && counted.ran === 0, "an error and no body");
  if (!isTold(t, what)) return expectEnded(t, outcome);
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
