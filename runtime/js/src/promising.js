// Exports that JavaScript may suspend.

import { UNNAMED, Word } from "./life.js";
import { originals } from "./guard.js";
import { TASK, failed, left, refusal } from "./end.js";
import { report } from "./panics.js";

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

/** wasm-bindgen polls tasks that can suspend by it. Its promise goes nowhere. */
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
    const error = failed(life, name === TASK_POLL ? TASK : name, gate.depth, life.sp(), e);
    if (name !== TASK_POLL || life.full === null) throw error;
    report(life, error);
    return undefined;
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
