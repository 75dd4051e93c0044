// Runs the scenarios on two builds of the conformance crate, one with wasm-bulkhead and one alone.
//
//   <engine> conformance/run.mjs --with DIR --alone DIR --build unwind|abort
//     --encoding legacy|exnref|none [--json OUT] [--only ID]... [--fast | --panics N]
//     [--delivery plain|"guard off"|no-modules]
//
// Each DIR holds the glue of one build: of target web, or of no-modules with `--delivery no-modules`.
// One of the two may be left out. P11 panics 20,000 times through each entry, or N times.
// Exit codes: 0 all hold, 100 some do not, 101 the run itself failed.

import { args, engine, exit, print, runApart, writeText } from "./host.mjs";
import { Crate } from "./harness/crate.mjs";
import { takeOverFinalizers } from "./harness/finalizers.mjs";
import { parseOptions } from "./harness/options.mjs";
import { formatFailures, formatTable } from "./harness/report.mjs";
import { tryOut } from "./harness/trial.mjs";

// The files of scenarios. A new contract group is a new row.
const GROUPS = ["panics", "async", "nested", "exceptions", "endurance", "aborts", "hooks", "gates"];

// How wasm-bulkhead reaches the page: the target of the glue, whether the guard's switch is on, and
// what else is worth a run of its own on the same files.
const DELIVERIES = {
  plain: { target: "web", guard: true, also: ["guard off"] },
  "guard off": { target: "web", guard: false, also: [] },
  "no-modules": { target: "no-modules", guard: true, also: [] },
};

const CRATES = ["alone", "with"];

async function main() {
  const options = parseOptions(args, { deliveries: Object.keys(DELIVERIES) });
  const results = await runHere(options);
  for (const delivery of DELIVERIES[options.delivery].also) {
    if (options.apart) break;
    results.push(...(await runElsewhere(options, delivery)));
  }
  const { build, encoding } = options;
  if (options.json) {
    writeText(options.json, `${JSON.stringify({ engine, build, encoding, results }, null, 2)}\n`);
  }
  if (options.apart) return 0;
  const failures = formatFailures(results);
  for (const line of [...formatTable(results), "", ...failures]) print(line);
  for (const which of CRATES) {
    const tried = results.map((row) => row[which]).filter(Boolean);
    if (tried.length === 0) continue;
    const held = tried.filter(({ ok }) => ok);
    print(`${engine}, ${build}, ${encoding}: ${held.length} of ${tried.length} hold ${which}`);
  }
  return failures.length > 0 ? 100 : 0;
}

async function runHere(options) {
  const { target, guard } = DELIVERIES[options.delivery];
  takeOverFinalizers();
  if (!guard) globalThis[Symbol.for("wasm-bulkhead.guard")] = false;
  const crates = {};
  for (const which of CRATES) {
    if (options[which]) crates[which] = new Crate(options[which], target);
  }
  const results = [];
  for (const { scenario, cell } of await select(options)) {
    const row = describeCell(scenario, cell);
    for (const [which, crate] of Object.entries(crates)) {
      row[which] = await tryOut(crate, scenario, cell, options);
    }
    results.push(row);
  }
  return results;
}

async function select({ delivery, build, only }) {
  const groups = await Promise.all(GROUPS.map((group) => import(`./scenarios/${group}.mjs`)));
  const scenarios = groups
    .flatMap((group) => group.default)
    .filter((scenario) => (scenario.delivery ?? "plain") === delivery)
    .filter((scenario) => scenario.builds.includes(build))
    .filter((scenario) => only.length === 0 || only.includes(scenario.id));
  return scenarios.flatMap((scenario) => (scenario.cells ?? [{}]).map((cell) => ({ scenario, cell })));
}

function describeCell(scenario, cell) {
  const title = [scenario.title, cell.title].filter(Boolean).join(": ");
  const delivery = scenario.delivery ? ` (${scenario.delivery})` : "";
  return { id: scenario.id, entry: cell.entry, cause: cell.cause?.id, scenario: title + delivery };
}

// A delivery that differs by its globals needs a process that has not loaded the glue yet.
async function runElsewhere(options, delivery) {
  if ((await select({ ...options, delivery })).length === 0) return [];
  const text = runApart(import.meta.url, (json) => [
    ...args.filter((arg, at) => arg !== "--json" && args[at - 1] !== "--json"),
    ...["--delivery", delivery, "--json", json, "--apart"],
  ]);
  return JSON.parse(text).results;
}

try {
  exit(await main());
} catch (error) {
  print(`the conformance run failed: ${error?.stack ?? error}`);
  exit(101);
}
