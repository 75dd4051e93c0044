// How an instance ends: what left an export is judged, and the gate is closed.

import { InstanceAbortError, describeValue, redacted } from "./errors.js";
import { State, compartmentOf, flagAddress } from "./compartment.js";
import { isForeign } from "./foreign.js";
import { DEPTH, caught, describe, nextFault, tellListeners } from "./faults.js";
import { countDeath, left, renewSoon } from "./renewal.js";

// Intrinsics are taken before anybody can replace them.
const { Exception, RuntimeError } = WebAssembly;
const { isPrototypeOf } = Object.prototype;
const { apply } = Reflect;

/** Closes an instance whose last exception nobody has judged: see `beginJudgement` in guard.js. */
export const UNJUDGED = new InstanceAbortError(
  "the engine's stack was used up",
  "stack_overflow",
  undefined,
  undefined,
);

/** Whether everybody has been told of its end. */
export const hasEnded = (c) => c.dead !== null && c.dead !== UNJUDGED;

/** Ends an instance that `UNJUDGED` has closed. */
export function endUnjudged(c, name) {
  close(c, name, c.depth, UNJUDGED);
}

/** What the caller gets for the exception `e` that left an export. */
export function fail(c, name, depth, sp, e) {
  const isCut = c.dead === UNJUDGED;
  // A gate in Rust stopped the call, and in unwind builds all it can do is trap.
  endOfAnother(c);
  if (c.dead !== null && !isCut) {
    c.depth = depth;
    left(c);
    return c.dead;
  }
  if (isCut || isFatal(c, depth, e) || isFailedStart(c, name, e)) {
    // Should that break off as well.
    c.dead = UNJUDGED;
    return close(c, name, depth, e);
  }
  c.depth = depth;
  c.setStackPointer(sp);
  // The exception may have skipped boundaries, and nobody around will mend that.
  if (depth === 0) c.write(State.boundaryPointer, 0);
  if (c.thrown === null) return e;
  const { thrown } = c;
  c.thrown = null;
  return thrown;
}

function isFatal(c, depth, e) {
  try {
    return isFatalHere(c, depth, e);
  } catch {
    // What cannot be looked at, such as a proxy, is nothing that an engine throws.
    return isMadeBy(RuntimeError, e) && !isMadeBy(InstanceAbortError, e);
  }
}

/** As `instanceof`, whatever a page has made of that. */
function isMadeBy(Class, e) {
  try {
    return apply(isPrototypeOf, Class.prototype, [e]);
  } catch {
    return false;
  }
}

function isFatalHere(c, depth, e) {
  // In unwind builds a JavaScript exception crosses Rust as one of these.
  if (c.unwind && e instanceof Exception) return isEscapedPanic(c, depth, e);
  // What ended another instance passes through this one.
  if (e instanceof InstanceAbortError) return false;
  return (e instanceof RuntimeError || isStackOverflow(e)) && !isForeign(c, e);
}

/**
 * Whether a start function panicked: wasm-bindgen's shim catches it and throws
 * an error that nobody can read, for `start` is called outside of its guard.
 */
const isFailedStart = (c, name, e) =>
  name === "__wbindgen_start" && e instanceof Exception && c.panics.length > 0;

/** Whether a panic left the module that nobody in it caught. */
const isEscapedPanic = (c, depth, e) =>
  c.unwind &&
  e instanceof Exception &&
  c.panics.some((panic) => DEPTH.get(panic) === depth + 1) &&
  c.isPanicking();

const isStackOverflow = (e) =>
  (e instanceof RangeError && /call stack/i.test(e.message)) ||
  (e?.name === "InternalError" && /too much recursion/.test(e.message));

/** Ends the instance: from here on no body of it runs. */
function close(c, name, depth, e) {
  const full = endingErrorOf(c, name, e);
  // So that `thread::panicking()` does not stay true for the hook.
  if (full.kind === "panic_abort" && c.unwind && e instanceof Exception) endPanic(c, e);
  attempt(() => countDeath(c.lineage, full));
  end(c, full, () => {
    c.depth = depth;
    tellHook(c, full);
  });
  attempt(() => renewSoon(c));
  return c.dead;
}

/** Ends the instance with `full`; `tell` runs the last Rust of it. */
function end(c, full, tell) {
  c.dead = c.lineage.redact ? redacted(full) : full;
  c.announce = true;
  // The export that made the newest promise may be the one that failed, and its
  // caller has no promise then whose rejection he could handle.
  attempt(() => c.newestPromise?.catch(() => {}));
  attempt(() => {
    for (const { reject } of c.promises.values()) reject(c.dead);
    c.promises.clear();
  });
  tell();
  c.intrinsics.dead = c.dead;
  attempt(() => closeGate(c, full.kind));
  attempt(() => tellListeners(c, full));
}

function closeGate(c, kind) {
  if (c.threads === null) c.words()[flagAddress(c) >>> 2] = 1;
  else c.threads.close(c, kind);
}

/** Ends the instance if another thread with the same memory has come to its end. */
export function endOfAnother(c) {
  const kind = c.threads?.end(c);
  if (kind === undefined || hasEnded(c)) return;
  const error = new InstanceAbortError("the instance aborted in another thread", kind, undefined, undefined);
  error.fault = nextFault();
  // The hook has run there.
  end(c, error, () => {});
}

/**
 * Ends an instance that is about to be replaced at the host's wish; where it has
 * been replaced already, its hook would talk through the glue to another.
 */
export function endByReset(c, replaced) {
  const error = new InstanceAbortError("the instance was reset", "reset", undefined, undefined);
  error.fault = nextFault();
  end(c, error, () => replaced || tellHook(c, error));
}

/** What a page has made of the intrinsics keeps no instance from its end. */
function attempt(step) {
  try {
    step();
  } catch {
    // The other steps go on.
  }
}

function endingErrorOf(c, name, e) {
  try {
    return endingError(c, name, e);
  } catch {
    const error = new InstanceAbortError("the instance aborted", "unknown", undefined, e);
    error.fault = nextFault();
    return error;
  }
}

function endPanic(c, e) {
  try {
    catchAgain(c, e);
  } catch {
    // The instance ends as it was about to.
  }
}

function endingError(c, name, e) {
  const panics = c.isPanicking() || isFailedStart(c, name, e) ? c.panics : [];
  const kind = c.reason !== null ? "explicit" : panics.length ? "panic_abort" : kindOf(c, name, e);
  const boundary = c.boundary() ?? displayName(name);
  const detail = c.reason ?? (panics.map(describe).join("; then ") || describeValue(e));
  const error = new InstanceAbortError(
    `the instance aborted in \`${boundary}\`: ${detail}`,
    kind,
    boundary,
    e,
  );
  if (panics.length) error.location = panics[0].location;
  error.fault = panics[0]?.fault ?? nextFault();
  return error;
}

/** One export serves all closures of a type; its name would tell nothing. */
const displayName = (name) => (name.includes("___convert__closures_") ? "closure" : name);

/** Lets the hook in Rust run, after an abort in what is left of the instance. */
function tellHook(c, full) {
  // Imports trap while wasm-bindgen's flag is set, as `abort` has left it, so
  // the hook comes before the gate is closed.
  attempt(() => (c.words()[flagAddress(c) >>> 2] = 0));
  // Where the shadow stack ran out, its frames are worth less than the report.
  if (full.kind === "stack_overflow") c.setStackPointer(c.stackBase);
  try {
    runHook(c, full);
  } catch {
    // The instance ends as it was about to.
  }
}

function runHook(c, full) {
  c.fault = full;
  c.others += 1;
  try {
    c.exports.__wasm_bulkhead_fault();
  } finally {
    c.others -= 1;
  }
}

/** The kind of a trap, by the words of V8, JavaScriptCore and SpiderMonkey. */
function kindOf(c, name, e) {
  if (e === UNJUDGED || isStackOverflow(e)) return "stack_overflow";
  // The glue asks for room and the heap has none.
  if (name === "__wbindgen_malloc" || name === "__wbindgen_realloc") return "out_of_memory";
  if (c.isOutOfMemory()) return "out_of_memory";
  const sp = c.getStackPointer() | 0;
  if (c.stackBase !== 0 && (sp <= 0 || sp > c.stackBase)) return "stack_overflow";
  const text = String(e?.message);
  if (/^unreachable|^Unreachable code/.test(text)) return "unreachable";
  if (/out.of.bounds (memory|table)|(memory|table) (access|index).* out of bounds|index out of bounds|function signature mismatch|call_indirect|indirect call|null function/i.test(text)) {
    return "memory";
  }
  return "unknown";
}

/** The error of a panic that left the module, after which the instance lives. */
export function recover(c, depth, sp, e, boundary) {
  if (boundary === undefined || c.dead !== null || !isEscapedPanic(c, depth, e)) return undefined;
  c.depth = depth;
  c.setStackPointer(sp);
  let visible;
  // Who listens and resets would pull the instance away from under the rest.
  c.others += 1;
  try {
    const error = catchAgain(c, e);
    if (error === null) return undefined;
    visible = caught(c.id, error, boundary);
    runHook(c, error);
  } catch (trouble) {
    // A call of the glue's on the way ended it.
    if (c.dead !== null) return c.dead;
    // What the hook throws changes nothing, but a trap ends the instance.
    if (visible === undefined || isFatal(c, depth, trouble)) return close(c, boundary, depth, trouble);
  } finally {
    c.others -= 1;
  }
  return visible;
}

/** Has Rust catch the exception that it let go, so that its panic is over. */
function catchAgain(c, e) {
  c.saved = e;
  c.recovered = null;
  try {
    c.exports.__wasm_bulkhead_recover();
  } finally {
    c.saved = null;
  }
  return c.recovered;
}

export function rethrowSaved(id) {
  throw compartmentOf(id).saved;
}

export function recovered(id, error) {
  compartmentOf(id).recovered = error;
}

export function currentFault(id) {
  return compartmentOf(id).fault;
}

/** The error for a call that was stopped by a gate in Rust. */
export function closed(id, boundary) {
  const c = compartmentOf(id);
  endOfAnother(c);
  return c.dead ?? new InstanceAbortError("the instance has aborted", "unknown", boundary, undefined);
}
