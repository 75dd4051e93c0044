// What came of a call: { returned } or { threw } or { pending: true }, with `late: true` when it
// came by way of a promise.

export { nextMacrotask } from "../host.mjs";

const MACROTASKS_UNTIL_PENDING = 5;

export const macrotask = () => new Promise((done) => setTimeout(done, 0));

// A promise and what resolves it.
export function gate() {
  let open;
  const promise = new Promise((resolve) => (open = resolve));
  return { promise, open };
}

// Long enough for every microtask, and for the tasks they queue, to have run.
export async function idle() {
  for (let turn = 0; turn < MACROTASKS_UNTIL_PENDING; turn++) await macrotask();
}

export async function attempt(call) {
  let value;
  try {
    value = call();
  } catch (threw) {
    return { threw };
  }
  return value instanceof Promise ? settled(value) : { returned: value };
}

export function settled(promise) {
  const outcome = promise.then(
    (returned) => ({ returned, late: true }),
    (threw) => ({ threw, late: true }),
  );
  return Promise.race([outcome, idle().then(() => ({ pending: true }))]);
}

export function describe(outcome) {
  if (outcome.pending) return "pending for ever";
  if ("threw" in outcome) return `${outcome.late ? "rejected with " : ""}${describeError(outcome.threw)}`;
  return `returned ${describeValue(outcome.returned)}`;
}

export function describeError(error) {
  if (error instanceof WebAssembly.Exception) return "opaque WebAssembly.Exception";
  if (!(error instanceof Error)) return describeValue(error);
  const said = [`${error.name}: ${firstLine(error.message)}`];
  if (error.kind !== undefined) said.push(`kind ${error.kind}`);
  if (error.boundary !== undefined) said.push(`boundary ${error.boundary}`);
  if (error.location) said.push(describeLocation(error.location));
  if (error.cause instanceof Error) said.push(`cause ${error.cause.name}`);
  return said.join(", ");
}

export const describeLocation = ({ file, line, column }) => `${file}:${line}:${column}`;

function describeValue(value) {
  return value === null || typeof value !== "object" ? String(value) : (value.constructor?.name ?? "object");
}

function firstLine(text) {
  const [line] = String(text).split("\n");
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
