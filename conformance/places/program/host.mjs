// What scenarios ask of Node, Bun and Deno, by their common `node:` modules.

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const { deno: isDeno, bun: isBun } = process.versions;

// That of the conformance package.
export const ROOT = new URL("../..", import.meta.url);

export const directoryUrl = (path) => pathToFileURL(resolve(path) + "/");

export const readText = (url) => readFileSync(url, "utf8");

export const listFiles = (url) => readdirSync(url);

export const compile = (bytes) => new WebAssembly.Module(bytes);

export const compileFile = (url) => compile(readFileSync(url));

// A copy that lasts as long as the process.
export function copyDirectory(path) {
  const copy = mkdtempSync(join(tmpdir(), "conformance-"));
  process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
  cpSync(path, copy, { recursive: true });
  return copy;
}

export const importModule = (url) => import(url);

let evaluations = 0;

// Evaluates a module anew. Bun takes a query for a part of the name only once, so there a copy beside
// the module, which finds the same neighbours, has to do.
export async function importAnew(url) {
  evaluations += 1;
  if (!isBun) return import(`${url}?evaluation=${evaluations}`);
  const copy = fileURLToPath(url).replace(/\.js$/, `.${process.pid}-${evaluations}.js`);
  writeFileSync(copy, readFileSync(fileURLToPath(url)));
  try {
    return await import(copy);
  } finally {
    rmSync(copy);
  }
}

// Evaluates a classic script, and gives what it calls `name`.
export const runScript = (url, name) => new Function(`${readText(url)}\nreturn ${name};`)();

// Runs the microtasks that are queued, though a call is under way.
export const drainMicrotasks = await findDrain();

async function findDrain() {
  if (isDeno) return () => Deno[Deno.internal].core.runMicrotasks();
  if (isBun) return (await import("bun:jsc")).drainMicrotasks;
  return () => process._tickCallback();
}

// Resolves in the very next macrotask, sooner than any timer.
export function nextMacrotask() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

// Reports what reached nobody, instead of letting the engine end the process on it.
export function onStray(report) {
  process.on("uncaughtException", (error) => report("uncaught", error));
  process.on("unhandledRejection", (reason) => report("unhandled rejection of", reason));
}
