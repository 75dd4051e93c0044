// What finished glue calls; see the crate wasm-bulkhead-finish.
//
// Each export that the glue calls has a function in it which stands in front of the genuine one:
//
//   function __wbh_divide(a, b) {
//     const { depth, exports } = __bh;
//     if (exports === null) return wasm.divide(a, b);
//     __bh.depth = depth + 1;
//     let ret;
//     try { ret = exports.divide(a, b); } catch (e) { throw __bh.failed("divide", depth, exports, e); }
//     if (__bh.exports !== exports) return __bh.left("divide", depth, exports, ret);
//     __bh.depth = depth;
//     return ret;
//   }
//
// So what is usual is done in the glue, where the engine can fold it into the caller, and all else
// by the wrappers that `wasm` has in finished glue as in any other.

import { apply, create, keys } from "./intrinsics.js";
import { FINISHED, LIVE, Life, Lineage, unguarded } from "./life.js";
import { adopt, greet } from "./adopt.js";
import { check, failed } from "./end.js";
import { leave, shut } from "./guard.js";
import { promisingOf } from "./promising.js";
import { succeed } from "./lineage.js";
import { StaleError } from "./errors.js";

/** The instances, by their exports. */
const lives = new WeakMap();

/** One glue, which has it as `__bh`, and the instances that it makes. */
class Glue {
  /** How many exports of the newest instance are being executed. */
  depth = 0;
  /** Its exports; null where calls have to take the way of the wrappers. */
  exports = null;
  #lineage = new Lineage();
  #life = unguarded;

  constructor(abortHook) {
    this.#lineage.abortHook = abortHook;
  }

  /** What the glue has as `wasm` from here on. `tags` are those of JavaScript exceptions in wasm. */
  adopt(exports, ...tags) {
    const { depth } = this;
    // The instance calls imports before it is known.
    this.exports = null;
    this.depth = 0;
    const old = this.#life;
    this.#life = unguarded;
    if (old !== unguarded) old.gate.leave(depth);
    const address = greet(exports);
    if (address === undefined) return exports;
    const gate = new FinishedGate(this, exports);
    const life = new Life(exports, address, FINISHED, gate, this.#lineage);
    life.tags = tags;
    lives.set(exports, life);
    this.#life = life;
    const guarded = adopt(life);
    if (this.#lineage.current !== life) succeed(this.#lineage, life);
    if (guarded !== exports) gate.open();
    return guarded;
  }

  /** The error for the caller of an export that failed. */
  failed(name, depth, exports, e) {
    const life = lives.get(exports);
    shut(life);
    return failed(life, name, depth, 0, e);
  }

  /** An export returned, and something is different from when it was called. */
  left(name, depth, exports, result) {
    const life = lives.get(exports);
    life.gate.depth = depth;
    return life.gate.shut ? leave(life, name, result) : result;
  }

  /** An import that an instance called failed with `e`. */
  thrown(exports, e) {
    this.#of(exports).thrown = e;
    return e;
  }

  /** An import returns, and something is different from when it was called. */
  returned(exports) {
    const life = this.#of(exports);
    if (life.gate.shut && life.state === LIVE) check(life);
    const { visible } = life;
    // The body around it does not go on in an instance that has ended; the fault hook does.
    if (visible === null || life.others > 0) return;
    life.thrown = visible;
    throw visible;
  }

  /** An import that is not a function of the glue's, which would look at this by itself. */
  checked(f) {
    if (typeof f !== "function") return f;
    return (...args) => {
      const { exports } = this;
      try {
        return apply(f, undefined, args);
      } catch (e) {
        throw this.thrown(exports, e);
      } finally {
        if (exports === null || this.exports !== exports) this.returned(exports);
      }
    };
  }

  /** The same for all that is imported from a module. */
  checkedAll(from) {
    const checked = create(null);
    for (const name of keys(from)) checked[name] = this.checked(from[name]);
    return checked;
  }

  #of(exports) {
    return exports === null ? this.#life : lives.get(exports);
  }

  /** In place of `WebAssembly.promising`. */
  promising(f) {
    return promisingOf((f) => WebAssembly.promising(f), f);
  }

  /** The error for who uses an object of an instance that has been replaced. */
  staleObject() {
    return new StaleError("the object is of an instance that has been replaced");
  }

  /** A closure of such an instance was called, which `invoke` would have run. */
  staleClosure(invoke) {
    // The callbacks of a `JsFuture` are silent.
    if (this.#lineage.quiet.has(invoke)) return undefined;
    throw new StaleError("the closure is of an instance that has been replaced");
  }
}

/** The gate of an instance: while it is the newest one, the glue itself looks at it. */
class FinishedGate {
  #glue;
  #exports;
  #isNewest = false;
  #depth = 0;
  #isShut = false;
  #isLeaky = false;

  constructor(glue, exports) {
    this.#glue = glue;
    this.#exports = exports;
  }

  get depth() {
    return this.#isNewest ? this.#glue.depth : this.#depth;
  }
  set depth(depth) {
    if (this.#isNewest) this.#glue.depth = depth;
    else this.#depth = depth;
  }
  get shut() {
    return this.#isShut;
  }
  set shut(shut) {
    this.#isShut = shut;
    this.#tell();
  }
  get leaky() {
    return this.#isLeaky;
  }
  set leaky(leaky) {
    this.#isLeaky = leaky;
    this.#tell();
  }

  open() {
    this.#isNewest = true;
    this.#tell();
  }

  /** Another instance takes its place. */
  leave(depth) {
    this.#isNewest = false;
    this.#depth = depth;
  }

  #tell() {
    if (this.#isNewest) this.#glue.exports = this.#isShut || this.#isLeaky ? null : this.#exports;
  }
}

/** Called once by finished glue, with its function that calls wasm-bindgen's abort hook, if it has one. */
export const __wbh_glue = (abortHook) => new Glue(abortHook);
