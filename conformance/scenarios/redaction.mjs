// X1: with redaction on, JavaScript sees a name, a kind and a fault id, and nothing else.

import { PANIC, causeOf, inBuild } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import { leaks } from "../harness/leaks.mjs";
import { listen } from "../harness/listeners.mjs";
import { attempt, describe, gate, settled } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

// What each fault knows that its caller may not: parts of the message, the source, the frames.
const SOURCE = ["src/", ".rs", "cause.rs", "panic_site", "wasm-function", "wasm://"];
const FAULTS = [
  { ...PANIC, secrets: ["struck"] },
  { ...PANIC, id: "P value", cause: "payload JsValue", secrets: ["a given error"] },
  causeOf("A1", { secrets: ["RuntimeError: unreachable"] }),
  causeOf("A3", { secrets: ["RuntimeError: unreachable"] }),
  causeOf("A6", { secrets: ["for a reason"] }),
  causeOf("A7", { secrets: ["struck"] }),
];

const BY = ["E1", "E2", "E3", "E9", "E11", "E13", "E14 export"];

async function hides(t, { entry: key, cause: { cause, kind, secrets } }) {
  const entry = entries[key];
  t.host.gift = () => new RangeError("a given error");
  t.exports.hook_faults(true);
  let outcome;
  const heard = await listen(t, async () => {
    [outcome] = await t.strike(entry, cause);
  });
  t.see(describe(outcome));
  const error = outcome.threw;
  expectRedacted(t, error, [...secrets, ...SOURCE, entry.boundary], kind);

  const [told] = t.told;
  const [listened] = heard.listened;
  t.expect(told?.faultId !== undefined && told.faultId === error?.faultId, "the same id for the hook");
  t.expect(listened?.faultId === error?.faultId, "the same id for the listener");
  t.expect(told?.message && told.boundary, "all of it for the hook");
  t.expect(listened?.message && listened.message !== error?.message && listened.boundary, "all of it for the listener");
}

function expectRedacted(t, error, secrets, kind) {
  const name = kind === "panic" ? "PanicError" : "InstanceAbortError";
  t.expect(error?.name === name && error.kind === kind, `a ${name} of kind ${kind}`);
  t.expect(typeof error?.faultId === "string" && error.faultId !== "", "a fault id");
  const texts = secrets.filter((secret) => typeof secret === "string");
  for (const [where, secret] of leaks(error, texts)) t.expect(false, `silence on "${secret}" in ${where}`);
}

// Whoever comes later, and whoever waits, is told no more than the first.
async function hidesLater(t, { cause: { cause, kind, secrets } }) {
  t.exports.hook_faults(true);
  const waiting = settled(t.exports.entry_async_continued(gate().promise));
  await t.strike(entries.E1, cause);
  for (const outcome of [await waiting, (await t.strike(entries.E3, undefined, { look: t.exports.entry_fn }))[0]]) {
    t.see(describe(outcome));
    expectRedacted(t, outcome.threw, [...secrets, ...SOURCE, "entry_fn"], kind);
  }
}

// What is no fault has no id, and tells as little: who holds an object, who tore it, and where.
const OTHERS = {
  "a conflict of borrows": {
    async run(t) {
      const ledger = new t.exports.Ledger();
      const { promise, open } = gate();
      const settling = settled(ledger.settle(promise, 1, 9));
      const { threw } = await attempt(() => ledger.total());
      open();
      await settling;
      return [threw];
    },
    name: "Error",
  },
  "a conflict of borrows further in": {
    async run(t) {
      const subject = new t.exports.Subject();
      const arm = await t.armed("visit");
      let inner;
      t.host.visit = () => {
        try {
          subject.look();
        } catch (error) {
          inner = error;
          throw error;
        }
      };
      arm();
      const { threw } = await attempt(() => subject.touch());
      t.expect(threw === inner, "the very error that JavaScript let through");
      return [threw];
    },
    name: "Error",
  },
  "a conflict in a promise": {
    async run(t) {
      const ledger = new t.exports.Ledger();
      const { promise, open } = gate();
      const settling = settled(ledger.settle(promise, 1, 9));
      const { threw } = await settled(ledger.settle(promise, 1, 9));
      open();
      await settling;
      return [threw];
    },
    name: "Error",
  },
  "a torn object": {
    async run(t) {
      const ledger = new t.exports.Ledger();
      await t.arm("panic");
      await attempt(() => ledger.transfer(1, 1));
      const { threw } = await attempt(() => ledger.total());
      const { threw: late } = await settled(ledger.settle(Promise.resolve(), 1, 9));
      return [threw, late];
    },
    name: "PoisonError",
    builds: ["unwind"],
  },
  "a refused call and a refused promise": {
    async run(t) {
      await t.strike(entries.E1, "unreachable");
      const { threw } = await attempt(() => t.exports.entryRenamed());
      const { threw: late } = await attempt(() => t.exports.entry_async());
      t.expect(threw?.refused && late?.refused, "refusals");
      return [threw, late, threw?.cause];
    },
    name: "InstanceAbortError",
  },
};

const HOLDERS = ["Ledger", "Subject", "settle", "transfer", "touch", "entryRenamed", "entry_async", "torn.rs"];

async function hidesOthers(t, { what }) {
  const { run, name } = OTHERS[what];
  t.exports.hook_faults(true);
  for (const error of await run(t)) {
    if (error === undefined) continue;
    t.see(String(error));
    t.expect(error.name === name, `a ${name}`);
    // What ended the instance tells as little as the refusal.
    t.expect(error.cause === undefined || error.refused, "no cause but a refusal's");
    for (const [where, secret] of leaks(error, [...HOLDERS, ...SOURCE])) t.expect(false, `silence on "${secret}" in ${where}`);
  }
}

const of = (build) => inBuild(FAULTS, build);

export default BOTH.flatMap((build) => [
  {
    id: "X1",
    title: "a redacted error",
    builds: [build],
    cells: of(build).flatMap((cause) => BY.map((entry) => ({ entry, title: entries[entry].title, cause }))),
    run: hides,
  },
  {
    id: "X1",
    title: "a later call and a waiting promise",
    builds: [build],
    cells: of(build)
      .filter(({ kind }) => kind !== "panic")
      .map((cause) => ({ cause })),
    run: hidesLater,
  },
  {
    id: "X1",
    title: "what is no fault",
    builds: [build],
    cells: Object.entries(OTHERS)
      .filter(([, { builds = BOTH }]) => builds.includes(build))
      .map(([what]) => ({ title: what, what })),
    run: hidesOthers,
  },
]);
