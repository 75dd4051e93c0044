// The imports as an instance gets them: what they throw is known from then on, whatever it looks
// like, and no body goes on in an instance that ended while JavaScript was called.

import { Tag, apply, create, getPrototypeOf, isMadeBy, keys } from "./intrinsics.js";

/** Imports are wrapped before there is an instance; what they belong to is told later. */
export class Imports {
  life = { gate: {} };
  /** The tags of JavaScript exceptions in wasm, in unwind builds. */
  tags = [];

  /** A view of `imports` with wrappers in it, and the tags. */
  wrap(imports, isEnding) {
    const wrapped = create(null);
    for (const module of keys(imports)) {
      const from = imports[module];
      // A module namespace or a proxy is looked up as the engine would, by need.
      wrapped[module] = isPlain(from) ? this.#wrapAll(from, isEnding) : from;
    }
    return wrapped;
  }

  #wrapAll(from, isEnding) {
    const to = create(null);
    for (const name of keys(from)) {
      const value = from[name];
      if (Tag !== undefined && isMadeBy(Tag, value)) this.tags.push(value);
      to[name] = typeof value === "function" ? this.#wrapOne(value, isEnding) : value;
    }
    return to;
  }

  #wrapOne(f, isEnding) {
    return (...args) => {
      let result;
      try {
        result = apply(f, undefined, args);
      } catch (e) {
        this.life.thrown = e;
        throw e;
      }
      if (isEnding && this.life.gate.shut) this.stop();
      return result;
    };
  }

  /** Ends the body around an import that returned into a closed instance. */
  stop() {
    const { life } = this;
    if (life.others > 0 || life.visible === null) return;
    life.thrown = life.visible;
    throw life.visible;
  }
}

const isPlain = (from) => typeof from === "object" && from !== null && getPrototypeOf(from) === null;
