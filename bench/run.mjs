// Times builds of the bench crate against each other, in one process, and writes down the numbers.
//
//   node bench/run.mjs --alone DIR --with DIR --build unwind|abort --json OUT [--rounds N]
//
// Every round takes short samples of every loop in every build, in turns and in changing order, so
// that what else the machine does meets all of them alike, and keeps the best of each. A ratio
// compares two builds in one round.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { PANICKING } from "./loops.mjs";

const { values: options } = parseArgs({
  options: {
    alone: { type: "string" },
    with: { type: "string" },
    build: { type: "string" },
    rounds: { type: "string", default: "201" },
    json: { type: "string" },
  },
});

const GUARD_SWITCH = Symbol.for("wasm-bulkhead.guard");

// What is compared, the first with each of the others.
const SIDES = [
  { name: "alone", directory: options.alone },
  { name: "with", directory: options.with, guarded: true },
  { name: "guardOff", directory: options.with, guarded: false },
];

// How long a sample takes at least on the first side.
const SAMPLE_MS = 0.5;

// How many samples of each side a round takes: the best is the one that nothing came between.
const SAMPLES = 3;

// How long each loop runs on each side before anything counts, so that optimised code is there.
// Twice, because what one loop does can undo what was optimised for an earlier one.
const WARM_UP_MS = 100;
const WARM_UPS = 2;

globalThis.bench = { visit: (a) => a };

async function load({ name, directory, guarded }) {
  if (guarded === false) globalThis[GUARD_SWITCH] = false;
  const url = pathToFileURL(join(resolve(directory), "bench.js"));
  const glue = await import(`${url}?${name}`);
  glue.initSync({ module: readFileSync(join(directory, "bench_bg.wasm")) });
  delete globalThis[GUARD_SWITCH];
  if (glue.is_guarded?.() !== guarded) throw new Error(`the guard of the side ${name} is not as it should be`);
  const { makeLoops } = await import(`./loops.mjs?${name}`);
  return { name, loops: makeLoops(glue) };
}

async function time(loop, times) {
  const start = performance.now();
  const answer = await loop(times);
  const elapsed = performance.now() - start;
  if (answer !== true) throw new Error("a loop did not do its work");
  return elapsed;
}

async function warmUp(loop) {
  let times = 1;
  for (const until = performance.now() + WARM_UP_MS; performance.now() < until; ) {
    if ((await time(loop, times)) < SAMPLE_MS) times *= 2;
  }
}

// How many calls make a sample.
async function calibrate(loop) {
  let times = 1;
  while ((await time(loop, times)) < SAMPLE_MS) times *= 2;
  return times;
}

const median = (sorted) => sorted[sorted.length >> 1];

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0], median: median(sorted), max: sorted.at(-1) };
}

async function main() {
  const rounds = Number(options.rounds);
  if (!(rounds >= 1)) throw new Error(`--rounds is a number, not ${options.rounds}`);
  const sides = [];
  for (const side of SIDES) sides.push(await load(side));
  const names = Object.keys(sides[0].loops).filter(
    (name) => options.build === "unwind" || !PANICKING.includes(name),
  );

  for (let pass = 0; pass < WARM_UPS; pass++) {
    for (const name of names) {
      for (const { loops } of sides) await warmUp(loops[name]);
    }
  }
  const times = {};
  for (const name of names) times[name] = await calibrate(sides[0].loops[name]);

  const taken = Object.fromEntries(names.map((name) => [name, sides.map(() => [])]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const best = sides.map(() => Infinity);
      for (let turn = 0; turn < SAMPLES * sides.length; turn++) {
        const at = (round + turn) % sides.length;
        best[at] = Math.min(best[at], await time(sides[at].loops[name], times[name]));
      }
      best.forEach((ms, at) => taken[name][at].push((ms * 1e6) / times[name]));
    }
  }

  return names.map((name) => {
    const [alone, ...others] = taken[name];
    const ratio = (side) => spread(side.map((ns, round) => ns / alone[round]));
    const compared = others.map((side, at) => [
      sides[at + 1].name,
      { ns: spread(side).median, ratio: ratio(side) },
    ]);
    return { what: name, alone: { ns: spread(alone).median }, ...Object.fromEntries(compared) };
  });
}

writeFileSync(options.json, JSON.stringify(await main()));
