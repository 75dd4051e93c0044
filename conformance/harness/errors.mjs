// What the contract requires of errors, and of an instance after them.

import { entries } from "./entries.mjs";
import { describe, describeLocation } from "./outcome.mjs";
import { INTACT } from "./probe.mjs";
import { site } from "./sites.mjs";
import { TELL_NAMES } from "./stacks.mjs";

const PANIC_SITE_FUNCTION = "panic_site"; // in src/cause.rs

// P1: a PanicError with everything known of the panic.
export function expectPanic(t, outcome, { message, boundary, marker, frame }) {
  t.see(describe(outcome));
  const error = outcome.threw;
  // Of another error, or of none, the rest would only be noise.
  if (error instanceof Error && error.name === "PanicError") {
    t.expect(error.kind === "panic", "kind panic");
    t.expect(error.message === message, `message "${message}"`);
    expectBoundary(t, error, boundary);
    if (marker) expectLocation(t, error, site(marker));
    if (frame) expectFrame(t, error, frame);
  } else {
    t.expect(false, "a PanicError");
  }
}

function expectFrame(t, { stack }, frame) {
  if (TELL_NAMES) t.expect(String(stack).includes(frame), "the panic site in its stack");
  else t.concede("stacks do not name the functions of wasm, so the panic site is a frame without a name");
}

// The panic that the cause "panic" of src/cause.rs makes.
export function expectStruck(t, outcome, entry) {
  const { boundary } = entry;
  expectPanic(t, outcome, { message: "struck", boundary, marker: "site: panic", frame: PANIC_SITE_FUNCTION });
}

export function expectLocation(t, { location }, { file, line, column }) {
  const expected = describeLocation({ file, line, column });
  const told = location && unifySeparators(describeLocation(location));
  t.expect(told === expected, location ? `the location ${expected}` : "a location");
}

// The position of a closure is known by the line it is on.
function expectBoundary(t, { boundary }, expected) {
  if (typeof expected === "string") {
    t.expect(boundary === expected, boundary ? `boundary ${expected}` : "a boundary");
  } else {
    const line = `${expected.file}:${expected.line}:`;
    t.expect(unifySeparators(String(boundary)).startsWith(line), boundary ? `boundary ${line}` : "a boundary");
  }
}

const unifySeparators = (path) => path.replaceAll("\\", "/");

// A-err: what the caller of the body that failed gets.
export function expectAbort(t, outcome, { kind, boundary }) {
  t.see(describe(outcome));
  if (!expectAbortClass(t, outcome, kind)) return;
  const error = outcome.threw;
  if (boundary) expectBoundary(t, error, boundary);
  const { cause } = error;
  const told = cause instanceof Error || cause instanceof WebAssembly.Exception;
  t.expect(told && cause !== error, "the engine's error as its cause");
}

// Tells whether there is an InstanceAbortError at all.
export function expectAbortClass(t, outcome, kind) {
  const error = outcome.threw;
  const named = error instanceof Error && error.name === "InstanceAbortError";
  t.expect(named, "an InstanceAbortError");
  if (!named) {
    t.see(describe(outcome));
    return false;
  }
  t.expect(error instanceof WebAssembly.RuntimeError, "a subclass of RuntimeError");
  if (kind) t.expect(error.kind === kind, `kind ${kind}`);
  return true;
}

// A-dead: no body ran, and the caller was told so, where telling is the rule.
export function expectDead(t, entry, [outcome, counted], kind) {
  t.see(counted.ran === 0 ? `no body ran, ${describe(outcome)}` : `a body ran, ${describe(outcome)}`);
  expectNoBody(t, [outcome, counted]);
  if (entry.silent) t.expect(!("threw" in outcome), "silence of the call");
  else if (entry.beside) t.expect("threw" in outcome, "an error");
  else expectAbortClass(t, outcome, kind);
}

export function expectNoBody(t, [, counted]) {
  t.expect(counted.ran === 0, "a gate before the body");
}

// Every body that began has run its destructors, and so have `frames` frames around calls into
// JavaScript.
export function expectDestructors(t, counted, frames = 0) {
  const owed = counted.ran + frames;
  if (counted.dropped !== owed) t.see(`${counted.dropped} of ${owed} destructors ran`);
  t.expect(counted.ran > 0, "a body that ran");
  t.expect(counted.dropped === owed, "every destructor");
}

// The instance goes on as if nothing had been.
export async function expectLive(t) {
  const [outcome, counted] = await t.strike(entries.E1);
  const lives = outcome.returned === INTACT && counted.ran === 1;
  if (!lives) t.see(`afterwards ${describe(outcome)}`);
  t.expect(lives, "a live instance");
  t.expect(lives && !t.exports.probe_panicking(), "an end of the panic for Rust");
}
