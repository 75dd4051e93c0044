// The JavaScript half of wasm-bulkhead: the error classes, the registry of
// instances, and the guard that stands between the glue and an instance's
// exports. The glue imports this module before it instantiates, so the guard is
// in place in time. Two intrinsics are replaced, which pass on what is not ours:
// the getter of `WebAssembly.Instance.prototype.exports`, and where there is one
// `WebAssembly.promising`. No code is generated from strings.

// How the guard gets in front of an instance: "plain", by the intrinsics, or
// "finished", by the glue itself, which then calls the functions named after it.
// The crate wasm-bulkhead-finish rewrites the glue and then this line.
const DELIVERY = "plain";

const ABI = 1;
const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");
const REGISTRY = Symbol.for(`wasm-bulkhead.${ABI}`);

// Versions of wasm-bindgen, by patch level of 0.2, whose glue the guard knows.
const KNOWN_GLUE = [130];

// How an instance is guarded. The numbers are shared with runtime/src/state.rs.
const GUARDS = ["degraded", "plain", "finished", "passive", "off"];
const [DEGRADED, PLAIN, FINISHED, PASSIVE, OFF] = GUARDS.keys();

// Intrinsics are taken before anybody can replace them.
const { defineProperty, getOwnPropertyDescriptor, create, keys } = Object;
const { Instance, Exception, RuntimeError, Global, Table } = WebAssembly;

/** All copies of this module in a realm share what the first one made. */
const registry = (globalThis[REGISTRY] ??= {
  next: 1,
  compartments: new Map(),
  guarded: new WeakMap(),
  classes: {},
  installed: undefined,
});
const { classes } = registry;

/** A panic that was caught at a boundary; the instance lives on. */
const PanicError = (classes.PanicError ??= class PanicError extends Error {
  constructor(message, location) {
    super(message);
    this.kind = "panic";
    this.boundary = undefined;
    this.location = location;
    this.fault = undefined;
  }
});

/** The instance has ended; `cause` is what the engine threw. */
const InstanceAbortError = (classes.InstanceAbortError ??= class InstanceAbortError extends RuntimeError {
  constructor(message, kind, boundary, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.boundary = boundary;
    this.location = undefined;
    this.fault = undefined;
    // WebAssembly.RuntimeError takes no options in some engines.
    if (cause !== undefined && this.cause !== cause) hide(this, "cause", cause);
  }
});

for (const Class of [PanicError, InstanceAbortError]) {
  hide(Class.prototype, "name", Class.name);
}

function hide(target, key, value) {
  defineProperty(target, key, { value, writable: true, configurable: true });
}

// ---------------------------------------------------------------- instances

/** What JavaScript knows of one instance. */
class Compartment {
  constructor(id, exports) {
    this.id = id;
    this.exports = exports;
    /** The error that every later call gets, or null while it lives. */
    this.dead = null;
    /** The same for the glue's own calls, which go on until the hook has run. */
    this.intrinsics = { dead: null };
    /** How many exports are being executed. */
    this.depth = 0;
    this.guard = DEGRADED;
    this.unwind = false;
    /** Panics whose catch is outstanding, in the order they struck. */
    this.panics = [];
    /** Listeners of `bulkhead.onFault`. */
    this.listeners = new Set();
    /** Whether errors keep the details to the listeners. */
    this.redact = false;
    /** The error that the hook in Rust is being told of, in full. */
    this.fault = null;
    /** An exception on its way back into Rust, and what Rust made of it. */
    this.saved = null;
    this.recovered = null;
    /** An error that a raw export throws in place of its exception. */
    this.thrown = null;
    /** The reason given to `abort`. */
    this.reason = null;
    /** Whether the glue has still to be told of the abort. */
    this.announce = false;
    this.announcing = false;
    /** Exports that the glue called past the guard. */
    this.uncovered = new Set();
    /** Exports that a closed instance lets return without a body. */
    this.quiet = new Set();
    this.probing = false;
    /** Promises of annotated async exports, by handle. */
    this.promises = new Map();
    this.nextPromise = 1;
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
    this.unwind = this.read(State.unwind) !== 0;
    if (exports.__wasm_bulkhead_sp_set) {
      this.getStackPointer = exports.__wasm_bulkhead_sp_get;
      this.setStackPointer = exports.__wasm_bulkhead_sp_set;
      this.stackBase = this.getStackPointer();
    }
  }

  words() {
    return new Int32Array(this.exports.memory.buffer);
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
const State = {
  abi: 0,
  unwind: 1,
  wasmBindgen: 2,
  guard: 3,
  instance: 4,
  scratch: 5,
  boundaryPointer: 6,
  boundaryLength: 7,
  promise: 8,
};

/** Stands in for an instance that no guard has seen. */
const unguarded = new Compartment(0, null);

function compartmentOf(id) {
  return registry.compartments.get(id) ?? unguarded;
}

// -------------------------------------------------------------------- guard

/** Puts the guard in front of every instance of ours that is yet to come. */
function install() {
  const native = getOwnPropertyDescriptor(Instance.prototype, "exports");
  if (!native || !native.configurable || typeof native.get !== "function") return false;
  const read = native.get;
  try {
    defineProperty(Instance.prototype, "exports", {
      ...native,
      get() {
        return guardedExports(this, Reflect.apply(read, this, []));
      },
    });
    admitPromising();
    return true;
  } catch {
    return false;
  }
}

/** What stands behind a wrapper: its compartment, its name and the export. */
const ORIGINALS = new WeakMap();

/** The export behind a wrapper, for those who need the genuine one. */
function genuine(f) {
  const original = ORIGINALS.get(f);
  original?.compartment.uncovered.add(original.name);
  return original?.f ?? f;
}

/** Engines make promising functions of genuine exports only. */
function admitPromising() {
  const native = getOwnPropertyDescriptor(WebAssembly, "promising");
  if (typeof native?.value !== "function") return;
  defineProperty(WebAssembly, "promising", {
    ...native,
    value: function promising(f) {
      return Reflect.apply(native.value, this, [genuine(f)]);
    },
  });
}

function guardedExports(instance, exports) {
  if (typeof exports.__wasm_bulkhead_state !== "function") return exports;
  let guarded = registry.guarded.get(instance);
  if (guarded === undefined) {
    guarded = guardExports(exports);
    registry.guarded.set(instance, guarded).set(guarded, guarded);
  }
  return guarded;
}

function guardExports(exports) {
  const compartment = new Compartment(registry.next++, exports);
  const shared = !(exports.memory.buffer instanceof ArrayBuffer);
  if (!shared) compartment.attach(chooseGuard(compartment));
  registry.compartments.set(compartment.id, compartment);
  if (!shared && !isGuarded(compartment)) return exports;

  const guarded = create(null);
  for (const name of keys(exports)) {
    const value = exports[name];
    if (typeof value === "function") {
      guarded[name] = wrap(compartment, name, value);
      ORIGINALS.set(guarded[name], { compartment, name, f: value });
    } else {
      const isFunctions = value instanceof Table && name !== "__wbindgen_externrefs";
      guarded[name] = isFunctions ? guardTable(compartment, value) : value;
    }
  }
  if (flagAddress(compartment) !== undefined) deferTermination(compartment, guarded);
  return Object.freeze(guarded);
}

function chooseGuard(compartment) {
  const { exports } = compartment;
  if (globalThis[GUARD_SWITCH] === false) return OFF;
  // A test runner goes on in the same instance after a failed test.
  if (keys(exports).some((name) => name.startsWith("__wbgt_"))) return PASSIVE;
  compartment.address = exports.__wasm_bulkhead_state();
  if (flagAddress(compartment) === undefined) return DEGRADED;
  // Whoever finished the glue has looked at all of it.
  if (DELIVERY === "finished") return FINISHED;
  return KNOWN_GLUE.includes(compartment.read(State.wasmBindgen)) ? PLAIN : DEGRADED;
}

/** Whether the guard stands in front of the instance. */
const isGuarded = (c) => c.guard === PLAIN || c.guard === FINISHED;

/** Where wasm-bindgen's flag is; a module that a host imported has no `Global`. */
function flagAddress(c) {
  const flag = c.exports.__instance_terminated;
  return flag instanceof Global ? flag.value : flag;
}

/** A view of the function table that answers with guarded functions. */
function guardTable(c, table) {
  const wrappers = new WeakMap();
  const get = (index) => {
    const f = table.get(index);
    // The glue is about to call wasm-bindgen's abort hook, once.
    if (f === null || c.announcing) {
      c.announcing = false;
      return f;
    }
    if (!wrappers.has(f)) wrappers.set(f, wrap(c, `function ${index}`, f));
    return wrappers.get(f);
  };
  return create(Table.prototype, {
    length: { get: () => table.length },
    get: { value: get },
    set: { value: (...args) => table.set(...args) },
    grow: { value: (...args) => table.grow(...args) },
  });
}

/**
 * Keeps wasm-bindgen's own guard from answering first with its plain "Module
 * terminated", and its hook from running on faults that are none: the glue gets
 * a scratch word for its flag, which is zero again whenever the glue looks for
 * the hook, and finds the hook once, when the instance has ended.
 */
function deferTermination(compartment, guarded) {
  const hook = guarded.__abort_handler;
  guarded.__instance_terminated = {
    get value() {
      return compartment.address + 4 * State.scratch;
    },
  };
  guarded.__abort_handler = {
    get value() {
      compartment.write(State.scratch, 0);
      if (!compartment.announce) return compartment.address + 4 * State.scratch;
      compartment.announce = false;
      compartment.announcing = true;
      return hook instanceof Global ? hook.value : hook;
    },
  };
}

/** Exports of ours that the guard itself calls: they run no body of the user's. */
const isPlumbing = (name) => name.startsWith("__wasm_bulkhead_");

/** Exports by which the glue passes arguments and results; no body is behind them. */
const isIntrinsic = (name) => /^__(wbindgen_(malloc|realloc|exn_store)$|externref_)/.test(name);

/** Exports that are silent in a closed instance: destructors. */
const isDestructor = (name) =>
  name === "__wbindgen_destroy_closure" ||
  name === "__wbindgen_free" ||
  (name.startsWith("__wbg_") && name.endsWith("_free"));

function wrap(c, name, f) {
  if (isPlumbing(name)) return f;
  if (isDestructor(name)) return wrapDestructor(c, name, f);
  if (name === "__wbindgen_start") f = startOf(c, f);
  const gate = isIntrinsic(name) ? c.intrinsics : c;
  // One closure for each arity: rest parameters cost several times as much.
  switch (f.length) {
    case 0:
      return () => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f();
        } catch (e) {
          throw fail(c, name, depth, sp, e);
        }
        return leave(c, gate, depth, result);
      };
    case 1:
      return (a) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(a);
        } catch (e) {
          throw fail(c, name, depth, sp, e);
        }
        return leave(c, gate, depth, result);
      };
    case 2:
      return (a, b) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(a, b);
        } catch (e) {
          throw fail(c, name, depth, sp, e);
        }
        return leave(c, gate, depth, result);
      };
    case 3:
      return (a, b, d) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(a, b, d);
        } catch (e) {
          throw fail(c, name, depth, sp, e);
        }
        return leave(c, gate, depth, result);
      };
    default:
      return (...args) => {
        const { depth } = c;
        if (gate.dead !== null) return refuse(c, name);
        const sp = enter(c, depth);
        let result;
        try {
          result = f(...args);
        } catch (e) {
          throw fail(c, name, depth, sp, e);
        }
        return leave(c, gate, depth, result);
      };
  }
}

/**
 * Destructors are silent in a closed instance. A panic in one is caught here,
 * because wasm-bindgen's shim has no catch; from a finalizer there is no caller
 * who could be told.
 */
function wrapDestructor(c, name, f) {
  const object = /^__wbg_(.+)_free$/.exec(name)?.[1];
  if (object !== undefined) name = `${className(c, object)}.free`;
  return (pointer, second, third) => {
    if (c.dead !== null) return;
    const { depth } = c;
    const sp = enter(c, depth);
    try {
      f(pointer, second, third);
    } catch (e) {
      const error = recover(c, depth, sp, e, object && name) ?? fail(c, name, depth, sp, e);
      const isFinalizer = object !== undefined && second === 1;
      if (!isFinalizer) throw error;
      if (c.dead === null) report(c.id, error);
    }
    c.depth = depth;
  };
}

/**
 * The name of a class as the user spells it. wasm-bindgen writes it in lower
 * case; an annotated struct leaves its own in the name of an export.
 */
function className(c, lowerCase) {
  const names = keys(c.exports)
    .filter((name) => name.startsWith(CLASS))
    .map((name) => name.slice(CLASS.length + PACKAGE));
  const symbol = (name) => name.toLowerCase().replaceAll(".", "__");
  return names.find((name) => symbol(name) === lowerCase) ?? lowerCase;
}

const CLASS = "__wasm_bulkhead_class_";
const PACKAGE = "0123456789abcdef_".length;

/** The error of a panic that left the module, after which the instance lives. */
function recover(c, depth, sp, e, boundary) {
  if (boundary === undefined || c.dead !== null || !isEscapedPanic(c, depth, e)) return undefined;
  c.depth = depth;
  c.setStackPointer(sp);
  const error = catchAgain(c, e);
  if (error === null) return undefined;
  const visible = caught(c.id, error, boundary);
  tellHook(c, error);
  return visible;
}

/** Has Rust catch the exception that it let go, so that its panic is over. */
function catchAgain(c, e) {
  c.saved = e;
  c.recovered = null;
  c.ask("__wasm_bulkhead_recover");
  c.saved = null;
  return c.recovered;
}

/** Our panic hook stands before the first line of Rust runs, and after those. */
function startOf(c, start) {
  return () => {
    const shared = c.address === 0;
    if (!shared) c.exports.__wasm_bulkhead_install();
    start();
    if (shared) c.attach(chooseGuard(c));
    c.exports.__wasm_bulkhead_install();
  };
}

/** What the glue reads as "no error" where an export may return one. */
const NO_ERROR = Object.freeze([0, 0, 0, 0]);

/** Answers a call into a closed instance. */
function refuse(c, name) {
  if (c.probing) c.quiet.add(name);
  if (!c.quiet.has(name)) throw c.dead;
  return NO_ERROR;
}

/** Answers with the shadow stack pointer to go back to. */
function enter(c, depth) {
  const sp = depth === 0 ? c.stackBase : c.getStackPointer();
  c.depth = depth + 1;
  return sp;
}

function leave(c, gate, depth, result) {
  c.depth = depth;
  // The instance ended further in, and JavaScript in between swallowed it.
  if (gate.dead !== null) throw gate.dead;
  return result;
}

/** What the caller gets for the exception `e` that left an export. */
function fail(c, name, depth, sp, e) {
  c.depth = depth;
  if (c.dead !== null) return c.dead;
  if (isFatal(c, depth, e) || isFailedStart(c, name, e)) return close(c, name, e);
  c.setStackPointer(sp);
  if (c.thrown === null) return e;
  const { thrown } = c;
  c.thrown = null;
  return thrown;
}

function isFatal(c, depth, e) {
  // In unwind builds a JavaScript exception crosses Rust as one of these.
  if (c.unwind && e instanceof Exception) return isEscapedPanic(c, depth, e);
  // What ended another instance passes through this one.
  if (e instanceof InstanceAbortError) return false;
  return e instanceof RuntimeError || isStackOverflow(e);
}

/**
 * Whether a start function panicked: wasm-bindgen's shim catches it and throws
 * an error that nobody can read, for `start` is called outside of its guard.
 */
const isFailedStart = (c, name, e) =>
  name === "__wbindgen_start" && e instanceof Exception && c.panics.length > 0;

/** Whether a panic left the module that nobody in it caught. */
const isEscapedPanic = (c, depth, e) =>
  c.unwind &&
  e instanceof Exception &&
  c.panics.some((panic) => DEPTH.get(panic) === depth + 1) &&
  c.isPanicking();

const isStackOverflow = (e) =>
  (e instanceof RangeError && /call stack/i.test(e.message)) ||
  (e?.name === "InternalError" && /too much recursion/.test(e.message));

/** Ends the instance: from here on no body of it runs. */
function close(c, name, e) {
  const full = endingError(c, name, e);
  // So that `thread::panicking()` does not stay true for the hook.
  if (full.kind === "panic_abort" && c.unwind && e instanceof Exception) catchAgain(c, e);
  c.dead = c.redact ? redacted(full) : full;
  c.announce = true;
  for (const { reject } of c.promises.values()) reject(c.dead);
  c.promises.clear();
  tellHook(c, full);
  c.intrinsics.dead = c.dead;
  // Imports trap once wasm-bindgen's flag is set, so the hook comes first.
  c.words()[flagAddress(c) >>> 2] = 1;
  tellListeners(c, full);
  return c.dead;
}

function endingError(c, name, e) {
  const panics = c.isPanicking() || isFailedStart(c, name, e) ? c.panics : [];
  const kind = c.reason !== null ? "explicit" : panics.length ? "panic_abort" : kindOf(c, name, e);
  const boundary = c.boundary() ?? displayName(name);
  const detail = c.reason ?? (panics.map(describe).join("; then ") || describeValue(e));
  const error = new InstanceAbortError(
    `the instance aborted in \`${boundary}\`: ${detail}`,
    kind,
    boundary,
    e,
  );
  if (panics.length) error.location = panics[0].location;
  error.fault = panics[0]?.fault ?? nextFault();
  return error;
}

/** One export serves all closures of a type; its name would tell nothing. */
const displayName = (name) => (name.includes("___convert__closures_") ? "closure" : name);

function describe(panic) {
  const { file, line, column } = panic.location;
  return `panicked at ${file}:${line}:${column}: ${panic.message}`;
}

/** Lets the hook in Rust run, after an abort in what is left of the instance. */
function tellHook(c, full) {
  c.fault = full;
  // Where the shadow stack ran out, its frames are worth less than the report.
  if (full.kind === "stack_overflow") c.setStackPointer(c.stackBase);
  try {
    c.exports.__wasm_bulkhead_fault();
  } catch {
    // The instance ends as it was about to.
  }
}

function tellListeners(c, full) {
  for (const listener of c.listeners) {
    try {
      listener(full);
    } catch (e) {
      console.error(e);
    }
  }
}

/** What is left of an error for those who may not see it. */
function redacted(full) {
  const error =
    full instanceof PanicError
      ? new PanicError("", undefined)
      : new InstanceAbortError("", full.kind, undefined, undefined);
  error.message = `fault ${full.fault}`;
  error.fault = full.fault;
  hide(error, "stack", `${error.name}: ${error.message}`);
  return error;
}

const RUN = Math.random().toString(36).slice(2, 10);
let faults = 0;

/** An id that tells a fault from all others, in this realm and its like. */
function nextFault() {
  return `${RUN}-${++faults}`;
}

/** The kind of a trap, by the words of V8, JavaScriptCore and SpiderMonkey. */
function kindOf(c, name, e) {
  if (isStackOverflow(e)) return "stack_overflow";
  // The glue asks for room and the heap has none.
  if (name === "__wbindgen_malloc" || name === "__wbindgen_realloc") return "out_of_memory";
  if (c.isOutOfMemory()) return "out_of_memory";
  const sp = c.getStackPointer() | 0;
  if (c.stackBase !== 0 && (sp <= 0 || sp > c.stackBase)) return "stack_overflow";
  const text = String(e?.message);
  if (/^unreachable|^Unreachable code/.test(text)) return "unreachable";
  if (/out.of.bounds (memory|table)|(memory|table) (access|index).* out of bounds|index out of bounds|function signature mismatch|call_indirect|indirect call|null function/i.test(text)) {
    return "memory";
  }
  return "unknown";
}

if (DELIVERY === "plain") registry.installed ??= install();

// --------------------------------------------- what Rust calls (host/module.rs)

/** The instance whose glue imports this copy of the module. */
let own = 0;

/** Called from Rust before its first body runs. */
export function adopt(id) {
  own = id;
  adopted = compartmentOf(id);
}

/** The depth that a panic struck at. */
const DEPTH = new WeakMap();

/** Records a panic at its site, where alone its stack can be seen. */
export function capture(id, message, file, line, column) {
  const c = compartmentOf(id);
  const error = atPanicSite(message, { file, line, column });
  error.fault = nextFault();
  DEPTH.set(error, c.depth);
  // Some may have been swallowed by the user's own `catch_unwind`.
  if (c.panics.length === 8) c.panics.shift();
  c.panics.push(error);
  return error;
}

function atPanicSite(message, location) {
  // The default of ten frames ends within the panic machinery.
  const limit = Error.stackTraceLimit;
  try {
    if (typeof limit === "number" && limit < 64) Error.stackTraceLimit = 64;
    const error = new PanicError(message, location);
    Error.captureStackTrace?.(error, capture);
    return error;
  } finally {
    if (Error.stackTraceLimit !== limit) Error.stackTraceLimit = limit;
  }
}

/** Completes the error of a panic that was caught at `boundary`. */
export function caught(id, error, boundary) {
  const c = compartmentOf(id);
  error.boundary ??= boundary;
  forget(id, error);
  const visible = c.redact ? redacted(error) : error;
  tellListeners(c, error);
  return visible;
}

/** A panic is over, and those that struck after it as well. */
export function forget(id, error) {
  const { panics } = compartmentOf(id);
  const at = panics.indexOf(error);
  if (at >= 0) panics.length = at;
}

export function currentFault(id) {
  return compartmentOf(id).fault;
}

export function rethrowSaved(id) {
  throw compartmentOf(id).saved;
}

export function recovered(id, error) {
  compartmentOf(id).recovered = error;
}

/** Tells of an error that has no caller, unless a listener has heard of it. */
export function report(id, error) {
  if (compartmentOf(id).listeners.size === 0) console.error(error);
}

/** The parts of an error, in the order of `Detail` in runtime/src/host/mod.rs. */
const DETAILS = [
  (error) => error.kind,
  (error) => error.message,
  (error) => error.boundary,
  (error) => error.location?.file,
  (error) => error.location?.line,
  (error) => error.location?.column,
  (error) => error.fault,
];

export function detail(error, which) {
  return String(DETAILS[which](error) ?? "");
}

export function redact(id, on) {
  compartmentOf(id).redact = on;
}

/** The error of a panic that our hook has not seen. */
export function unseen(message, boundary) {
  const error = new PanicError(message, undefined);
  error.boundary = boundary;
  error.fault = nextFault();
  return error;
}

/** The words of a thrown or panicked value, whatever it is. */
export function describeValue(value) {
  try {
    return value instanceof Error ? String(value.message) : String(value);
  } catch {
    return typeof value;
  }
}

export function setCause(error, cause) {
  hide(error, "cause", cause);
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

/** The error for a call that was stopped by a gate in Rust. */
export function closed(id, boundary) {
  return (
    compartmentOf(id).dead ??
    new InstanceAbortError("the instance has aborted", "unknown", boundary, undefined)
  );
}

/** A promise that is rejected at the latest when the instance ends. */
export function promiseNew(id) {
  const c = compartmentOf(id);
  const handle = c.nextPromise++;
  const entry = {};
  entry.promise = new Promise((resolve, reject) => {
    entry.resolve = resolve;
    entry.reject = reject;
  });
  c.promises.set(handle, entry);
  return handle;
}

export function promiseGet(id, handle) {
  return compartmentOf(id).promises.get(handle).promise;
}

export function promiseSettle(id, handle, ok, value) {
  const { promises } = compartmentOf(id);
  const entry = promises.get(handle);
  promises.delete(handle);
  if (ok) entry.resolve(value);
  else entry.reject(value);
}

/** Polls the executor's tasks in a microtask. */
export function schedule(id) {
  const c = compartmentOf(id);
  queueMicrotask(() => poll(c));
}

function poll(c) {
  if (c.dead !== null) return;
  const { depth } = c;
  const sp = enter(c, depth);
  try {
    c.exports.__wasm_bulkhead_poll();
  } catch (e) {
    const error = fail(c, "async task", depth, sp, e);
    // Everybody who waits has been told.
    if (c.dead !== null) return;
    // A JavaScript exception ended one task: the others go on.
    queueMicrotask(() => poll(c));
    const handle = c.read(State.promise);
    c.write(State.promise, 0);
    if (!c.promises.has(handle)) throw error;
    promiseSettle(c.id, handle, false, error);
  }
  c.depth = depth;
}

/**
 * Finds the export through which the callbacks of a `JsFuture` enter: in a
 * closed instance their error would go to a promise that nobody can see, and be
 * reported as an unhandled rejection. Answers with a thenable for the probe.
 */
export function futureProbe(id) {
  const c = compartmentOf(id);
  return {
    then(...callbacks) {
      const { dead } = c;
      c.dead ??= c;
      c.probing = true;
      try {
        for (const callback of callbacks) callback();
      } finally {
        c.probing = false;
        c.dead = dead;
      }
    },
  };
}

// ----------------------------------------------- what finished glue calls

/** Puts the guard in front of what the glue takes for the exports. */
export function finishedExports(exports) {
  return guardedExports(exports, exports);
}

export function finishedPromising(f) {
  return WebAssembly.promising(genuine(f));
}

/** The instance that has just told its number, by an import of its own. */
let adopted = null;

/**
 * Puts a check behind every import, for builds where nothing else keeps a body
 * from going on after JavaScript swallowed the end of its instance. Looked up by
 * need, like the engine does, since one of the modules may be a proxy.
 */
export function finishedImports(imports) {
  const link = { gate: unguarded.intrinsics };
  const view = (target, map) => new Proxy(create(null), { get: (_, key) => map(target[key]) });
  return view(imports, (module) =>
    view(module, (value) => (typeof value === "function" ? checked(link, value) : value)),
  );
}

function checked(link, f) {
  return (...args) => {
    const result = f(...args);
    if (adopted !== null) {
      link.gate = adopted.intrinsics;
      adopted = null;
    }
    if (link.gate.dead !== null) throw link.gate.dead;
    return result;
  };
}

// ------------------------------------------- what the feature `js-api` exports

// The glue of unwind builds has a top-level class `PanicError` of its own.
export { PanicError as BulkheadPanicError, InstanceAbortError };

export const bulkhead = Object.freeze({
  /** Has `listener` called with every fault, in full; answers with how to stop. */
  onFault(listener) {
    if (typeof listener !== "function") throw new TypeError("onFault takes a function");
    const { listeners } = compartmentOf(own);
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  state() {
    const c = compartmentOf(own);
    return {
      live: c.dead === null,
      generation: 1,
      guard: GUARDS[c.guard],
      ...(c.dead === null ? {} : { reason: c.dead.message }),
      uncovered: [...c.uncovered],
      deaths: c.dead === null ? 0 : 1,
    };
  },
});

/** Whether a runner of wasm-bindgen tests drives this realm. */
export function underTestRunner() {
  return "__wbg_test_invoke" in globalThis;
}
