// An instance of ours begins: by what it is known, and how it is guarded.

import { WeakRef, keys } from "./intrinsics.js";
import { DEGRADED, OFF, PASSIVE, flagAddress, isGuarded, lifeOf, unguarded } from "./life.js";
import { GUARD_SWITCH, SWITCHED_OFF, degrade, isOff, requireGuard, warn } from "./degraded.js";
import { guardExports } from "./guard.js";

/** The export by which an instance tells whose it is. */
export const HELLO = "__wbh_2";

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

/** Puts the guard in front of an instance, if it is to have one. Returns its exports as the glue gets them. */
export function adopt(life) {
  const { exports } = life;
  life.isShared = !(exports.memory.buffer instanceof ArrayBuffer);
  const attach = () => {
    life.attach(...chooseGuard(life));
    warn(life);
  };
  if (life.isShared) {
    life.begun = () => {
      // A thread has its own State, and no place for it before it has started.
      life.moveTo(exports[HELLO]());
      attach();
    };
  } else {
    attach();
  }
  life.lineage.current ??= life;
  life.copy = copy;
  lives.set(exports, life);
  newestRef = new WeakRef(life);
  return life.isShared || isGuarded(life) ? guardExports(life) : exports;
}

/** This copy, as others know it. They hold it weakly, so its instances do not. */
export const copy = {};

/** Instances by their exports: what is known of one lasts as long, whether a wrapper holds it or not. */
export const lives = new WeakMap();

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

/** Throws unless the guard stands in front of the instance. */
export function checkGuard(id) {
  const life = newest();
  const { guard, why } = lifeOf(id);
  requireGuard(...(isPending(life) ? chooseGuard(life) : [guard, why]));
}
