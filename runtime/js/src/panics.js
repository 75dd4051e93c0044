// Panics: how one becomes an error at its site, and who is told of it at its catch.

import { fromCodePoint, getOwnPropertyDescriptor, hide, later, soon } from "./intrinsics.js";
import { PanicError, describeValue, isEnd, isUnreachable, redacted, setCause } from "./errors.js";
import { FROM_RUST, traced } from "./stacks.js";
import { NOTHING, PASSIVE, Task, Word, isGuarded, lifeOf } from "./life.js";
import { nameOf } from "./names.js";

/** What was captured of a panic, until it is caught. */
class Panic {
  constructor(key, error, depth, isInside) {
    this.key = key;
    this.error = error;
    this.depth = depth;
    /** Whether a boundary of ours was around it. */
    this.isInside = isInside;
  }
}

/**
 * Panics that a `catch_unwind` of the user's own swallowed stay behind for a moment; so many. Those
 * outside of our boundaries all do, because the hook is to hear of each.
 */
const KEPT = 8;

/** A panic has struck that no code can catch, as in abort builds. */
export function doom(id) {
  const life = lifeOf(id);
  if (isGuarded(life)) life.doom();
}

/** Makes the error of a panic at its site, where alone its stack can be seen. */
export function capture(id, key, message, location) {
  const life = lifeOf(id);
  const error = traced(() => new PanicError(message, location), FROM_RUST);
  identify(life, error);
  const { panics } = life;
  dropOld(panics);
  if (panics.length === 0) soon(() => tellUncaught(life));
  const isInside = life.exports !== null && life.read(Word.boundary) !== 0;
  life.found = new Panic(key, error, life.gate.depth, isInside);
  panics.push(life.found);
  // Nothing else closes an abort build after a panic than the guard, and a test runner goes on.
  return !isGuarded(life) && life.guard !== PASSIVE && !("__wbg_test_invoke" in globalThis);
}

function dropOld(panics) {
  for (let at = 0; at <= panics.length - KEPT; at += 1) {
    if (panics[at].isInside) return panics.splice(at, 1);
  }
}

/**
 * Tells of panics that were caught outside of our boundaries, as wasm-bindgen does for its own
 * tasks. Who catches one inside of them keeps it from being a fault.
 */
export function tellUncaught(life) {
  if (life.panics.length === 0) return;
  if (life.gate.depth > 0 && life.full === null) return later(() => tellUncaught(life));
  const { panics } = life;
  life.panics = [];
  life.overcome = [];
  for (const { error, isInside } of panics) {
    if (isInside) continue;
    error.boundary ??= SPAWNED;
    life.overcome.push(error);
    tell(life, error);
  }
}

/** As runtime/src/promise.rs calls what no export's promise stands for. */
export const SPAWNED = "spawned task";

export function append(id, text) {
  const { found } = lifeOf(id);
  if (found !== null) found.error.message += text;
}

export function appendChar(id, _, code) {
  append(id, fromCodePoint(code));
}

/** Types that a panic may carry, in the order of runtime/src/payload.rs. */
const TYPES = [
  "i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize", "f32", "f64", "bool", "char", "()", "std::io::Error",
];

/** What kind of value a panic carried, counted from 1; 0 for all others. */
export function appendKind(id, _, known) {
  const type = known === 0 ? "an unknown type (`Box<dyn Any>`)" : `type \`${TYPES[known - 1]}\``;
  append(id, `the panic carried a value of ${type}`);
}

/** A panic carried a JavaScript value; what it says waits, for that is the user's code. */
export function cause(id, value) {
  const { found } = lifeOf(id);
  if (found !== null) hide(found.error, "cause", value);
}

/** The error of a panic, with all that it says. */
export function completed(error) {
  const carried = getOwnPropertyDescriptor(error, "cause");
  if (carried !== undefined && carried.get === undefined) {
    error.message = describeValue(carried.value);
    setCause(error, carried.value);
  }
  return error;
}

/** Whether Rust is panicking, or has caught the panic that ends it; see runtime/src/panic.rs. */
export const [NO_PANIC, PANICKING, CAUGHT] = [0, 1, 2];
export const panicking = (life) => life.ask("__wbh_panicking");

/**
 * Whether what leaves a call left a destructor while another panic of that call, one of the first
 * `many` that are known, unwound, and took its place. Nothing can catch that one any more, and to `std`
 * the thread panics for ever. Where something further out unwinds as well it cannot be told.
 */
export function hasOvertaken(life, many, depth) {
  if (many <= 0 || !life.unwind || !isGuarded(life)) return false;
  for (let at = 0; at < many; at += 1) if (life.panics[at].depth <= depth) return false;
  for (let at = 0; at < life.passing.length; at += 1) if (life.passing[at] !== undefined) return false;
  return panicking(life) === PANICKING;
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
  const { found, panics } = life;
  if (found !== null && hasOvertaken(life, panics.indexOf(found), life.gate.depth - 1)) {
    life.fatal = found.error;
    life.ready = found.error;
    life.doom();
    return true;
  }
  forgetFound(life);
  if (found === null) return false;
  found.error.boundary ??= boundary || (life.failing && nameOf(life, life.failing));
  return ready(life, completed(found.error));
}

/**
 * Has an error in full be what is thrown next, as far as callers may see it, and tells who is to
 * be told. Returns whether the hook in Rust has heard.
 */
export function ready(life, error) {
  const visible = life.lineage.redact ? redacted(error) : error;
  if (life.isStarting && life.gate.depth === 1) life.fatalPanic = error;
  else tell(life, error);
  // Who is told may have called what panicked as well.
  life.fault = error;
  life.ready = visible;
  return life.exports !== null;
}

/** Tells the hook in Rust and the listeners of a fault that the instance has outlived. */
export function tell(life, error) {
  const thrown = runHook(life, error);
  // A trap in the hook is one like any other.
  if (thrown !== NOTHING && life.full === null && isEnd(thrown)) {
    life.fatal = thrown;
    life.doom();
  }
  tellListeners(life, error);
}

export function forget(id, key) {
  const life = lifeOf(id);
  if (find(id, key)) forgetFound(life);
}

function forgetFound(life) {
  const at = life.panics.indexOf(life.found);
  if (at >= 0) life.panics.length = at;
  life.found = null;
}

/** Lets the hook in Rust run, if there is one. Returns what it threw, or `NOTHING`. */
export function runHook(life, error) {
  life.fault = error;
  return life.hasHook && life.exports !== null ? life.runAside(Task.hook) : NOTHING;
}

export function tellListeners({ lineage }, full) {
  // Who subscribes meanwhile hears of the next.
  const listeners = [...lineage.listeners];
  for (let at = 0; at < listeners.length; at += 1) {
    try {
      listeners[at](full);
    } catch (e) {
      print(e);
    }
  }
}

/** A page may have made the console throw. */
function print(error) {
  try {
    console.error(error);
  } catch {
    // There is no other place to say it.
  }
}

/** Tells of an error that has no caller, unless it is heard of otherwise. */
export function report(life, error) {
  if (life.lineage.listeners.size === 0 && !life.hasHook) print(error);
}

/** What came of a chained panic hook, in the order of runtime/src/panic.rs. */
const [UNKNOWN, RUN_THROUGH, TRAPPED] = [0, 1, 2];

/** Calls the panic hook that ours replaced, and holds back what it throws. */
export function runChained(id, _, call) {
  const life = lifeOf(id);
  if (life.exports === null) return UNKNOWN;
  const thrown = life.runAside(Task.chained, call);
  // A panic in a panic hook is an `unreachable` of std's, by which it would end a process.
  if (thrown === NOTHING || !life.unwind || !isEnd(thrown) || isUnreachable(thrown)) return RUN_THROUGH;
  life.fatal = thrown;
  return TRAPPED;
}

const RUN = Math.random().toString(36).slice(2, 10);
let faults = 0;

/** Gives an error the id of its fault, or one that tells it from all others in this realm and its like. */
export function identify(life, error, id = `${RUN}-${++faults}`) {
  error.faultId = id;
  error.generation = life.generation;
}
