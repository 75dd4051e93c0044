// A million of something, and what has grown by it.

import { heapInUse, macrotask, now } from "../host.mjs";
import { Random } from "./random.mjs";
import { Subject } from "./subject.mjs";

// What may grow between the first tenth and the end. Pages and the table are full by then; the
// heap moves by what the engine compiles and caches meanwhile.
const BOUNDS = { pages: 0, references: 0, heap: 1 << 20 };

const BATCH = 1_000;

// What is repeated, one after the other, in every batch.
const LOADS = {
  unwind: {
    panics: {
      arm: "panic",
      ways: [
        (s) => s.exports.entry(),
        (s) => s.object.look(),
        (s) => s.closure(),
        (s) => s.wasm.raw_throw(),
        (s) => s.exports.promptly(),
      ],
    },
  },
  both: {
    "async calls": {
      ways: [(s) => s.exports.promptly(), (s) => patiently(s), (s) => s.exports.spawn()],
    },
  },
};

function patiently(s) {
  const promise = s.exports.patiently("a text");
  queueMicrotask(() => s.gates.splice(0).forEach(({ resolve }) => resolve()));
  return promise;
}

export async function measureMemory(crate, { build, times }) {
  const loads = { ...(build === "unwind" ? LOADS.unwind : {}), ...LOADS.both };
  const rows = [];
  for (const [what, load] of Object.entries(loads)) rows.push(await repeat(crate, what, load, times));
  return rows;
}

async function repeat(crate, what, { arm, ways }, times) {
  const s = new Subject(await crate.instance(), new Random(1), crate.guarded);
  globalThis.soak = s.imports;
  s.object = new s.exports.Subject();
  s.closure = s.exports.make_closure();
  const number = arm === undefined ? 0 : crate.causeNumber(arm);
  const started = now();
  let first;
  const failed = { count: 0 };
  const fail = () => void (failed.count += 1);
  for (let done = 0; done < times; ) {
    for (const until = Math.min(times, done + BATCH); done < until; done++) {
      if (number !== 0) s.probe.arm(number, 0);
      try {
        const value = ways[done % ways.length](s);
        if (value instanceof Promise) {
          value.catch(fail);
          // A panic strikes in the poll, and the next one is not armed before.
          if (number !== 0) await value.catch(() => {});
        }
      } catch {
        failed.count += 1;
      }
    }
    s.heard.clear();
    s.told.clear();
    s.gates.splice(0).forEach(({ resolve }) => resolve());
    await macrotask();
    if (first === undefined && done >= times / 10) first = await take(s);
  }
  for (let turn = 0; turn < 5; turn++) await macrotask();
  const last = await take(s);
  const grown = Object.fromEntries(Object.keys(BOUNDS).map((key) => [key, last[key] - first[key]]));
  const violations = Object.keys(BOUNDS)
    .filter((key) => grown[key] > BOUNDS[key])
    .map((key) => `${key} grew by ${grown[key]}, more than ${BOUNDS[key]}`);
  const expected = number === 0 ? 0 : times;
  if (failed.count !== expected) violations.push(`${failed.count} of ${times} calls failed, not ${expected}`);
  if (crate.guarded && !s.exports.bulkhead.state().live) violations.push("the instance ended");
  return { what, times, first, last, grown, seconds: (now() - started) / 1000, violations };
}

async function take(s) {
  return {
    pages: s.probe.pages,
    references: s.wasm.__wbindgen_externrefs.length,
    heap: await heapInUse(),
  };
}
