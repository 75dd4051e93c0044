// An instance after the other is ended and replaced, with objects and promises alive in each.

import { CAUSES } from "./round.mjs";
import { collectGarbage, heapInUse, macrotask, now } from "../host.mjs";

const OBJECTS = 20;
const PROMISES = 20;

// What may be left of instances that were replaced, and what the heap may grow by after the first
// tenth of the rounds.
const BOUNDS = { instances: 0, heap: 1 << 20 };

export async function measureRestart(crate, { rounds }) {
  const { exports } = await crate.instance();
  globalThis.soak = { gate: () => new Promise(() => {}), hooked: () => {} };
  exports.restart();
  const started = now();
  const violations = new Map();
  const wrong = (what) => violations.set(what, (violations.get(what) ?? 0) + 1);
  const replaced = [];
  let first;
  for (let round = 1; round <= rounds; round++) {
    const number = crate.causeNumber(CAUSES[round % CAUSES.length]);
    await replaceOnce(crate, exports, { round, number, replaced, wrong });
    if (round === Math.ceil(rounds / 10)) first = await heapInUse();
  }
  const heap = (await heapInUse()) - first;
  await collectGarbage();
  // The newest has no successor.
  const left = replaced.filter((memory) => memory.deref() !== undefined).length;
  if (left > BOUNDS.instances) wrong(`${left} instances are kept`);
  if (heap > BOUNDS.heap) wrong(`the heap grew by ${heap} bytes`);
  return {
    rounds,
    objects: OBJECTS,
    promises: PROMISES,
    left,
    heap,
    generation: exports.bulkhead.generation,
    seconds: (now() - started) / 1000,
    violations: [...violations].map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`)),
  };
}

async function replaceOnce(crate, exports, { round, number, replaced, wrong }) {
  const { wasm, probe } = crate.current(exports);
  replaced.push(new WeakRef(wasm.memory));
  const objects = Array.from({ length: OBJECTS }, () => new exports.Subject());
  const closure = exports.make_closure();
  const bytes = new Uint8Array(100).map((_, at) => at + round);
  exports.put(bytes);
  let rejected = 0;
  for (let promise = 0; promise < PROMISES; promise++) {
    exports.patiently("a text").catch(({ kind }) => (rejected += kind === undefined ? 0 : 1));
  }
  await macrotask();
  probe.arm(number, 0);
  if (nameOf(() => exports.entry()) !== "InstanceAbortError") wrong("the call did not end the instance");
  if (nameOf(() => exports.echo("wörld")) !== "InstanceAbortError") wrong("a call was answered in the same run");
  await macrotask();
  if (rejected !== PROMISES) wrong("promises are pending");
  if (exports.get()?.join() !== bytes.join()) wrong("the vault has not what was put there");
  if (!exports.echo("wörld").startsWith("wörld")) wrong("the new instance answers wrongly");
  if (exports.bulkhead.generation !== round + 1) wrong("generations are not counted");
  for (const object of objects) {
    if (nameOf(() => object.touch()) === undefined) wrong("an old object was served");
  }
  if (nameOf(() => closure()) === undefined) wrong("an old closure was served");
}

function nameOf(call) {
  try {
    call();
    return undefined;
  } catch (error) {
    return error.name;
  }
}
