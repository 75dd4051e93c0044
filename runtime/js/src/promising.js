// Exports that JavaScript may suspend.

import { originalOf } from "./guard.js";
import { failed, left } from "./end.js";

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
