// What the feature `js-api` has the package export.

import { GUARDS, InstanceAbortError, PanicError, PoisonError, StaleError, boundaryBehind, hide, isClosure, newest, setCause, unguarded, withoutStack } from "./core.js";
import { restartOf } from "./restart.js";

export { InstanceAbortError, PanicError as BulkheadPanicError, PoisonError, StaleError };

/** The instance behind this package. */
const current = () => newest()?.lineage.current ?? unguarded;

const { __wbh_reset } = {
  __wbh_reset() {
    const life = current();
    restartOf(life).reset(life);
  },
};

export const bulkhead = Object.freeze({
  /** Calls `listener` with every fault, in full; returns a function that unsubscribes. */
  onFault(listener) {
    if (typeof listener !== "function") throw new TypeError("onFault takes a function");
    const { listeners } = current().lineage;
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  state() {
    const life = current();
    const { aborts, silenced } = life.lineage;
    return {
      live: !life.gate.shut,
      generation: life.generation,
      guard: GUARDS[life.guard],
      ...(life.why === undefined ? {} : { why: life.why }),
      ...(life.visible === null ? {} : { reason: life.visible.message }),
      uncovered: [...life.uncovered],
      unguarded: unguardedExports(life),
      aborts: [...aborts.values()].reduce((sum, times) => sum + times, 0),
      causes: Object.fromEntries(aborts),
      silenced,
      leftBehind: life.callEnds?.left ?? 0,
    };
  },

  /** The number of the instance, 1 at first. */
  get generation() {
    return current().generation;
  },

  /** Replaces the instance by a fresh one, be it alive or not. */
  reset: __wbh_reset,

  /** The core dump of the instance that has ended, which the application has to allow. */
  coredump() {
    const life = current();
    const { coredump } = life.lineage;
    if (coredump === undefined) throw new Error("there is no core dump: the application allows none, by `Bulkhead::coredump`");
    return coredump(life);
  },

  /** The error that `toJSON` made this of, in another thread or earlier; undefined for anything else. */
  revive(sent) {
    return sent !== null && typeof sent === "object" && isOurs(sent.name) ? revived(sent) : undefined;
  },
});

/** Exports of ours, and those that wasm-bindgen writes for its own use: they have no body of the user's. */
const OWN =
  /^__wbindgen_|^__externref_|^__wbh_|^__wbgt_|^__wbg_(.+_(free|unwrap)|(upcast|dynamic_union)_.+|reset_state|jspi_task_poll)$/;

/** The exports that no boundary stands behind. */
function unguardedExports(life) {
  const { exports } = life;
  const isUnguarded = (name) =>
    typeof exports[name] === "function" && !OWN.test(name) && !isClosure(name) && boundaryBehind(life, name) === undefined;
  return exports === null ? [] : Object.keys(exports).filter(isUnguarded);
}

const CLASSES = { PanicError, InstanceAbortError, PoisonError, StaleError };
const isOurs = (name) => Object.hasOwn(CLASSES, name);

function revived(sent) {
  const error = withoutStack(() => new (isOurs(sent.name) ? CLASSES[sent.name] : Error)(sent.message));
  if (!isOurs(sent.name)) hide(error, "name", sent.name);
  for (const key of SENT) if (key in sent && key in error && key !== "name") error[key] = sent[key];
  const { cause } = sent;
  if (cause !== undefined) setCause(error, cause !== null && typeof cause === "object" ? revived(cause) : cause);
  return error;
}

/** The properties of our errors that are sent elsewhere. */
const SENT = ["name", "message", "stack", "kind", "boundary", "location", "faultId", "generation", "refused", "unwound", "tornBy"];

/** Those of all errors. */
const OF_ALL = 3;

/** The same for faults that have the same cause, as `Fault::grouping_key` in Rust. */
function groupingKey({ kind, boundary, location }) {
  const what = location === undefined ? kind : `${location.file}:${location.line}`;
  return boundary === undefined ? what : `${boundary}|${what}`;
}

/** So many errors of a chain of causes are sent. */
const CAUSES = 3;

for (const Class of Object.values(CLASSES)) hide(Class.prototype, "toJSON", toJSON);

/** What is left of an error that is sent elsewhere. */
function toJSON() {
  return sentOf(this, CAUSES);
}

function sentOf(error, causes) {
  const isOwn = error.toJSON === toJSON;
  const sent = {};
  for (const key of isOwn ? SENT : SENT.slice(0, OF_ALL)) {
    if (error[key] !== undefined) sent[key] = isOwn ? error[key] : String(error[key]);
  }
  if (isOwn && error.faultId !== undefined) sent.groupingKey = groupingKey(error);
  const { cause } = error;
  if (cause instanceof Error) {
    if (causes > 0) sent.cause = sentOf(cause, causes - 1);
  } else if (/^(string|number|boolean)$/.test(typeof cause)) {
    sent.cause = cause;
  }
  return sent;
}
