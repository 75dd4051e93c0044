// The builds that the tests here are about: one directory for each, below that in `BUILDS`.

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const { BUILDS } = process.env;

/** What the start function of the package asks for; see conformance/harness/trial.mjs. */
globalThis.conformance = { starting: () => 0 };

/** The panic modes, by the names of the directories. */
export const MODES = ["abort", "unwind"];

/** The directory of one build of a package: `conformance-nodejs-abort`. */
export const buildOf = (package_, target, mode) => join(BUILDS, `${package_}-${target}-${mode}`);

const temporary = [];
process.on("exit", () => temporary.forEach((path) => rmSync(path, { recursive: true, force: true })));

export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), "surroundings-"));
  temporary.push(path);
  return path;
}

/** A copy of a build, at an address of its own. */
export function copyOf(directory, into = temporaryDirectory()) {
  cpSync(directory, into, { recursive: true });
  return into;
}

/** Changes every text of a copy; `edit` is given the text and the name of the file. */
export function editAll(directory, edit) {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!/\.(js|cjs|json)$/.test(entry.name)) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(path, "utf8");
    const edited = edit(text, entry.name);
    if (edited !== text) writeFileSync(path, edited);
  }
}

/** The instance that glue for the web makes of the module beside it. */
export async function startWeb(directory, query = "") {
  const glue = await import(pathToFileURL(join(directory, "conformance.js")) + query);
  const wasm = glue.initSync({ module: readFileSync(join(directory, "conformance_bg.wasm")) });
  return { glue, wasm };
}

/** What an error is made of when the next body of the instance meets a cause. */
export function strike({ glue, wasm }, cause, call = () => glue.entry_fn()) {
  const ARMED = 3; // probe::Probe::armed
  const number = glue.cause_number(cause);
  new Uint32Array(wasm.memory.buffer)[(wasm.CONFORMANCE_PROBE.value >>> 2) + ARMED] = number;
  try {
    return { returned: call() };
  } catch (threw) {
    return { threw };
  }
}
