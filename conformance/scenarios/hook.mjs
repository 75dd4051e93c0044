// A-once: the fault hook and the listeners hear of each fault exactly once, and of all of it.

import { PANIC, causeOf, inBuild } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import { listen } from "../harness/listeners.mjs";
import { attempt, describe, gate, idle } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];

const FAULTS = [
  { ...PANIC, message: "struck", located: true },
  causeOf("A1", { message: "unreachable" }),
  causeOf("A2 shadow", { message: "" }),
  causeOf("A3", { message: "" }),
  causeOf("A3 all", { message: "" }),
  causeOf("A6", { message: "for a reason" }),
  causeOf("A7", { message: "struck", located: true }),
];

const BY = ["E1", "E2", "E3", "E5", "E9", "E10", "E11", "E13", "E13 value", "E14 export", "E14 task"];

// A panic that ends an instance in unwind builds too.
const ENDING = { ...FAULTS.find(({ id }) => id === "A7"), id: "A11" };

// What `Fault::to_json` has; JavaScript's `toJSON` has the same, and what is of JavaScript alone.
const FIELDS = ["kind", "message", "boundary", "location", "faultId", "generation", "stack", "groupingKey"];

function expectSameJson(t, told, listened) {
  const rust = JSON.parse(told?.json ?? "{}");
  const js = JSON.parse(JSON.stringify(listened ?? {}));
  t.expect(Object.keys(rust).every((name) => FIELDS.includes(name)), "no other field in the JSON of Rust");
  for (const name of FIELDS) {
    t.expect(JSON.stringify(rust[name]) === JSON.stringify(js[name]), `the same ${name} in the JSON of both`);
  }
  t.expect(typeof rust.faultId === "string" && rust.generation === 1, "an id and a generation in the JSON");
  const { boundary, kind, location } = rust;
  const place = location === undefined ? kind : `${location.file}:${location.line}`;
  t.expect(rust.groupingKey === `${boundary}|${place}`, "the key to group by");
}

// What both were told is what the caller got, if somebody called.
function expectOnce(t, heard, { kind, message, located }, caller) {
  t.see(`the hook called ${t.told.length} times, the listener ${heard.listened.length} times`);
  t.expect(t.told.length === 1, "one call of the hook");
  t.expect(heard.listened.length === 1, "one call of the listener");
  const [told] = t.told;
  const [listened] = heard.listened;
  if (told) {
    t.see(`told ${told.kind}: ${told.message}`);
    t.expect(told.kind === kind, `kind ${kind} for the hook`);
    t.expect(told.message?.toLowerCase().includes(message), "the reason for the hook");
    t.expect(!located || told.location?.includes("src/cause.rs:"), "the location for the hook");
    t.expect(told.panicking !== undefined, "several calls from the hook");
  }
  if (listened) {
    t.expect(listened.kind === kind, `kind ${kind} for the listener`);
    t.expect(String(listened.message).toLowerCase().includes(message), "the reason for the listener");
  }
  expectSameJson(t, told, listened);
  const ids = [told?.faultId, listened?.faultId, ...(caller ? [caller.faultId] : [])];
  t.expect(ids[0] !== undefined && ids.every((id) => id === ids[0]), "the same fault id for all");
}

async function once(t, { entry: key, cause: fault }) {
  const entry = entries[key];
  t.exports.hook_faults(false);
  const heard = await listen(t, async () => {
    const [outcome] = await t.strike(entry, fault.cause);
    const caller = entry.unheard || (fault.kind === "panic" && "onPanic" in entry) ? undefined : outcome.threw;
    // Whatever comes after is no fault of its own.
    if (fault.kind !== "panic") for (const next of ["E1", "E2", "E3"]) await attemptEntry(t, next);
    return (t.caller = caller);
  });
  expectOnce(t, heard, fault, t.caller);
}

const attemptEntry = (t, key) => attempt(() => t.exports[{ E1: "entry_fn", E2: "entry_async", E3: "divide" }[key]](1, 1));

// The abort leaves several exports on its way.
async function nested(t) {
  t.exports.hook_faults(false);
  const armAbort = await t.armed("unreachable");
  t.host.visit = () => {
    armAbort();
    return t.exports.entry_fn();
  };
  const heard = await listen(t, async () => {
    const [outcome] = await t.strike(entries.E1, "visit");
    t.caller = outcome.threw;
  });
  expectOnce(t, heard, FAULTS[1], t.caller);
}

// A hook or listener that calls back is refused, and nothing else happens.
async function callsBack(t) {
  t.exports.hook_faults(false);
  const answers = [];
  const tell = t.host.tell;
  t.host.tell = (what, value) => {
    tell(what, value);
    answers.push(attempt(() => t.exports.entry_fn()));
  };
  const heard = await listen(t, async () => {
    t.exports.bulkhead?.onFault(() => {
      answers.push(attempt(() => t.exports.entry_fn()));
      throw new Error("a listener that throws");
    });
    const [outcome, counted] = await t.strike(entries.E1, "unreachable");
    t.caller = outcome.threw;
    t.see(describe(outcome));
    t.expect(counted.ran === 1, "no body by a call from the hook");
  });
  for (const answer of answers) t.expect((await answer).threw?.refused === true && (await answer).threw.cause === t.caller, "a refusal for calls from the hook");
  expectOnce(t, heard, FAULTS[1], t.caller);
}

// In a live instance the hook may call what it likes.
async function callsBackAlive(t) {
  t.exports.hook_faults(false);
  const answers = [];
  const { tell } = t.host;
  t.host.tell = (what, value) => {
    tell(what, value);
    answers.push(t.exports.entry_fn());
  };
  const heard = await listen(t, async () => {
    const [outcome] = await t.strike(entries.E1, "panic");
    t.caller = outcome.threw;
  });
  t.expect(answers.length > 0 && answers.every((answer) => answer === INTACT), "answers to calls from the hook");
  expectOnce(t, heard, FAULTS[0], t.caller);
}

async function unheard(t) {
  const listened = [];
  const stop = t.exports.bulkhead?.onFault((fault) => listened.push(fault));
  stop?.();
  await t.strike(entries.E1, "unreachable");
  t.expect(typeof stop === "function" && listened.length === 0, "an end of listening");
}

// A panic in a future of wasm-bindgen's own, which catches it there.
async function foreign(t, { redact }) {
  t.exports.hook_faults(redact);
  const later = gate();
  const promise = t.exports.foreign_promise_after(later.promise);
  const other = t.exports.foreign_promise_after(later.promise.then(() => idle()));
  const heard = await listen(t, async () => {
    const arm = await t.armed("panic");
    arm();
    later.open();
    t.caller = (await attempt(() => promise)).threw;
    await idle();
  });
  t.see(describe({ threw: t.caller }));
  expectOnce(t, heard, FAULTS[0], t.caller);
  t.expect(t.caller.kind === "panic" && (t.caller.location === undefined) === redact, "the error that was told");
  t.expect(!redact || !String(t.caller.message).includes("struck"), "no message with redaction");
  t.expect(heard.listened[0]?.boundary === "spawned task", "the boundary");
  t.expect((await other) === INTACT, "the answer of another");
}

export default [
  ...BOTH.map((build) => ({
    id: "A-once",
    title: "the fault hook and the listener",
    builds: [build],
    cells: inBuild(FAULTS, build).flatMap((cause) =>
      BY.map((entry) => ({ entry, title: entries[entry].title, cause })),
    ),
    run: once,
  })),
  {
    id: "A-once",
    title: "the fault hook and the listener",
    builds: ["unwind"],
    cells: [{ entry: "E13 abort", title: entries["E13 abort"].title, cause: ENDING }],
    run: once,
  },
  {
    id: "P16",
    title: "a panic in a future of wasm-bindgen's own",
    builds: ["unwind"],
    cells: [
      { title: "with all that is known", redact: false },
      { title: "with redaction", redact: true },
    ],
    run: foreign,
  },
  { id: "A-once", title: "an abort through two exports", builds: BOTH, run: nested },
  { id: "A-once", title: "calls from the hook and the listener", builds: BOTH, run: callsBack },
  { id: "A-once", title: "calls from the hook after a panic", builds: ["unwind"], run: callsBackAlive },
  { id: "A-once", title: "a listener that has stopped", builds: BOTH, run: unheard },
];
