// The guard between the glue and an instance's exports. No intrinsic is replaced
// by it but the getter of `WebAssembly.Instance.prototype.exports`, and where
// there is one `WebAssembly.promising`; both pass on what is not ours. No code is
// generated from strings.

import { GUARD_SWITCH, registry } from "./errors.js";
import { Compartment, DEGRADED, FINISHED, OFF, PASSIVE, PLAIN, State, compartmentOf, flagAddress, isGuarded } from "./compartment.js";
import { report } from "./faults.js";
import { UNJUDGED, endUnjudged, fail, recover } from "./end.js";
import { left } from "./renewal.js";

// Intrinsics are taken before anybody can replace them.
const { create, defineProperty, entries, freeze, fromEntries, getOwnPropertyDescriptor, keys } = Object;
const { Instance, Global, Table } = WebAssembly;
const { apply } = Reflect;

// Versions of wasm-bindgen, by patch level of 0.2, whose glue the guard knows.
const KNOWN_GLUE = [130];

/** Puts the guard in front of every instance of ours that is yet to come. */
export function install() {
  registry.installed ??= replaceIntrinsics();
}

function replaceIntrinsics() {
  const native = getOwnPropertyDescriptor(Instance.prototype, "exports");
  if (!native || !native.configurable || typeof native.get !== "function") return false;
  const read = native.get;
  try {
    defineProperty(Instance.prototype, "exports", {
      ...native,
      get() {
        return guardedExports(this, apply(read, this, []), PLAIN);
      },
    });
    admitPromising();
    return true;
  } catch {
    return false;
  }
}

/** What stands behind a wrapper: its compartment, its name and the export. */
const ORIGINALS = new WeakMap();

/**
 * Has `make`, which is `WebAssembly.promising`, make a promising function of the
 * export behind a wrapper: engines take genuine ones only. While a call of it runs
 * or is suspended, the instance counts as busy.
 */
export function promisingOf(make, f) {
  const original = ORIGINALS.get(f);
  if (original === undefined) return make(f);
  const { compartment, name } = original;
  const { lineage } = compartment;
  let made = null;
  let call;
  const makeFor = (c) => {
    c.uncovered.add(name);
    call = make(c.exports[name]);
    made = c;
  };
  makeFor(compartment);
  return (...args) => {
    const c = lineage.current;
    // The glue keeps what it has once been given.
    if (c !== made) makeFor(c);
    c.others += 1;
    const ended = () => {
      c.others -= 1;
      left(c);
    };
    let promise;
    try {
      promise = call(...args);
    } catch (e) {
      ended();
      throw e;
    }
    promise.then(ended, ended);
    return promise;
  };
}

function admitPromising() {
  const native = getOwnPropertyDescriptor(WebAssembly, "promising");
  if (typeof native?.value !== "function") return;
  defineProperty(WebAssembly, "promising", {
    ...native,
    value: function promising(f) {
      return promisingOf((f) => apply(native.value, this, [f]), f);
    },
  });
}

export function guardedExports(instance, exports, delivery) {
  if (typeof exports.__wasm_bulkhead_state !== "function") return exports;
  let guarded = registry.guarded.get(instance);
  if (guarded === undefined) {
    guarded = guardExports(exports, delivery);
    registry.guarded.set(instance, guarded).set(guarded, guarded);
  }
  return guarded;
}

function guardExports(exports, delivery) {
  const compartment = new Compartment(registry.next++, exports, delivery);
  const shared = !(exports.memory.buffer instanceof ArrayBuffer);
  if (!shared) compartment.attach(chooseGuard(compartment));
  registry.compartments.set(compartment.id, compartment);
  if (!shared && !isGuarded(compartment)) return exports;

  const guarded = create(null);
  for (const name of keys(exports)) {
    const value = exports[name];
    if (typeof value === "function") {
      guarded[name] = wrap(compartment, name, value);
      ORIGINALS.set(guarded[name], { compartment, name, f: value });
    } else {
      const isFunctions = value instanceof Table && name !== "__wbindgen_externrefs";
      guarded[name] = isFunctions ? guardTable(compartment, value) : value;
    }
  }
  if (flagAddress(compartment) !== undefined) deferTermination(compartment, guarded);
  // An object that was filled by key stays a hash table in V8; one made of entries is read faster.
  return freeze(fromEntries(entries(guarded)));
}

function chooseGuard(compartment) {
  const { exports } = compartment;
  const wanted = globalThis[GUARD_SWITCH];
  if (wanted === false) return OFF;
  // A test runner goes on in the same instance after a failed test.
  if (wanted !== true && keys(exports).some((name) => name.startsWith("__wbgt_"))) return PASSIVE;
  compartment.address = exports.__wasm_bulkhead_state();
  if (flagAddress(compartment) === undefined) return DEGRADED;
  // Whoever finished the glue has looked at all of it.
  if (compartment.delivery === FINISHED) return FINISHED;
  return KNOWN_GLUE.includes(compartment.read(State.wasmBindgen)) ? PLAIN : DEGRADED;
}

/** A view of the function table that answers with guarded functions. */
function guardTable(c, table) {
  const wrappers = new WeakMap();
  const get = (index) => {
    const f = table.get(index);
    // The glue is about to call wasm-bindgen's abort hook, once.
    if (f === null || c.announcing) {
      c.announcing = false;
      return f;
    }
    if (!wrappers.has(f)) wrappers.set(f, wrap(c, `function ${index}`, f));
    return wrappers.get(f);
  };
  return create(Table.prototype, {
    length: { get: () => table.length },
    get: { value: get },
    set: { value: (...args) => table.set(...args) },
    grow: { value: (...args) => table.grow(...args) },
  });
}

/**
 * Keeps wasm-bindgen's own guard from answering first with its plain "Module
 * terminated", and its hook from running on faults that are none: the glue is
 * told that its flag and its hook are where no memory is. What it writes there is
 * lost, what it reads there is false. It finds the hook once, when the instance
 * has ended.
 */
function deferTermination(compartment, guarded) {
  const hook = guarded.__abort_handler;
  guarded.__instance_terminated = { value: NOWHERE };
  guarded.__abort_handler = {
    get value() {
      if (!compartment.announce) return NOWHERE;
      compartment.announce = false;
      compartment.announcing = true;
      return hook instanceof Global ? hook.value : hook;
    },
  };
}

/** The last word of the address space, which no allocator hands out memory up to. */
const NOWHERE = 2 ** 32 - 4;

/** Exports of ours that the guard itself calls: they run no body of the user's. */
const isPlumbing = (name) => name.startsWith("__wasm_bulkhead_");

/** Exports by which the glue passes arguments and results; no body is behind them. */
const isIntrinsic = (name) => /^__(wbindgen_(malloc|realloc|exn_store)$|externref_)/.test(name);

/** Exports that are silent in a closed instance: destructors. */
const isDestructor = (name) =>
  name === "__wbindgen_destroy_closure" ||
  name === "__wbindgen_free" ||
  (name.startsWith("__wbg_") && name.endsWith("_free"));

function wrap(c, name, f) {
  if (isPlumbing(name)) return f;
  if (isDestructor(name)) return wrapDestructor(c, name, f);
  if (name === "__wbindgen_start") f = startOf(c, f);
  const gate = isIntrinsic(name) ? c.intrinsics : c;
  // One closure for each arity: rest parameters cost several times as much.
  switch (f.length) {
    case 0:
      return () => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f();
        } catch (e) {
          const { dead } = c;
          c.depth = depth;
          c.dead ??= UNJUDGED;
          return failed(c, name, depth, sp, e, dead);
        }
        return leave(c, name, gate, depth, result);
      };
    case 1:
      return (a) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(a);
        } catch (e) {
          const { dead } = c;
          c.depth = depth;
          c.dead ??= UNJUDGED;
          return failed(c, name, depth, sp, e, dead);
        }
        return leave(c, name, gate, depth, result);
      };
    case 2:
      return (a, b) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(a, b);
        } catch (e) {
          const { dead } = c;
          c.depth = depth;
          c.dead ??= UNJUDGED;
          return failed(c, name, depth, sp, e, dead);
        }
        return leave(c, name, gate, depth, result);
      };
    case 3:
      return (a, b, d) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(a, b, d);
        } catch (e) {
          const { dead } = c;
          c.depth = depth;
          c.dead ??= UNJUDGED;
          return failed(c, name, depth, sp, e, dead);
        }
        return leave(c, name, gate, depth, result);
      };
    default:
      return (...args) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(...args);
        } catch (e) {
          const { dead } = c;
          c.depth = depth;
          c.dead ??= UNJUDGED;
          return failed(c, name, depth, sp, e, dead);
        }
        return leave(c, name, gate, depth, result);
      };
  }
}

/**
 * Destructors are silent in a closed instance. A panic in one is caught here,
 * because wasm-bindgen's shim has no catch; from a finalizer there is no caller
 * who could be told.
 */
function wrapDestructor(c, name, f) {
  const object = /^__wbg_(.+)_free$/.exec(name)?.[1];
  if (object !== undefined) name = `${className(c, object)}.free`;
  return (pointer, second, third) => {
    if (c.dead !== null) return;
    const { depth } = c;
    const sp = enter(c, depth);
    try {
      f(pointer, second, third);
    } catch (e) {
      const { dead } = c;
      c.depth = depth;
      c.dead ??= UNJUDGED;
      beginJudgement(c, depth, dead);
      const error = recover(c, depth, sp, e, object && name) ?? fail(c, name, depth, sp, e);
      const isFinalizer = object !== undefined && second === 1;
      // The glue drops closures after their last call, and from finalizers.
      const isUnheard = name === "__wbindgen_destroy_closure" && c.dead !== null;
      if (!isFinalizer && !isUnheard) throw error;
      if (c.dead === null) report(c.id, error);
    }
    c.depth = depth;
    if (c.dead !== null) left(c);
  };
}

/**
 * The name of a class as the user spells it. wasm-bindgen writes it in lower
 * case; an annotated struct leaves its own in the name of an export.
 */
function className(c, lowerCase) {
  const names = keys(c.exports)
    .filter((name) => name.startsWith(CLASS))
    .map((name) => name.slice(CLASS.length + PACKAGE));
  const symbol = (name) => name.toLowerCase().replaceAll(".", "__");
  return names.find((name) => symbol(name) === lowerCase) ?? lowerCase;
}

const CLASS = "__wasm_bulkhead_class_";
const PACKAGE = "0123456789abcdef_".length;

/** Our panic hook stands before the first line of Rust runs, and after those. */
function startOf(c, start) {
  return () => {
    const shared = c.address === 0;
    if (!shared) c.exports.__wasm_bulkhead_install();
    start();
    if (shared) c.attach(chooseGuard(c));
    c.exports.__wasm_bulkhead_install();
    c.started = true;
  };
}

/** What the glue reads as "no error" where an export may return one. */
const NO_ERROR = freeze([0, 0, 0, 0]);

/** Answers a call into a closed instance. */
function refuse(c, name) {
  if (c.dead === UNJUDGED) endUnjudged(c, name);
  left(c);
  if (c.probing) c.lineage.quiet.add(name);
  if (!c.lineage.quiet.has(name)) throw c.dead;
  return NO_ERROR;
}

/** Ends a call that failed, by an error unless the export is one of the quiet. */
function failed(c, name, depth, sp, e, dead) {
  beginJudgement(c, depth, dead);
  const error = fail(c, name, depth, sp, e);
  if (c.dead === null || !c.lineage.quiet.has(name)) throw error;
  return NO_ERROR;
}

/**
 * Until here the instance counts as closed, by `UNJUDGED`: a trap may strike where
 * the engine's stack has no room for a single frame more, and JavaScript may
 * swallow the overflow. So wrappers close it before they call anybody, and it is
 * given back what it was only where there is room to judge in.
 */
function beginJudgement(c, depth, dead) {
  dig(FRAMES);
  c.depth = depth + 1;
  c.dead = dead;
}

/** More of them than judgement needs, and none with less in it. */
const FRAMES = 128;

/** Fails unless the stack has room for so many frames. */
const dig = (frames) => (frames === 0 ? 0 : 1 + dig(frames - 1));

/** Answers with the shadow stack pointer to go back to. */
export function enter(c, depth) {
  const sp = depth === 0 && c.others === 0 ? c.stackBase : c.getStackPointer();
  c.depth = depth + 1;
  return sp;
}

function leave(c, name, gate, depth, result) {
  c.depth = depth;
  // The instance ended further in, and JavaScript in between swallowed it.
  if (gate.dead !== null) return refuse(c, name);
  return result;
}

/**
 * Finds the export through which the callbacks of a `JsFuture` enter: in a
 * closed instance their error would go to a promise that nobody can see, and be
 * reported as an unhandled rejection. Answers with a thenable for the probe.
 */
export function futureProbe(id) {
  const c = compartmentOf(id);
  return {
    then(...callbacks) {
      const { dead } = c;
      c.dead ??= c;
      c.probing = true;
      try {
        for (const callback of callbacks) {
          // In finished glue a closure has the function by which it is called; names do not outlast minifiers.
          const { __wasm_bulkhead_invoke: invoke } = callback;
          if (invoke !== undefined) c.lineage.quiet.add(invoke);
          callback();
        }
      } finally {
        c.probing = false;
        c.dead = dead;
      }
    },
  };
}
