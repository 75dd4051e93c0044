// The error classes, and what is shared by all copies of these modules.

// Intrinsics are taken before anybody can replace them.
const { defineProperty, entries } = Object;
const { RuntimeError } = WebAssembly;

const ABI = 1;
export const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");
const REGISTRY = Symbol.for(`wasm-bulkhead.${ABI}`);

/** All copies of this module in a realm share what the first one made. */
export const registry = (globalThis[REGISTRY] ??= {
  next: 1,
  compartments: new Map(),
  guarded: new WeakMap(),
  classes: {},
  /** By a function of the glue that makes them. */
  lineages: new WeakMap(),
  installed: undefined,
});
const { classes } = registry;

/** A panic that was caught at a boundary; the instance lives on. */
export const PanicError = (classes.PanicError ??= class PanicError extends Error {
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
});

/** The instance has ended; `cause` is what the engine threw. */
export const InstanceAbortError = (classes.InstanceAbortError ??= class InstanceAbortError extends RuntimeError {
  kind;
  boundary;
  location;
  fault;

  constructor(message, kind, boundary, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.boundary = boundary;
    this.location = undefined;
    this.fault = undefined;
    // WebAssembly.RuntimeError takes no options in some engines.
    if (cause !== undefined && this.cause !== cause) hide(this, "cause", cause);
  }
});

/** A call on an object that an earlier one left torn; no body was run. */
export const PoisonError = (classes.PoisonError ??= class PoisonError extends Error {
  constructor(message, boundary, tornBy, location) {
    super(message);
    this.kind = "poison";
    this.boundary = boundary;
    this.tornBy = tornBy;
    this.location = location;
  }
});

/** A call on an object, or of a closure, of an instance that has been replaced. */
export const StaleError = (classes.StaleError ??= class StaleError extends Error {
  constructor(message) {
    super(message);
    this.kind = "stale";
  }
});

// Not the `name` of the class, which a minifier takes away.
for (const [name, Class] of entries({ PanicError, InstanceAbortError, PoisonError, StaleError })) {
  hide(Class.prototype, "name", name);
}

function hide(target, key, value) {
  defineProperty(target, key, { value, writable: true, configurable: true });
}

export function setCause(error, cause) {
  hide(error, "cause", cause);
}

/** The words of a thrown or panicked value, whatever it is. */
export function describeValue(value) {
  try {
    return value instanceof Error ? String(value.message) : String(value);
  } catch {
    return typeof value;
  }
}

/** What is left of a `PoisonError`, which is not a fault and has no id. */
export function redactedPoison() {
  const error = withoutStack(() => new PoisonError("the object is poisoned"));
  hide(error, "stack", `${error.name}: ${error.message}`);
  return error;
}

/**
 * An error that has no frames to tell. To cover `stack` is not enough: V8's getter
 * for it, taken from another error, answers for this one as well.
 */
function withoutStack(make) {
  const limit = Error.stackTraceLimit;
  if (typeof limit !== "number") return make();
  Reflect.set(Error, "stackTraceLimit", 0);
  try {
    return make();
  } finally {
    Reflect.set(Error, "stackTraceLimit", limit);
  }
}

/** What is left of an error for those who may not see it. */
export function redacted(full) {
  const error = withoutStack(() =>
    full instanceof PanicError
      ? new PanicError("", undefined)
      : new InstanceAbortError("", full.kind, undefined, undefined),
  );
  error.message = `fault ${full.fault}`;
  error.fault = full.fault;
  hide(error, "stack", `${error.name}: ${error.message}`);
  return error;
}
