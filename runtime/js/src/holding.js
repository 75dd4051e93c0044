// Functions of Cloudflare's runtime that hold a Durable Object until a promise of Rust's settles.
// What another request settles, such as the one that ends the instance, the runtime would tell the
// object only when it is held no longer. So the object looks by itself meanwhile.

import { begins, isGuarded, isMadeBy } from "./core.js";

const { Promise, setInterval, clearInterval } = globalThis;
const { apply } = Reflect;
const { then } = Promise.prototype;

/** By wasm-bindgen's names. Others are called so as well, but are given no function. */
const NAMES = ["__wbg_blockConcurrencyWhile_", "__wbg_transaction_"];

/** How often it is looked, in ms. */
const OFTEN = 50;

export const isHolding = (name) => NAMES.some((its) => begins(name, its));

/** Such an import, the promise of whose callback rejects at the latest when the instance has ended. */
export function holding(f, imports) {
  const held = (value) => (typeof value === "function" ? looking(value, imports) : value);
  return (...args) => apply(f, undefined, args.map(held));
}

function looking(callback, { life }) {
  return function (...args) {
    const promise = apply(callback, this, args);
    if (!isGuarded(life) || !isMadeBy(Promise, promise)) return promise;
    return new Promise((resolve, reject) => {
      const settle = (by) => (value) => {
        clearInterval(timer);
        by(value);
      };
      const look = () => life.visible !== null && settle(reject)(life.visible);
      const timer = setInterval(look, OFTEN);
      apply(then, promise, [settle(resolve), settle(reject)]);
    });
  };
}
