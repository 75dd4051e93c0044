// P1, P2, P4 and P5: a panic becomes an error that tells everything, and the instance lives.

import { entries, entriesOf } from "../harness/entries.mjs";
import {
  expectDestructors,
  expectLive,
  expectLocation,
  expectPanic,
  expectStruck,
} from "../harness/errors.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { site } from "../harness/sites.mjs";

async function panicsThrough(t, { entry: key }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  const [outcome, counted] = await t.strike(entry, "panic", subject);
  expectStruck(t, outcome, entry);
  expectDestructors(t, counted);
  if (!entry.once) await expectAnswer(t, entry, subject);
  await expectLive(t);
}

// The very object or closure that panicked still answers.
async function expectAnswer(t, entry, subject) {
  const [outcome, counted] = await t.strike(entry, undefined, subject);
  t.expect(!("threw" in outcome) && counted.ran === 1, "an answer to the next call");
}

const throughEach = (id, title, list) => ({
  id,
  title,
  builds: ["unwind"],
  cells: list.map(({ key, title }) => ({ entry: key, title })),
  run: panicsThrough,
});

async function valueForPanic(t) {
  const entry = entries["E13 value"];
  const [outcome, counted] = await t.strike(entry, "panic");
  t.see(describe(outcome));
  t.expect(outcome.returned === entry.onPanic, `the value ${entry.onPanic}`);
  expectDestructors(t, counted);
  await expectLive(t);
}

async function panicOfTheLanguage(t) {
  const outcome = await attempt(() => t.exports.divide(1, 0));
  const message = "attempt to divide by zero";
  expectPanic(t, outcome, { message, boundary: "divide", marker: "site: divide" });
  t.expect(t.exports.divide(6, 3) === 2, "a live instance");
}

const frozen = Object.freeze({ from: "JavaScript" });

const PAYLOADS = [
  { cause: "payload &str", title: "a &str", message: /^a borrowed payload$/ },
  { cause: "payload String", title: "a String", message: /^an owned payload$/ },
  { cause: "payload JsValue", title: "a JavaScript error", gift: new RangeError("a given error") },
  { cause: "payload JsValue", title: "a JavaScript object", gift: frozen },
  { cause: "payload JsValue", title: "a JavaScript string", gift: "a given string" },
  { cause: "payload boxed error", title: "a boxed error", message: /a boxed error/ },
  { cause: "payload number", title: "a number", message: /42|u32|Any/ },
  { cause: "payload struct", title: "a struct", message: /payload|Unspeakable|Any/ },
];

async function panicsWith(t, { payload: { cause, message, gift } }) {
  t.host.gift = () => gift;
  const [outcome, counted] = await t.strike(entries.E1, cause);
  const { threw: error } = outcome;
  t.see(describe(outcome));
  t.expect(error?.name === "PanicError" && error.kind === "panic", "a PanicError of kind panic");
  if (message) t.expect(message.test(error?.message), `message ${message}`);
  else t.expect(error?.cause === gift, "the value itself as its cause");
  t.expect(error?.message, "a message");
  t.expect(error?.location, "a location");
  expectDestructors(t, counted);
  await expectLive(t);
}

async function locationOfAny(t) {
  const [outcome] = await t.strike(entries.E1, "payload &str");
  t.see(describe(outcome));
  expectLocation(t, outcome.threw ?? {}, site("site: payload"));
}

export default [
  { id: "P1", title: "a panic of the language itself", builds: ["unwind"], run: panicOfTheLanguage },
  throughEach("P1", "a panic", [...entriesOf("E1"), entries.E13]),
  {
    id: "P1",
    title: "a panic",
    builds: ["unwind"],
    cells: [{ entry: "E13 value", title: entries["E13 value"].title }],
    run: valueForPanic,
  },
  throughEach("P2", "a panic", entriesOf("E3", "E4", "E5", "E6", "E7", "E8")),
  throughEach("P4", "a panic", entriesOf("E11", "E12")),
  {
    id: "P5",
    title: "the payload is",
    builds: ["unwind"],
    cells: PAYLOADS.map((payload) => ({ payload, title: payload.title })),
    run: panicsWith,
  },
  { id: "P5", title: "a payload's location", builds: ["unwind"], run: locationOfAny },
];
