// Which instances one glue makes one after the other. Whoever makes one, it joins on its way.

import { Word, lifeOf, release } from "./life.js";
import { endByReset } from "./end.js";
import { begin } from "./adopt.js";
import { ENDED } from "./life.js";

/** By a function of the glue that makes them. */
const lineages = new WeakMap();

/** Called by every instance before its first body. Its glue is known by a function that it has. */
export function joinLineage(id) {
  const life = lifeOf(id);
  begin(id);
  const callGuard = callGuardOf(life);
  if (typeof callGuard !== "function") return;
  const lineage = lineages.get(callGuard);
  if (lineage === undefined) {
    life.lineage.callGuard = callGuard;
    lineages.set(callGuard, life.lineage);
  } else if (life.lineage !== lineage) {
    succeed(lineage, life);
  }
}

function callGuardOf(life) {
  try {
    return life.callGuard?.();
  } catch {
    // The glue has none: it cannot make another instance.
    return undefined;
  }
}

/** Puts `life` in the place of the newest instance. */
export function succeed(lineage, life) {
  const old = lineage.current;
  lineage.current = life;
  life.lineage = lineage;
  life.generation = old.generation + 1;
  life.write(Word.generation, life.generation);
  if (old.state !== ENDED) endByReset(old, true);
  release(old);
}
