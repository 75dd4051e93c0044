// An instance of ours begins: by what it is known, and how it is guarded.

import { keys } from "./intrinsics.js";
import { DEGRADED, OFF, PASSIVE, flagAddress, isGuarded } from "./life.js";
import { guardExports } from "./guard.js";

const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");

/** The export by which an instance tells whose it is. */
export const HELLO = "__wasm_bulkhead_2";

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
  const attach = () => life.attach(...chooseGuard(life));
  if (life.isShared) life.begun = attach;
  else attach();
  life.lineage.current ??= life;
  newest = life;
  return life.isShared || isGuarded(life) ? guardExports(life) : exports;
}

/** The instance that was made last by glue that imports this copy. */
export let newest;

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
