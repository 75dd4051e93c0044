// Settings that an application chooses, whatever libraries it is made of.

import { FROM_JS, LIVE, NOTHING, PanicError, Task, identify, lifeOf, nameOf, ready, traced } from "./core.js";

const { WeakSet } = globalThis;

/** What one call of a closure has told of: instances that ended, and lineages whose older ones were replaced. */
const heard = new WeakSet();

/** Whether timers and listeners that go on after an end are silent, after the first that tells of it. */
export function __wbh_silence(id, on) {
  const { lineage } = lifeOf(id);
  lineage.isSilent = on
    ? (ended) => {
        if (!heard.has(ended)) {
          heard.add(ended);
          return false;
        }
        lineage.silenced += 1;
        return true;
      }
    : undefined;
}

/** Whether a panic ends the call that it struck in, and not the instance, in a build where nothing unwinds. */
export function __wbh_panics_end_calls(id, on) {
  const life = lifeOf(id);
  life.callEnds ??= new CallEnds(life);
  life.callEnds.isOn = on;
  // What a panic skips, the next call is to find as it was.
  life.gate.leaky ||= on;
}

/** What Rust is asked of a panic: whether it ends the instance all the same, or to forget it. */
const [MUST_END, FORGET] = [0, 1];

/** The calls of an instance that ended by a panic alone. */
class CallEnds {
  isOn = false;
  /** How many they were. */
  left = 0;
  #life;
  #boundaries = new Set();

  constructor(life) {
    this.#life = life;
  }

  /** The error for the caller of the boundary that a panic ended; undefined if it ends the instance. */
  end(boundary) {
    const life = this.#life;
    if (!this.isOn || life.isStarting || life.run(Task.endCall, MUST_END) !== 0) return undefined;
    const [panic] = life.panics.splice(0);
    const error = panic?.error ?? traced(() => new PanicError("a panic", undefined), FROM_JS);
    error.boundary = boundary;
    error.unwound = false;
    identify(life, error, error.faultId);
    this.#boundaries.add(boundary);
    this.left += 1;
    // The instance lives, also for a fault hook that calls it.
    this.#goOn();
    ready(life, error);
    const visible = life.ready;
    life.ready = undefined;
    // A panic of the fault hook changes nothing.
    if (life.fatal !== NOTHING && life.ask("__wbh_panicking") !== 0) this.#goOn();
    return visible;
  }

  /** The panic is over. */
  #goOn() {
    const life = this.#life;
    life.fatal = NOTHING;
    life.state = LIVE;
    life.gate.shut = false;
    life.panics.length = 0;
    life.run(Task.endCall, FORGET);
  }

  /** Which calls left something locked as they panicked, for the caller of an export; those of its class if there are any. */
  leftBy(symbol) {
    const all = [...this.#boundaries];
    const name = symbol === undefined ? "" : nameOf(this.#life, symbol);
    const same = all.filter((left) => classOf(left) !== undefined && classOf(left) === classOf(name));
    return (same.length > 0 ? same : all).map((left) => `\`${left}\` panicked and left it so`);
  }
}

const classOf = (name) => /^(?:new |get |set )?(.*)\./.exec(name)?.[1];
