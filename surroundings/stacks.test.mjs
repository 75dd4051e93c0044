// V4: stacks of bundled code, minified or not, begin with the user's frames. Source maps tell whose
// a frame is, for names are gone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";

import { MODES, buildOf, copyOf } from "./builds.mjs";

const { ESBUILD } = process.env;

const APPLICATION = `
import { readFileSync } from "node:fs";
import * as glue from "./conformance.js";

// What the start function of the package asks for.
globalThis.conformance = { starting: () => 0 };
const wasm = glue.initSync({ module: readFileSync(new URL("conformance_bg.wasm", import.meta.url)) });

function theApplication(call) {
  try {
    call();
  } catch (error) {
    return error.stack;
  }
}

function arm(cause) {
  new Uint32Array(wasm.memory.buffer)[(wasm.CONFORMANCE_PROBE.value >>> 2) + 3] = glue.cause_number(cause);
}

const subject = new glue.Subject();
arm("panic");
const panic = theApplication(() => subject.look());
if (glue.bulkhead.state().live) {
  arm("unreachable");
  theApplication(() => glue.entry_fn());
}
const refused = [() => glue.entry_fn(), () => new glue.Subject(), () => subject.level, () => glue.entry_with_text("a")];
console.log(JSON.stringify({ panic, refused: refused.map(theApplication) }));
`;

const FRAME = /\(?([^\s(]+):(\d+):(\d+)\)?$/;

function run(mode, flags) {
  const directory = copyOf(buildOf("conformance", "web", mode));
  writeFileSync(join(directory, "application.mjs"), APPLICATION);
  const bundle = join(directory, "bundle.mjs");
  const options = ["--bundle", "--format=esm", "--platform=node", "--sourcemap", "--sources-content=false", ...flags];
  const made = spawnSync(ESBUILD, [join(directory, "application.mjs"), ...options, `--outfile=${bundle}`], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const { stdout, stderr, status } = spawnSync(process.execPath, [bundle], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8")));
  // Whose each frame is: a file, or wasm.
  const sourceOf = (frame) => {
    if (frame.includes("wasm-function[")) return "wasm";
    if (!frame.includes("bundle.mjs")) return "the engine";
    const [, , line, column] = FRAME.exec(frame) ?? [];
    return map.findEntry(line - 1, column - 1).originalSource ?? "?";
  };
  const framesOf = (stack) => stack.split("\n").filter((line) => /^\s+at /.test(line));
  const { panic, refused } = JSON.parse(stdout);
  return [panic, ...refused].map((stack) => framesOf(stack).map((frame) => [sourceOf(frame), frame.trim()]));
}

const BUNDLES = { "as it is": [], minified: ["--minify"], "minified, with names kept": ["--minify", "--keep-names"] };

for (const mode of MODES) {
  for (const [what, flags] of Object.entries(BUNDLES)) {
    test(`${mode}: bundled ${what}`, { skip: ESBUILD ? false : "ESBUILD names no bundler" }, () => {
      const [panic, ...refused] = run(mode, flags);
      assert.match(panic[0][1], /panic_site/);
      assert.ok(panic.some(([source]) => /application\.mjs$/.test(source)), "the application below a panic");
      for (const frames of refused) {
        const sources = frames.map(([source]) => source);
        assert.match(sources[0], /conformance\.js$/, JSON.stringify(frames));
        assert.ok(sources.some((source) => /application\.mjs$/.test(source)));
        assert.ok(!sources.some((source) => /core\.js$/.test(source)), JSON.stringify(frames));
      }
    });
  }
}
