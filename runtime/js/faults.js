// Faults: how a panic becomes an error, and who is told of it.

import { PanicError, PoisonError, redacted, redactedPoison } from "./errors.js";
import { compartmentOf } from "./compartment.js";

/** The depth that a panic struck at. */
export const DEPTH = new WeakMap();

/** Records a panic at its site, where alone its stack can be seen. */
export function capture(id, message, file, line, column) {
  const c = compartmentOf(id);
  const error = atPanicSite(message, { file, line, column });
  error.fault = nextFault();
  DEPTH.set(error, c.depth);
  // Some may have been swallowed by the user's own `catch_unwind`.
  if (c.panics.length === 8) c.panics.shift();
  c.panics.push(error);
  return error;
}

/** Frames of a stack; the default of ten ends within the panic machinery. */
const FRAMES = 64;

function atPanicSite(message, location) {
  const { captureStackTrace } = Error;
  const limit = Error.stackTraceLimit;
  if (typeof limit !== "number" || !captureStackTrace) return new PanicError(message, location);
  // Fails where intrinsics are frozen.
  const setLimit = (value) => Reflect.set(Error, "stackTraceLimit", value);
  try {
    // The stack is walked once, from the caller of `capture` on.
    setLimit(0);
    const error = new PanicError(message, location);
    setLimit(Math.max(limit, FRAMES));
    captureStackTrace(error, capture);
    return error;
  } finally {
    setLimit(limit);
  }
}

/** Completes the error of a panic that was caught at `boundary`. */
export function caught(id, error, boundary) {
  const c = compartmentOf(id);
  error.boundary ??= boundary;
  forget(id, error);
  const visible = c.lineage.redact ? redacted(error) : error;
  tellListeners(c, error);
  return visible;
}

/** A panic is over, and those that struck after it as well. */
export function forget(id, error) {
  const { panics } = compartmentOf(id);
  const at = panics.indexOf(error);
  if (at >= 0) panics.length = at;
}

/** The error of a panic that our hook has not seen. */
export function unseen(message, boundary) {
  const error = new PanicError(message, undefined);
  error.boundary = boundary;
  error.fault = nextFault();
  return error;
}

/** The error for a call on a torn object, which says what tore it and where. */
export function poisoned(id, message, boundary, tornBy, file, line, column) {
  if (compartmentOf(id).lineage.redact) return redactedPoison();
  return new PoisonError(message, boundary, tornBy, { file, line, column });
}

/** Where the panic struck that unwinds now. */
export function struckAt(id) {
  const { panics, depth } = compartmentOf(id);
  for (let at = panics.length - 1; at >= 0; at--) {
    if (DEPTH.get(panics[at]) !== depth) continue;
    const { file, line, column } = panics[at].location;
    return `${file}:${line}:${column}`;
  }
  return "";
}

export function describe(panic) {
  const { file, line, column } = panic.location;
  return `panicked at ${file}:${line}:${column}: ${panic.message}`;
}

/** Tells of an error that has no caller, unless a listener has heard of it. */
export function report(id, error) {
  if (compartmentOf(id).lineage.listeners.size === 0) console.error(error);
}

export function tellListeners(c, full) {
  for (const listener of c.lineage.listeners) {
    try {
      listener(full);
    } catch (e) {
      console.error(e);
    }
  }
}

const RUN = Math.random().toString(36).slice(2, 10);
let faults = 0;

/** An id that tells a fault from all others, in this realm and its like. */
export function nextFault() {
  return `${RUN}-${++faults}`;
}

/** The parts of an error, in the order of `Detail` in runtime/src/host/mod.rs. */
const DETAILS = [
  (error) => error.kind,
  (error) => error.message,
  (error) => error.boundary,
  (error) => error.location?.file,
  (error) => error.location?.line,
  (error) => error.location?.column,
  (error) => error.fault,
];

export function detail(error, which) {
  return String(DETAILS[which](error) ?? "");
}
