// One instance under test: what is made of it, what came of its calls, and what was wrong.

import { inMacrotask } from "../host.mjs";

// Errors that a live instance may throw at any time.
const ORDINARY = [
  /^refused$/, // the Err of functions::refuse
  /^thrown by JavaScript$/,
  /^closure invoked recursively or after being dropped$/,
];

export const thrownByJs = () => new Error("thrown by JavaScript");

// How many of a kind are kept at most.
const KEPT = 48;

export class Subject {
  objects = [];
  sheds = [];
  closures = [];
  counters = [];
  onces = [];
  gates = [];
  // Promises of async exports that nobody has settled.
  pending = 0;
  // Timers and microtasks still to come.
  outstanding = 0;
  // Calls of an ended instance that were answered as if it lived.
  answered = 0;
  // Calls of an ended instance that were refused.
  refused = 0;
  // Panics that were caught and given to the caller.
  panics = 0;
  // The faults told to the listener, and by the hook in Rust, by id.
  heard = new Map();
  told = new Map();
  // Faults of which the listener heard that ended the instance.
  ends = 0;
  droppedClosure = false;
  #wrong = new Map();
  #random;

  constructor({ exports, wasm, probe }, random, guarded) {
    Object.assign(this, { exports, wasm, probe, guarded });
    this.#random = random;
    if (guarded) exports.bulkhead.onFault((fault) => this.#hear(fault));
  }

  // The namespace that src/imports.rs reaches.
  get imports() {
    return {
      visit: (depth) => this.visit(depth),
      later: (callback) => this.later(callback),
      gate: () => this.gate(),
      lend: (closure) => closure(),
      hooked: (fault) => void this.told.set(fault, (this.told.get(fault) ?? 0) + 1),
    };
  }

  #hear(fault) {
    this.heard.set(fault.faultId, (this.heard.get(fault.faultId) ?? 0) + 1);
    if (fault.kind !== "panic") {
      this.ends += 1;
      // A closure is dropped after its last call, of which the value is good.
      // Told by the stack, since the boundary may be left over from a call that an exception cut short.
      this.droppedClosure = /__wbindgen_destroy_closure/.test(fault.cause?.stack);
      // Nothing may run from here on, whatever ended it.
      this.probe.ended = 1;
    }
  }

  // Notes something that must not be.
  wrong(what) {
    this.#wrong.set(what, (this.#wrong.get(what) ?? 0) + 1);
  }

  get violations() {
    return [...this.#wrong].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`));
  }

  get ended() {
    return this.probe.ended !== 0;
  }

  // Calls into Rust and judges what comes of it. `silent` calls do nothing in an ended instance.
  attempt(call, silent = false) {
    const before = this.ended;
    try {
      const value = call();
      if (value instanceof Promise) this.follow(value, before);
      else if (before && !silent) this.answered += 1;
      else if (this.guarded && !silent && this.ended && !this.droppedClosure) {
        this.wrong("the call that ended the instance returned");
      }
      return value;
    } catch (error) {
      this.judge(error, before, silent);
      return undefined;
    }
  }

  // A promise that was handed out: it has to be settled in time.
  follow(promise, before) {
    this.pending += 1;
    promise.then(
      () => {
        this.pending -= 1;
        if (before) this.answered += 1;
      },
      (error) => {
        this.pending -= 1;
        this.judge(error, before, false);
      },
    );
  }

  judge(error, before, silent) {
    const name = nameOf(error);
    if (this.ended) {
      this.refused += 1;
      if (!this.guarded) return;
      if (before && silent) this.wrong(`a silent call threw ${name}`);
      // What was thrown before the end may arrive after it.
      const earlier = !before && (name === "PanicError" || isOrdinary(error));
      if (name !== "InstanceAbortError" && !earlier) this.wrong(`an ended instance threw ${describe(error)}`);
    } else if (name === "PanicError") {
      this.panics += 1;
    } else if (!isOrdinary(error) && this.guarded) {
      this.wrong(`a live instance threw ${describe(error)}`);
    }
  }

  keep(list, value) {
    if (value === undefined || value === null) return;
    if (list.length >= KEPT) list[this.#random.below(KEPT)] = value;
    else list.push(value);
  }

  // JavaScript between two frames of Rust: passes errors on, swallows them, or throws its own.
  visit(depth) {
    const mood = this.#random.below(16);
    if (mood === 0) throw thrownByJs();
    try {
      return this.exports.nest(depth);
    } catch (error) {
      if (mood % 2 === 0) throw error;
      return -1;
    }
  }

  // Calls `callback` from a microtask or a task, and is its caller.
  later(callback) {
    this.outstanding += 1;
    const run = () => {
      this.outstanding -= 1;
      this.attempt(callback);
    };
    if (this.#random.oneIn(2)) queueMicrotask(run);
    else inMacrotask(run);
  }

  gate() {
    const gate = new Promise((resolve, reject) => this.gates.push({ resolve, reject }));
    // Rust may have ended before it could look at it.
    gate.catch(() => {});
    return gate;
  }

  // Settles one of the promises that Rust waits for.
  open(gate) {
    if (gate === undefined) return;
    if (this.#random.oneIn(8)) gate.reject(thrownByJs());
    else gate.resolve();
  }
}

const isOrdinary = (error) => ORDINARY.some((words) => words.test(String(error?.message)));

export const nameOf = (error) =>
  error instanceof WebAssembly.Exception ? "WebAssembly.Exception" : error instanceof Error ? error.name : typeof error;

export const describe = (error) => `${nameOf(error)}: ${String(error?.message ?? error).split("\n")[0].slice(0, 120)}`;
