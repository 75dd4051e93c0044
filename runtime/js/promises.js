// Promises of annotated async exports, and the microtasks that poll for them.

import { State, compartmentOf } from "./compartment.js";
import { UNJUDGED, endUnjudged, fail } from "./end.js";
import { enter } from "./guard.js";

/** A promise that is rejected at the latest when the instance ends. */
export function promiseNew(id) {
  const c = compartmentOf(id);
  const handle = c.nextPromise++;
  const entry = {};
  entry.promise = new Promise((resolve, reject) => {
    entry.resolve = resolve;
    entry.reject = reject;
  });
  c.promises.set(handle, entry);
  c.newestPromise = entry.promise;
  // Made by the fault hook, while the instance ends.
  if (c.dead !== null) {
    entry.promise.catch(() => {});
    entry.reject(c.dead);
  }
  return handle;
}

export function promiseGet(id, handle) {
  return compartmentOf(id).promises.get(handle).promise;
}

export function promiseSettle(id, handle, ok, value) {
  const { promises } = compartmentOf(id);
  const entry = promises.get(handle);
  promises.delete(handle);
  if (ok) entry?.resolve(value);
  else entry?.reject(value);
}

/** Whether nothing has settled the promise, in which case the instance lives. */
export function promiseIsPending(id, handle) {
  const { dead, promises } = compartmentOf(id);
  return dead === null && promises.has(handle);
}

/** Polls the executor's tasks in a microtask. */
export function schedule(id) {
  const c = compartmentOf(id);
  queueMicrotask(() => poll(c));
}

function poll(c) {
  if (c.dead === UNJUDGED) endUnjudged(c, "async task");
  if (c.dead !== null) return;
  // Whoever asked for it has it by now.
  c.newestPromise = null;
  const { depth } = c;
  const sp = enter(c, depth);
  try {
    c.exports.__wasm_bulkhead_poll();
  } catch (e) {
    const error = fail(c, "async task", depth, sp, e);
    // Everybody who waits has been told.
    if (c.dead !== null) return;
    // A JavaScript exception ended one task: the others go on.
    queueMicrotask(() => poll(c));
    const handle = c.read(State.promise);
    c.write(State.promise, 0);
    if (!c.promises.has(handle)) throw error;
    promiseSettle(c.id, handle, false, error);
  }
  c.depth = depth;
}
