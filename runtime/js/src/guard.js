// The guard in front of an instance's exports, for glue as wasm-bindgen wrote it: a wrapper for
// each. No code is generated from strings.

import { Global, Table, apply, create, freeze, keys } from "./intrinsics.js";
import { DOOMED, NOTHING, flagAddress } from "./life.js";
import { START, check, failed, judgeStart, left, refusal } from "./end.js";
import { isClosure, isOfGlue, isQuiet } from "./names.js";
import { report } from "./panics.js";

/** The exports as the glue gets them. */
export function guardExports(life) {
  const { exports } = life;
  life.check = () => check(life);
  const guarded = create(null);
  for (const name of keys(exports)) {
    const value = exports[name];
    if (typeof value === "function") guarded[name] = guardFunction(life, name, value);
    else if (value instanceof Table && name !== "__wbindgen_externrefs") guarded[name] = guardTable(life, value);
    else guarded[name] = value;
  }
  if (flagAddress(life) !== undefined) deferTermination(life, guarded);
  return freeze(Object.fromEntries(Object.entries(guarded)));
}

/** What stands behind a wrapper, and how a promising function is made of that. */
export const originals = new WeakMap();

/** Exports of ours that only the guard calls: they run no body of the user's. */
const isPlumbing = (name) => name.startsWith("__wbh_");

/** Exports that are silent in a closed instance. */
const isDestructor = (name) =>
  name === "__wbindgen_destroy_closure" ||
  name === "__wbindgen_free" ||
  (name.startsWith("__wbg_") && name.endsWith("_free"));

export function guardFunction(life, name, f) {
  if (isPlumbing(name)) return f;
  if (isDestructor(name)) return guardDestructor(life, name, f);
  if (name === START) return guardStart(life, f);
  if (isOfGlue(name)) return guardPassing(life, name, f);
  const guarded = wrap(life, name, f);
  originals.set(guarded, { life, name });
  return guarded;
}

/**
 * A wrapper for each arity, because rest parameters cost several times as much. Their name tells
 * them from the user's frames in a stack, and no minifier changes the key of an object.
 */
function wrap(life, name, f) {
  const { gate } = life;
  switch (f.length) {
    case 0:
      return {
        __wbh_guarded() {
          if (gate.shut) return refuse(life, name);
          const depth = life.room(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
          const sp = gate.leaky ? life.sp() : 0;
          gate.depth = depth + 1;
          let result;
          try {
            result = f();
          } catch (e) {
            gate.shut = true;
            gate.depth = depth;
            life.wake();
            return fail(life, name, depth, sp, e);
          }
          gate.depth = depth;
          return gate.shut ? leave(life, name) : result;
        },
      }.__wbh_guarded;
    case 1:
      return {
        __wbh_guarded(a) {
          if (gate.shut) return refuse(life, name);
          const depth = life.room(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
          const sp = gate.leaky ? life.sp() : 0;
          gate.depth = depth + 1;
          let result;
          try {
            result = f(a);
          } catch (e) {
            gate.shut = true;
            gate.depth = depth;
            life.wake();
            return fail(life, name, depth, sp, e);
          }
          gate.depth = depth;
          return gate.shut ? leave(life, name) : result;
        },
      }.__wbh_guarded;
    case 2:
      return {
        __wbh_guarded(a, b) {
          if (gate.shut) return refuse(life, name);
          const depth = life.room(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
          const sp = gate.leaky ? life.sp() : 0;
          gate.depth = depth + 1;
          let result;
          try {
            result = f(a, b);
          } catch (e) {
            gate.shut = true;
            gate.depth = depth;
            life.wake();
            return fail(life, name, depth, sp, e);
          }
          gate.depth = depth;
          return gate.shut ? leave(life, name) : result;
        },
      }.__wbh_guarded;
    case 3:
      return {
        __wbh_guarded(a, b, c) {
          if (gate.shut) return refuse(life, name);
          const depth = life.room(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
          const sp = gate.leaky ? life.sp() : 0;
          gate.depth = depth + 1;
          let result;
          try {
            result = f(a, b, c);
          } catch (e) {
            gate.shut = true;
            gate.depth = depth;
            life.wake();
            return fail(life, name, depth, sp, e);
          }
          gate.depth = depth;
          return gate.shut ? leave(life, name) : result;
        },
      }.__wbh_guarded;
    default:
      return {
        __wbh_guarded(...args) {
          if (gate.shut) return refuse(life, name);
          const depth = life.room(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
          const sp = gate.leaky ? life.sp() : 0;
          gate.depth = depth + 1;
          let result;
          try {
            result = apply(f, undefined, args);
          } catch (e) {
            gate.shut = true;
            gate.depth = depth;
            life.wake();
            return fail(life, name, depth, sp, e);
          }
          gate.depth = depth;
          return gate.shut ? leave(life, name) : result;
        },
      }.__wbh_guarded;
  }
}

/** Ends a call that failed. */
export function fail(life, name, depth, sp, e) {
  const error = failed(life, name, depth, sp, e);
  // The gate in Rust stopped the call.
  if (life.isEndedElsewhere && isQuiet(life, name)) return NO_ERROR;
  throw error;
}

/**
 * Closes the instance before anything is asked: where the engine's stack is used up, judgement
 * overflows too, and then it stays closed until `check` has seen to it. The wrappers of exports do
 * it with their own hands, for there may be no room for one more frame.
 */
export function shut(life) {
  life.gate.shut = true;
  life.wake();
}

/** What the glue takes for a result, or for several none of which is an error. */
const NO_ERROR = 0;

/** Ends a call into an instance whose gate is shut. */
export const { __wbh_refuse: refuse } = {
  __wbh_refuse(life, name) {
    const { lineage, probing } = life;
    if (probing) lineage.quiet.add(name);
    else check(life);
    if (probing || isQuiet(life, name) || (isClosure(name) && lineage.isSilent?.(life))) return NO_ERROR;
    throw refusal(life, name);
  },
};

/** The instance ended further in, and JavaScript in between swallowed that. */
export function leave(life, name) {
  left(life);
  check(life);
  throw life.visible ?? refusal(life, name);
}

function guardPassing(life, name, f) {
  const { gate } = life;
  return {
    __wbh_intrinsic(a, b, c, d) {
      // The glue has to get through with hooks that are told of the end.
      if (gate.shut && life.others === 0 && life.state !== DOOMED) throw refusal(life, name);
      try {
        return f(a, b, c, d);
      } catch (e) {
        const { depth } = gate;
        shut(life);
        throw failed(life, name, depth, 0, e);
      }
    },
  }.__wbh_intrinsic;
}

/**
 * A panic in a destructor is caught here, because wasm-bindgen's shim has no catch; from a
 * finalizer there is no caller who could be told.
 */
function guardDestructor(life, name, f) {
  const { gate } = life;
  const isObject = name.endsWith("_free") && name !== "__wbindgen_free";
  return (a, b, c) => {
    if (gate.shut) return check(life);
    const depth = life.room(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const sp = gate.leaky ? life.sp() : 0;
    gate.depth = depth + 1;
    try {
      f(a, b, c);
    } catch (e) {
      gate.shut = true;
      gate.depth = depth;
      life.wake();
      const error = failed(life, name, depth, sp, e);
      const isFinalizer = isObject && b === 1;
      // The glue drops closures after their last call, and from finalizers.
      const isUnheard = name === "__wbindgen_destroy_closure" && gate.shut;
      if (!isFinalizer && !isUnheard) throw error;
      if (!gate.shut) report(life, error);
      return;
    }
    gate.depth = depth;
    if (!gate.shut) return;
    left(life);
    check(life);
  };
}

/** Our panic hook stands before the first line of Rust runs, and after those. */
export function guardStart(life, start) {
  const { gate } = life;
  // A thread may be given the size of its shadow stack.
  return (stackSize) => {
    if (gate.shut) return refuse(life, START);
    if (!life.isShared) life.exports.__wbh_install();
    const { depth } = gate;
    gate.depth = depth + 1;
    life.isStarting = true;
    let thrown = NOTHING;
    try {
      start(stackSize);
      gate.depth = depth;
    } catch (e) {
      gate.shut = true;
      shut(life);
      thrown = judgeStart(life, depth, e);
    }
    life.isStarting = false;
    if (!gate.shut) {
      life.begun?.();
      life.exports.__wbh_install();
      life.started = true;
    }
    if (thrown !== NOTHING) throw thrown;
    if (gate.shut) leave(life, START);
  };
}

/** A view of the function table that hands out guarded functions. */
function guardTable(life, table) {
  const wrappers = new WeakMap();
  const get = (index) => {
    const f = table.get(index);
    // The glue is about to call wasm-bindgen's abort hook, once.
    if (f === null || life.announcing) {
      life.announcing = false;
      return f;
    }
    if (!wrappers.has(f)) wrappers.set(f, wrap(life, `function ${index}`, f));
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
 * Keeps wasm-bindgen's own guard from answering first with its plain "Module terminated", and its
 * hook from running on faults that are none: the glue is told that its flag and its hook are where
 * no memory is. What it writes there is lost, what it reads there is false. It finds the hook
 * once, when the instance has ended.
 */
function deferTermination(life, guarded) {
  const hook = guarded.__abort_handler;
  guarded.__instance_terminated = { value: NOWHERE };
  guarded.__abort_handler = {
    get value() {
      if (!life.announce) return NOWHERE;
      life.announce = false;
      life.announcing = true;
      return hook instanceof Global ? hook.value : hook;
    },
  };
}

/** The word before the first: a small integer, and no word of any memory. */
const NOWHERE = -4;
