// Intrinsics, taken before a page can replace them.

export const { apply, construct, set: reflectSet } = Reflect;
export const { create, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
export const { isPrototypeOf } = Object.prototype;
export const { Exception, Global, Instance, Module, RuntimeError, Table, Tag } = WebAssembly;
export const { Error, Int32Array, InternalError, Promise, RangeError, Uint8Array, WeakRef } = globalThis;

/** A resolved promise whose `then` no page reaches: its reactions are our microtasks. */
export const resolved = Promise.resolve();
defineProperty(resolved, "constructor", { value: undefined });
defineProperty(resolved, "then", { value: Promise.prototype.then });

/** Runs `step` in a microtask of its own. */
export const soon = (step) => void resolved.then(step);

const { setTimeout, setImmediate } = globalThis;

/** Runs `step` in a task of its own, the next one if the embedder can say so, or in some ms. */
export function later(step, delay = 0) {
  if (delay === 0 && setImmediate !== undefined) setImmediate(step);
  else setTimeout(step, delay);
}

export function hide(target, key, value) {
  defineProperty(target, key, { value, writable: true, configurable: true });
}

/** As `instanceof`, whatever a page has made of that. */
export function isMadeBy(Class, value) {
  try {
    return apply(isPrototypeOf, Class.prototype, [value]);
  } catch {
    return false;
  }
}
