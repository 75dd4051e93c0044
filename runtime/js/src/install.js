// How the guard gets in front of instances whose glue is as wasm-bindgen wrote it: the getter of
// `WebAssembly.Instance.prototype.exports` asks each copy of this module whether an instance is
// its own, and what makes instances has their imports wrapped. Both pass on what is not ours.

import { Instance, WeakRef, apply, construct, defineProperty, getOwnPropertyDescriptor, keys } from "./intrinsics.js";
import { DEGRADED, Life, OFF, PASSIVE, PLAIN, UNNAMED, Word, flagAddress, isGuarded, lifeOf, unguarded } from "./life.js";
import { GUARD_SWITCH, SWITCHED_OFF, degrade, isOff, requireGuard, warn } from "./degraded.js";
import { guardExports, originals } from "./guard.js";
import { Imports } from "./imports.js";
import { failed, left, refusal } from "./end.js";

/**
 * What copies of this module share: it hangs on the getter, and no global has to be had. What it
 * reaches strongly is never collected, so it holds copies by weak references.
 */
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
/** What is known of an instance lasts as long as its exports do, whether a wrapper holds it or not. */
const lives = new WeakMap();
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
  const attach = () => {
    life.attach(...chooseGuard(life));
    warn(life);
  };
  if (life.isShared) life.begun = attach;
  else attach();
  life.lineage.current ??= life;
  life.copy = copy;
  lives.set(exports, life);
  newestRef = new WeakRef(life);
  return life.isShared || isGuarded(life) ? guardExports(life) : exports;
}

let newestRef;

/** The instance that was made last by glue that imports this copy, if there still is one. */
export const newest = () => newestRef?.deref();

function chooseGuard(life) {
  const { exports } = life;
  if (isOff()) return [OFF, SWITCHED_OFF];
  // A test runner goes on in the same instance after a failed test.
  if (globalThis[GUARD_SWITCH] !== true && keys(exports).some((name) => name.startsWith("__wbgt_"))) {
    return [PASSIVE, "a test runner drives it"];
  }
  if (flagAddress(life) === undefined) return [DEGRADED, "the glue has no flag of wasm-bindgen's"];
  return [life.delivery, undefined];
}

/** The first body runs of the instance with this number; 0 of one for which no guard is chosen yet. */
export function begin(id) {
  if (lifeOf(id) === unguarded && !isPending(newest())) degrade();
}

/** The guard of an instance with shared memory is chosen when it has started. */
const isPending = (life) => life?.isShared && !life.started;

export function checkGuard(id) {
  const life = newest();
  const [guard, why] = isPending(life) ? chooseGuard(life) : [lifeOf(id).guard, lifeOf(id).why];
  requireGuard(guard, why);
}

/** This copy, as others know it. They hold it weakly, so its instances and this module do not. */
export const copy = { claim, promising: promisingOf };

/** Installs the getter, or joins the copies that an installed one asks. Returns whether it stands. */
export function install() {
  try {
    copies().add(new WeakRef(copy));
    return true;
  } catch {
    // Intrinsics are frozen.
    return false;
  }
}

function copies() {
  const native = getOwnPropertyDescriptor(Instance.prototype, "exports");
  if (native.get[SHARED] !== undefined) return native.get[SHARED];
  const shared = new Set();
  const ask = (question) => {
    for (const ref of shared) {
      const copy = ref.deref();
      const answer = copy && question(copy);
      if (answer !== undefined) return answer;
      if (copy === undefined) shared.delete(ref);
    }
  };
  const get = function exports() {
    const exports = apply(native.get, this, []);
    return ask(({ claim }) => claim(this, exports, importsOf.get(this))) ?? exports;
  };
  get[SHARED] = shared;
  defineProperty(Instance.prototype, "exports", { ...native, get });
  wrapMakers();
  admitPromising(ask);
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

/** Engines take genuine exports only; what stands behind a wrapper, whichever copy made it, is one. */
function admitPromising(ask) {
  replace("promising", (native) => {
    if (typeof native !== "function") return native;
    const make = (f) => apply(native, WebAssembly, [f]);
    return function promising(f) {
      return ask((copy) => copy.promising(f, make)) ?? make(f);
    };
  });
}

/** A promising function of the export behind a wrapper; undefined for what is none of this copy's. */
export function promisingOf(f, make) {
  const original = originals.get(f);
  if (original === undefined) return undefined;
  const { life, name } = original;
  const { lineage } = life;
  let made = null;
  let call;
  return (...args) => {
    const life = lineage.current;
    // The glue keeps what it has once been given.
    if (life !== made) {
      life.uncovered.add(name);
      call = make(life.exports[name]);
      made = life;
    }
    return suspendable(life, name, () => call(...args));
  };
}

/** wasm-bindgen polls tasks that can suspend by it; the promise goes nowhere. */
const TASK_POLL = "__wbg_jspi_task_poll";

/**
 * Calls an export that JavaScript may suspend. While it runs or is suspended the instance counts as
 * busy, and a trap in it ends the instance.
 */
async function suspendable(life, name, begin) {
  const { gate } = life;
  if (gate.shut) {
    if (name === TASK_POLL) return undefined;
    throw refusal(life, name);
  }
  life.others += 1;
  let value;
  try {
    value = await begin();
  } catch (e) {
    life.others -= 1;
    gate.shut = true;
    // Its boundary may have been put back by another call that was suspended meanwhile.
    if (life.read(Word.boundary) === 0) life.write(Word.boundary, UNNAMED);
    throw failed(life, name, gate.depth, life.sp(), e);
  }
  life.others -= 1;
  if (gate.depth === 0 && life.others === 0) {
    // Such calls end in any order, and each has put back what it found.
    life.write(Word.boundary, 0);
    life.write(Word.outer, 0);
  }
  left(life);
  return value;
}
