// How an instance is replaced by the next. The glue makes it, by the function that wasm-bindgen
// writes for `schedule_reinit`; here is decided when.

import { FROM_JS, GUARDS, InstanceAbortError, StaleError, Task, added, endByReset, flagAddress, has, isGuarded, isMadeBy, later, lifeOf, redactedTo, soon, traced } from "./core.js";

const { Instance, Module, compile } = WebAssembly;
const { apply } = Reflect;
const clock = globalThis.performance ?? Date;

/** More tries to make an instance, or ends of one as it starts, in a row, and it stays closed. */
const TRIES = 8;

/** What begins so soon after an instance was made belongs to its start, in ms. */
const STARTING = 1000;

class Restart {
  /** At most so many ends within so many milliseconds; null where only a reset replaces. */
  policy = null;
  recent = [];
  /** How many in a row ended as they started, and how many could not be made. */
  early = 0;
  failures = 0;
  /** How many could not be made, in all. */
  unmade = 0;
  /** When the newest was made. */
  made = clock.now();
  /** Whether a frame on the stack keeps the next instance waiting. */
  isWaiting = false;
  isScheduled = false;
  isWanted = false;

  /** Counts an end, and says so in its error where it is one too many. */
  count(life, error) {
    const { aborts } = life.lineage;
    if (error.kind === "reset") return;
    aborts.set(error.kind, (aborts.get(error.kind) ?? 0) + 1);
    const now = clock.now();
    this.early = this.#isEarly(life, error, now) ? this.early + 1 : 0;
    if (this.policy === null) return;
    this.recent = [...this.recent.filter((time) => now - time <= this.policy.within), now];
    const often = this.#tooOften;
    if (often === undefined) return;
    const causes = [...aborts].map(([kind, times]) => `${times} times ${kind}`).join(", ");
    // Others may: worker-build's shim does.
    error.message += `; wasm-bulkhead replaces it no more, since it ended ${often} (${causes})`;
  }

  /** Whether the instance ended in its start, or in what that has set going. */
  #isEarly({ started, isByItself }, { boundary }, now) {
    return !started || boundary === "start" || (isByItself && now - this.made < STARTING);
  }

  get #tooOften() {
    if (this.recent.length > this.policy.atMost) return `more than ${this.policy.atMost} times too soon`;
    if (this.early > TRIES) return `as it started, ${this.early} times in a row`;
    return undefined;
  }

  /** An instance has ended: the next one is due when the code that runs now is through. */
  begin(life) {
    // What failed in its start functions would fail there again.
    const isDue = this.policy !== null && life.started && this.#tooOften === undefined;
    if (this.isWanted || isDue) this.#soon(life);
  }

  #soon(life) {
    const { module } = life.lineage;
    if (module instanceof BundledModule && !module.isThere) {
      module.fetch().then(() => (module.isThere ? this.#soon(life) : this.#tryAgain(life)));
      return;
    }
    if (hindrance(life) !== undefined || this.isScheduled) return;
    this.isScheduled = true;
    // Not by a timer: where those belong to a request, as on Workers, they end with it.
    soon(() => this.#renew(life));
  }

  #renew(life) {
    this.isScheduled = false;
    const { lineage } = life;
    if (lineage.current !== life) return;
    if (isBusy(life)) {
      this.isWaiting = true;
      return;
    }
    this.isWanted = false;
    try {
      replace(life);
      this.failures = 0;
      // However long it took: what follows soon belongs to its start.
      this.made = clock.now();
    } catch (error) {
      if (lineage.current === life) {
        this.unmade += 1;
        this.#tryAgain(life, error);
      } else if (!isMadeBy(InstanceAbortError, error)) {
        // One that ended in its start has told of that.
        console.error(error);
      }
    }
  }

  /** No instance was made, for want of memory perhaps: it is tried once more, each time later. */
  #tryAgain(life, error = new Error("the module could not be fetched")) {
    this.failures += 1;
    if (this.failures > TRIES) return console.error(error);
    this.isWanted = true;
    later(() => this.#soon(life), 2 ** this.failures);
  }

  /** A frame of an instance that ended has been left. */
  left(life) {
    if (!this.isWaiting || life.lineage.current !== life || isBusy(life)) return;
    this.isWaiting = false;
    soon(() => this.#renew(life));
  }

  reset(life) {
    const why = hindrance(life) ?? (isBusy(life) && life.full === null ? "a frame of the instance is on the stack" : undefined);
    if (why !== undefined) throw new Error(`the instance cannot be reset: ${why}`);
    this.isWanted = true;
    this.early = 0;
    this.failures = 0;
    if (life.full === null) endByReset(life, false);
    else this.#soon(life);
  }
}

const isBusy = ({ gate, others }) => gate.depth > 0 || others > 0;

export function restartOf(life) {
  return (life.lineage.restart ??= new Restart());
}

/** The glue can make a second instance, unless it has no `module`. */
export function __wbh_renewable(id, module) {
  const life = lifeOf(id);
  const { lineage } = life;
  restartOf(life);
  lineage.module = module instanceof Module || module instanceof BundledModule ? module : null;
  if (!(module instanceof BundledModule)) return;
  // It may have been needed already.
  module.fetch().then(() => {
    const { current } = lineage;
    if (current.full !== null) restartOf(current).begin(current);
  });
}

/** From here on an instance that ends is replaced, `atMost` times `within` so many ms. */
export function __wbh_restart(id, atMost, within) {
  restartOf(lifeOf(id)).policy = { atMost, within };
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

/**
 * An object that is an element of an array comes in by an import that asks it for its pointer. Plain
 * glue looks at no mark there, though it has marked the object with the number of its instance, from 0.
 */
added.standIns.push((name, f, imports) => {
  if (!has(name, "_unwrap")) return undefined;
  return (object) => {
    const { generation, lineage } = imports.life;
    const made = generation - 1 + (lineage.restart?.unmade ?? 0);
    if (object?.__wbg_inst < made) throw staleError(lineage);
    return apply(f, undefined, [object]);
  };
});

const staleError = ({ redact }) => {
  const message = "the object is of an instance that has been replaced";
  return redact ? redactedTo(StaleError, message) : traced(() => new StaleError(message), FROM_JS);
};

/** Why the instance cannot be replaced, if it cannot. */
function hindrance(life) {
  if (life.exports !== null && !(life.exports.memory.buffer instanceof ArrayBuffer)) return "its memory is shared";
  if (!isGuarded(life)) return `the guard does not stand in front of it (${GUARDS[life.guard]})`;
  const { module } = life.lineage;
  if (!module) return "this glue cannot make a second one unless wasm-bulkhead-finish finishes it";
  if (module instanceof BundledModule && !module.isThere) return "its module has not been fetched";
}

/** Has the glue make the next instance, which joins on the way. */
function replace(life) {
  const words = life.words();
  const flag = flagAddress(life) >>> 2;
  life.setSp(life.stackBase);
  // Imports trap while the flag is set.
  words[flag] = 0;
  try {
    life.run(Task.restart);
  } catch {
    // Finished glue lets no import return into a closed instance.
  }
  words[flag] = 1;
  life.lineage.callGuard();
  if (life.lineage.current === life) throw new Error("the glue made no other instance");
}
