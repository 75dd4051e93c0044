// Settings that an application chooses, whatever libraries it is made of.

import { FROM_JS, LIVE, PanicError, Task, lifeOf, nextFault, ready, traced } from "./core.js";

const { WeakSet } = globalThis;

/** What one call of a closure has told of: instances that ended, and lineages whose older ones were replaced. */
const heard = new WeakSet();

/** Whether timers and listeners that go on after an end are silent, after the first that tells of it. */
export function __wbh_silence(id, on) {
  const { lineage } = lifeOf(id);
  lineage.isSilent = on
    ? (ended) => {
        if (!heard.has(ended)) {
          heard.add(ended);
          return false;
        }
        lineage.silenced += 1;
        return true;
      }
    : () => false;
}

/** Whether a panic ends the call that it struck in, and not the instance, in a build where nothing unwinds. */
export function __wbh_panics_end_calls(id, on) {
  const life = lifeOf(id);
  if (life.unwind) return;
  // What a panic skips, the next call is to find as it was.
  life.gate.leaky = on;
  life.endCall = on ? endCall : undefined;
}

/** What Rust is asked of a panic: whether it ends the instance all the same, or to forget it. */
const [MUST_END, FORGET] = [0, 1];

/** The error for the caller of the boundary that a panic ended; undefined if it ends the instance. */
function endCall(life, boundary) {
  if (life.isStarting || life.run(Task.endCall, MUST_END) !== 0) return undefined;
  const [panic] = life.panics.splice(0);
  const error = panic?.error ?? traced(() => new PanicError("a panic", undefined), FROM_JS);
  error.boundary = boundary;
  error.unwound = false;
  error.fault ??= nextFault();
  life.leftBehind.add(boundary);
  life.leftCalls += 1;
  // The instance lives, also for a fault hook that calls it.
  life.state = LIVE;
  life.gate.shut = false;
  ready(life, error);
  const visible = life.ready;
  life.ready = undefined;
  // The fault hook may have panicked, and changed nothing by that.
  life.panics.length = 0;
  life.run(Task.endCall, FORGET);
  return visible;
}
