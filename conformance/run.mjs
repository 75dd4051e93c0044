// Runs the scenarios on builds of the conformance crate: one with wasm-bulkhead, the same with finished
// glue, and one alone.
//
//   <engine> conformance/run.mjs --with DIR --finished DIR --alone DIR --build unwind|abort
//     --encoding legacy|exnref|none [--json OUT] [--only ID]... [--fast | --panics N]
//     [--seed N] [--delivery plain|no-modules|…]
//
// Each DIR holds the glue of one build: of target web, or of no-modules with `--delivery no-modules`.
// Any of them may be left out. P11 panics 20,000 times through each entry, or N times.
// `--seed` is that of the random calls whose scenario has none of its own.
// Exit codes: 0 all hold, 100 some do not, 101 the run itself failed.

import { NO_CODE_FROM_STRINGS, args, engine, exit, print, runApart, writeText } from "./host.mjs";
import { Crate } from "./harness/crate.mjs";
import { takeOverFinalizers } from "./harness/finalizers.mjs";
import { parseOptions } from "./harness/options.mjs";
import { freezeIntrinsics, switchGuardOff } from "./harness/realm.mjs";
import { formatFailures, formatTable } from "./harness/report.mjs";
import { tryOut } from "./harness/trial.mjs";

// The files of scenarios. A new contract group is a new row.
const GROUPS = [
  "panics",
  "async",
  "lifecycle",
  "nested",
  "exceptions",
  "endurance",
  "aborts",
  "closures",
  "swallowed",
  "waiting",
  "hook",
  "redaction",
  "hostile",
  "realms",
  "copies",
  "hooks",
  "gates",
  "torn",
  "model",
  "recovery",
  "promising",
  "deep",
];

// How wasm-bulkhead reaches the page: the target of the glue, what is done to the realm before the
// glue is loaded, and what else is worth a run of its own on the same files.
const DELIVERIES = {
  plain: { also: ["guard off", "frozen intrinsics", "no code from strings"] },
  "guard off": { before: switchGuardOff },
  "frozen intrinsics": { before: freezeIntrinsics },
  "no code from strings": { flags: NO_CODE_FROM_STRINGS, when: NO_CODE_FROM_STRINGS !== undefined },
  "no-modules": { target: "no-modules" },
  // With `__wbg_reset_state`; and with the abort handler of worker-build besides.
  resettable: {},
  "worker-build": {},
};

// Columns that can share a process. Plain delivery changes an intrinsic, which the finished one is
// there to do without.
const COLUMNS = [["alone", "with"], ["finished"]];

// Nothing that a process has loaded is ever given back, for a module once imported stays; in some
// engines the memories of its instances soon fill the machine.
const CELLS_PER_PROCESS = 200;

async function main() {
  const options = parseOptions(args, { deliveries: Object.keys(DELIVERIES) });
  if (options.apart !== undefined) {
    writeText(options.json, JSON.stringify({ results: await runHere(options) }));
    return 0;
  }
  const results = await runAll(options);
  const { build, encoding } = options;
  if (options.json) {
    writeText(options.json, `${JSON.stringify({ engine, build, encoding, results }, null, 2)}\n`);
  }
  const failures = formatFailures(results);
  for (const line of [...formatTable(results), "", ...failures]) print(line);
  for (const column of COLUMNS.flat()) {
    const tried = results.map((row) => row[column]).filter(Boolean);
    if (tried.length === 0) continue;
    const held = tried.filter(({ ok }) => ok);
    print(`${engine}, ${build}, ${encoding}: ${held.length} of ${tried.length} hold ${column}`);
  }
  return failures.length > 0 ? 100 : 0;
}

// Every delivery in a process that has not loaded the glue yet.
async function runAll(options) {
  const rows = [];
  for (const delivery of [options.delivery, ...(DELIVERIES[options.delivery].also ?? [])]) {
    if (DELIVERIES[delivery].when === false) continue;
    const { length } = await select({ ...options, delivery });
    for (let from = 0; from < length; from += CELLS_PER_PROCESS) {
      const parts = COLUMNS.filter((columns) => columns.some((column) => options[column])).map((columns) =>
        runElsewhere(delivery, columns, from),
      );
      const [first, ...others] = parts;
      rows.push(...first.map((row, at) => Object.assign({}, ...others.map((results) => results[at]), row)));
    }
  }
  return rows;
}

function runElsewhere(delivery, columns, from) {
  const left = COLUMNS.flat().filter((column) => !columns.includes(column));
  const ours = new Set([...left, "json", "delivery"].map((name) => `--${name}`));
  const kept = args.filter((arg, at) => !ours.has(arg) && !ours.has(args[at - 1]));
  const argsFor = (json) => [...kept, "--delivery", delivery, "--json", json, "--apart", String(from)];
  return JSON.parse(runApart(import.meta.url, argsFor, DELIVERIES[delivery].flags)).results;
}

async function runHere(options) {
  const { target = "web", before } = DELIVERIES[options.delivery];
  takeOverFinalizers();
  // The harness has to be there when intrinsics are no longer what they were.
  const selected = await select(options);
  before?.();
  const crates = COLUMNS.flat()
    .filter((column) => options[column])
    .map((column) => [column, new Crate(options[column], target)]);
  const results = [];
  for (const { scenario, cell } of selected.slice(options.apart, options.apart + CELLS_PER_PROCESS)) {
    const row = describeCell(scenario, cell);
    for (const [column, crate] of crates) {
      row[column] = await tryOut(crate, column, scenario, cell, options);
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

try {
  exit(await main());
} catch (error) {
  print(`the conformance run failed: ${error?.stack ?? error}`);
  exit(101);
}
