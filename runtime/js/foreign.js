// Errors that look like the end of an instance and are none: JavaScript made them, or another module
// trapped. Engines do not tell; the stack does, and Rust where it has had the error in its hands.

import { compartmentOf } from "./compartment.js";

const WASM_FRAME = ":wasm-function[";
const V8_MARK = "    at ";

/** Notes that `value` is on its way through the instance and began elsewhere. */
export function passOn(id, value) {
  if (typeof value === "object" && value !== null) compartmentOf(id).foreign.add(value);
}

/** Called while code of the instance is on the stack, to see how stacks spell it. */
export function locate(c) {
  try {
    const frame = framesOf(new Error()).find((frame) => frame.includes(WASM_FRAME));
    c.module = frame && moduleOf(frame);
    c.formatter = Error.prepareStackTrace;
  } catch {
    // Who formats stacks here fails at it.
  }
}

/** Whether there is proof that nothing in this instance made the error. */
export function isForeign(c, e) {
  if (c.foreign.has(e)) return true;
  // Without a look at a stack of ours there is no telling how others read.
  if (c.module === undefined || c.formatter !== Error.prepareStackTrace) return false;
  const [site] = framesOf(e);
  return site !== undefined && moduleOf(site) !== c.module;
}

/** The frames of an error in V8 and SpiderMonkey, where a trap's begin with the one that struck. */
function framesOf(e) {
  const lines = String(e.stack).split("\n");
  const marked = lines.filter((line) => line.startsWith(V8_MARK));
  return marked.length > 0 ? marked : lines.filter((line) => line.includes("@"));
}

/** The module that a frame is in; undefined for a frame of JavaScript. */
function moduleOf(frame) {
  const end = frame.indexOf(WASM_FRAME);
  if (end < 0) return undefined;
  return frame.slice(0, end).replace(frame.startsWith(V8_MARK) ? /^.*[( ]/ : /^.*@/, "");
}
