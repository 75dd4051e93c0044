// The stacks of our errors: they begin where the user's code does, and are formatted when they are
// asked for, so that a fault whose stack stays unread does not pay for it.

import { Error, defineProperty, hide, reflectSet } from "./intrinsics.js";

const { captureStackTrace } = Error;

/** Frames of a stack; the default of ten ends within the panic machinery. */
const FRAMES = 64;

/** A frame of wasm, by the words of every engine. */
const WASM = /wasm-function\[|wasm:\/\/|\[wasm code\]|\.wasm:|\(wasm\)/;

/**
 * A frame of ours. No minifier changes its name, which is the key of an object; what is behind such
 * a frame on the top of a stack is ours as well.
 */
const MARK = /__wbh_/;

/** Our files, where they are files of their own, and what of the glue stands between them and wasm. */
const FILE = /wasm-bulkhead-|__wbg_|handleError|wrapError/;

/** Frames of Rust that say nothing to a user: ours, and the machinery of panics. */
const MACHINERY =
  /__wbh_|(wasm_bulkhead|std|core)(\[\w+\])?(::|\.|\d+)(panic|payload|host|gate|abort|alloc|sys(::|\d+)backtrace|process(::|\d+)abort)|rust_begin_unwind|rust_panic|__rust_start_panic|__rustc/;

/** Which frames on the top of a stack are left out. */
export const FROM_RUST = (frames) => {
  const at = frames.findIndex((frame) => WASM.test(frame));
  // Not every engine has frames of wasm in its stacks.
  return at < 0 ? FROM_JS(frames) : skip(frames, MACHINERY, at);
};
export const FROM_JS = (frames) => {
  let at = firstOf(frames.slice(0, DEPTH), (frame) => MARK.test(frame));
  while (MARK.test(frames[at])) at += 1;
  return skip(frames, FILE, at);
};
export const FROM_ENGINE = (frames) => skip(frames, MACHINERY, 0);

/** So many frames of ours stand above the first that is marked, and not as many as `FROM_JS` looks at. */
const DEPTH = 8;

/** Where the first frame is for which `is` holds; 0 if there is none. */
function firstOf(frames, is) {
  const at = frames.findIndex((frame) => WASM.test(frame) || is(frame));
  return at >= 0 && is(frames[at]) ? at : 0;
}

function skip(frames, pattern, from) {
  let at = from;
  while (at < frames.length && pattern.test(frames[at])) at += 1;
  // A stack that is ours to the end is left as it is.
  return at < frames.length ? at : from;
}

/** What `make` makes, with a stack that begins where `from` says. */
export function traced(make, from) {
  try {
    const { error, trace } = withTrace(make);
    setTrace(error, trace, from);
    return error;
  } catch {
    // A page has poisoned what stacks are made by.
    return make();
  }
}

/** What `make` makes, without a stack, and the stack as something that is formatted later. */
function withTrace(make) {
  const limit = Error.stackTraceLimit;
  if (typeof limit !== "number" || !captureStackTrace) {
    const error = make();
    return { error, trace: { stack: error.stack } };
  }
  const trace = {};
  const error = withLimit(0, make);
  if (limit > 0) withLimit(limit > FRAMES ? limit : FRAMES, () => captureStackTrace(trace, withTrace));
  return { error, trace };
}

/** Fails to set a limit where intrinsics are frozen. */
function withLimit(limit, run) {
  const before = Error.stackTraceLimit;
  reflectSet(Error, "stackTraceLimit", limit);
  try {
    return run();
  } finally {
    reflectSet(Error, "stackTraceLimit", before);
  }
}

/** Gives an error the stack of `trace`, less the frames on its top that `from` leaves out. */
export function setTrace(error, trace, from) {
  let text;
  defineProperty(error, "stack", {
    configurable: true,
    get: () => (text ??= `${headOf(error)}${framesOf(trace, from)}`),
    set: (value) => (text = value),
  });
}

function framesOf({ stack }, from) {
  const lines = typeof stack === "string" ? stack.split("\n") : [];
  const frames = lines.filter((line) => /^\s+at |@/.test(line));
  return frames.slice(from(frames)).map((frame) => `\n${frame}`).join("");
}

/**
 * What `make` makes, without frames to tell. To cover `stack` is not enough: V8's getter for it,
 * taken from another error, answers for this one as well.
 */
export function withoutStack(make) {
  const error = typeof Error.stackTraceLimit === "number" ? withLimit(0, make) : make();
  hide(error, "stack", headOf(error));
  return error;
}

const headOf = (error) => `${error.name}: ${error.message}`;

export const hasNoStack = (error) => error.stack === headOf(error);
