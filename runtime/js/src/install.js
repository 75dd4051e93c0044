// How the guard gets in front of instances whose glue is as wasm-bindgen wrote it: the getter of
// `WebAssembly.Instance.prototype.exports` asks each copy of this module whether an instance is
// its own, and what makes instances has their imports wrapped. Both pass on what is not ours.

import { Instance, WeakRef, apply, construct, defineProperty, getOwnPropertyDescriptor, keys } from "./intrinsics.js";
import { DEGRADED, Life, OFF, PASSIVE, PLAIN, flagAddress, isGuarded } from "./life.js";
import { guardExports, originalOf } from "./guard.js";
import { Imports } from "./imports.js";
import { failed, left } from "./end.js";

export const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");

/** What copies of this module share: it hangs on the getter, and no global has to be had. */
const SHARED = Symbol.for("wasm-bulkhead.copies.2");

/** The export by which an instance tells whose it is. */
const HELLO = "__wasm_bulkhead_2";

/** The number of imports that is known not to be ours in glue for another copy. */
const IMPORT = /^__wbg_+wbh_call_/;

/** Who has called since it was last looked: see `hello`. */
let greeted = false;

export function hello() {
  greeted = true;
}

/** Whether an instance says that the glue which imports this copy made it; and where its State is. */
export function greet(exports) {
  greeted = false;
  const address = exports[HELLO]();
  return greeted ? address : undefined;
}

const guardedOf = new WeakMap();
/** The imports that instances were made with. */
const importsOf = new WeakMap();

/** The guarded exports of an instance of ours; undefined of any other. */
function claim(instance, exports, imports) {
  let guarded = guardedOf.get(instance);
  if (guarded === undefined && typeof exports[HELLO] === "function") {
    const address = greet(exports);
    if (address === undefined) return undefined;
    guarded = adopt(new Life(exports, address, PLAIN), imports);
    guardedOf.set(instance, guarded);
  }
  return guarded;
}

/** Puts the guard in front of an instance, if it is to have one. Returns its exports as the glue gets them. */
export function adopt(life, imports) {
  const { exports } = life;
  life.isShared = !(exports.memory.buffer instanceof ArrayBuffer);
  if (imports !== undefined) {
    imports.life = life;
    life.marks = true;
    life.tags = imports.tags;
  }
  const attach = () => life.attach(...chooseGuard(life));
  if (life.isShared) life.begun = attach;
  else attach();
  life.lineage.current ??= life;
  newest = life;
  return life.isShared || isGuarded(life) ? guardExports(life) : exports;
}

/** The instance that was made last by glue that imports this copy. */
export let newest;

export function setNewest(life) {
  newest = life;
}

function chooseGuard(life) {
  const { exports } = life;
  const wanted = globalThis[GUARD_SWITCH];
  if (wanted === false) return [OFF, "the switch is off"];
  // A test runner goes on in the same instance after a failed test.
  if (wanted !== true && keys(exports).some((name) => name.startsWith("__wbgt_"))) {
    return [PASSIVE, "a test runner drives it"];
  }
  if (flagAddress(life) === undefined) return [DEGRADED, "the glue has no flag of wasm-bindgen's"];
  return [life.delivery, undefined];
}

/** Installs the getter, or joins the copies that an installed one asks. */
export function install() {
  try {
    copies().add(new WeakRef(claim));
  } catch {
    // Intrinsics are frozen.
  }
}

// The getter holds a copy weakly, and the copy itself.
export const held = claim;

function copies() {
  const native = getOwnPropertyDescriptor(Instance.prototype, "exports");
  if (native.get[SHARED] !== undefined) return native.get[SHARED];
  const shared = new Set();
  const ask = (instance, exports) => {
    for (const ref of shared) {
      const guarded = ref.deref()?.(instance, exports, importsOf.get(instance));
      if (guarded !== undefined) return guarded;
      if (ref.deref() === undefined) shared.delete(ref);
    }
    return exports;
  };
  const get = function exports() {
    return ask(this, apply(native.get, this, []));
  };
  get[SHARED] = shared;
  defineProperty(Instance.prototype, "exports", { ...native, get });
  wrapMakers();
  admitPromising();
  return shared;
}

/** Has every way to make an instance wrap the imports of ours. */
function wrapMakers() {
  const { instantiate, instantiateStreaming } = WebAssembly;
  replace("Instance", (native) =>
    new Proxy(native, {
      construct(target, [module, imports], newTarget) {
        const [own, wrapped] = wrapImports(imports);
        const instance = construct(target, [module, wrapped], newTarget === maker ? target : newTarget);
        if (own !== undefined) importsOf.set(instance, own);
        return instance;
      },
    }),
  );
  const maker = WebAssembly.Instance;
  const making = (native) =>
    async function instantiate(source, imports, ...rest) {
      const [own, wrapped] = wrapImports(imports);
      const made = await apply(native, WebAssembly, [source, wrapped, ...rest]);
      if (own !== undefined) importsOf.set(made.instance ?? made, own);
      return made;
    };
  if (instantiate !== undefined) replace("instantiate", making);
  if (instantiateStreaming !== undefined) replace("instantiateStreaming", making);
}

function replace(name, make) {
  const native = getOwnPropertyDescriptor(WebAssembly, name);
  if (native?.configurable) defineProperty(WebAssembly, name, { ...native, value: make(native.value) });
}

function wrapImports(imports) {
  if (!isOurs(imports)) return [undefined, imports];
  const own = new Imports();
  return [own, own.wrap(imports, false)];
}

function isOurs(imports) {
  try {
    return keys(imports).some((module) => keys(imports[module]).some((name) => IMPORT.test(name)));
  } catch {
    return false;
  }
}

/** Engines take genuine exports only; what stands behind a wrapper is one. */
function admitPromising() {
  replace("promising", (native) => {
    if (typeof native !== "function") return native;
    return function promising(f) {
      return promisingOf((f) => apply(native, WebAssembly, [f]), f);
    };
  });
}

/**
 * A promising function of the export behind a wrapper. While a call of it runs or is suspended,
 * the instance counts as busy; a trap in it ends the instance.
 */
export function promisingOf(make, f) {
  const original = originalOf(f);
  if (original === undefined) return make(f);
  const { life, name } = original;
  const { lineage } = life;
  let made = null;
  let call;
  const makeFor = (life) => {
    life.uncovered.add(name);
    call = make(life.exports[name]);
    made = life;
  };
  makeFor(life);
  return (...args) => {
    const life = lineage.current;
    // The glue keeps what it has once been given.
    if (life !== made) makeFor(life);
    return suspended(life, name, () => call(...args));
  };
}

function suspended(life, name, begin) {
  const settled = () => {
    life.others -= 1;
    left(life);
  };
  life.others += 1;
  let promise;
  try {
    promise = begin();
  } catch (e) {
    settled();
    throw e;
  }
  return promise.then(
    (value) => {
      settled();
      return value;
    },
    (e) => {
      settled();
      life.gate.shut = true;
      throw failed(life, name, life.gate.depth, life.sp(), e);
    },
  );
}
