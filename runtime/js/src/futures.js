// Promises of annotated async exports, and the microtasks that poll for them.

import { FROM_RUST, LIVE, PanicError, TASK, Task, Word, added, check, closedError, dig, failed, identify, lifeOf, ready, report, soon, told, traced } from "./core.js";
import { deferred, keep, silence, standIn } from "./kept.js";

// Before the first instance is made: all imports of the glue are evaluated before its own text.
added.keep = keep;
added.standIns.push(standIn);

const { Map } = globalThis;
const { apply } = Reflect;
const { forEach } = Map.prototype;

/** Promises by instance, and by handle. */
const promises = new WeakMap();

class Promises {
  byHandle = new Map();
  next = 1;
  /** Those that no JavaScript has been given yet, as far as is known. */
  fresh = [];
  isClearing = false;

  constructor(life) {
    life.waiting[life.waiting.length] = (error) => {
      // Their makers may have failed, and then no caller could handle the rejection.
      for (let at = 0; at < this.fresh.length; at += 1) silence(this.fresh[at]);
      apply(forEach, this.byHandle, [({ reject }) => reject(error)]);
      this.byHandle = new Map();
    };
  }
}

function promisesOf(life) {
  let all = promises.get(life);
  if (all === undefined) promises.set(life, (all = new Promises(life)));
  return all;
}

/** More than it takes to make a promise. */
const FRAMES = 16;

/** A promise that is rejected at the latest when the instance ends. */
export function __wbh_promise_new(id) {
  // A promise that has to call to be made swallows it where the stack has no room for that.
  dig(FRAMES);
  const life = lifeOf(id);
  const all = promisesOf(life);
  const handle = all.next++;
  const entry = deferred();
  all.byHandle.set(handle, entry);
  all.fresh.push(entry.promise);
  if (!all.isClearing) {
    all.isClearing = true;
    soon(() => clear(all, life.gate));
  }
  // Made by the fault hook, while the instance ends.
  if (life.visible !== null) {
    silence(entry.promise);
    entry.reject(life.visible);
  }
  return handle;
}

/** By the end of a run of JavaScript promises have been handed over, unless a call has failed unjudged. */
function clear(all, gate) {
  all.isClearing = false;
  if (!gate.shut) all.fresh.length = 0;
}

export function __wbh_promise_get(id, handle) {
  return promisesOf(lifeOf(id)).byHandle.get(handle).promise;
}

export function __wbh_promise_settle(id, handle, ok, value) {
  const { byHandle } = promisesOf(lifeOf(id));
  const entry = byHandle.get(handle);
  byHandle.delete(handle);
  if (ok) entry?.resolve(value);
  else entry?.reject(told(lifeOf(id), value));
}

/** Rejects a promise with the error that is ready, or because the instance has ended. */
export function __wbh_promise_fail(id, handle) {
  const life = lifeOf(id);
  const error = life.ready ?? closedError(id);
  life.ready = undefined;
  __wbh_promise_settle(id, handle, false, error);
}

/** Whether nothing has settled the promise, in which case the instance lives. */
export function __wbh_promise_is_pending(id, handle) {
  const life = lifeOf(id);
  return !life.gate.shut && promisesOf(life).byHandle.has(handle);
}

/** Has the error ready for a future that was dropped before it finished. */
export function __wbh_future_dropped(id, boundary) {
  const message = `\`${boundary}\` will not finish: its future was dropped`;
  const error = traced(() => new PanicError(message, undefined), FROM_RUST);
  error.boundary = boundary;
  const life = lifeOf(id);
  identify(life, error);
  ready(life, error);
}

/** Tells of the error that is ready and has no caller. */
export function __wbh_report(id) {
  const life = lifeOf(id);
  const error = life.ready;
  life.ready = undefined;
  report(life, error);
}

/** Whether errors keep the details to the hook and to listeners. */
export function __wbh_redact(id, on) {
  lifeOf(id).lineage.redact = on;
}

/** Polls the executor's tasks in a microtask; by `poll` where the instance is not known. */
export function __wbh_schedule(id, pollUnguarded) {
  const life = lifeOf(id);
  soon(pollUnguarded ?? (() => poll(life)));
}

function poll(life) {
  const { gate } = life;
  if (gate.shut) return check(life);
  const { depth } = gate;
  const sp = gate.leaky ? life.sp() : 0;
  gate.depth = depth + 1;
  try {
    life.run(Task.poll);
  } catch (e) {
    gate.shut = true;
    const error = failed(life, TASK, depth, sp, e);
    // All who wait have been told.
    if (life.state !== LIVE) return;
    // A JavaScript exception ended one task: the others go on.
    soon(() => poll(life));
    const handle = life.read(Word.promise);
    life.write(Word.promise, 0);
    if (promisesOf(life).byHandle.has(handle)) __wbh_promise_settle(life.id, handle, false, error);
    // A panic that ended its task alone has been told to the hook and to listeners.
    else if (error?.unwound === false) report(life, error);
    else throw error;
  }
  gate.depth = depth;
  if (gate.shut) check(life);
}

/**
 * Finds the export through which the callbacks of a `JsFuture` enter, by a closure of their type:
 * in a closed instance their error would go to a promise that no code can see.
 */
export function __wbh_future_probe(id, callback) {
  const life = lifeOf(id);
  const { gate } = life;
  const { shut } = gate;
  gate.shut = true;
  life.probing = true;
  try {
    callback();
  } finally {
    life.probing = false;
    gate.shut = shut;
  }
}
