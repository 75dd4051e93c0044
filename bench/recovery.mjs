// How long it takes from an end to the first call that is served, beside the bare making of an
// instance: `new WebAssembly.Instance` and its start, as `__wbg_reset_state` of the same glue has
// it, with the guard switched off.
//
//   node bench/recovery.mjs --dir DIR --json OUT [--rounds N]
//
// DIR holds the package `session`, built for the web with `--experimental-reset-state-function`.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { dir: { type: "string" }, json: { type: "string" }, rounds: { type: "string", default: "201" } },
});

// How many samples a round takes of each, of which the best counts, and how many rounds are for the
// engine to get used to it.
const SAMPLES = 4;
const WARM_UPS = 10;

const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");

const glue = pathToFileURL(join(resolve(options.dir), "session.js"));
const module = new WebAssembly.Module(readFileSync(join(options.dir, "session_bg.wasm")));
// A session may end 100 times a second.
const pause = () => new Promise((done) => setTimeout(done, 15));

const editor = await import(glue);
editor.initSync({ module });
editor.insert("a session");

// Nothing is awaited but what the library itself has queued.
async function recover() {
  const { generation } = editor;
  const before = generation();
  try {
    editor.nesting(1_000_000);
  } catch (error) {
    if (error.name !== "InstanceAbortError") throw error;
  }
  const start = performance.now();
  await null;
  const served = editor.text();
  const elapsed = performance.now() - start;
  if (generation() !== before + 1 || served !== "a session") throw new Error("the instance was not replaced");
  return elapsed;
}

const bare = await import(`${glue}?bare`);
globalThis[GUARD_SWITCH] = false;
bare.initSync({ module });

function make() {
  globalThis[GUARD_SWITCH] = false;
  const start = performance.now();
  bare.__wbg_reset_state();
  const elapsed = performance.now() - start;
  delete globalThis[GUARD_SWITCH];
  return elapsed;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const taken = { recovery: [], bare: [] };
const sides = [["bare", make], ["recovery", recover]];
for (let round = -WARM_UPS; round < Number(options.rounds); round++) {
  const best = { bare: Infinity, recovery: Infinity };
  for (let turn = 0; turn < SAMPLES; turn++) {
    // In changing order, since the first pays for the pause.
    for (const [what, run] of turn % 2 === 0 ? sides : sides.toReversed()) {
      best[what] = Math.min(best[what], await run());
    }
    await pause();
  }
  if (round >= 0) for (const what of Object.keys(taken)) taken[what].push(best[what]);
}
const ratios = taken.recovery.map((ms, round) => ms / taken.bare[round]);
writeFileSync(
  options.json,
  JSON.stringify({
    bare: median(taken.bare) * 1000,
    recovery: median(taken.recovery) * 1000,
    ratio: { min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) },
  }),
);
