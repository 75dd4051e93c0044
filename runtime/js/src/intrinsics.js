// Intrinsics, taken before a page can replace them.

export const { apply, construct, set: reflectSet } = Reflect;
export const { create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, keys, setPrototypeOf } = Object;
export const { isPrototypeOf } = Object.prototype;
export const { Exception, Global, Instance, Module, RuntimeError, Table, Tag } = WebAssembly;
export const { Error, Int32Array, InternalError, Promise, RangeError, Uint8Array, WeakRef } = globalThis;

const { then } = Promise.prototype;

/** A promise that no page reaches, and what resolves it. */
export function promised() {
  let resolve;
  const promise = new Promise((its) => (resolve = its));
  defineProperty(promise, "constructor", { value: undefined });
  return { promise, resolve };
}

/** Runs `step` in a microtask when the promise has been resolved. */
export const whenResolved = (promise, step) => void apply(then, promise, [step]);

const { promise: resolved, resolve } = promised();
resolve();

/** Runs `step` in a microtask of its own. */
export const soon = (step) => whenResolved(resolved, step);

const { setTimeout, setImmediate } = globalThis;

/** Runs `step` in a task of its own, the next one if the embedder can say so, or in some ms. */
export function later(step, delay = 0) {
  if (delay === 0 && setImmediate !== undefined) setImmediate(step);
  else setTimeout(step, delay);
}

export function hide(target, key, value) {
  defineProperty(target, key, { value, writable: true, configurable: true });
}

export const { fromCodePoint } = String;
const { includes, startsWith } = String.prototype;

/**
 * Words within a text. Expressions would say the same; but an engine compiles them at their first
 * use, and V8 ends the process where the stack has no room for that.
 */
export const has = (text, words) => apply(includes, text, [words]);
export const begins = (text, words) => apply(startsWith, text, [words]);

/** As `instanceof`, whatever a page has made of that. */
export function isMadeBy(Class, value) {
  try {
    return apply(isPrototypeOf, Class.prototype, [value]);
  } catch {
    return false;
  }
}
