// The end of an instance, as one sequence: what left an export is judged, the instance is closed,
// everybody who is concerned is told, and it has ended. Nothing of the user's runs in between but
// the fault hook and listeners, and no body of the instance.

import { Error, Exception, RuntimeError, apply, isMadeBy } from "./intrinsics.js";
import { InstanceAbortError, describeValue, redacted, redactedTo } from "./errors.js";
import { CLOSING, ENDED, JUDGING, LIVE, NOTHING, Task, UNNAMED, Word, flagAddress, isGuarded, lifeOf } from "./life.js";
import { boundaryBehind, nameOf } from "./names.js";
import { FROM_ENGINE, FROM_JS, FROM_RUST, hasNoStack, setTrace, traced } from "./stacks.js";
import { nextFault, runHook, tellListeners } from "./panics.js";

/**
 * What the caller gets for the exception `e` that left the export `name`, which `depth` others
 * are around. The caller has shut the gate.
 */
export function failed(life, name, depth, sp, e) {
  const { gate } = life;
  if (life.state === LIVE && life.threads !== null) life.threads.hear(life);
  if (life.state !== LIVE) {
    // It ended further in, or is being judged there.
    gate.depth = depth;
    if (life.state === ENDED) left(life);
    return life.state === ENDED ? passOn(life, e) : refusal(life, name);
  }
  dig(FRAMES);
  gate.depth = depth + 1;
  life.state = JUDGING;
  const outcome = judge(life, name, depth, e);
  if (outcome === FATAL) return close(life, name, depth, e);
  if (life.state !== JUDGING && life.state !== LIVE) {
    // A fault hook called back, and that was the end.
    gate.depth = depth;
    left(life);
    return outcome;
  }
  life.state = LIVE;
  gate.shut = false;
  gate.depth = depth;
  putBack(life, depth, sp);
  return outcome;
}

/** An error of this very end goes through as it is. */
const passOn = (life, e) => (e === life.visible || isRefusal(life, e) ? e : life.visible);

const isRefusal = (life, e) => isMadeBy(InstanceAbortError, e) && e.cause === life.visible;

/** More frames than judgement needs, and none with less in it. */
const FRAMES = 128;

/** Fails unless the stack has room for so many frames. */
const dig = (frames) => (frames === 0 ? 0 : 1 + dig(frames - 1));

const FATAL = {};

/** What becomes of `e`: the error for the caller, or `FATAL`. */
function judge(life, name, depth, e) {
  if (life.replacement !== NOTHING) {
    const { replacement } = life;
    life.replacement = NOTHING;
    return replacement;
  }
  const isPassing = e === life.thrown;
  life.thrown = NOTHING;
  // In an abort build a panic is the end, whatever its hook then throws.
  if (!life.unwind && isPanicking(life)) return life.endCall?.(life, boundaryOf(life, name)) ?? FATAL;
  if (life.unwind && isException(e)) return recover(life, name, e);
  if (isPassing) return told(life, e, name);
  // The engine converts arguments before wasm begins, and that may throw.
  return looksLikeTheEnd(e) && !isBeforeBody(life, name, depth) ? FATAL : told(life, e, name);
}

function isException(e) {
  try {
    apply(Exception.prototype.is, e, [NO_TAG]);
    return true;
  } catch {
    return false;
  }
}

/** Whether the boundary of an annotated export, which notes that it begins, did not begin. */
const isBeforeBody = (life, name, depth) =>
  depth === 0 && life.read(Word.boundary) === 0 && boundaryBehind(life, name) !== undefined;

const NO_TAG = typeof WebAssembly.Tag === "function" ? new WebAssembly.Tag({ parameters: [] }) : undefined;

function looksLikeTheEnd(e) {
  try {
    if (isMadeBy(InstanceAbortError, e)) return false;
    return isMadeBy(RuntimeError, e) || isStackOverflow(e);
  } catch {
    return false;
  }
}

const isStackOverflow = (e) =>
  (isMadeBy(RangeError, e) && /call stack/i.test(e.message)) ||
  (typeof InternalError === "function" && isMadeBy(InternalError, e) && /too much recursion/.test(e.message));

const isPanicking = (life) => life.ask("__wasm_bulkhead_panicking");

/**
 * An exception of wasm is a JavaScript one in disguise, or a panic that no boundary caught, such
 * as one in a destructor. That is thrown back into Rust, for only so does the thread stop
 * panicking.
 */
function recover(life, name, e) {
  const tag = tagOf(life, e);
  if (tag !== undefined) {
    const inner = told(life, apply(Exception.prototype.getArg, e, [tag, 0]));
    return isUnwrapped(name) ? e : inner;
  }
  if (!isPanicking(life)) return e;
  life.ready = undefined;
  life.saved = e;
  life.failing = name;
  life.others += 1;
  try {
    life.exports.__wasm_bulkhead_recover();
  } catch (trouble) {
    if (trouble !== e) return isException(trouble) ? e : FATAL;
  } finally {
    life.others -= 1;
    life.saved = undefined;
    life.failing = undefined;
    life.thrown = NOTHING;
  }
  const { ready } = life;
  life.ready = undefined;
  return ready ?? e;
}

/** The glue takes a JavaScript exception out of its disguise where it expects one. */
const isUnwrapped = (name) => name !== "__wbindgen_start" && name !== TASK;

function tagOf({ tags }, e) {
  for (let at = 0; at < tags.length; at += 1) {
    if (apply(Exception.prototype.is, e, [tags[at]])) return tags[at];
  }
  return undefined;
}

/** A conflict of borrows is told who holds the object, unless that is a secret. */
export function told(life, e, name = "") {
  try {
    if (!isMadeBy(Error, e) || !CONFLICT.test(e.message)) return e;
    if (life.lineage.redact) return hasNoStack(e) ? e : redactedTo(Error, e.message);
    tellHolder(life, e, name);
  } catch {
    // Who made it has made it so that it cannot be read.
  }
  return e;
}

/** As wasm-bindgen words it; what has been told passes through others on its way. */
const CONFLICT = /^(recursive use of an object|attempted to take ownership of Rust value)[^`]*$/;

function tellHolder(life, e, name) {
  const holders = new Set();
  const outer = life.boundaryIn(Word.outer);
  if (life.gate.depth > 1 && outer !== undefined) holders.add(outer);
  for (let at = 0, pointer; (pointer = life.run(Task.holder, at)) !== 0; at += 1) {
    holders.add(life.textAt(pointer));
  }
  const held = [...holders].map((holder) => `\`${holder}\` holds it`);
  const left = leftBy(life, nameOf(life, name)).map((holder) => `\`${holder}\` panicked and left it so`);
  const all = [...held, ...left].join(" or ");
  if (all !== "") e.message += `: ${all}`;
}

/** Which calls left something locked as they panicked; of those, which are of the same class. */
function leftBy({ leftBehind }, name) {
  const all = [...leftBehind];
  const classOf = (name) => /^(?:new |get |set )?(.*)\./.exec(name)?.[1];
  const same = all.filter((left) => classOf(left) !== undefined && classOf(left) === classOf(name));
  return same.length > 0 ? same : all;
}

/** Puts back what a JavaScript exception skipped on its way through Rust. */
function putBack(life, depth, sp) {
  const { gate, isPutBack } = life;
  life.isPutBack = false;
  if (depth === 0 && life.others === 0) {
    life.setSp(life.stackBase);
    life.write(Word.boundary, 0);
    life.write(Word.outer, 0);
  } else {
    // What began before calls remembered does not know.
    if (sp !== 0) life.setSp(sp);
    // The first to fail within another call leaks its frame; from here on calls remember.
    gate.leaky = true;
    if (isPutBack) return;
    // What is around that one is not known, until it ends itself.
    life.write(Word.boundary, life.read(Word.outer));
    life.write(Word.outer, UNNAMED);
  }
}

/**
 * What becomes of an exception that leaves `start`, where the glue has no catch. A panic ends the
 * instance with itself as the reason; another exception is no failure of the instance's: a program
 * may leave its start function by one on purpose.
 */
export function judgeStart(life, depth, e) {
  const error = failed(life, START, depth, 0, e);
  if (life.state !== LIVE) return error;
  life.started = true;
  if (life.fatalPanic === null) return error;
  life.gate.shut = true;
  return closeWith(life, life.fatalPanic, depth, e);
}

const START = "__wbindgen_start";

/** Ends the instance with a panic that was caught at its start. */
function closeWith(life, panic, depth, e) {
  const full = new InstanceAbortError(
    `the instance aborted in \`${START_NAME}\`: ${describe(panic)}`,
    "panic_abort",
    START_NAME,
    e,
  );
  setTrace(full, panic, FROM_ENGINE);
  full.location = panic.location;
  full.fault = panic.fault;
  begin(life, full, depth);
  return life.visible;
}

const START_NAME = "start";

/** Ends the instance: from here on no body of it runs. Returns what the caller gets. */
function close(life, name, depth, e) {
  const full = endingErrorOf(life, name, e);
  begin(life, full, depth);
  return life.visible;
}

/** Ends an instance that is about to be replaced because the embedder wants it so. */
export function endByReset(life, isReplaced) {
  const full = abortError(FROM_JS, "the instance was reset", "reset");
  full.fault = nextFault();
  begin(life, full, life.gate.depth, isReplaced);
}

/** Ends an instance whose memory another thread has left torn. */
export function endByThread(life, kind) {
  const full = abortError(FROM_JS, "the instance aborted in another thread", kind);
  full.fault = nextFault();
  begin(life, full, life.gate.depth, true);
}

/** `isSilent` is for an end that the hook has heard of, or through whose glue it cannot speak. */
function begin(life, full, depth, isSilent = false) {
  const { gate, lineage } = life;
  life.state = CLOSING;
  gate.shut = true;
  life.full = full;
  life.visible = lineage.redact ? redacted(full) : full;
  life.announce = true;
  life.fault = full;
  life.steps = [
    () => lineage.restart?.count(life, full),
    () => settleWaiting(life),
    () => {
      gate.depth = depth;
      if (!isSilent) tellHook(life, full);
    },
    () => closeGate(life, full.kind),
    () => {
      life.state = ENDED;
      tellListeners(life, full);
    },
    () => lineage.restart?.begin(life),
  ];
  finish(life);
}

/** Takes the steps that are left. One that fails for want of stack is taken at the next occasion. */
export function finish(life) {
  // A step may call back, by the hook or a listener.
  if (life.isFinishing) return;
  life.isFinishing = true;
  try {
    takeSteps(life);
  } finally {
    life.isFinishing = false;
  }
}

function takeSteps(life) {
  const { steps } = life;
  while (steps.length > 0) {
    const [step] = steps;
    try {
      step();
    } catch {
      // There is no room: what has been done so far is done, and the rest has to wait.
      if (!hasRoom()) return;
    }
    if (steps[0] === step) steps.shift();
  }
  life.state = ENDED;
}

function hasRoom() {
  try {
    dig(FRAMES);
    return true;
  } catch {
    return false;
  }
}

/** Sees to a gate that was shut by a call with no stack left to judge in. */
export function check(life) {
  life.isArmed = false;
  if (!life.gate.shut) return;
  if (life.state === LIVE && isGuarded(life)) {
    const full = abortError(FROM_JS, "the engine's stack was used up", "stack_overflow");
    full.fault = nextFault();
    begin(life, full, life.gate.depth);
  } else {
    finish(life);
  }
}

function settleWaiting(life) {
  for (const settle of life.waiting) {
    life.waiting.delete(settle);
    settle(life.visible);
  }
}

/** Lets the hook in Rust run, after an abort in what is left of the instance. */
function tellHook(life, full) {
  if (!life.hasHook) return;
  // Imports trap while the flag is set, as `abort` has left it, so the hook comes before that.
  life.words()[flagAddress(life) >>> 2] = 0;
  // Where the shadow stack ran out, its frames are worth less than the report.
  if (full.kind === "stack_overflow") life.setSp(life.stackBase);
  runHook(life);
}

function closeGate(life, kind) {
  if (life.threads === null) life.words()[flagAddress(life) >>> 2] = 1;
  else life.threads.close(life, kind);
}

function endingErrorOf(life, name, e) {
  try {
    return endingError(life, name, e);
  } catch {
    const error = new InstanceAbortError("the instance aborted", "unknown", undefined, e);
    error.fault = nextFault();
    return error;
  }
}

function endingError(life, name, e) {
  const isPanic = isPanicking(life);
  const panics = isPanic ? life.panics.splice(0).map((panic) => panic.error) : [];
  const kind = life.reason !== null ? "explicit" : isPanic ? "panic_abort" : kindOf(life, name, e);
  const boundary = boundaryOf(life, name);
  const what = panics.map(describe).join("; then ") || (isPanic ? "a panic" : describeValue(e));
  const message = `the instance aborted in \`${boundary}\`: ${life.reason ?? what}`;
  const error = abortError(FROM_JS, message, kind, boundary, e);
  // A panic's own stack, and of a trap the engine's.
  const trace = panics[0] ?? e;
  if (isError(trace)) setTrace(error, trace, FROM_ENGINE);
  if (panics.length > 0) error.location = panics[0].location;
  error.fault = panics[0]?.fault ?? nextFault();
  return error;
}

const isError = (e) => isMadeBy(Error, e);

/** What has no name of its own, such as a closure, the State knows as it is being executed. */
function boundaryOf(life, name) {
  return boundaryBehind(life, name) ?? life.boundaryIn(Word.boundary) ?? nameOf(life, name);
}

/** What stands for an export where the executor polls. */
export const TASK = "async export";

function describe(panic) {
  const { message, location } = panic;
  if (location === undefined) return `panicked: ${message}`;
  return `panicked at ${location.file}:${location.line}:${location.column}: ${message}`;
}

/** The kind of a trap, by the words of V8, JavaScriptCore and SpiderMonkey. */
function kindOf(life, name, e) {
  if (isStackOverflow(e)) return "stack_overflow";
  // The glue asks for room and the heap has none.
  if (name === "__wbindgen_malloc" || name === "__wbindgen_realloc") return "out_of_memory";
  if (life.ask("__wasm_bulkhead_out_of_memory")) return "out_of_memory";
  const sp = life.sp() | 0;
  if (life.stackBase !== 0 && (sp <= 0 || sp > life.stackBase)) return "stack_overflow";
  const text = String(e?.message);
  if (/^unreachable|^Unreachable code/.test(text)) return "unreachable";
  if (/out.of.bounds (memory|table)|(memory|table) (access|index).* out of bounds|index out of bounds|function signature mismatch|call_indirect|indirect call|null function/i.test(text)) {
    return "memory";
  }
  return "unknown";
}

/** The error for a call that finds the gate shut. */
export function refusal(life, name) {
  check(life);
  left(life);
  const { full, visible, lineage } = life;
  const kind = full?.kind ?? "unknown";
  // The glue asks for room before it calls, and does not say for whom.
  const boundary = name === "__wbindgen_malloc" ? undefined : nameOf(life, name);
  const why = full === null ? "it is not known yet whether it lives" : `it ended: ${full.message}`;
  const called = boundary === undefined ? "the call" : `\`${boundary}\``;
  const message = `${called} was refused by the instance: ${why}`;
  const error = abortError(FROM_JS, message, kind, boundary, visible ?? undefined);
  error.refused = true;
  error.fault = full?.fault;
  return lineage.redact ? redacted(error) : error;
}

/** A frame of an instance that ended has been left. */
export function left(life) {
  life.lineage.restart?.left(life);
}

/** The error for a call that was stopped by a gate in Rust. */
export function closedError(id) {
  const life = lifeOf(id);
  if (life.exports !== null) {
    life.threads?.hear(life);
    if (life.full !== null) return life.visible;
  }
  return abortError(FROM_RUST, "the instance has aborted", "unknown");
}

/** An error whose stack is that of our caller, from the first frame on that is not ours. */
const abortError = (from, message, kind, boundary, cause) =>
  traced(() => new InstanceAbortError(message, kind, boundary, cause), from);

