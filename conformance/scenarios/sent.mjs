// Errors that are sent elsewhere: what a clone keeps of them, and what `toJSON` and `revive` bring back.

import { entries } from "../harness/entries.mjs";
import { describe, settled } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

const KEPT = ["name", "message", "kind", "boundary", "faultId", "generation", "stack", "refused", "unwound", "tornBy"];

function expectRevived(t, error) {
  const { bulkhead } = t.exports;
  for (const sent of [JSON.parse(JSON.stringify(error)), structuredClone(error?.toJSON?.())]) {
    const revived = bulkhead?.revive(sent);
    t.expect(revived instanceof Error && revived.constructor === error.constructor, "an error of the same class");
    for (const key of KEPT) t.expect(revived?.[key] === error[key], `its ${key}`);
    const [here, there] = [error, revived].map((error) => JSON.stringify(error?.location));
    t.expect(here === there, "its location");
    t.expect(JSON.stringify(revived) === JSON.stringify(error), "the same once more");
    if (error.cause instanceof Error) t.expect(revived?.cause?.message === error.cause.message, "its cause");
  }
}

function expectCloned(t, error) {
  try {
    const clone = structuredClone(error);
    t.expect(clone instanceof Error && clone.message === error.message, "a clone with the message");
  } catch (reason) {
    t.see(String(reason));
    t.expect(false, "a clone");
  }
}

async function sent(t, { what }) {
  for (const error of await FAILURES[what].run(t)) {
    t.see(describe({ threw: error }));
    t.expect(error instanceof Error, "an error");
    expectCloned(t, error);
    expectRevived(t, error);
  }
}

async function struck(t, cause, entry = entries.E1) {
  const [{ threw }] = await t.strike(entry, cause);
  return threw;
}

// What a payload may be that no clone can have.
const GIFTS = {
  "a function": () => () => 1,
  "a symbol": () => Symbol("gift"),
  "an error with a function as its cause": () => new RangeError("gift", { cause: () => 1 }),
  "an error that is its own cause": () => {
    const error = new RangeError("gift");
    error.cause = error;
    return error;
  },
  "an object with a method": () => ({ call() {} }),
  "an error": () => new RangeError("gift"),
  "a text": () => "gift",
};

const FAILURES = {
  "a panic": { run: async (t) => [await struck(t, "panic")] },
  "an end and what it refuses": {
    run: async (t) => [await struck(t, "unreachable"), await struck(t), await struck(t, undefined, entries.E2)],
  },
  "a torn object": {
    builds: ["unwind"],
    run: async (t) => {
      const ledger = new t.exports.Ledger();
      await t.arm("panic");
      await settled(Promise.resolve().then(() => ledger.transfer(1, 1)));
      return [(await settled(Promise.resolve().then(() => ledger.total()))).threw];
    },
  },
};
for (const [gift, make] of Object.entries(GIFTS)) {
  FAILURES[`a panic with ${gift}`] = {
    builds: ["unwind"],
    async run(t) {
      const value = make();
      t.host.gift = () => value;
      const error = await struck(t, "payload JsValue");
      t.expect(error.cause === value, "the very value as its cause");
      return [error];
    },
  };
}

function others(t) {
  const { bulkhead } = t.exports;
  for (const sent of [undefined, null, 7, "PanicError", {}, { name: "Error", message: "" }, { name: "toString" }, new Error("x")]) {
    t.expect(bulkhead?.revive(sent) === undefined, `nothing made of ${String(sent)}`);
  }
}

export default [
  ...BOTH.map((build) => ({
    id: build === "unwind" ? "P5" : "A-err",
    title: "sent elsewhere",
    builds: [build],
    cells: Object.entries(FAILURES)
      .filter(([, { builds = BOTH }]) => builds.includes(build))
      .map(([what]) => ({ title: what, what })),
    run: sent,
  })),
  { id: "A-err", title: "what is no error of ours, sent elsewhere", builds: BOTH, run: others },
];
