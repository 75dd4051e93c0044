// How the guard gets in front of instances whose glue is as wasm-bindgen wrote it: the getter of
// `WebAssembly.Instance.prototype.exports` asks each copy of this module whether an instance is
// its own, and what makes instances has their imports wrapped. Both pass on what is not ours.

import { Instance, WeakRef, apply, construct, defineProperty, getOwnPropertyDescriptor, keys } from "./intrinsics.js";
import { Life, PLAIN } from "./life.js";
import { HELLO, adopt, copy, greet } from "./adopt.js";
import { Imports } from "./imports.js";
import { promisingOf } from "./promising.js";

/**
 * What copies of this module share: it hangs on the getter, and no global has to be had. What it
 * reaches strongly is never collected, so it holds copies by weak references.
 */
const SHARED = Symbol.for("wasm-bulkhead.copies.2");

/** The number of imports that is known not to be ours in glue for another copy. */
const IMPORT = /^__wbg_+wbh_call_/;

/** Instances of ours, and what the glue gets of them. */
const knownOf = new WeakMap();
/** The imports that instances were made with. */
const importsOf = new WeakMap();

/**
 * The guarded exports of an instance of ours; undefined of any other. An embedder may look at the
 * exports before the instance is handed out, as workerd does: then its imports are not known yet.
 */
function claim(instance, exports, imports) {
  let known = knownOf.get(instance);
  if (known === undefined) {
    const address = typeof exports[HELLO] === "function" ? greet(exports) : undefined;
    if (address === undefined) return undefined;
    const life = new Life(exports, address, PLAIN);
    know(imports, life);
    known = { life, guarded: adopt(life) };
    knownOf.set(instance, known);
  }
  know(imports, known.life);
  return known.guarded;
}

function know(imports, life) {
  if (imports === undefined || imports.life === life) return;
  imports.life = life;
  life.tags = imports.tags;
  life.callGuard = imports.callGuard;
}

/** Installs the getter, or joins the copies that an installed one asks. Returns whether it stands. */
export function install() {
  copy.claim = claim;
  copy.promising = promisingOf;
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
      if (copy === undefined) shared.delete(ref);
      const answer = copy && question(copy);
      if (answer !== undefined) return answer;
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
  return [own, own.wrap(imports)];
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
