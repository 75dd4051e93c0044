// Prints the sizes of one build, as wasm-bindgen wrote it, in bytes.
//
//   node bench/sizes.mjs DIR

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { gzipSync } from "node:zlib";

const files = readdirSync(argv[2], { recursive: true }).map((name) => join(argv[2], name));
const read = (suffix) => files.filter((file) => file.endsWith(suffix)).map((file) => readFileSync(file));

const gzipped = (contents) => contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);

const modules = read(".wasm");
if (modules.length !== 1) throw new Error(`${argv[2]} holds ${modules.length} modules instead of one`);
const [module] = modules;
const scripts = read(".js");

console.log(
  JSON.stringify({ wasm: module.length, wasmGzip: gzipped([module]), scriptsGzip: gzipped(scripts) }),
);
