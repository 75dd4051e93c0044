// Everything that JavaScript can get out of a value.

const DEPTH = 4;

// Where one of the secrets can be read, as [place, secret].
export function leaks(value, secrets) {
  const found = [];
  for (const [where, text] of texts(value, "it", new Set(), DEPTH)) {
    const secret = secrets.find((secret) => text.includes(secret));
    if (secret) found.push([where, secret]);
  }
  return found;
}

function* texts(value, where, seen, depth) {
  if (typeof value === "string") yield [where, value];
  if (value === null || typeof value !== "object" || seen.has(value) || depth === 0) return;
  seen.add(value);
  yield [`String(${where})`, String(value)];
  yield [`JSON.stringify(${where})`, String(JSON.stringify(value))];
  yield* stacks(value, where);
  for (const key of Reflect.ownKeys(value)) {
    const { value: property, get } = Object.getOwnPropertyDescriptor(value, key);
    const held = get ? get.call(value) : property;
    yield* texts(held, `${where}.${String(key)}`, seen, depth - 1);
  }
}

// Engines keep the stack where an own property of that name does not cover it.
function* stacks(value, where) {
  for (const holder of [new Error(), Error.prototype]) {
    const get = Object.getOwnPropertyDescriptor(holder, "stack")?.get;
    if (get && value instanceof Error) yield [`the engine's stack of ${where}`, String(get.call(value))];
  }
}
