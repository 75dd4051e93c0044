// Where the guard cannot stand, that is said: once, loudly, and with what helps.

import { DEGRADED, OFF, unguarded } from "./life.js";

/** By this a page turns the guard off, or on in a test runner, before it loads the package. */
export const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");

export const SWITCHED_OFF = "the switch is off";

export const isOff = () => globalThis[GUARD_SWITCH] === false;

/** Why no instance can be guarded here, if that is known. */
let hindrance = "its exports were taken without a getter of JavaScript's, as by an engine's own import of wasm";

export function cannotGuard(why) {
  hindrance = why;
}

/** A body runs in an instance for which no guard has been chosen. */
export function degrade() {
  if (isOff()) {
    unguarded.guard = OFF;
    unguarded.why = SWITCHED_OFF;
  } else {
    unguarded.why = hindrance;
    warn(unguarded);
  }
}

/** Once is enough, for what hinders is the realm or the glue. */
let isWarned = false;

/** Tells of an instance without a guard, unless the page has chosen that. */
export function warn({ guard, why }) {
  if (guard !== DEGRADED || isWarned) return;
  isWarned = true;
  try {
    console.warn(
      `wasm-bulkhead cannot guard this instance: ${why}. A trap in it goes unseen: later calls run, and promises wait ` +
        "for ever. Finish the glue with wasm-bulkhead-finish, or set " +
        'globalThis[Symbol.for("wasm-bulkhead.guard")] = false before the import to hear no more of it.',
    );
  } catch {
    // No console, or one that throws.
  }
}

/** Throws unless the guard stands, for an application that would rather not start. */
export function requireGuard(guard, why) {
  if (guard === DEGRADED || guard === OFF) throw new Error(`wasm-bulkhead is to guard this instance, and cannot: ${why}`);
}
