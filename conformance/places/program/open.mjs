// Runs parts in processes of the program that runs this: Node, Bun or Deno.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { NO_STRINGS } from "../../deliveries.mjs";

const PART = fileURLToPath(new URL("part.mjs", import.meta.url));

const program = ["deno", "bun"].find((name) => process.versions[name]) ?? "node";

// How it is told that no code may be made of strings.
const FORBIDDING = {
  node: ["--disallow-code-generation-from-strings"],
  deno: ["--v8-flags=--disallow-code-generation-from-strings"],
};

// What stands between the program and a script.
const RUN = { deno: ["run", "--allow-all", "--no-config"] };

export function open() {
  return {
    engine: `${program} ${process.versions[program]}`,
    instances: 200,
    whyNot: (delivery) =>
      delivery === NO_STRINGS && !(program in FORBIDDING) ? "it has no switch that forbids code from strings" : undefined,
    run,
    close() {},
  };
}

// The text that a process writes.
function run(delivery, args) {
  const directory = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    const out = join(directory, "out.json");
    const flags = [...(RUN[program] ?? []), ...(delivery === NO_STRINGS ? FORBIDDING[program] : [])];
    const { error, stderr } = spawnSync(process.execPath, [...flags, PART, out, ...args], { encoding: "utf8" });
    if (error) throw error;
    try {
      return readFileSync(out, "utf8");
    } catch {
      throw new Error(`the process wrote nothing:\n${stderr}`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
