// What the engine's stacks tell of wasm, seen in the trap of a module of their own.

import { compile } from "../host.mjs";

const FUNCTION = "struck";

// (module (func $struck (export "trap") unreachable)), with its name
const TRAPPING = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11],
  ...[0, 16, 4, 110, 97, 109, 101, 1, 9, 1, 0, FUNCTION.length, ...new TextEncoder().encode(FUNCTION)],
]);

export function trapOfAnotherModule() {
  const { exports } = new WebAssembly.Instance(compile(TRAPPING));
  try {
    exports.trap();
  } catch (e) {
    return e;
  }
}

const stack = String(trapOfAnotherModule().stack);

// The module in which a trap struck.
export const TELL_MODULES = stack.includes(":wasm-function[");

// The functions by their names.
export const TELL_NAMES = stack.includes(FUNCTION);
