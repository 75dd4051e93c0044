// What JavaScript knows of one instance, and of those that one glue makes one after the other.

import { Global, Int32Array, Uint8Array, WeakRef, apply, create, promised, whenResolved } from "./intrinsics.js";

/** How an instance is guarded, in the order of runtime/src/state.rs. */
export const GUARDS = ["degraded", "plain", "finished", "passive", "off"];
export const [DEGRADED, PLAIN, FINISHED, PASSIVE, OFF] = [0, 1, 2, 3, 4];

/**
 * Where an instance is on its way: only `LIVE` lets a body in. A panic that nothing can catch dooms
 * it, and whatever leaves it is judged.
 */
export const [LIVE, DOOMED, JUDGING, CLOSING, ENDED] = [0, 1, 2, 3, 4];

/** Words of the State in linear memory; see runtime/src/state.rs. */
export const Word = { unwind: 1, guard: 2, instance: 3, boundary: 4, outer: 5, promise: 7, generation: 8, data: 9, dataEnd: 10 };

/** What Rust runs for us; see runtime/src/state.rs. */
export const Task = { hook: 0, poll: 1, restart: 2, holder: 3, chained: 4, endCall: 5 };

/** The boundary of an entry whose body has not told its name. */
export const UNNAMED = 1;

/** What every call of an export looks at. */
export class Gate {
  /** How many exports are being executed. */
  depth = 0;
  /** Whether no body may run: set before anything is known, so that a trap on the last frame that
   * fits closes as well. */
  shut = false;
  /** Whether calls have to remember the shadow stack pointer; see `failed` in end.js. */
  leaky = false;
}

/** What the instances that one glue makes, one after the other, have in common. */
export class Lineage {
  /** The newest of them. */
  current = null;
  /** A function of the glue's that makes the next instance when one is due. */
  callGuard = undefined;
  /** Another that calls wasm-bindgen's abort hook, where it does not do so by itself. */
  abortHook = undefined;
  /** What it is made of: undefined where it was not asked, null where the glue has no such thing. */
  module = undefined;
  /** How an instance that ended is replaced; see restart.js. */
  restart = null;
  /** How often one ended, by kind. */
  aborts = new Map();
  /** Listeners of `bulkhead.onFault`. */
  listeners = new Set();
  /** Whether errors keep the details to the listeners and the hook. */
  redact = false;
  /** Exports that a closed instance lets return without a body. */
  quiet = new Set();
  /** Whether a call of a closure of an ended instance is silent, and how many were; see settings.js. */
  isSilent = undefined;
  silenced = 0;
  vault = undefined;
}

/** What the file of a feature adds to the core as it is loaded, which is before any instance is made. */
export const added = { standIns: [] };

/** Weakly, by number; no map, whose methods a page may have replaced. */
const lives = create(null);
const { deref } = WeakRef.prototype;
let last = 0;

export class Life {
  constructor(exports, address, delivery, gate = new Gate(), lineage = new Lineage()) {
    this.id = ++last;
    this.exports = exports;
    this.moveTo(address);
    this.delivery = delivery;
    /** Its number in the lineage. */
    this.generation = 1;
    this.gate = gate;
    this.lineage = lineage;
    this.guard = DEGRADED;
    this.why = undefined;
    this.state = LIVE;
    /** The error in full of what ended it, and what callers see of that. */
    this.full = null;
    this.visible = null;
    /** What is to be done at its end, and how much of that has been begun. */
    this.steps = [];
    this.step = 0;
    /** What a call failed by that nobody has judged. */
    this.unjudged = undefined;
    /** How many other calls are under way: of hooks, and those that JavaScript may suspend. */
    this.others = 0;
    this.started = typeof exports?.__wbindgen_start !== "function";
    /** Whether a panic that is caught now ends the instance all the same, and the one that does. */
    this.isStarting = false;
    this.fatalPanic = null;
    /** A trap that JavaScript held back, so that Rust could be left. */
    this.fatal = NOTHING;
    /** Whether nobody called the export that ended it: its start, a task or a closure did. */
    this.isByItself = false;
    this.unwind = false;
    /** Panics whose catch is outstanding, in the order they struck. */
    this.panics = [];
    /** Errors of panics that wasm-bindgen caught and that have been told of, until the next are. */
    this.overcome = [];
    /** The panic that Rust speaks of. */
    this.found = null;
    /** The error that is ready to be thrown, and the fault that the hook is told of. */
    this.ready = undefined;
    this.fault = null;
    /** JavaScript exceptions on their way through Rust, by the last bits of their numbers. */
    this.passing = [];
    this.passed = 0;
    /** The error that an import has just thrown; what leaves an export is compared with it. */
    this.thrown = NOTHING;
    /** An exception on its way back into Rust. */
    this.saved = undefined;
    /** What to throw in place of the exception that leaves a raw export. */
    this.replacement = NOTHING;
    /** Whether the exception that is thrown left the State as it was before its boundary. */
    this.isPutBack = false;
    /** The export whose failure is being looked into. */
    this.failing = undefined;
    /** Whether its end is being seen to. */
    this.isFinishing = false;
    /** The tags of JavaScript exceptions in wasm. */
    this.tags = [];
    /** Returns a function of the glue's, or throws if that has none; see lineage.js. */
    this.callGuard = undefined;
    this.isShared = false;
    this.reason = null;
    this.hasHook = false;
    /** What ends a call by its panic, and not the instance; see settings.js. */
    this.callEnds = undefined;
    /** What others know this copy of the module by. */
    this.copy = undefined;
    /** Exports that the guard does not cover. */
    this.uncovered = new Set();
    /** Whether an export is being looked for; see `probe` in futures.js. */
    this.probing = false;
    /** Called with the ending error at the end. */
    this.waiting = [];
    /** Whether another thread has ended it. */
    this.isEndedElsewhere = false;
    /** What instances with a shared memory know of each other. */
    this.threads = null;
    this.names = undefined;
    /** Whether the glue has still to be told of the abort; see `deferTermination`. */
    this.announce = false;
    this.announcing = false;
    this.stackBase = 0;
    this.check = () => {};
    this.rearm();
    this.view = null;
    if (exports === null) return;
    for (const id in lives) if (lifeOf(id) === unguarded) delete lives[id];
    lives[this.id] = new WeakRef(this);
  }

  /** Reads what must wait until the instance's memory is in order. */
  attach(guard, why) {
    const { exports } = this;
    this.guard = guard;
    this.why = why;
    this.write(Word.instance, this.id);
    this.write(Word.guard, guard);
    this.write(Word.generation, this.generation);
    this.unwind = this.read(Word.unwind) !== 0;
    if (exports.__wbh_sp_set) this.stackBase = this.sp();
  }

  /** The State lies there. */
  moveTo(address) {
    this.address = address >>> 2;
  }

  words() {
    // A view of memory that has grown has no words.
    if (this.view === null || this.view.length === 0) this.view = new Int32Array(this.exports.memory.buffer);
    return this.view;
  }
  read(word) {
    return this.words()[this.address + word] >>> 0;
  }
  write(word, value) {
    this.words()[this.address + word] = value;
  }

  sp() {
    return this.exports.__wbh_sp_get?.() ?? 0;
  }
  setSp(sp) {
    this.exports.__wbh_sp_set?.(sp);
  }

  run(task, argument = 0) {
    return this.exports.__wbh_run(task, argument);
  }

  /**
   * Runs a task in which the user's code runs beside the calls. Returns what it threw, or `NOTHING`,
   * and puts back what that skipped.
   */
  runAside(task, argument = 0) {
    const sp = this.sp();
    const boundary = this.read(Word.boundary);
    const outer = this.read(Word.outer);
    this.others += 1;
    try {
      this.run(task, argument);
      return NOTHING;
    } catch (e) {
      this.setSp(sp);
      this.write(Word.boundary, boundary);
      this.write(Word.outer, outer);
      this.thrown = NOTHING;
      return e;
    } finally {
      this.others -= 1;
    }
  }

  /**
   * Makes `wake`, which has `check` of end.js run in a microtask. No call takes less of the engine's
   * stack than that of such a function without an argument.
   */
  rearm() {
    const { promise, resolve } = promised();
    this.wake = resolve;
    whenResolved(promise, () => {
      this.rearm();
      this.check();
    });
  }

  /**
   * How many exports are being executed, by a call with more arguments than that of `wake`: it fails
   * where the stack has no room for either, and then no body has run. Engines inline it. For what it
   * reads they may have to go back to its frame, so they keep room for that; for an empty function they
   * do not.
   */
  room() {
    return this.gate.depth;
  }

  /** Lets no body in any more: what has struck ends the instance once its frames have been left. */
  doom() {
    this.gate.shut = true;
    this.state = DOOMED;
    this.wake();
  }

  /** The boundary in a word of the State, if it has a name. */
  boundaryIn(word) {
    try {
      return this.textAt(this.read(word));
    } catch {
      return undefined;
    }
  }

  /** The text that ends with a NUL at an address, without its mark. */
  textAt(address) {
    if (address <= UNNAMED) return undefined;
    const bytes = new Uint8Array(this.exports.memory.buffer, address);
    const end = bytes.indexOf(0);
    if (end < 1 || end > 4096) return undefined;
    return decode(bytes, bytes[0] === MARK ? 1 : 0, end);
  }

  /** Asks the instance after a trap, when anything may be broken; 0 is its answer then. */
  ask(question) {
    try {
      return this.exports[question]?.() ?? 0;
    } catch {
      return 0;
    }
  }
}

/** What no code can have thrown. */
export const NOTHING = {};

/** What marks the names of exports in linear memory; see runtime/src/name.rs. */
export const MARK = 0xff;

const decoder = new TextDecoder();
export const decode = (bytes, from, to) => decoder.decode(bytes.slice(from, to));

/** Stands in for an instance that no guard has seen. */
export const unguarded = new Life(null, 0, DEGRADED);

export function lifeOf(id) {
  const life = lives[id];
  return (life && apply(deref, life, [])) ?? unguarded;
}

/** The instance is found by its number no longer. */
export const release = (life) => void delete lives[life.id];

/** Whether the guard stands in front of the instance. */
export const isGuarded = ({ guard }) => guard === PLAIN || guard === FINISHED;

/** Where wasm-bindgen's flag is; a module that an embedder imported has no `Global`. */
export function flagAddress({ exports }) {
  const flag = exports.__instance_terminated;
  return flag instanceof Global ? flag.value : flag;
}
