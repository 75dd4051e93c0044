// What a page may have done to its realm before it loads the package.

export function switchGuardOff() {
  globalThis[Symbol.for("wasm-bulkhead.guard")] = false;
}

const roots = () => [
  ...[Object, Function, Array, String, Number, Boolean, Symbol, Promise, Map, Set, WeakMap, WeakRef],
  ...[Error, TypeError, RangeError, RegExp, Date, ArrayBuffer, DataView, TextDecoder, TextEncoder],
  ...[Int32Array, Uint8Array, Uint32Array, Float64Array, Reflect, Math, JSON, Proxy],
  ...[WebAssembly, WebAssembly.Instance, WebAssembly.Module, WebAssembly.Memory, WebAssembly.Table],
  ...[WebAssembly.RuntimeError, WebAssembly.Exception, WebAssembly.Tag],
];

// As hardened realms do; what stays open is the global object, on which the test rests.
export function freezeIntrinsics() {
  for (const root of roots()) {
    Object.freeze(root);
    if (root?.prototype) Object.freeze(root.prototype);
  }
}
