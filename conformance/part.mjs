// A part of the cells, in a realm that has not loaded the glue yet.

import { COLUMNS, DELIVERIES } from "./deliveries.mjs";
import { Crate } from "./harness/crate.mjs";
import { takeOverFinalizers } from "./harness/finalizers.mjs";
import { parseOptions } from "./harness/options.mjs";
import { tryOut } from "./harness/trial.mjs";
import { describeCell, select } from "./scenarios.mjs";

export async function runPart(args) {
  const options = parseOptions(args);
  const { target = "web", before } = DELIVERIES[options.delivery];
  takeOverFinalizers();
  // The harness has to be there when intrinsics are no longer what they were.
  const selected = await select(options);
  before?.();
  const crates = COLUMNS.flat()
    .filter((column) => options[column])
    .map((column) => [column, new Crate(options.crate, options[column], target)]);
  const results = [];
  for (const { scenario, cell } of selected.slice(options.from, options.to)) {
    const row = describeCell(scenario, cell);
    for (const [column, crate] of crates) {
      row[column] = await tryOut(crate, column, scenario, cell, options);
    }
    results.push(row);
  }
  return JSON.stringify(results);
}
