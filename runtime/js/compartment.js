// What JavaScript knows of one instance.

import { registry } from "./errors.js";

// Intrinsics are taken before anybody can replace them.
const { Global } = WebAssembly;
const Words = Int32Array;

// How an instance is guarded. The numbers are shared with runtime/src/state.rs.
export const GUARDS = ["degraded", "plain", "finished", "passive", "off"];
export const [DEGRADED, PLAIN, FINISHED, PASSIVE, OFF] = GUARDS.keys();

/** What the instances that one glue makes, one after the other, have in common. */
class Lineage {
  constructor(compartment) {
    /** The newest of them. */
    this.current = compartment;
    this.generation = 1;
    /** How often one ended, by kind, and when, as far as that still counts. */
    this.deaths = new Map();
    this.recent = [];
    /** When an instance that ended is replaced, if ever: see `recover` in renewal.js. */
    this.policy = null;
    /** A function of the glue's that makes the next instance when one is due. */
    this.callGuard = undefined;
    /** What it is made of: undefined where nobody asked, null where the glue has no such thing. */
    this.module = undefined;
    /** Whether a frame on the stack keeps the next one waiting. */
    this.waiting = false;
    /** Listeners of `bulkhead.onFault`. */
    this.listeners = new Set();
    /** Whether errors keep the details to the listeners. */
    this.redact = false;
    /** Exports that a closed instance lets return without a body, and the glue's functions that call them. */
    this.quiet = new Set();
    this.vault = new Map();
    this.vaultLimit = VAULT_LIMIT;
  }
}

/** In bytes; as runtime/src/vault.rs says. */
const VAULT_LIMIT = 16 * 1024 * 1024;

/** What JavaScript knows of one instance. */
export class Compartment {
  constructor(id, exports, delivery) {
    this.id = id;
    this.exports = exports;
    this.lineage = new Lineage(this);
    /** What it will be guarded by, if by anything: PLAIN or FINISHED. */
    this.delivery = delivery;
    /** The error that every later call gets, or null while it lives. */
    this.dead = null;
    /** The same for the glue's own calls, which go on until the hook has run. */
    this.intrinsics = { dead: null };
    /** What instances with a shared memory know of each other: see threads.js. */
    this.threads = null;
    /** How many exports are being executed. */
    this.depth = 0;
    /** How many others are: the fault hook, and those that JavaScript may suspend. */
    this.others = 0;
    /** Whether its start functions have run. */
    this.started = typeof exports?.__wbindgen_start !== "function";
    this.guard = DEGRADED;
    this.unwind = false;
    /** Panics whose catch is outstanding, in the order they struck. */
    this.panics = [];
    /** The error that the hook in Rust is being told of, in full. */
    this.fault = null;
    /** An exception on its way back into Rust, and what Rust made of it. */
    this.saved = null;
    this.recovered = null;
    /** An error that a raw export throws in place of its exception. */
    this.thrown = null;
    /** Errors that passed through; see foreign.js. */
    this.foreign = new WeakSet();
    /** The module as stacks spell it, and who formatted the one that told. */
    this.module = undefined;
    this.formatter = undefined;
    /** The reason given to `abort`. */
    this.reason = null;
    /** Whether the glue has still to be told of the abort. */
    this.announce = false;
    this.announcing = false;
    /** Exports that the glue called past the guard. */
    this.uncovered = new Set();
    this.probing = false;
    /** Promises of annotated async exports, by handle. */
    this.promises = new Map();
    this.nextPromise = 1;
    /** The newest of them, until the first poll. */
    this.newestPromise = null;
    /** Address of the State in linear memory; see runtime/src/state.rs. */
    this.address = 0;
    /** The shadow stack pointer when nothing runs. */
    this.stackBase = 0;
    this.getStackPointer = () => 0;
    this.setStackPointer = () => {};
  }

  /** Reads what must wait until the instance's memory is in order. */
  attach(guard) {
    const { exports } = this;
    this.guard = guard;
    this.address = exports.__wasm_bulkhead_state();
    this.write(State.instance, this.id);
    this.write(State.guard, guard);
    this.write(State.generation, this.lineage.generation);
    this.unwind = this.read(State.unwind) !== 0;
    if (exports.__wasm_bulkhead_sp_set) {
      this.getStackPointer = exports.__wasm_bulkhead_sp_get;
      this.setStackPointer = exports.__wasm_bulkhead_sp_set;
      this.stackBase = this.getStackPointer();
    }
  }

  words() {
    return new Words(this.exports.memory.buffer);
  }
  read(field) {
    return this.words()[(this.address >>> 2) + field] >>> 0;
  }
  write(field, value) {
    this.words()[(this.address >>> 2) + field] = value;
  }

  /** The name of the innermost boundary that is being executed. */
  boundary() {
    try {
      const pointer = this.read(State.boundaryPointer);
      const length = this.read(State.boundaryLength);
      if (length === 0 || length > 4096) return undefined;
      const bytes = new Uint8Array(this.exports.memory.buffer, pointer, length);
      return new TextDecoder().decode(bytes.slice());
    } catch {
      return undefined;
    }
  }

  isPanicking() {
    return this.ask("__wasm_bulkhead_panicking");
  }
  isOutOfMemory() {
    return this.ask("__wasm_bulkhead_out_of_memory");
  }

  /** Asks the instance after a trap, when anything may be broken. */
  ask(question) {
    try {
      return this.exports[question]?.() > 0;
    } catch {
      return false;
    }
  }
}

/** Words of the State in linear memory; see runtime/src/state.rs. */
export const State = {
  abi: 0,
  unwind: 1,
  wasmBindgen: 2,
  guard: 3,
  instance: 4,
  boundaryPointer: 5,
  boundaryLength: 6,
  promise: 7,
  generation: 8,
};

/** Stands in for an instance that no guard has seen. */
export const unguarded = new Compartment(0, null, DEGRADED);

export function compartmentOf(id) {
  return registry.compartments.get(id) ?? unguarded;
}

/** Whether the guard stands in front of the instance. */
export const isGuarded = (c) => c.guard === PLAIN || c.guard === FINISHED;

/** Where wasm-bindgen's flag is; a module that a host imported has no `Global`. */
export function flagAddress(c) {
  const flag = c.exports.__instance_terminated;
  return flag instanceof Global ? flag.value : flag;
}

export function redact(id, on) {
  compartmentOf(id).lineage.redact = on;
}

/** A raw export is about to throw: behind the guard its caller gets `error`. */
export function throwRaw(id, error) {
  const c = compartmentOf(id);
  if (isGuarded(c)) c.thrown = error;
}

/** The instance is about to end itself. */
export function abortReason(id, reason) {
  compartmentOf(id).reason = reason;
}
