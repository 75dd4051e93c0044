// What finished glue calls; see the crate wasm-bulkhead-finish.
//
// Each export that the glue calls has a function in it which stands in front of the genuine one:
//
//   function __wbh_divide(a, b) {
//     const { gate } = __bh, { exports } = gate;
//     if (gate.shut || exports === null) return wasm.divide(a, b);
//     const depth = gate.life.room(0, 0, 0, 0, 0, 0, 0, 0);
//     gate.depth = depth + 1;
//     let ret;
//     try { ret = exports.divide(a, b); } catch (e) {
//       gate.shut = true;
//       gate.depth = depth;
//       gate.life.wake();
//       return gate.__wbh_failed("divide", depth, e);
//     }
//     gate.depth = depth;
//     return gate.shut ? gate.__wbh_left("divide") : ret;
//   }
//
// So what is usual is done in the glue, where the engine can fold it into the caller, and all else
// by the wrappers that `wasm` has in finished glue as in any other. A failed call closes the instance
// before anything else, with the function's own hands: there may be no room for one more frame.

import { apply, create, keys } from "./intrinsics.js";
import { FINISHED, LIVE, Life, Lineage, added, unguarded } from "./life.js";
import { adopt, greet } from "./adopt.js";
import { check } from "./end.js";
import { fail, leave } from "./guard.js";
import { promisingOf } from "./promising.js";
import { succeed } from "./lineage.js";
import { StaleError, redactedTo } from "./errors.js";
import { FROM_JS, traced } from "./stacks.js";

/** The gate of an instance, as the functions of the glue use it. */
class FinishedGate {
  depth = 0;
  shut = false;
  /** The genuine exports; null where calls have to take the way of the wrappers. */
  exports;
  life = unguarded;
  #isLeaky = false;

  constructor(exports) {
    this.exports = exports;
  }

  get leaky() {
    return this.#isLeaky;
  }
  set leaky(leaky) {
    this.#isLeaky = leaky;
    // Only the wrappers remember the shadow stack pointer.
    if (leaky) this.exports = null;
  }

  // What throws has a name that tells it from the user's frames in a stack.

  /** Ends a call that failed. */
  __wbh_failed(name, depth, e) {
    return fail(this.life, name, depth, 0, e);
  }

  /** An export returned, and the gate is shut. */
  __wbh_left(name) {
    return leave(this.life, name);
  }

  /** An import returns, and the gate is shut. */
  __wbh_returned() {
    const { life } = this;
    // In unwind builds the module asks by itself.
    if (life.unwind) return;
    if (life.state === LIVE) check(life);
    const { visible } = life;
    // The body around it does not go on in an instance that has ended; the fault hook does.
    if (visible === null || life.others > 0) return;
    life.thrown = visible;
    throw visible;
  }
}

/** Stands in for that of an instance that is not known yet, or not guarded. */
const OPEN = new FinishedGate(null);

/** One glue, which has it as `__bh`, and the instances that it makes. */
class Glue {
  /** That of the newest instance. */
  gate = OPEN;
  /** Set by the glue, from among its imports. */
  callGuard = undefined;
  #lineage = new Lineage();
  /** Functions of the glue by which closures enter whose errors no code can see. */
  #silent = new Set();

  constructor(abortHook) {
    this.#lineage.abortHook = abortHook;
  }

  /** What the glue has as `wasm` from here on. `tags` are those of JavaScript exceptions in wasm. */
  adopt(exports, ...tags) {
    // The instance calls imports before it is known.
    this.gate = OPEN;
    const address = greet(exports);
    if (address === undefined) return exports;
    const gate = new FinishedGate(exports);
    const life = new Life(exports, address, FINISHED, gate, this.#lineage);
    gate.life = life;
    life.tags = tags;
    life.callGuard = this.callGuard;
    const guarded = adopt(life);
    if (this.#lineage.current !== life) succeed(this.#lineage, life);
    if (guarded !== exports) this.gate = gate;
    return guarded;
  }

  /** An import that is not a function of the glue's, which would look at this by itself. */
  checked(f) {
    if (typeof f !== "function") return f;
    return (...args) => {
      const { gate } = this;
      try {
        return apply(f, undefined, args);
      } catch (e) {
        gate.life.thrown = e;
        throw e;
      } finally {
        if (gate.shut) gate.__wbh_returned();
      }
    };
  }

  /** The same for all that is imported from a module. */
  checkedAll(from) {
    const checked = create(null);
    for (const name of keys(from)) checked[name] = this.checked(from[name]);
    return checked;
  }

  /** A promise that Rust has made. */
  kept(promise) {
    return added.keep?.(this.gate.life, promise) ?? promise;
  }

  /** In place of `WebAssembly.promising`. */
  promising(f) {
    const make = (f) => WebAssembly.promising(f);
    return promisingOf(f, make) ?? make(f);
  }

  /** The error for who uses an object of an instance that has been replaced. */
  __wbh_stale_object() {
    return staleError(this.#lineage, "the object is of an instance that has been replaced");
  }

  /** The same where an expression stands. */
  __wbh_refuse_stale() {
    throw this.__wbh_stale_object();
  }

  /** The callbacks of a `JsFuture` enter by this function of the glue. */
  silence(invoke) {
    this.#silent.add(invoke);
  }

  /** A closure of such an instance was called, which `invoke` would have run. */
  __wbh_stale_closure(invoke) {
    const lineage = this.#lineage;
    if (this.#silent.has(invoke) || lineage.isSilent?.(lineage)) return undefined;
    throw staleError(lineage, "the closure is of an instance that has been replaced");
  }
}

const staleError = ({ redact }, message) =>
  redact ? redactedTo(StaleError, message) : traced(() => new StaleError(message), FROM_JS);

/** Called once by finished glue, with its function that calls wasm-bindgen's abort hook, if it has one. */
export const __wbh_glue = (abortHook) => new Glue(abortHook);
