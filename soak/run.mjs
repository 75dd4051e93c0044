// Random calls with an end at a random moment, over and over.
//
//   <engine> soak/run.mjs --dir DIR --build unwind|abort [--rounds N] [--calls N] [--seed N]
//     [--guard-off] [--json OUT]
//   <engine> soak/run.mjs --dir DIR --build unwind|abort --memory [--times N]
//   <engine> soak/run.mjs --dir DIR --build unwind|abort --restart [--rounds N]
//
// DIR holds the glue of target web, plain or finished, with wasm-bulkhead or without. Round n has
// the seed `--seed` + n, so that `--rounds 1 --seed` repeats one. With `--guard-off` the checks have to
// find something, which shows that they can.
// Exit codes: 0 nothing was found, 100 something was, 101 the run itself failed.

import { args, engine, exit, now, print, writeText } from "./host.mjs";
import { Crate } from "./harness/crate.mjs";
import { takeOverFinalizers } from "./harness/finalizers.mjs";
import { measureMemory } from "./harness/memory.mjs";
import { measureRestart } from "./harness/restart.mjs";
import { parseOptions } from "./harness/options.mjs";
import { CAUSES, playRound } from "./harness/round.mjs";
import { takeStrays, watchForStrays } from "./harness/strays.mjs";

// Of many rounds that fail in the same way, so many are told in full.
const TOLD = 5;

const SUMS = ["calls", "ran", "struck", "panics", "refused", "after", "answered", "left", "pendingForEver", "reported", "hooked", "strays"];

async function main() {
  const options = parseOptions(args, {
    dir: undefined,
    build: undefined,
    rounds: 300,
    calls: 100_000,
    seed: Date.now() % 1_000_000_000,
    "guard-off": false,
    memory: false,
    restart: false,
    times: 1_000_000,
    json: undefined,
  });
  if (options.dir === undefined) throw new Error("--dir is missing");
  watchForStrays();
  if (options["guard-off"]) globalThis[Symbol.for("wasm-bulkhead.guard")] = false;
  const crate = new Crate(options.dir);
  await crate.causeNumbers([...CAUSES, "panic"]);
  const load = options.memory ? memory : options.restart ? restart : soak;
  const result = await load(crate, options);
  const { build, dir } = options;
  if (options.json) writeText(options.json, `${JSON.stringify({ engine, build, dir, ...result }, null, 2)}\n`);
  return result.failed > 0 ? 100 : 0;
}

async function soak(crate, { rounds, calls, seed, build }) {
  takeOverFinalizers();
  print(`seed ${seed}: ${rounds} rounds of ${calls} calls, ${engine}, ${build}`);
  const started = now();
  const sums = Object.fromEntries(SUMS.map((key) => [key, 0]));
  const causes = {};
  let failed = 0;
  for (let round = 0; round < rounds; round++) {
    const seen = await playRound(crate, { seed: seed + round, calls, build }, takeStrays);
    for (const key of SUMS) sums[key] += seen[key] ?? 0;
    causes[seen.cause] = (causes[seen.cause] ?? 0) + 1;
    if (seen.violations.length === 0) continue;
    failed += 1;
    if (failed <= TOLD) print(`seed ${seen.seed}, ${seen.cause}: ${summary(seen.violations)}`);
  }
  const seconds = (now() - started) / 1000;
  print(`ended by: ${Object.entries(causes).map(([cause, times]) => `${cause} ${times}`).join(", ")}`);
  print(
    `${rounds - failed} of ${rounds} rounds hold, ${sums.calls} calls, ${sums.struck} faults, ${sums.panics} of them given to ` +
      `a caller, ${sums.reported} heard by the listener and ${sums.hooked} by the hook, ` +
      `${sums.after} bodies after the end, ${sums.answered} calls answered and ${sums.refused} refused after it, ` +
      `${sums.left} promises pending at the next macrotask and ${sums.pendingForEver} for ever, ` +
      `${sums.strays} uncaught, ${seconds.toFixed(1)} s`,
  );
  return { seed, rounds, failed, causes, sums, seconds };
}

// A long list is cut short.
function summary(violations) {
  const [first, second, third, ...rest] = violations;
  const told = [first, second, third].filter(Boolean).join("; ");
  return rest.length > 0 ? `${told}; and ${rest.length} more` : told;
}

async function memory(crate, options) {
  const rows = await measureMemory(crate, options);
  for (const { what, times, last, grown, seconds, violations } of rows) {
    print(
      `${times} ${what}: linear memory ${last.pages} pages (${signed(grown.pages)}), ` +
        `externref table ${last.references} (${signed(grown.references)}), ` +
        `JavaScript heap ${(last.heap / 1024).toFixed(0)} KiB (${signed(Math.round(grown.heap / 1024))} KiB), ` +
        `${seconds.toFixed(1)} s${violations.length > 0 ? `: ${violations.join("; ")}` : ""}`,
    );
  }
  return { rows, failed: rows.filter(({ violations }) => violations.length > 0).length };
}

async function restart(crate, options) {
  const row = await measureRestart(crate, options);
  const { rounds, objects, promises, generation, left, heap, seconds, violations } = row;
  violations.push(...takeStrays());
  print(
    `${rounds} ends with ${objects} objects and ${promises} promises alive, generation ${generation}: ` +
      `${left} instances left of those replaced, JavaScript heap ${signed(Math.round(heap / 1024))} KiB after the ` +
      `first tenth, ${seconds.toFixed(1)} s, ${violations.length > 0 ? violations.join("; ") : "the vault intact each time"}`,
  );
  return { rows: [row], failed: violations.length > 0 ? 1 : 0 };
}

const signed = (number) => (number < 0 ? `${number}` : `+${number}`);

try {
  exit(await main());
} catch (error) {
  print(`the soak failed: ${error?.stack ?? error}`);
  exit(101);
}
