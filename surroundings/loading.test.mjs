// D3: CommonJS glue loads in any package, without a warning.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";

import { MODES, buildOf, copyOf, temporaryDirectory } from "./builds.mjs";

const MANIFESTS = { "type commonjs": { type: "commonjs" }, "no type": {}, "no package.json": undefined };

const SCRIPT = 'globalThis.conformance = { starting: () => 0 }; const glue = require(process.argv[1]); console.log(glue.entry_fn(), glue.bulkhead.state().guard)';

// As a user has it, without the options of this run.
const env = { ...process.env, NODE_OPTIONS: "" };

function load(directory) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", SCRIPT, join(directory, "conformance.js")], { encoding: "utf8", env });
  return { stdout: stdout.trim(), stderr, status };
}

function place(mode, manifest, inside) {
  const directory = inside === undefined ? temporaryDirectory() : join(temporaryDirectory(), inside);
  mkdirSync(directory, { recursive: true });
  copyOf(buildOf("conformance", "nodejs", mode), directory);
  if (manifest !== undefined) writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "p", ...manifest }));
  return directory;
}

const snippetsOf = (directory) =>
  readdirSync(join(directory, "snippets")).map((name) => join(directory, "snippets", name, "js"));

for (const mode of MODES) {
  for (const [what, manifest] of Object.entries(MANIFESTS)) {
    for (const inside of [undefined, "node_modules/p"]) {
      test(`${mode}, ${what}${inside === undefined ? "" : `, in ${inside}`}`, () => {
        assert.deepEqual(load(place(mode, manifest, inside)), { stdout: "7 plain", stderr: "", status: 0 });
      });
    }
  }
}

test("without the package.json beside our modules there is a warning or an error", () => {
  const directory = place("abort", { type: "commonjs" });
  for (const snippets of snippetsOf(directory)) rmSync(join(snippets, "package.json"));
  const { stderr, status } = load(directory);
  assert.ok(status !== 0 || stderr !== "", "that is what the file is for");
});
