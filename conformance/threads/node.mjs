// The scenarios of threads in Node: `node node.mjs --with DIR --alone DIR --build unwind|abort --json OUT`.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

import { serve } from "./realm.mjs";
import { tryAll } from "./trial.mjs";

const { values } = parseArgs({
  options: { with: { type: "string" }, alone: { type: "string" }, build: { type: "string" }, json: { type: "string" } },
});

async function spawn(isHere) {
  const { port1, port2 } = new MessageChannel();
  if (isHere) {
    serve(port2);
    return { port: port1, close: () => port1.close() };
  }
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: port2, transferList: [port2] });
  return { port: port1, close: () => worker.terminate() };
}

async function column(directory) {
  const glue = pathToFileURL(join(resolve(directory), "conformance.js")).href;
  const module = new WebAssembly.Module(readFileSync(join(directory, "conformance_bg.wasm")));
  return tryAll({ spawn, glue, module, build: values.build });
}

const results = { with: await column(values.with), alone: await column(values.alone) };
writeFileSync(values.json, JSON.stringify(results, null, 2));
process.exit(0);
