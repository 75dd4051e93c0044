// The only file that knows the engine: Node, Bun and Deno by their common `node:` modules.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export const args = process.argv.slice(2);

export const engine = `node ${process.versions.node}`;

export const directoryUrl = (path) => pathToFileURL(resolve(path) + "/");

export const readBytes = (url) => readFileSync(url);

export const writeText = (path, text) => writeFileSync(path, text);

export const print = (line) => console.log(line);

export const exit = (code) => process.exit(code);

export const now = () => performance.now();

// The next task of the host's queue: all microtasks have run by then.
export const macrotask = () => new Promise((done) => setImmediate(done));

export const inMacrotask = (callback) => void setImmediate(callback);

// Reports what reached nobody, instead of letting the engine end the process on it.
export function onStray(report) {
  process.on("uncaughtException", (error) => report("uncaught", error));
  process.on("unhandledRejection", (reason) => report("unhandled rejection of", reason));
}

// Lets go of everything unreachable.
export async function collectGarbage() {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  for (let turn = 0; turn < 4; turn++) {
    await macrotask();
    collect();
  }
}

// Bytes of JavaScript's heap that are in use, once everything unreachable is gone.
export async function heapInUse() {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}
