// V4: the stacks of our errors begin where the user's code does, and hold all of it.

import { entries } from "../harness/entries.mjs";
import { TELL_NAMES } from "../harness/stacks.mjs";

const BOTH = ["unwind", "abort"];

// What is ours, or the machinery of panics, by name or by file.
const OURS = /wasm_bulkhead|__wbh_|__wbg_|wasm-bulkhead-|handleError|rust_begin_unwind|std::panicking|core::panicking/;

const framesOf = ({ stack }) => String(stack).split("\n").filter((line) => /^\s+at |@/.test(line));

function expectStack(t, error, { top, below }) {
  const frames = framesOf(error);
  const [first] = frames;
  t.see(String(first).trim());
  t.expect(!OURS.test(first ?? ""), "a top frame that is not ours");
  const where = (name) => frames.findIndex((frame) => frame.includes(name));
  if (top !== undefined && !TELL_NAMES) t.concede("stacks do not name the functions of wasm");
  else if (top !== undefined) t.expect(where(top) === 0, `${top} on top`);
  t.expect(where(below) > 0, `${below} below`);
}

// A name that a stack can be searched for.
const callers = {
  theCallerInJavaScript: (call) => {
    try {
      call();
    } catch (error) {
      return error;
    }
  },
};

const WAYS = ["E1", "E3", "E5", "E11"];

async function struck(t, { entry: key, cause, top }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  await t.arm(cause);
  const error = callers.theCallerInJavaScript(() => entry.call(t, subject));
  expectStack(t, error, { top, below: "theCallerInJavaScript" });
}

// Each refused call has a stack of its own.
async function refused(t) {
  await t.strike(entries.E1, "unreachable");
  const first = callers.theCallerInJavaScript(() => t.exports.entry_fn());
  const other = {
    anotherCaller: () => {
      const error = callers.theCallerInJavaScript(() => t.exports.entryRenamed());
      // Returned at once it would be a tail call, which leaves no frame in JavaScriptCore.
      return error;
    },
  };
  const second = other.anotherCaller();
  t.expect(first !== second, "an error for each call");
  for (const error of [first, second]) expectStack(t, error, { below: "theCallerInJavaScript" });
  t.expect(framesOf(first)[0].includes("entry_fn"), "the export on top");
  t.expect(second.stack.includes("anotherCaller") && !first.stack.includes("anotherCaller"), "a stack for each call");
}

// While the glue passes an argument, and through a getter.
async function refusedElsewhere(t) {
  const subject = new t.exports.Subject();
  await t.strike(entries.E1, "unreachable");
  for (const call of [() => t.exports.entry_with_text("a text"), () => subject.level]) {
    expectStack(t, callers.theCallerInJavaScript(call), { below: "theCallerInJavaScript" });
  }
}

async function inner(t) {
  const arm = await t.armed("panic");
  let error;
  t.host.visit = () => {
    arm();
    error = callers.theCallerInJavaScript(() => t.exports.entry_fn());
    return 0;
  };
  await t.strike(entries.E1, "visit");
  expectStack(t, error, { top: "panic_site", below: "theCallerInJavaScript" });
  const frames = framesOf(error);
  t.expect(frames.length > frames.findIndex((frame) => frame.includes("theCallerInJavaScript")) + 2, "what is around the caller");
}

const PANIC = { cause: "panic", top: "panic_site" };

export default [
  {
    id: "V4",
    title: "the stack of a panic",
    builds: BOTH,
    cells: WAYS.map((entry) => ({ entry, title: entries[entry].title, ...PANIC })),
    run: struck,
  },
  {
    id: "V4",
    title: "the stack of a trap",
    builds: BOTH,
    cells: WAYS.map((entry) => ({ entry, title: entries[entry].title, cause: "unreachable" })),
    run: struck,
  },
  { id: "V4", title: "the stack of a panic further in", builds: BOTH, run: inner },
  { id: "V4", title: "the stack of a refused call", builds: BOTH, run: refused },
  { id: "V4", title: "the stack of a call refused on its way", builds: BOTH, run: refusedElsewhere },
];
