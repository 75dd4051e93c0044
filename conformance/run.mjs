// Runs the scenarios on builds of the conformance crate: one with wasm-bulkhead, the same with finished
// glue, and one alone.
//
//   <program> conformance/run.mjs --with DIR --finished DIR --alone DIR --build unwind|abort
//     --encoding legacy|exnref|none [--in chromium|firefox|workerd] [--json OUT] [--only ID]...
//     [--fast | --panics N] [--seed N] [--delivery plain|no-modules|…] [--crate conformance|loops]
//
// Each DIR holds the glue of one build: of target web, or of no-modules with `--delivery no-modules`.
// Any of them may be left out. P11 panics 20,000 times through each entry, or N times.
// `--seed` is that of the random calls whose scenario has none of its own.
// The scenarios run in the program that runs this, unless `--in` names something that Node drives.
// Exit codes: 0 all hold, 100 some do not, 101 the run itself failed.

import { writeFileSync } from "node:fs";
import process from "node:process";

import { COLUMNS, DELIVERIES } from "./deliveries.mjs";
import { parseOptions } from "./harness/options.mjs";
import { formatFailures, formatTable } from "./harness/report.mjs";
import { describeCell, select } from "./scenarios.mjs";

const PLACES = { chromium: "page", firefox: "page", workerd: "workerd" };

async function main() {
  const options = parseOptions(process.argv.slice(2));
  const place = await openPlace(options);
  const results = await runAll(place, options).finally(() => place.close());
  const { engine } = place;
  const { build, encoding } = options;
  if (options.json) {
    writeFileSync(options.json, `${JSON.stringify({ engine, build, encoding, results }, null, 2)}\n`);
  }
  const failures = formatFailures(results);
  for (const line of [...formatTable(results), "", ...failures]) console.log(line);
  for (const column of COLUMNS.flat()) {
    const tried = results.map((row) => row[column]).filter((verdict) => verdict && !verdict.impossible);
    if (tried.length === 0) continue;
    const held = tried.filter(({ ok }) => ok);
    console.log(`${engine}, ${build}, ${encoding}: ${held.length} of ${tried.length} hold ${column}`);
  }
  return failures.length > 0 ? 100 : 0;
}

async function openPlace(options) {
  const { open } = await import(`./places/${options.in ? PLACES[options.in] : "program"}/open.mjs`);
  return open(options);
}

// Every delivery, in realms that have not loaded the glue yet.
async function runAll(place, options) {
  const rows = [];
  for (const delivery of [options.delivery, ...(DELIVERIES[options.delivery].also ?? [])]) {
    const selected = await select({ ...options, delivery });
    const described = selected.map(({ scenario, cell }) => describeCell(scenario, cell));
    const impossible = place.whyNot(delivery);
    for (const [from, to] of partsOf(selected, place.instances)) {
      for (const columns of COLUMNS.map((columns) => columns.filter((column) => options[column]))) {
        if (columns.length === 0) continue;
        const part = described.slice(from, to);
        const results = impossible
          ? part.map(() => Object.fromEntries(columns.map((column) => [column, { impossible }])))
          : JSON.parse(await place.run(delivery, argsOfPart(options, { delivery, columns, from, to })));
        part.forEach((row, at) => Object.assign(row, results[at]));
      }
    }
    rows.push(...described);
  }
  return rows;
}

// Ranges of cells that share a realm. Nothing that one has loaded is ever given back, for a module once
// imported stays, and the memory of its instance with it.
function partsOf(selected, room) {
  const parts = [];
  let left = 0;
  selected.forEach(({ scenario: { instances = 1 } }, at) => {
    left -= instances;
    if (left < 0 || parts.length === 0) {
      parts.push([at, at]);
      left = room - instances;
    }
    parts.at(-1)[1] = at + 1;
  });
  return parts;
}

function argsOfPart(options, { delivery, columns, from, to }) {
  const { build, encoding, crate, only, panics, seed } = options;
  const one = { build, encoding, crate, panics, seed, delivery, from, to };
  for (const column of columns) one[column] = options[column];
  const given = Object.entries(one).filter(([, value]) => value !== undefined);
  return [...given, ...only.map((id) => ["only", id])].flatMap(([name, value]) => [`--${name}`, String(value)]);
}

try {
  process.exit(await main());
} catch (error) {
  console.log(`the conformance run failed: ${error?.stack ?? error}`);
  process.exit(101);
}
