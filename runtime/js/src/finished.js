// What finished glue calls; see the crate wasm-bulkhead-finish. The guard stands in each of its
// functions, so that `wasm` can be what the engine made, but for what passes arguments and frees.

import { Table, create, freeze, keys } from "./intrinsics.js";
import { FINISHED, Gate, Life, Lineage, isGuarded, unguarded } from "./life.js";
import { check, failed, left } from "./end.js";
import { refuse } from "./guard.js";
import { Imports } from "./imports.js";
import { adopt, greet, promisingOf } from "./install.js";
import { succeed } from "./lineage.js";
import { StaleError, redactedTo } from "./errors.js";
import { FROM_JS, traced } from "./stacks.js";

/** One glue, and the instances that it makes. */
class Glue extends Gate {
  life = unguarded;
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
    this.life = life;
    life.outside = adopt(life, this.#imports);
    if (this.#lineage.current !== life) succeed(this.#lineage, life);
    if (!life.isShared && !isGuarded(life)) return exports;
    life.swap = () => this.#setWasm(life.outside);
    return inside(life);
  }

  /** The exports for whoever is not the glue. */
  outside() {
    return this.life.outside;
  }

  sp() {
    return this.life.sp();
  }

  promising(make, name) {
    return promisingOf(this.life.outside[name], make);
  }
}

/** What may throw, by names that tell it from the user's frames in a stack; see guard.js. */
const throwing = {
  /** The error for the caller of an export that failed. */
  __wbh_failed(name, depth, sp, e) {
    this.shut = true;
    return failed(this.life, name, depth, sp, e);
  },

  /** An export returned into an instance that has ended: throws, unless it is a silent one. */
  __wbh_left(name) {
    const { life } = this;
    left(life);
    check(life);
    refuse(life, name);
  },

  /** An object of an instance that has been replaced was used. */
  __wbh_staleObject() {
    return staleError(this.life, "the object is of an instance that has been replaced");
  },

  /** A closure of one was called; the callbacks of a `JsFuture` are silent. */
  __wbh_staleClosure(name) {
    const { lineage } = this.life;
    if (lineage.quiet.has(name) || lineage.isSilent(lineage)) return undefined;
    throw staleError(this.life, "the closure is of an instance that has been replaced");
  },
};

for (const name of keys(throwing)) Glue.prototype[name.slice("__wbh_".length)] = throwing[name];

const staleError = ({ lineage }, message) =>
  lineage.redact ? redactedTo(StaleError, message) : traced(() => new StaleError(message), FROM_JS);

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

