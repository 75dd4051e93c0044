// What the feature `js-api` has the package export.

import { GUARDS, InstanceAbortError, PanicError, PoisonError, SENT, StaleError, hide, newest, setCause, unguarded, unguardedExports, withoutStack } from "./core.js";
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
    const { generation, deaths, silenced } = life.lineage;
    return {
      live: !life.gate.shut,
      generation,
      guard: GUARDS[life.guard],
      ...(life.why === undefined ? {} : { why: life.why }),
      ...(life.visible === null ? {} : { reason: life.visible.message }),
      uncovered: [...life.uncovered],
      unguarded: unguardedExports(life),
      deaths: [...deaths.values()].reduce((sum, times) => sum + times, 0),
      causes: Object.fromEntries(deaths),
      silenced,
      leftBehind: life.leftCalls,
    };
  },

  /** The number of the instance, 1 at first. */
  get generation() {
    return current().lineage.generation;
  },

  /** Replaces the instance by a fresh one, be it alive or not. */
  reset: __wbh_reset,

  /** The error that `toJSON` made this of, in another thread or earlier; undefined for anything else. */
  revive(sent) {
    return sent !== null && typeof sent === "object" && isOurs(sent.name) ? revived(sent) : undefined;
  },
});

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
