// How long it takes from an abort to the first call that is served, beside the bare making of an
// instance; and whether calls are as fast afterwards as they were before.
//
//   node bench/recovery.mjs --packages DIR --delivery plain|finished --rounds N --json OUT NAME…
//
// DIR has packages of the crate `bench` with the feature `restart`, for the web and with
// `--experimental-reset-state-function`: `alone`, `bare`, and of each delivery one that is to recover
// and one that stays as it is. NAMEs are those of loops that are timed before and after.
//
// The bare making is `new WebAssembly.Instance` and its start, as `__wbg_reset_state` of the same glue
// has it with the guard switched off.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { makeLoops as loopsAfter } from "./calls/loops.mjs?after";
import { makeLoops as loopsBefore } from "./calls/loops.mjs?before";
import { measure, spread } from "./calls/measure.mjs";

const { values: options, positionals: names } = parseArgs({
  options: {
    packages: { type: "string" },
    delivery: { type: "string" },
    rounds: { type: "string" },
    json: { type: "string" },
  },
  allowPositionals: true,
});

// How many samples a round takes of each, of which the best counts, and how many rounds are for the
// engine to get used to it.
const SAMPLES = 4;
const WARM_UPS = 10;

// How many tasks a fresh instance may let pass before it serves.
const PATIENCE = 10;

const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");

globalThis.bench = { visit: (a) => a };
const packages = pathToFileURL(`${resolve(options.packages)}/`);

async function load(name) {
  const glue = await import(new URL(`${name}/bench.js`, packages));
  const module = new WebAssembly.Module(readFileSync(new URL(`${name}/bench_bg.wasm`, packages)));
  glue.initSync({ module });
  return glue;
}

async function unguarded(run) {
  globalThis[GUARD_SWITCH] = false;
  try {
    return await run();
  } finally {
    delete globalThis[GUARD_SWITCH];
  }
}

const nextTask = () => new Promise((done) => setImmediate(done));
// A circuit breaker may not like too many aborts at once.
const pause = () => new Promise((done) => setTimeout(done, 15));

const finished = options.delivery === "finished";
const steady = finished && (await load("finished-steady"));
const recovering = finished && (await load("finished"));
const alone = await load("alone");
const bare = await unguarded(() => load("bare"));
// Plain delivery changes an intrinsic, so it comes last.
const before = steady || (await load("plain-steady"));
const after = recovering || (await load("plain"));

async function recover() {
  const generation = after.generation();
  try {
    after.trap();
  } catch (error) {
    if (error.name !== "InstanceAbortError") throw error;
  }
  const start = performance.now();
  for (let task = 1; ; task++) {
    await nextTask();
    try {
      if (after.add(1, 2) !== 3) throw new Error("a wrong sum");
      break;
    } catch (error) {
      if (error.name !== "InstanceAbortError" || task === PATIENCE) throw error;
    }
  }
  const elapsed = performance.now() - start;
  if (after.generation() !== generation + 1) throw new Error("the instance was not replaced");
  return elapsed;
}

async function make(glue) {
  const start = performance.now();
  await nextTask();
  glue.__wbg_reset_state();
  if (glue.add(1, 2) !== 3) throw new Error("a wrong sum");
  return performance.now() - start;
}

const kinds = {
  alone: () => make(alone),
  bare: () => unguarded(() => make(bare)),
  recovery: recover,
};
const taken = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
for (let round = -WARM_UPS; round < Number(options.rounds); round++) {
  const best = {};
  for (let turn = 0; turn < SAMPLES; turn++) {
    // In changing order, since the first pays for the pause.
    const order = Object.entries(kinds);
    for (const [kind, run] of turn % 2 === 0 ? order : order.reverse()) {
      best[kind] = Math.min(best[kind] ?? Infinity, await run());
    }
    await pause();
  }
  if (round >= 0) for (const kind of Object.keys(kinds)) taken[kind].push(best[kind]);
}
const ratio = (kind) => spread(taken.recovery.map((ms, round) => ms / taken[kind][round]));
const microseconds = Object.entries(taken).map(([kind, all]) => [kind, spread(all).median * 1000]);

const calls = await measure(
  [
    { name: "before", loops: loopsBefore(before) },
    { name: "after", loops: loopsAfter(after) },
  ],
  names,
  Number(options.rounds),
);

writeFileSync(
  options.json,
  JSON.stringify({
    microseconds: Object.fromEntries(microseconds),
    toBare: ratio("bare"),
    toAlone: ratio("alone"),
    calls: calls.map(({ what, ratio }) => ({ what, ratio: ratio.after })),
  }),
);
