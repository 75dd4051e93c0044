// The only file that knows the engine: Node, Bun and Deno by their common `node:` modules. A browser
// or a workerd harness brings another file with these exports.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

export const args = process.argv.slice(2);

export const engine = engineName();

function engineName() {
  for (const name of ["deno", "bun"]) {
    if (process.versions[name]) return `${name} ${process.versions[name]}`;
  }
  return `node ${process.versions.node}`;
}

export const directoryUrl = (path) => pathToFileURL(resolve(path) + "/");

export const readBytes = (url) => readFileSync(url);

export const readText = (url) => readFileSync(url, "utf8");

export const listFiles = (url) => readdirSync(url);

export const writeText = (path, text) => writeFileSync(path, text);

export const print = (line) => console.log(line);

export const exit = (code) => process.exit(code);

// Reports what reached nobody, instead of letting the engine end the process on it.
export function onStray(report) {
  process.on("uncaughtException", (error) => report("uncaught", error));
  process.on("unhandledRejection", (reason) => report("unhandled rejection of", reason));
}

// Runs `script` in a process of its own, for scenarios that need fresh globals, and returns the
// text it wrote to the file that `argsFor` was given.
export function runApart(script, argsFor) {
  const directory = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const out = join(directory, "out.json");
    const command = [...process.execArgv, fileURLToPath(script), ...argsFor(out)];
    const { error, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    if (error) throw error;
    try {
      return readFileSync(out, "utf8");
    } catch {
      throw new Error(`the run apart wrote nothing:\n${stderr}`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
