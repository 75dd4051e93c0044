// Counts deoptimisations in a hot loop of each kind, once it has been running for a while.
//
//   node --trace-deopt --redirect-code-traces --redirect-code-traces-to=TRACE \
//     bench/deopts.mjs --package DIR --trace TRACE --seconds N NAME… > JSON
//
// DIR has a package of the crate `bench`, for the web; NAMEs are those of loops.

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { makeLoops } from "./calls/loops.mjs";

const { values: options, positionals: names } = parseArgs({
  options: { package: { type: "string" }, trace: { type: "string" }, seconds: { type: "string" } },
  allowPositionals: true,
});

const WARM_UP = 1000;
const CALLS = 1000;

// The engine closes the file after each entry.
function count() {
  const trace = existsSync(options.trace) ? readFileSync(options.trace, "latin1") : "";
  return trace.split("[bailout (kind:").length - 1;
}

async function run(loop, milliseconds) {
  for (const until = performance.now() + milliseconds; performance.now() < until; ) {
    if ((await loop(CALLS)) !== true) throw new Error("a loop did not do its work");
  }
}

globalThis.bench = { visit: (a) => a };
const directory = pathToFileURL(`${resolve(options.package)}/`);
const glue = await import(new URL("bench.js", directory));
glue.initSync({ module: new WebAssembly.Module(readFileSync(new URL("bench_bg.wasm", directory))) });
const loops = makeLoops(glue);

const counts = {};
for (const name of names) {
  await run(loops[name], WARM_UP);
  const before = count();
  await run(loops[name], Number(options.seconds) * 1000);
  counts[name] = count() - before;
}
console.log(JSON.stringify(counts));
