// The JavaScript half of wasm-bulkhead, as Rust, the finished glue and the user
// of the package see it. The glue imports these modules before it instantiates,
// so the guard is in place in time.

import { InstanceAbortError, PanicError, PoisonError, StaleError } from "./errors.js";
import { FINISHED, GUARDS, compartmentOf, unguarded } from "./compartment.js";
import { UNJUDGED } from "./end.js";
import { locate, passOn } from "./foreign.js";
import { guardedExports, install, promisingOf } from "./guard.js";
import { BundledModule, reset } from "./renewal.js";

// Intrinsics are taken before anybody can replace them.
const { create } = Object;

// How the guard gets in front of an instance: "plain", by the intrinsics, or
// "finished", by the glue itself, which then calls the functions named after it.
// The crate wasm-bulkhead-finish rewrites the glue and then this line.
const DELIVERY = "plain";

if (DELIVERY === "plain") install();

/** The instance whose glue imports this copy of the module. */
let own = 0;

/** Called from Rust before its first body runs. */
export function adopt(id) {
  own = id;
  const c = compartmentOf(id);
  locate(c);
  link(c);
}

/** Whether a runner of wasm-bindgen tests drives this realm. */
export function underTestRunner() {
  return "__wbg_test_invoke" in globalThis;
}

// ---- what finished glue calls; see the crate wasm-bulkhead-finish

/** Puts the guard in front of what the glue takes for the exports. */
export function finishedExports(exports) {
  return guardedExports(exports, exports, FINISHED);
}

export function finishedPromising(f) {
  return promisingOf(WebAssembly.promising, f);
}

/** Stands for the module in glue of the bundler target, which never sees it. */
export function bundledModule(imports, load) {
  return new BundledModule(imports, load);
}

/** For an object of an instance that has been replaced. */
export function staleObject() {
  return new StaleError("the object is of an instance that has been replaced");
}

/**
 * Answers a call of such a closure, which would have gone on in the function
 * `invoke` of the glue. As in a closed instance, the callbacks of a `JsFuture` are
 * silent, for nobody would hear of their errors.
 */
export function staleClosure(invoke) {
  if (compartmentOf(own).lineage.quiet.has(invoke)) return;
  throw new StaleError("the closure is of an instance that has been replaced");
}

/** The instance that has just told its number, by an import of its own. */
let adopted = null;

/** Tells whose imports are being called from here on. */
export function link(compartment) {
  adopted = compartment;
}

/**
 * Puts a check behind every import, for builds where nothing else keeps a body
 * from going on after JavaScript swallowed the end of its instance. Looked up by
 * need, like the engine does, since one of the modules may be a proxy.
 */
export function finishedImports(imports) {
  const link = { compartment: unguarded };
  const view = (target, map) => new Proxy(create(null), { get: (_, key) => map(target[key]) });
  return view(imports, (module) =>
    view(module, (value) => (typeof value === "function" ? checked(link, value) : value)),
  );
}

function checked(link, f) {
  return (...args) => {
    let result;
    try {
      result = f(...args);
    } catch (e) {
      passOn(link.compartment.id, e);
      throw e;
    }
    if (adopted !== null) {
      link.compartment = adopted;
      adopted = null;
    }
    const { dead, intrinsics } = link.compartment;
    if (intrinsics.dead !== null || dead === UNJUDGED) throw dead;
    return result;
  };
}

// ---- what the feature `js-api` exports

// The glue of unwind builds has a top-level class `PanicError` of its own.
export { PanicError as BulkheadPanicError, InstanceAbortError, PoisonError, StaleError };

export const bulkhead = Object.freeze({
  /** Has `listener` called with every fault, in full; answers with how to stop. */
  onFault(listener) {
    if (typeof listener !== "function") throw new TypeError("onFault takes a function");
    const { listeners } = compartmentOf(own).lineage;
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  state() {
    const c = compartmentOf(own);
    const { generation, deaths } = c.lineage;
    return {
      live: c.dead === null,
      generation,
      guard: GUARDS[c.guard],
      ...(c.dead === null ? {} : { reason: c.dead.message }),
      uncovered: [...c.uncovered],
      deaths: [...deaths.values()].reduce((sum, times) => sum + times, 0),
      causes: Object.fromEntries(deaths),
    };
  },

  /** The number of the instance, 1 at first. */
  get generation() {
    return compartmentOf(own).lineage.generation;
  },

  /** Replaces the instance by a fresh one, be it alive or not. */
  reset() {
    reset(compartmentOf(own));
  },
});
