// Promises that Rust makes by itself: those of wasm-bindgen's own `future_to_promise`, which other
// crates call, and of `Promise::new`. Nothing of ours settles them, so they would be pending for
// ever when the instance has ended.

import { begins, completed, has, isGuarded, isMadeBy, redacted } from "./core.js";
import { holding, isHolding } from "./holding.js";

const { Error, Promise, Set, WeakMap, WeakRef } = globalThis;
const { apply } = Reflect;
const { then } = Promise.prototype;
const { deref } = WeakRef.prototype;
const { toString } = Function.prototype;
const { add, delete: drop, forEach } = Set.prototype;

/** Keeps a promise that no caller could handle from being reported as an unhandled rejection. */
export const silence = (promise) => void apply(then, promise, [undefined, () => {}]);

/** A promise with what settles it; where an engine can, by a call that calls nothing. */
export const deferred =
  Promise.withResolvers === undefined
    ? () => {
        const entry = {};
        entry.promise = new Promise((resolve, reject) => {
          entry.resolve = resolve;
          entry.reject = reject;
        });
        return entry;
      }
    : ((withResolvers) => () => apply(withResolvers, Promise, []))(Promise.withResolvers);

/** Whether an import is `new Promise(…)`: wasm-bindgen's function for it, by its name and its text. */
const makesPromises = (name, f) => begins(name, "__wbg_new_") && has(apply(toString, f, []), "new Promise(");

/** What stands in for an import by which promises would be pending for ever; undefined for others. */
export function standIn(name, f, imports) {
  if (makesPromises(name, f)) return (...args) => keep(imports.life, apply(f, undefined, args));
  return isHolding(name) ? holding(f, imports) : undefined;
}

/** What rejects a promise, as long as the promise is there. */
const rejections = new WeakMap();

/** Promises by instance. */
const all = new WeakMap();

class Kept {
  /** Weak references to what rejects them: who drops both a promise and what settles it leaks nothing. */
  refs = new Set();
  /** From so many on it is looked which of them are gone. */
  many = 64;

  constructor(life) {
    life.waiting[life.waiting.length] = (error) => {
      const { refs } = this;
      this.refs = new Set();
      apply(forEach, refs, [(ref) => apply(deref, ref, [])?.(error)]);
    };
  }

  add(ref) {
    const { refs } = this;
    apply(add, refs, [ref]);
    if (refs.size < this.many) return;
    apply(forEach, refs, [(old) => apply(deref, old, []) ?? this.remove(old)]);
    this.many = 2 * refs.size + 64;
  }

  remove(ref) {
    apply(drop, this.refs, [ref]);
  }
}

/**
 * What Rust gets in the place of a promise that it made: settled as that one is, and at the latest
 * rejected when the instance ends.
 */
export function keep(life, promise) {
  if (!isGuarded(life) || !isMadeBy(Promise, promise)) return promise;
  let kept = all.get(life);
  if (kept === undefined) all.set(life, (kept = new Kept(life)));
  const { promise: stand, resolve, reject } = deferred();
  const end = (error) => {
    silence(stand);
    reject(error);
  };
  const ref = new WeakRef(end);
  rejections.set(stand, end);
  kept.add(ref);
  apply(then, promise, [
    (value) => {
      kept.remove(ref);
      resolve(value);
    },
    (reason) => {
      kept.remove(ref);
      reject(overcome(life, reason));
    },
  ]);
  // Made by the fault hook, while the instance ends.
  if (life.visible !== null) end(life.visible);
  return stand;
}

/**
 * What a promise rejects with for a panic that wasm-bindgen caught: the error that has just been told
 * of, as far as callers may see it.
 */
function overcome(life, reason) {
  const at = life.overcome.findIndex((error) => isOf(error, reason));
  if (at < 0) return reason;
  const error = completed(life.overcome.splice(at, 1)[0]);
  return life.lineage.redact ? redacted(error) : error;
}

/** As wasm-bindgen says of a payload that is no text. */
const UNTOLD = "No panic message available";

/** Whether wasm-bindgen has made `reason` of that panic. */
function isOf({ message }, reason) {
  try {
    if (!isMadeBy(Error, reason) || reason.name !== "PanicError") return false;
    return reason.message === message || reason.message === UNTOLD;
  } catch {
    return false;
  }
}
