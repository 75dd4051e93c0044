// The errors that callers get.

import { Error, InternalError, RangeError, RuntimeError, begins, create, getOwnPropertyDescriptor, getPrototypeOf, has, hide, isMadeBy, setPrototypeOf } from "./intrinsics.js";
import { withoutStack } from "./stacks.js";

/** A panic that was caught at a boundary; the instance lives on. */
class OwnPanicError extends Error {
  // Declared, so that no setter on a prototype is called.
  kind = "panic";
  boundary;
  location;
  faultId;
  generation;
  /** Whether destructors have run on the way. */
  unwound = true;

  constructor(message, location) {
    super(message);
    this.location = location;
  }
}

/** The instance has ended; `cause` is what the engine threw. */
class OwnInstanceAbortError extends RuntimeError {
  kind;
  boundary;
  location;
  faultId;
  generation;
  refused = false;

  constructor(message, kind, boundary, cause) {
    super(message);
    this.kind = kind;
    this.boundary = boundary;
    // `WebAssembly.RuntimeError` takes no options in some engines.
    if (cause !== undefined) setCause(this, cause);
  }
}

/** A call on an object that an earlier one left torn; no body was run. */
class OwnPoisonError extends Error {
  kind = "poison";
  boundary;
  tornBy;
  location;

  constructor(message, boundary, tornBy, location) {
    super(message);
    this.boundary = boundary;
    this.tornBy = tornBy;
    this.location = location;
  }
}

/** A call on an object, or of a closure, of an instance that has been replaced. */
class OwnStaleError extends Error {
  kind = "stale";
}

/**
 * The classes, which all copies of this version in a realm share where the global object takes
 * them, so that `instanceof` holds for the errors of each.
 */
export const { PanicError, InstanceAbortError, PoisonError, StaleError } = shared();

function shared() {
  const key = Symbol.for("wasm-bulkhead.errors.3");
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
  }
  try {
    hide(globalThis, key, classes);
  } catch {
    // This copy has classes of its own then.
  }
  return classes;
}

/**
 * Keeps a cause that cannot be cloned where cloning does not look: an error that is sent to another
 * thread is to arrive without it rather than not at all. Engines look at values of the error's own;
 * workerd looks at what its accessors give as well.
 */
export function setCause(error, cause) {
  if (isCloneable(cause)) return hide(error, "cause", cause);
  const get = () => cause;
  const set = (value) => hide(error, "cause", value);
  delete error.cause;
  setPrototypeOf(error, create(getPrototypeOf(error), { cause: { configurable: true, get, set } }));
}

function isCloneable(value) {
  if (typeof value === "symbol") return false;
  if (Object(value) !== value) return true;
  try {
    if (!isMadeBy(Error, value)) return false;
    const inner = getOwnPropertyDescriptor(value, "cause");
    return inner === undefined || inner.get !== undefined || (inner.value !== value && isCloneable(inner.value));
  } catch {
    // A proxy refuses to be looked at.
    return false;
  }
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
  (isMadeBy(RangeError, e) && has(e.message, "call stack")) ||
  (isMadeBy(InternalError, e) && has(e.message, "too much recursion"));

/** Whether `e` is what the engine throws for an `unreachable`. */
export const isUnreachable = (e) => isMadeBy(RuntimeError, e) && begins(e.message.toLowerCase(), "unreachable");

/** What is left of an error for those who may not see it. */
export const redacted = (full) =>
  withoutStack(() => {
    const message = full.faultId === undefined ? "redacted" : `fault ${full.faultId}`;
    const isPanic = isMadeBy(PanicError, full);
    const error = isPanic ? new PanicError(message, undefined) : new InstanceAbortError(message, full.kind);
    error.faultId = full.faultId;
    error.generation = full.generation;
    if (isPanic) error.unwound = full.unwound;
    if (full.refused) {
      error.refused = true;
      // What ended the instance, as far as callers may see that.
      setCause(error, full.cause);
    }
    return error;
  });

/** What is left of an error that is not a fault and has no id. */
export const redactedTo = (Class, message) => withoutStack(() => new Class(message));
