// What the contract requires of errors, and of an instance after them.

import { entries } from "./entries.mjs";
import { describe } from "./outcome.mjs";
import { site } from "./sites.mjs";

const INTACT = 7; // probe::INTACT
const PANIC_SITE_FUNCTION = "panic_site"; // in src/cause.rs

// P1: a PanicError with everything known of the panic.
export function expectPanic(t, outcome, { message, boundary, marker, frame }) {
  t.see(describe(outcome));
  t.expect("threw" in outcome, "an error");
  const error = outcome.threw ?? {};
  t.expect(error instanceof Error && error.name === "PanicError", "name PanicError");
  t.expect(error.kind === "panic", "kind panic");
  t.expect(error.message === message, `message "${message}"`);
  expectBoundary(t, error, boundary);
  if (marker) expectLocation(t, error, site(marker));
  if (frame) t.expect(String(error.stack).includes(frame), "the panic site in its stack");
}

// The panic that the cause "panic" of src/cause.rs makes.
export function expectStruck(t, outcome, entry) {
  const { boundary } = entry;
  expectPanic(t, outcome, { message: "struck", boundary, marker: "site: panic", frame: PANIC_SITE_FUNCTION });
}

export function expectLocation(t, error, { file, line, column }) {
  const location = error.location ?? {};
  const told = String(location.file).replaceAll("\\", "/");
  t.expect(told === file, `file ${file}`);
  t.expect(location.line === line, `line ${line}`);
  t.expect(location.column === column, `column ${column}`);
}

function expectBoundary(t, { boundary }, expected) {
  if (typeof expected === "string") {
    t.expect(boundary === expected, `boundary ${expected}`);
  } else {
    const position = `${expected.file}:${expected.line}:`;
    t.expect(String(boundary).replaceAll("\\", "/").startsWith(position), `boundary ${position}`);
  }
}

// A-err: what the caller of the body that failed gets.
export function expectAbort(t, outcome, { kind, boundary }) {
  t.see(describe(outcome));
  expectAbortClass(t, outcome, kind);
  const error = outcome.threw ?? {};
  expectBoundary(t, error, boundary);
  t.expect(error.cause instanceof Error && error.cause !== error, "the engine's error as its cause");
}

export function expectAbortClass(t, outcome, kind) {
  t.expect("threw" in outcome, "an error");
  const error = outcome.threw ?? {};
  t.expect(error.name === "InstanceAbortError", "name InstanceAbortError");
  t.expect(error instanceof WebAssembly.RuntimeError, "a subclass of RuntimeError");
  if (kind) t.expect(error.kind === kind, `kind ${kind}`);
}

// A-dead: no body ran, and the caller was told so, where telling is the rule.
export function expectDead(t, entry, [outcome, counted], kind) {
  t.see(counted.ran === 0 ? `no body ran, ${describe(outcome)}` : `a body ran, ${describe(outcome)}`);
  expectNoBody(t, [outcome, counted]);
  if (entry.silent) t.expect(!("threw" in outcome), "silence of the call");
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
