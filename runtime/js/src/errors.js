// The errors that callers get.

import { Error, InternalError, RangeError, RuntimeError, defineProperty, hide, isMadeBy, reflectSet } from "./intrinsics.js";

const { captureStackTrace } = Error;

/** A panic that was caught at a boundary; the instance lives on. */
class OwnPanicError extends Error {
  // Declared, so that no setter on a prototype is called.
  kind;
  boundary;
  location;
  fault;

  constructor(message, location) {
    super(message);
    this.kind = "panic";
    this.boundary = undefined;
    this.location = location;
    this.fault = undefined;
  }
}

/** The instance has ended; `cause` is what the engine threw. */
class OwnInstanceAbortError extends RuntimeError {
  kind;
  boundary;
  location;
  fault;
  refused;

  constructor(message, kind, boundary, cause) {
    super(message);
    this.kind = kind;
    this.boundary = boundary;
    this.location = undefined;
    this.fault = undefined;
    this.refused = false;
    // `WebAssembly.RuntimeError` takes no options in some engines.
    if (cause !== undefined) hide(this, "cause", cause);
  }
}

/** A call on an object that an earlier one left torn; no body was run. */
class OwnPoisonError extends Error {
  constructor(message, boundary, tornBy, location) {
    super(message);
    this.kind = "poison";
    this.boundary = boundary;
    this.tornBy = tornBy;
    this.location = location;
  }
}

/** A call on an object, or of a closure, of an instance that has been replaced. */
class OwnStaleError extends Error {
  constructor(message) {
    super(message);
    this.kind = "stale";
  }
}

/**
 * The classes, which all copies of this version in a realm share where the global object takes
 * them, so that `instanceof` holds for the errors of each.
 */
export const { PanicError, InstanceAbortError, PoisonError, StaleError } = shared();

function shared() {
  const key = Symbol.for("wasm-bulkhead.errors.2");
  if (globalThis[key] !== undefined) return globalThis[key];
  const classes = {
    PanicError: OwnPanicError,
    InstanceAbortError: OwnInstanceAbortError,
    PoisonError: OwnPoisonError,
    StaleError: OwnStaleError,
  };
  for (const name in classes) {
    // Not the `name` of the class, which a minifier takes away.
    hide(classes[name].prototype, "name", name);
    hide(classes[name].prototype, "toJSON", toJSON);
  }
  try {
    hide(globalThis, key, classes);
  } catch {
    // This copy has classes of its own then.
  }
  return classes;
}

/** What is left of an error that is sent elsewhere. */
function toJSON() {
  const { name, message, kind, boundary, location, fault, refused, tornBy, stack } = this;
  return { name, message, kind, boundary, location, fault, refused: refused || undefined, tornBy, stack };
}

/** The words of a thrown or panicked value, whatever it is. */
export function describeValue(value) {
  try {
    return isErrorLike(value) ? String(value.message) : String(value);
  } catch {
    return typeof value;
  }
}

const isErrorLike = (value) => isMadeBy(Error, value);

/** Whether `e` is a trap, or a stack that was used up. */
export const isEnd = (e) => isMadeBy(RuntimeError, e) || isStackOverflow(e);

export const isStackOverflow = (e) =>
  (isMadeBy(RangeError, e) && /call stack/i.test(e.message)) ||
  (isMadeBy(InternalError, e) && /too much recursion/.test(e.message));

/** Whether `e` is what the engine throws for an `unreachable`. */
export const isUnreachable = (e) => isMadeBy(RuntimeError, e) && /^unreachable/i.test(e.message);

/** Frames of a stack; the default of ten ends within the panic machinery. */
const FRAMES = 64;

/**
 * What `make` makes, without a stack, and the stack from the caller of `below` on as something
 * that is formatted when it is asked for: a fault whose stack stays unread does not pay for it.
 */
export function withTrace(make, below) {
  const limit = Error.stackTraceLimit;
  if (typeof limit !== "number" || !captureStackTrace) {
    const error = make();
    return { error, trace: { stack: error.stack } };
  }
  // Fails where intrinsics are frozen.
  const setLimit = (value) => reflectSet(Error, "stackTraceLimit", value);
  try {
    setLimit(0);
    const error = make();
    const trace = {};
    if (limit > 0) {
      setLimit(limit > FRAMES ? limit : FRAMES);
      captureStackTrace(trace, below);
    }
    return { error, trace };
  } finally {
    setLimit(limit);
  }
}

/** Gives an error the stack of `trace`, less the frames of ours on its top. */
export function setTrace(error, trace) {
  let text;
  defineProperty(error, "stack", {
    configurable: true,
    get: () => (text ??= `${error.name}: ${error.message}${framesOf(trace)}`),
    set: (value) => (text = value),
  });
}

/** Frames that say nothing to a user: ours, and of Rust the machinery of panics. */
const OURS =
  /wasm_bulkhead|__wbh_|__wbg_|wasm-bulkhead-|core\.js:|wrapError|handleError|std::panicking|std\.panicking|core::panicking|rust_begin_unwind|__rust_start_panic|std::sys::backtrace|std::process::abort|__rustc/;

function framesOf({ stack }) {
  const lines = typeof stack === "string" ? stack.split("\n") : [];
  const isFrame = (line) => /^\s+at |@/.test(line);
  const frames = lines.filter(isFrame);
  const top = frames.findIndex((frame) => !OURS.test(frame));
  return frames.slice(top < 0 ? 0 : top).map((frame) => `\n${frame}`).join("");
}

/** What is left of an error for those who may not see it. */
export function redacted(full) {
  const make = () =>
    isMadeBy(PanicError, full)
      ? new PanicError("", undefined)
      : new InstanceAbortError("", full.kind, undefined, undefined);
  const error = withoutStack(make);
  error.message = full.fault === undefined ? "redacted" : `fault ${full.fault}`;
  error.fault = full.fault;
  if (full.refused) {
    error.refused = true;
    // What ended the instance, as far as callers may see that.
    hide(error, "cause", full.cause);
  }
  hide(error, "stack", `${error.name}: ${error.message}`);
  return error;
}

/** What is left of an error that is not a fault and has no id. */
export function redactedTo(Class, message) {
  const error = withoutStack(() => new Class(message));
  hide(error, "stack", `${error.name}: ${error.message}`);
  return error;
}

/**
 * An error that has no frames to tell. To cover `stack` is not enough: V8's getter for it, taken
 * from another error, answers for this one as well.
 */
function withoutStack(make) {
  const limit = Error.stackTraceLimit;
  if (typeof limit !== "number") return make();
  reflectSet(Error, "stackTraceLimit", 0);
  try {
    return make();
  } finally {
    reflectSet(Error, "stackTraceLimit", limit);
  }
}
