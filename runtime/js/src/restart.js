// How an instance is replaced by the next. The glue makes it, by the function that wasm-bindgen
// writes for `schedule_reinit`; here is decided when.

import { GUARDS, InstanceAbortError, Task, endByReset, flagAddress, isGuarded, later, lifeOf, soon } from "./core.js";

const { Instance, Module, compile } = WebAssembly;
const clock = globalThis.performance ?? Date;

/** More starts that failed in a row than these, and the instance stays closed. */
const FAILED_STARTS = 8;

class Restart {
  /** At most so many ends within so many milliseconds; null where only a reset replaces. */
  policy = null;
  recent = [];
  failedStarts = 0;
  /** Whether a frame on the stack keeps the next instance waiting. */
  isWaiting = false;
  /** Whether a task has gone by since the last instance was made. */
  isFresh = true;
  isScheduled = false;
  isWanted = false;

  /** Counts an end, and says so in its error where it is one too many. */
  count({ lineage, started }, error) {
    const { deaths } = lineage;
    if (error.kind !== "reset") deaths.set(error.kind, (deaths.get(error.kind) ?? 0) + 1);
    this.failedStarts = started ? 0 : this.failedStarts + 1;
    if (this.policy === null || error.kind === "reset") return;
    const now = clock.now();
    this.recent = [...this.recent.filter((time) => now - time <= this.policy.within), now];
    if (!this.isExhausted) return;
    const causes = [...deaths].map(([kind, times]) => `${times} times ${kind}`).join(", ");
    error.message += `; closed for good, since it ended more than ${this.policy.atMost} times too soon (${causes})`;
  }

  get isExhausted() {
    return this.policy !== null && this.recent.length > this.policy.atMost;
  }

  /** An instance has ended: the next one is due when the code that runs now is through. */
  begin(life) {
    if (this.isWanted || (this.policy !== null && !this.isExhausted)) this.#soon(life);
  }

  #soon(life) {
    const { module } = life.lineage;
    if (module instanceof BundledModule && !module.isThere) {
      module.fetch().then(() => module.isThere && this.#soon(life));
      return;
    }
    if (hindrance(life) !== undefined || this.isScheduled) return;
    // What failed in its start would fail again; a few times it may be the world that has changed.
    if (this.failedStarts > 0 && (!this.isWanted || this.failedStarts > FAILED_STARTS)) return;
    this.isScheduled = true;
    // One in each task, so that an instance that ends again and again leaves the others their turns.
    (this.isFresh ? soon : later)(() => this.#renew(life));
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
    this.isFresh = false;
    later(() => (this.isFresh = true));
    try {
      replace(life);
    } catch (error) {
      // An instance that ended in its start has told of that.
      if (!(error instanceof InstanceAbortError)) console.error(error);
      if (lineage.current === life) later(() => this.#again(life));
    }
  }

  /** No instance was made: it is tried once more. */
  #again(life) {
    this.failedStarts += 1;
    if (this.failedStarts <= FAILED_STARTS) {
      this.isWanted = true;
      this.#soon(life);
    }
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
    this.failedStarts = 0;
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
  // It may have been needed already.
  if (module instanceof BundledModule) module.fetch().then(() => restartOf(life).begin(lineage.current));
}

/** From here on an instance that ends is replaced, `atMost` times `within` so many ms. */
export function __wbh_recover(id, atMost, within) {
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

/** Why the instance cannot be replaced, if it cannot. */
function hindrance(life) {
  if (life.exports !== null && !(life.exports.memory.buffer instanceof ArrayBuffer)) return "its memory is shared";
  if (!isGuarded(life)) return `the guard does not stand in front of it (${GUARDS[life.guard]})`;
  const { module } = life.lineage;
  if (module === undefined) return "the application has not asked for that, by `Bulkhead::resettable` or `recover`";
  if (module === null) return "this glue cannot make a second one unless wasm-bulkhead-finish finishes it";
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
