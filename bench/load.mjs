// Loads a package, and prints how many milliseconds that took. Run in a process of its own.
//
//   node bench/load.mjs require|import DIR NAME
//
// With `require` DIR has a package of the target nodejs, with `import` one for the web.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [, , how, directory, name] = process.argv;
const glue = resolve(join(directory, `${name}.js`));

const WAYS = {
  require() {
    const require = createRequire(import.meta.url);
    const start = performance.now();
    const loaded = require(glue);
    return [performance.now() - start, loaded];
  },
  async import() {
    const url = pathToFileURL(glue);
    const start = performance.now();
    const loaded = await import(url);
    loaded.initSync({ module: readFileSync(join(directory, `${name}_bg.wasm`)) });
    return [performance.now() - start, loaded];
  },
};

const [elapsed, loaded] = await WAYS[how]();
if (loaded.label(7, "a") !== '7: "a"') throw new Error(`${glue} does not work`);
console.log(elapsed);
