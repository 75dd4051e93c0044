// The only file that knows the engine: Node, Bun and Deno by their common `node:` modules. A browser
// or a workerd harness brings another file with these exports.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

// A copy that lasts as long as the process.
export function copyDirectory(path) {
  const copy = mkdtempSync(join(tmpdir(), "conformance-"));
  process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
  cpSync(path, copy, { recursive: true });
  return copy;
}

let evaluations = 0;

// Evaluates a module anew. Bun takes a query for a part of the name only once, so there a copy beside
// the module, which finds the same neighbours, has to do.
export async function importAnew(url) {
  evaluations += 1;
  if (!engine.startsWith("bun")) return import(`${url}?evaluation=${evaluations}`);
  const copy = fileURLToPath(url).replace(/\.js$/, `.${process.pid}-${evaluations}.js`);
  writeFileSync(copy, readFileSync(fileURLToPath(url)));
  try {
    return await import(copy);
  } finally {
    rmSync(copy);
  }
}

// The flags that forbid to make code of strings, where the engine has any.
export const NO_CODE_FROM_STRINGS = engine.startsWith("node")
  ? ["--disallow-code-generation-from-strings"]
  : undefined;

export const print = (line) => console.log(line);

export const exit = (code) => process.exit(code);

// Runs the microtasks that are queued, though a call is under way.
export const drainMicrotasks = await findDrain();

async function findDrain() {
  if (engine.startsWith("deno")) return () => Deno[Deno.internal].core.runMicrotasks();
  if (engine.startsWith("bun")) return (await import("bun:jsc")).drainMicrotasks;
  return () => process._tickCallback();
}

// Reports what reached nobody, instead of letting the engine end the process on it.
export function onStray(report) {
  process.on("uncaughtException", (error) => report("uncaught", error));
  process.on("unhandledRejection", (reason) => report("unhandled rejection of", reason));
}

// Runs `script` in a process of its own, for scenarios that need fresh globals, and returns the
// text it wrote to the file that `argsFor` was given.
export function runApart(script, argsFor, flags = []) {
  const directory = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const out = join(directory, "out.json");
    const command = [...process.execArgv, ...flags, fileURLToPath(script), ...argsFor(out)];
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
