// Makes the closure of each case in a real engine, lets it panic, and tells how that ended.
//
//   node drive.mjs GLUE_DIRECTORY CASES
//
// Writes JSON: for each case the verdict that its constructor was given, and how the panic behaved:
// "catches" where it was thrown as a PanicError and the instance lives on, "aborts" where it ended
// the instance, as the contract has it, and else what was seen instead.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv, stdout } from "node:process";
import { pathToFileURL } from "node:url";

const [, , directory, count] = argv;
const file = (suffix) => join(resolve(directory), `closure_matrix${suffix}`);
const module = new WebAssembly.Module(readFileSync(file("_bg.wasm")));

let loads = 0;
async function load() {
  const glue = await import(`${pathToFileURL(file(".js"))}?${loads++}`);
  glue.initSync({ module });
  return glue;
}

function thrown(call) {
  try {
    return { returned: call() };
  } catch (error) {
    return error;
  }
}

function behaviour(glue, closure) {
  const error = thrown(() => closure(1));
  const later = thrown(() => glue.last_verdict());
  if (error.name === "PanicError" && error.message === "struck" && "returned" in later) return "catches";
  const ended = error.name === "InstanceAbortError" && error.kind === "panic_abort";
  if (ended && later.name === "InstanceAbortError") return "aborts";
  return `${error.name}: ${error.message} (${error.kind}), then ${later.name}`;
}

let glue;
const results = { verdicts: [], behaviours: [], truths: [] };
for (let index = 0; index < Number(count); index++) {
  if (!glue) {
    glue = await load();
    glue.arm();
    results.truths = [...glue.truths_here()].map((truth) => truth === 1);
  }
  const closure = glue.make(index);
  const verdict = glue.last_verdict();
  results.verdicts.push(verdict === undefined ? null : verdict === 1);
  const how = behaviour(glue, closure);
  results.behaviours.push(how);
  if (how !== "catches") glue = undefined;
}
stdout.write(JSON.stringify(results));
