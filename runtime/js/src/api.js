// What the feature `js-api` has the package export.

import { GUARDS, newest, unguarded } from "./core.js";
import { restartOf } from "./restart.js";

export { InstanceAbortError, PanicError as BulkheadPanicError, PoisonError, StaleError } from "./core.js";

/** The instance behind this package. */
const current = () => newest?.lineage.current ?? unguarded;

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
      deaths: [...deaths.values()].reduce((sum, times) => sum + times, 0),
      causes: Object.fromEntries(deaths),
      silenced,
    };
  },

  /** The number of the instance, 1 at first. */
  get generation() {
    return current().lineage.generation;
  },

  /** Replaces the instance by a fresh one, be it alive or not. */
  reset() {
    const life = current();
    restartOf(life).reset(life);
  },
});
