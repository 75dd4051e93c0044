// node examples/ledger/run.mjs DIR, with the glue for the web in DIR, of an unwind build.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { tour } from "./tour.mjs";

const directory = pathToFileURL(resolve(process.argv[2]) + "/");
const ledger = await import(new URL("ledger.js", directory));
ledger.initSync({ module: readFileSync(new URL("ledger_bg.wasm", directory)) });

const { wrong, torn } = await tour(ledger, console.log);

// That the danger is real, and that nobody was ever told a wrong total where there is protection.
assert(wrong.Plain > 0 && torn !== 1_000_000n, "the unprotected ledger lost money");
assert.deepEqual([wrong.Poisoned, wrong.RolledBack], [0, 0], "totals that were returned are right");
