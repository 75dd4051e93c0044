// Prototypes and globals that a hostile page has changed. Each poison answers with its cure.

const { defineProperty, getOwnPropertyDescriptor } = Object;

// Puts another property in place of one, or of none.
export function replace(holder, key, descriptor) {
  const found = getOwnPropertyDescriptor(holder, key);
  // In Bun some can be written to, but not be configured.
  if (found?.configurable === false) {
    holder[key] = descriptor.value;
    return () => (holder[key] = found.value);
  }
  defineProperty(holder, key, { configurable: true, ...descriptor });
  return () => {
    if (found) defineProperty(holder, key, found);
    else delete holder[key];
  };
}

function refuse() {
  throw new EvalError("poisoned");
}

const method = (holder, key) => () => replace(holder, key, { value: refuse, writable: true });
const accessor = (holder, key) => () => replace(holder, key, { get: refuse, set: refuse });

export const POISONS = {
  "Object.prototype.cause": accessor(Object.prototype, "cause"),
  "Object.prototype.kind": accessor(Object.prototype, "kind"),
  "Object.prototype.get": accessor(Object.prototype, "get"),
  "Object.prototype.toString": method(Object.prototype, "toString"),
  "Array.prototype[Symbol.iterator]": method(Array.prototype, Symbol.iterator),
  "Array.prototype.push": method(Array.prototype, "push"),
  "Array.prototype.indexOf": method(Array.prototype, "indexOf"),
  "Array.prototype.some": method(Array.prototype, "some"),
  "Array.prototype.map": method(Array.prototype, "map"),
  "Function.prototype.call": method(Function.prototype, "call"),
  "Function.prototype.apply": method(Function.prototype, "apply"),
  "Function.prototype[Symbol.hasInstance]": () => {
    // Not writable and not configurable; a class of the engine's can have one of its own.
    return replace(WebAssembly.RuntimeError, Symbol.hasInstance, { value: refuse });
  },
  "Promise.prototype.then": method(Promise.prototype, "then"),
  "Promise.prototype.catch": method(Promise.prototype, "catch"),
  "Error.captureStackTrace": method(Error, "captureStackTrace"),
  "Error.prepareStackTrace": method(Error, "prepareStackTrace"),
  "Error.stackTraceLimit": accessor(Error, "stackTraceLimit"),
  "Error.prototype.message": accessor(Error.prototype, "message"),
  "Map.prototype.get": method(Map.prototype, "get"),
  "Map.prototype.values": method(Map.prototype, "values"),
  "Map.prototype.clear": method(Map.prototype, "clear"),
  "Set.prototype.has": method(Set.prototype, "has"),
  "Set.prototype[Symbol.iterator]": method(Set.prototype, Symbol.iterator),
  "WeakMap.prototype.get": method(WeakMap.prototype, "get"),
  "WeakMap.prototype.set": method(WeakMap.prototype, "set"),
  "RegExp.prototype.test": method(RegExp.prototype, "test"),
  "RegExp.prototype.exec": method(RegExp.prototype, "exec"),
  "String.prototype.includes": method(String.prototype, "includes"),
  "TextDecoder.prototype.decode": method(TextDecoder.prototype, "decode"),
  Int32Array: method(globalThis, "Int32Array"),
  Uint8Array: method(globalThis, "Uint8Array"),
  "console.error": method(console, "error"),
};
