// Times calls in a program.
//
//   node bench/calls/run.mjs --packages DIR --rounds N --json OUT NAME…
//
// DIR has the packages `alone`, `finished` and `plain`; NAMEs are those of loops.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { measure } from "./measure.mjs";
import { loadSides } from "./sides.mjs";

const { values: options, positionals: names } = parseArgs({
  options: { packages: { type: "string" }, rounds: { type: "string" }, json: { type: "string" } },
  allowPositionals: true,
});

const packages = pathToFileURL(`${resolve(options.packages)}/`);
const sides = await loadSides(
  (name) => new URL(`${name}/`, packages),
  (url) => new WebAssembly.Module(readFileSync(url)),
);
writeFileSync(options.json, JSON.stringify(await measure(sides, names, Number(options.rounds))));
