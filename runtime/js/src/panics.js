// Panics: how one becomes an error at its site, and who is told of it at its catch.

import { apply, soon } from "./intrinsics.js";
import { PanicError, describeValue, redacted, setCause } from "./errors.js";
import { FROM_RUST, traced } from "./stacks.js";
import { PASSIVE, Task, isGuarded, lifeOf } from "./life.js";
import { nameOf } from "./names.js";

/** What was captured of a panic, until it is caught. */
class Panic {
  constructor(key, error, depth) {
    this.key = key;
    this.error = error;
    this.depth = depth;
  }
}

/** Panics that a `catch_unwind` of the user's own swallowed stay behind for a moment; so many. */
const KEPT = 8;

/** Makes the error of a panic at its site, where alone its stack can be seen. */
export function capture(id, key, message, location) {
  const life = lifeOf(id);
  const error = traced(() => new PanicError(message, location), FROM_RUST);
  error.fault = nextFault();
  const { panics } = life;
  if (panics.length === KEPT) panics.shift();
  if (panics.length === 0) soon(() => tellUncaught(life));
  life.found = new Panic(key, error, life.gate.depth);
  panics.push(life.found);
  // Nothing else closes an abort build after a panic than the guard, and a test runner goes on.
  return !isGuarded(life) && life.guard !== PASSIVE && !("__wbg_test_invoke" in globalThis);
}

/** Tells of panics that no boundary of ours caught: what did may be the user, or wasm-bindgen. */
function tellUncaught(life) {
  if (life.gate.shut) return;
  if (life.gate.depth > 0) return soon(() => tellUncaught(life));
  for (const { error } of life.panics.splice(0)) {
    life.fault = error;
    runHook(life);
    tellListeners(life, error);
  }
}

export function append(id, text) {
  const { found } = lifeOf(id);
  if (found !== null) found.error.message += text;
}

/** A panic carried a JavaScript value. */
export function cause(id, value) {
  const { found } = lifeOf(id);
  if (found === null) return;
  found.error.message = describeValue(value);
  setCause(found.error, value);
}

/** Looks for the panic that was caught. */
export function find(id, key) {
  const life = lifeOf(id);
  life.found = life.panics.findLast((panic) => panic.key === key) ?? null;
  return life.found !== null;
}

/** The panic that was found is over, and those that struck after it as well. */
export function settle(id, boundary) {
  const life = lifeOf(id);
  const { found } = life;
  forgetFound(life);
  if (found === null) return false;
  found.error.boundary ??= boundary || (life.failing && nameOf(life, life.failing));
  return ready(life, found.error);
}

/**
 * Has an error in full be what is thrown next, as far as callers may see it, and tells who is to
 * be told. Returns whether the hook in Rust has heard.
 */
export function ready(life, error) {
  life.fault = error;
  life.ready = life.lineage.redact ? redacted(error) : error;
  if (life.isStarting) {
    life.fatalPanic = error;
    return true;
  }
  runHook(life);
  tellListeners(life, error);
  return life.exports !== null;
}

export function forget(id, key) {
  const life = lifeOf(id);
  if (find(id, key)) forgetFound(life);
}

export function forgetNewest(id) {
  lifeOf(id).panics.pop();
}

function forgetFound(life) {
  const at = life.panics.indexOf(life.found);
  if (at >= 0) life.panics.length = at;
  life.found = null;
}

/** Lets the hook in Rust run, if there is one. */
export function runHook(life) {
  if (!life.hasHook || life.exports === null) return;
  life.others += 1;
  try {
    life.run(Task.hook);
  } catch {
    // What the hook throws changes nothing.
  } finally {
    life.others -= 1;
  }
}

export function tellListeners({ lineage }, full) {
  for (const listener of lineage.listeners) {
    try {
      listener(full);
    } catch (e) {
      console.error(e);
    }
  }
}

/** Tells of an error that has no caller, unless it is heard of otherwise. */
export function report(life, error) {
  if (life.lineage.listeners.size === 0 && !life.hasHook) console.error(error);
}

/** Calls the panic hook that ours replaced, and holds back what it throws. */
export function runChained(id) {
  const { exports } = lifeOf(id);
  if (exports === null) return false;
  try {
    apply(exports.__wasm_bulkhead_run, undefined, [Task.chained, 0]);
  } catch {
    // The panic goes on as it would have.
  }
  return true;
}

const RUN = Math.random().toString(36).slice(2, 10);
let faults = 0;

/** An id that tells a fault from all others, in this realm and its like. */
export const nextFault = () => `${RUN}-${++faults}`;
