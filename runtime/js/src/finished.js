// What finished glue calls; see the crate wasm-bulkhead-finish. The guard stands in each of its
// functions, so that `wasm` can be what the engine made, but for what passes arguments and frees.

import { Table, create, freeze, keys } from "./intrinsics.js";
import { FINISHED, Gate, Life, Lineage, isGuarded, unguarded } from "./life.js";
import { check, failed, left } from "./end.js";
import { refuse } from "./guard.js";
import { Imports } from "./imports.js";
import { adopt, greet, promisingOf } from "./install.js";
import { succeed } from "./lineage.js";
import { StaleError } from "./errors.js";

/** One glue, and the instances that it makes. */
class Glue extends Gate {
  #life = unguarded;
  #lineage = new Lineage();
  #imports = new Imports();
  #setWasm;

  constructor(setWasm) {
    super();
    this.#setWasm = setWasm;
  }

  /** The imports that the next instance is given; `isEnding` where wasm itself does not look. */
  imports(imports, isEnding) {
    this.#imports = new Imports();
    return this.#imports.wrap(imports, isEnding);
  }

  /** What the glue has as `wasm` from here on. */
  adopt(exports) {
    const address = greet(exports);
    if (address === undefined) return exports;
    const life = new Life(exports, address, FINISHED, this, this.#lineage);
    this.depth = 0;
    this.shut = false;
    this.leaky = false;
    this.#life = life;
    life.outside = adopt(life, this.#imports);
    if (this.#lineage.current !== life) succeed(this.#lineage, life);
    if (!life.isShared && !isGuarded(life)) return exports;
    life.swap = () => this.#setWasm(life.outside);
    return inside(life);
  }

  /** The exports for whoever is not the glue. */
  outside() {
    return this.#life.outside;
  }

  sp() {
    return this.#life.sp();
  }

  /** The error for the caller of an export that failed. */
  failed(name, depth, sp, e) {
    this.shut = true;
    return failed(this.#life, name, depth, sp, e);
  }

  /** An export returned into an instance that has ended: throws, unless it is a silent one. */
  left(name) {
    const life = this.#life;
    left(life);
    check(life);
    refuse(life, name);
  }

  promising(make, name) {
    return promisingOf(make, this.#life.outside[name]);
  }

  /** An object of an instance that has been replaced was used. */
  staleObject() {
    return new StaleError("the object is of an instance that has been replaced");
  }

  /** A closure of one was called; the callbacks of a `JsFuture` are silent. */
  staleClosure(name) {
    if (this.#lineage.quiet.has(name)) return undefined;
    throw new StaleError("the closure is of an instance that has been replaced");
  }
}

/** What the glue itself calls: the genuine exports where it guards the call. */
function inside(life) {
  const { exports, outside } = life;
  const guarded = create(null);
  for (const name of keys(exports)) {
    const isOurs = /^__w|^__externref_|^__instance|^__abort/.test(name);
    guarded[name] = isOurs || exports[name] instanceof Table ? outside[name] : exports[name];
  }
  return freeze(Object.fromEntries(Object.entries(guarded)));
}

/** Called once by finished glue; `setWasm` assigns its variable. */
export const __wbh_glue = (setWasm) => new Glue(setWasm);

