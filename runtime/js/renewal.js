// How an instance is replaced by the next. The glue does it, by the function that
// wasm-bindgen writes for `schedule_reinit`; here is decided when.

import { InstanceAbortError, registry } from "./errors.js";
import { GUARDS, State, compartmentOf, flagAddress, isGuarded, unguarded } from "./compartment.js";
import { endByReset, hasEnded } from "./end.js";

// Intrinsics are taken before anybody can replace them.
const { Instance, Module, compile } = WebAssembly;
const clock = globalThis.performance ?? Date;

/**
 * Called by every instance before its first body: by `callGuard`, a function of
 * its own, the glue is known, and so are the instances that it made before.
 */
export function join(id, callGuard) {
  const c = compartmentOf(id);
  if (c === unguarded || typeof callGuard !== "function") return;
  const lineage = registry.lineages.get(callGuard);
  if (lineage === undefined) {
    c.lineage.callGuard = callGuard;
    registry.lineages.set(callGuard, c.lineage);
  } else if (c.lineage !== lineage) {
    succeed(lineage, c);
  }
}

/** Puts `c` in the place of the newest instance, whoever has made it. */
function succeed(lineage, c) {
  const old = lineage.current;
  lineage.current = c;
  lineage.generation += 1;
  lineage.waiting = false;
  c.lineage = lineage;
  c.write(State.generation, lineage.generation);
  if (!hasEnded(old)) endByReset(old, true);
  // Only those who hold something of the old instance hold it from here on.
  registry.compartments.delete(old.id);
}

/** The glue can make a second instance, unless it has no `module`. */
export function renewable(id, module) {
  const { lineage } = compartmentOf(id);
  lineage.module = module instanceof Module || module instanceof BundledModule ? module : null;
  if (module instanceof BundledModule) {
    // It may have been needed already.
    module.fetch().then(() => lineage.current.dead !== null && renewSoon(lineage.current));
  }
}

/** A module that a bundler has made an instance of, so that it has to be fetched once more. */
export class BundledModule {
  #imports;
  #load;
  #module = null;
  #fetched;

  constructor(imports, load) {
    this.#imports = imports;
    this.#load = load;
  }

  fetch() {
    return (this.#fetched ??= this.#fetch().catch(() => (this.#fetched = undefined)));
  }

  async #fetch() {
    const response = await this.#load();
    this.#module = await compile(await response.arrayBuffer());
  }

  get isThere() {
    return this.#module !== null;
  }

  instantiate() {
    return new Instance(this.#module, this.#imports);
  }
}

/** From here on an instance that ends is replaced, `atMost` times `within` so many ms. */
export function recover(id, atMost, within) {
  compartmentOf(id).lineage.policy = { atMost, within };
}

/** Counts an end, and says so in its error where it is one too many. */
export function countDeath(lineage, error) {
  const { deaths, policy } = lineage;
  deaths.set(error.kind, (deaths.get(error.kind) ?? 0) + 1);
  if (policy === null) return;
  const now = clock.now();
  lineage.recent = [...lineage.recent.filter((time) => now - time <= policy.within), now];
  if (!isExhausted(lineage)) return;
  const causes = [...deaths].map(([kind, times]) => `${times} times ${kind}`).join(", ");
  error.message += `; closed for good, since it ended more than ${policy.atMost} times too soon (${causes})`;
}

const isExhausted = ({ policy, recent }) => recent.length > policy.atMost;

/** Has an instance that ended replaced, when the code that runs now is through. */
export function renewSoon(c) {
  const { lineage } = c;
  if (lineage.policy === null || isExhausted(lineage)) return;
  const { module } = lineage;
  if (module instanceof BundledModule && !module.isThere) {
    module.fetch().then(() => module.isThere && renewSoon(c));
    return;
  }
  if (hindrance(c) !== undefined) return;
  // What failed in its start would fail again.
  if (c.started) queueMicrotask(() => renew(c));
}

function renew(c) {
  const { lineage } = c;
  if (lineage.current !== c) return;
  if (isBusy(c)) {
    lineage.waiting = true;
    return;
  }
  try {
    replace(c);
  } catch (error) {
    // An instance that ended in its start has told of that.
    if (!(error instanceof InstanceAbortError)) console.error(error);
  }
}

/** A frame of an instance that ended has been left. */
export function left(c) {
  const { lineage } = c;
  if (!lineage.waiting || lineage.current !== c || isBusy(c)) return;
  lineage.waiting = false;
  queueMicrotask(() => renew(c));
}

const isBusy = (c) => c.depth > 0 || c.others > 0;

/** Replaces the instance at the wish of the host. */
export function reset(c) {
  const why = hindrance(c) ?? (isBusy(c) ? "a frame of the instance is on the stack" : undefined);
  if (why !== undefined) throw new Error(`the instance cannot be reset: ${why}`);
  if (!hasEnded(c)) endByReset(c, false);
  // A listener may have had the same wish.
  if (c.lineage.current === c) replace(c);
}

/** Why the instance cannot be replaced, if it cannot. */
function hindrance(c) {
  if (c.exports !== null && !(c.exports.memory.buffer instanceof ArrayBuffer)) return "its memory is shared";
  if (!isGuarded(c)) return `the guard does not stand in front of it (${GUARDS[c.guard]})`;
  const { module } = c.lineage;
  if (!module) return "this glue cannot make a second one unless wasm-bulkhead-finish finishes it";
  if (module instanceof BundledModule && !module.isThere) return "its module has not been fetched";
}

/** Has the glue make the next instance, which joins on the way. */
function replace(c) {
  const flag = flagAddress(c) >>> 2;
  c.setStackPointer(c.stackBase);
  // Imports trap while the flag is set.
  c.words()[flag] = 0;
  try {
    c.exports.__wasm_bulkhead_reinit();
  } catch {
    // Finished glue lets no import return into a closed instance.
  }
  c.words()[flag] = 1;
  c.lineage.callGuard();
  if (c.lineage.current === c) throw new Error("the glue made no other instance");
}
