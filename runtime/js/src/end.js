// The end of an instance, as one sequence: what left an export is judged, the instance is closed,
// everybody who is concerned is told, and it has ended. Nothing of the user's runs in between but
// the fault hook and listeners, and no body of the instance.

import { Error, Exception, apply, begins, has, isMadeBy } from "./intrinsics.js";
import { InstanceAbortError, describeValue, isEnd, isStackOverflow, isUnreachable, redacted, redactedTo } from "./errors.js";
import { CLOSING, DOOMED, ENDED, JUDGING, LIVE, NOTHING, Task, UNNAMED, Word, flagAddress, isGuarded, lifeOf } from "./life.js";
import { boundaryBehind, isClosure, isOfGlue, isQuiet, nameOf } from "./names.js";
import { FROM_ENGINE, FROM_JS, FROM_RUST, hasNoStack, setTrace, traced } from "./stacks.js";
import { CAUGHT, NO_PANIC, SPAWNED, completed, hasOvertaken, identify, panicking, runHook, tell, tellListeners, tellUncaught } from "./panics.js";

/**
 * What the caller gets for the exception `e` that left the export `name`, which `depth` others
 * are around. The caller has shut the gate.
 */
export function failed(life, name, depth, sp, e) {
  const { gate } = life;
  gate.depth = depth;
  if (life.state === LIVE && life.threads !== null) life.threads.hear(life);
  if (life.state > DOOMED) {
    // It ended further in, or is being judged further out.
    left(life);
    return life.full === null ? refusal(life, name) : passOn(life, e);
  }
  life.unjudged = e;
  dig(FRAMES);
  life.state = JUDGING;
  let outcome;
  try {
    gate.depth = depth + 1;
    outcome = judged(life, name, depth, e);
    if (outcome === FATAL || life.fatal !== NOTHING) return close(life, name, depth, life.fatal === NOTHING ? e : life.fatal);
  } finally {
    gate.depth = depth;
    // There was no room after all: `check` sees to it.
    if (life.state === JUDGING) life.state = LIVE;
  }
  if (life.state > JUDGING) {
    // Who was told of a panic that ended its call called back, and that was the end.
    left(life);
    return outcome;
  }
  gate.shut = false;
  putBack(life, depth, sp);
  return life.panics.length === 0 ? outcome : tellOver(life, name, depth, outcome);
}

/** An error of this very end goes through as it is. */
const passOn = (life, e) => (e === life.visible || isRefusal(life, e) ? e : life.visible);

const isRefusal = (life, e) => isMadeBy(InstanceAbortError, e) && e.cause === life.visible;

/** More frames than judgement needs, and none with less in it. */
const FRAMES = 128;

/** More than the fault hook needs and those whom it tells, who are the user's. */
const FRAMES_TO_TELL = 1024;

/** Fails unless the stack has room for so many frames. */
export const dig = (frames) => (frames === 0 ? 0 : 1 + dig(frames - 1));

function hasRoom(frames) {
  try {
    dig(frames);
    return true;
  } catch {
    return false;
  }
}

const FATAL = {};

/**
 * Panics of a call that was left by an exception are over, and who caught them was none of our
 * boundaries: wasm-bindgen did, behind an export that is not annotated, or the user, in one that is.
 */
function tellOver(life, name, depth, outcome) {
  const isOver = (panic) => panic.depth > depth;
  const over = life.panics.filter(isOver);
  life.panics = life.panics.filter((panic) => !isOver(panic));
  if (over.length === 0 || name === TASK || boundaryBehind(life, name) !== undefined) return outcome;
  for (const { error } of over) {
    error.boundary ??= isQuiet(life, name) ? SPAWNED : isClosure(name) ? undefined : nameOf(life, name);
    tell(life, error);
  }
  return life.lineage.redact ? redacted(over[over.length - 1].error) : outcome;
}

/** What cannot be judged is the end. */
function judged(life, name, depth, e) {
  try {
    return judge(life, name, depth, e);
  } catch {
    return FATAL;
  }
}

/** What becomes of `e`: the error for the caller, or `FATAL`. */
function judge(life, name, depth, e) {
  if (life.fatal !== NOTHING) return FATAL;
  if (life.replacement !== NOTHING) {
    const { replacement } = life;
    life.replacement = NOTHING;
    return replacement;
  }
  let isPassing = e === life.thrown;
  life.thrown = NOTHING;
  // In an abort build a panic is the end, whatever its hook then throws.
  if (!life.unwind && panicking(life) !== NO_PANIC) return endCall(life, name) ?? FATAL;
  if (life.unwind && isException(e)) {
    const tag = tagOf(life, e);
    if (tag === undefined) return recover(life, name, e);
    isPassing = true;
    e = apply(Exception.prototype.getArg, e, [tag, 0]);
  }
  if (isPassing) {
    if (!hasOvertaken(life, life.panics.length, depth)) return told(life, e, name);
    life.fatal = e;
    return FATAL;
  }
  // The engine converts arguments before wasm begins, and that may throw.
  return looksLikeTheEnd(e) && !isBeforeBody(life, name, depth) ? FATAL : told(life, e, name);
}

/**
 * The error for the caller of a call that a panic ends alone, if it may. On wasm-bindgen's own queue
 * it may not: nothing would settle the promise of that task any more.
 */
function endCall(life, name) {
  return isQuiet(life, name) ? undefined : life.callEnds?.end(boundaryOf(life, name));
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
    return !isMadeBy(InstanceAbortError, e) && isEnd(e);
  } catch {
    return false;
  }
}

/**
 * A panic that no boundary caught, such as one in a destructor. It is thrown back into Rust, for
 * only so does the thread stop panicking.
 */
function recover(life, name, e) {
  if (panicking(life) === NO_PANIC) return e;
  life.ready = undefined;
  life.saved = e;
  life.failing = name;
  life.others += 1;
  try {
    life.exports.__wbh_recover();
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

function tagOf({ tags }, e) {
  for (let at = 0; at < tags.length; at += 1) {
    if (apply(Exception.prototype.is, e, [tags[at]])) return tags[at];
  }
  return undefined;
}

/** A conflict of borrows is told who holds the object, unless that is a secret. */
export function told(life, e, name) {
  try {
    if (!isMadeBy(Error, e) || !isConflict(e.message)) return e;
    if (life.lineage.redact) return hasNoStack(e) ? e : redactedTo(Error, e.message);
    tellHolder(life, e, name);
  } catch {
    // Who made it has made it so that it cannot be read.
  }
  return e;
}

/** As wasm-bindgen words it; what has been told passes through others on its way. */
const CONFLICTS = ["recursive use of an object", "attempted to take ownership of Rust value"];
const isConflict = (message) => CONFLICTS.some((words) => begins(message, words)) && !has(message, "`");

function tellHolder(life, e, name) {
  const holders = new Set();
  const outer = life.boundaryIn(Word.outer);
  if (life.gate.depth > 1 && outer !== undefined) holders.add(outer);
  for (let at = 0, pointer; (pointer = life.run(Task.holder, at)) !== 0; at += 1) {
    holders.add(life.textAt(pointer));
  }
  const held = [...holders].map((holder) => `\`${holder}\` holds it`);
  const all = [...held, ...(life.callEnds?.leftBy(name) ?? [])].join(" or ");
  if (all !== "") e.message += `: ${all}`;
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
  if (life.state !== LIVE || life.fatalPanic === null) return error;
  life.gate.shut = true;
  return closeWith(life, life.fatalPanic, depth, e);
}

export const START = "__wbindgen_start";

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
  identify(life, full, panic.faultId);
  begin(life, full, depth);
  return life.visible;
}

const START_NAME = "start";

/** Ends the instance: from here on no body of it runs. Returns what the caller gets. */
function close(life, name, depth, e) {
  const full = endingErrorOf(life, name, depth, e);
  life.isByItself = name === START || name === TASK || isClosure(name);
  begin(life, full, depth);
  return life.visible;
}

/** Ends an instance that is about to be replaced because the embedder wants it so. */
export function endByReset(life, isReplaced) {
  dig(FRAMES);
  const full = abortError(FROM_JS, "the instance was reset", "reset");
  identify(life, full);
  begin(life, full, life.gate.depth, isReplaced);
}

/** Ends an instance whose memory another thread has left torn. */
export function endByThread(life, kind) {
  dig(FRAMES);
  const full = abortError(FROM_JS, "the instance aborted in another thread", kind);
  identify(life, full);
  life.isEndedElsewhere = true;
  begin(life, full, life.gate.depth, true);
}

/** `isSilent` is for an end that the hook has heard of, or through whose glue it cannot speak. */
function begin(life, full, depth, isSilent = false) {
  const { gate, lineage } = life;
  const visible = lineage.redact ? redacted(full) : full;
  const steps = [
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
    () => lineage.abortHook?.(),
  ];
  life.state = CLOSING;
  gate.shut = true;
  life.full = full;
  life.visible = visible;
  life.announce = true;
  life.steps = steps;
  finish(life);
}

/**
 * Takes the steps that are left, each of them once. Where the stack has no room for those who are
 * told, that waits for `check`.
 */
function finish(life) {
  // A step may call back, by the hook or a listener.
  if (life.isFinishing || life.state < CLOSING) return;
  if (!hasRoom(FRAMES_TO_TELL)) return life.wake();
  life.isFinishing = true;
  while (life.step < life.steps.length) {
    life.step += 1;
    try {
      life.steps[life.step - 1]();
    } catch {
      // What one step fails by keeps nothing from the others.
    }
  }
  life.isFinishing = false;
}

/** Sees to what had to wait: for room on the stack, or for the frames to be left. */
export function check(life) {
  const { gate, state } = life;
  if (!gate.shut || !isGuarded(life) || !hasRoom(FRAMES)) return;
  if (state >= CLOSING) finish(life);
  else if (state === LIVE) closeUnjudged(life);
  else if (state === DOOMED && gate.depth === 0) close(life, undefined, 0, life.fatal === NOTHING ? undefined : life.fatal);
}

/** A call has failed with no stack left to judge in. */
function closeUnjudged(life) {
  const full = abortError(FROM_JS, "the engine's stack was used up", "stack_overflow", undefined, life.unjudged);
  identify(life, full);
  begin(life, full, life.gate.depth);
}

function settleWaiting({ waiting, visible }) {
  for (let at = 0; at < waiting.length; at += 1) waiting[at](visible);
}

/** Lets the hook in Rust run, after an abort in what is left of the instance. */
function tellHook(life, full) {
  tellUncaught(life);
  if (!life.hasHook) return;
  // Imports trap while the flag is set, as `abort` has left it, so the hook comes before that.
  life.words()[flagAddress(life) >>> 2] = 0;
  // Where the shadow stack ran out, its frames are worth less than the report.
  if (full.kind === "stack_overflow") life.setSp(life.stackBase);
  runHook(life, full);
}

function closeGate(life, kind) {
  if (life.threads === null) life.words()[flagAddress(life) >>> 2] = 1;
  else life.threads.close(life, kind);
}

function endingErrorOf(life, name, depth, e) {
  try {
    return endingError(life, name, depth, e);
  } catch {
    const error = new InstanceAbortError("the instance aborted", "unknown", undefined, e);
    identify(life, error);
    return error;
  }
}

function endingError(life, name, depth, e) {
  const state = panicking(life);
  const panics = takePanics(life, state, depth);
  const isPanic = state !== NO_PANIC;
  const kind = life.reason !== null ? "explicit" : isPanic ? "panic_abort" : kindOf(life, name, e);
  const boundary = boundaryOf(life, name);
  const what = panics.map(describe).join("; then ") || (isPanic ? "a panic" : kind === "out_of_memory" ? "out of memory" : describeValue(e));
  const where = boundary === undefined ? "" : ` in \`${boundary}\``;
  const error = abortError(FROM_JS, `the instance aborted${where}: ${life.reason ?? what}`, kind, boundary, e);
  // A panic's own stack, and of a trap the engine's.
  const trace = panics[0] ?? e;
  if (isError(trace)) setTrace(error, trace, FROM_ENGINE);
  if (panics.length > 0) error.location = panics[0].location;
  identify(life, error, panics[0]?.faultId);
  return error;
}

/** The panics that end it: the one that was caught for that, or those that are on their way. */
function takePanics(life, state, depth) {
  if (state === NO_PANIC) return [];
  const isOwn = (panic) => (state === CAUGHT ? panic === life.found : !life.unwind || panic.depth > depth);
  const own = life.panics.filter(isOwn);
  life.panics = life.panics.filter((panic) => !isOwn(panic));
  return own.map(({ error }) => completed(error));
}

const isError = (e) => isMadeBy(Error, e);

/** What has no name of its own, such as a closure, the State knows as it is being executed. */
function boundaryOf(life, name) {
  const known = boundaryBehind(life, name) ?? life.boundaryIn(Word.boundary);
  return known ?? (name !== undefined && isQuiet(life, name) ? SPAWNED : nameOf(life, name));
}

/** What stands for an export where the executor polls. */
export const TASK = "async export";

function describe(panic) {
  const { message, location } = panic;
  if (location === undefined) return `panicked: ${message}`;
  return `panicked at ${location.file}:${location.line}:${location.column}: ${message}`;
}

/** What V8, JavaScriptCore and SpiderMonkey say of memory, tables and indirect calls. */
const MEMORY = ["out of bounds", "signature mismatch", "call_indirect", "indirect call", "null function"];

/** The kind of a trap. */
function kindOf(life, name, e) {
  if (isStackOverflow(e)) return "stack_overflow";
  // The glue asks for room and the heap has none.
  if (name === "__wbindgen_malloc" || name === "__wbindgen_realloc") return "out_of_memory";
  if (life.ask("__wbh_out_of_memory")) return "out_of_memory";
  const sp = life.sp() | 0;
  if (life.stackBase !== 0 && (sp <= 0 || sp > life.stackBase)) return "stack_overflow";
  if (isUnreachable(e)) return "unreachable";
  const message = String(e?.message).toLowerCase();
  return MEMORY.some((words) => has(message, words)) ? "memory" : "unknown";
}

/** The error for a call that finds the gate shut: its own, with what ended the instance as the cause. */
export function refusal(life, name, from = FROM_JS) {
  check(life);
  left(life);
  const { full, visible, lineage, gate } = life;
  // The glue asks for room before it calls, and does not say for whom.
  const boundary = name === undefined || isOfGlue(name) ? undefined : nameOf(life, name);
  const what = boundary === undefined ? "the call" : `\`${boundary}\``;
  const unknown = gate.shut ? "it is not known yet whether it lives" : "it has ended";
  const why = full === null ? unknown : `it ended: ${full.message}`;
  const message = `${what} was refused by the instance: ${why}`;
  const error = abortError(from, message, full?.kind ?? "unknown", boundary, visible ?? undefined);
  error.refused = true;
  error.faultId = full?.faultId;
  error.generation = life.generation;
  return lineage.redact ? redacted(error) : error;
}

/** A frame of an instance that ended has been left. */
export function left(life) {
  life.lineage.restart?.left(life);
}

/** The error for a call that was stopped by a gate in Rust. */
export function closedError(id) {
  const life = lifeOf(id);
  life.threads?.hear(life);
  // The wrappers refuse what comes later, unless another thread has ended the instance: so this call
  // was under way, and the end is its own.
  const isUnderWay = life.threads === null && life.gate.depth > 0 && life.visible !== null;
  return isUnderWay ? life.visible : refusal(life, undefined, FROM_RUST);
}

/** An error whose stack is that of our caller, from the first frame on that is not ours. */
const abortError = (from, ...parts) => traced(() => new InstanceAbortError(...parts), from);
