// The imports as an instance gets them: what they throw is known from then on, whatever it looks
// like.

import { Tag, apply, begins, create, getPrototypeOf, isMadeBy, keys } from "./intrinsics.js";
import { added } from "./life.js";

/** The import of runtime/src/host/module.rs that is never called from there. */
const CALL_GUARD = "__wbg_static_accessor_CALL_GUARD_";

/** Imports are wrapped before there is an instance; what they belong to is told later. */
export class Imports {
  life = {};
  /** The tags of JavaScript exceptions in wasm, in unwind builds. */
  tags = [];
  /** What is imported to be called by the core; see lineage.js. */
  callGuard = undefined;

  /** A view of `imports` with wrappers in it, and the tags. */
  wrap(imports) {
    const wrapped = create(null);
    for (const module of keys(imports)) {
      const from = imports[module];
      // A module namespace or a proxy is looked up as the engine would, by need.
      wrapped[module] = isPlain(from) ? this.#wrapAll(from) : from;
    }
    return wrapped;
  }

  #wrapAll(from) {
    const to = create(null);
    for (const name of keys(from)) {
      const value = from[name];
      if (Tag !== undefined && isMadeBy(Tag, value)) this.tags.push(value);
      if (begins(name, CALL_GUARD)) this.callGuard = value;
      if (typeof value !== "function") to[name] = value;
      else to[name] = this.#wrapOne(this.#standIn(name, value));
    }
    return to;
  }

  /** What the features put in the place of an import, if one of them does. */
  #standIn(name, f) {
    const { standIns } = added;
    for (let at = 0; at < standIns.length; at += 1) f = standIns[at](name, f, this) ?? f;
    return f;
  }

  #wrapOne(f) {
    return (...args) => {
      let result;
      try {
        result = apply(f, undefined, args);
      } catch (e) {
        this.life.thrown = e;
        throw e;
      }
      return result;
    };
  }
}

const isPlain = (from) => typeof from === "object" && from !== null && getPrototypeOf(from) === null;
