// V2: where the guard cannot stand, one warning says why, and `state()` does. Each case is a program
// of its own, because what it does to its realm cannot be undone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";

import { MODES, buildOf, copyOf } from "./builds.mjs";

const { DENO } = process.env;

const OFF = 'globalThis[Symbol.for("wasm-bulkhead.guard")] = false;';

const FREEZE = `
for (const root of [Object, Function, Array, Promise, Map, Set, WeakMap, Error, Reflect, WebAssembly, WebAssembly.Instance]) {
  Object.freeze(root);
  if (root.prototype) Object.freeze(root.prototype);
}`;

// What the start function of the package asks for.
const BEFORE = "globalThis.conformance = { starting: () => 0 };";

// Two instances, so that a second warning would be seen.
const WEB = `
import { readFileSync } from "node:fs";
const load = async (query) => {
  const glue = await import("./conformance.js" + query);
  glue.initSync({ module: readFileSync(new URL("conformance_bg.wasm", import.meta.url)) });
  return glue;
};
const glue = await load("?1");
await load("?2");
`;

// An engine that imports wasm by itself.
const NATIVE = `
const glue = await import("./every_kind.js");
let threw;
try {
  glue.divide(1, 0);
} catch (error) {
  threw = error.name;
}
const { guard, live } = glue.bulkhead.state();
console.log(JSON.stringify({ guard, live, threw }));
`;

// The body runs first, for it is what finds out.
const ASK = `
const intact = glue.entry_fn();
const { guard, why, live } = glue.bulkhead.state();
console.log(JSON.stringify({ guard, why, live, intact }));
`;

const DEMAND = `
try {
  glue.require_guard();
  console.log("stands");
} catch (error) {
  console.log(error.message);
}
`;

const web = (mode) => copyOf(buildOf("conformance", "web", mode));
const bundled = (mode) => copyOf(buildOf("every-kind-js-api", "bundler", mode));

function run(directory, [before, script, after = ""], { program = process.execPath, args = [] } = {}) {
  writeFileSync(join(directory, "before.mjs"), before);
  writeFileSync(join(directory, "run.mjs"), `import "./before.mjs";\n${BEFORE}\n${script}\n${after}`);
  const { stdout, stderr, status } = spawnSync(program, [...args, join(directory, "run.mjs")], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return { said: stdout.trim(), warnings: stderr.split("\n").filter((line) => line.includes("wasm-bulkhead cannot guard")) };
}

for (const mode of MODES) {
  test(`${mode}: nothing is said where the guard stands`, () => {
    const { said, warnings } = run(web(mode), ["", WEB, ASK]);
    assert.deepEqual(JSON.parse(said), { guard: "plain", live: true, intact: 7 });
    assert.equal(warnings.length, 0);
    assert.equal(run(web(mode), ["", WEB, DEMAND]).said, "stands");
  });

  test(`${mode}: frozen intrinsics`, () => {
    const { said, warnings } = run(web(mode), [FREEZE, WEB, ASK]);
    const { guard, why, live, intact } = JSON.parse(said);
    assert.deepEqual({ guard, live, intact }, { guard: "degraded", live: true, intact: 7 });
    assert.match(why, /frozen/);
    // The copies of the glue share one of ours.
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /frozen.*wasm-bulkhead-finish.*wasm-bulkhead\.guard/);
    assert.match(run(web(mode), [FREEZE, WEB, DEMAND]).said, /cannot: the intrinsics of this realm are frozen/);
  });

  // Glue of unwind builds reads the flag itself.
  if (mode === "abort") test(`${mode}: glue without wasm-bindgen's flag`, () => {
    const hide = `
const { get } = Object.getOwnPropertyDescriptor(WebAssembly.Instance.prototype, "exports");
Object.defineProperty(WebAssembly.Instance.prototype, "exports", {
  configurable: true,
  get() {
    const { __instance_terminated, ...rest } = get.call(this);
    return rest;
  },
});`;
    const { said, warnings } = run(web(mode), [hide, WEB, ASK]);
    assert.equal(JSON.parse(said).guard, "degraded");
    assert.match(JSON.parse(said).why, /flag/);
    assert.equal(warnings.length, 1);
  });

  test(`${mode}: the switch silences it`, () => {
    for (const before of [OFF, OFF + FREEZE]) {
      const { said, warnings } = run(web(mode), [before, WEB, ASK]);
      assert.equal(JSON.parse(said).guard, "off");
      assert.match(JSON.parse(said).why, /switch/);
      assert.equal(warnings.length, 0);
      assert.match(run(web(mode), [before, WEB, DEMAND]).said, /the switch is off/);
    }
  });

  test(`${mode}: exports that no getter of ours has handed out`, () => {
    const before = `globalThis.native = Object.getOwnPropertyDescriptor(WebAssembly.Instance.prototype, "exports");`;
    const restore = `Object.defineProperty(WebAssembly.Instance.prototype, "exports", native);`;
    const { said, warnings } = run(web(mode), [before, WEB.replace("glue.initSync", `${restore}\n  glue.initSync`), ASK]);
    assert.equal(JSON.parse(said).guard, "degraded");
    assert.match(JSON.parse(said).why, /engine's own import/);
    assert.equal(warnings.length, 1);
  });

  const programs = {
    Deno: DENO && { program: DENO, args: ["run", "--allow-all", "--no-config"] },
    Node: { args: ["--experimental-wasm-modules", "--no-warnings"] },
  };
  for (const [name, options] of Object.entries(programs)) {
    test(`${mode}: wasm that ${name} imports itself`, { skip: options ? false : "DENO names no program" }, () => {
      const { said, warnings } = run(bundled(mode), ["", NATIVE], options);
      const [live, threw] = mode === "abort" ? [false, "InstanceAbortError"] : [true, "PanicError"];
      assert.deepEqual(JSON.parse(said), { guard: "plain", live, threw });
      assert.equal(warnings.length, 0);
      assert.equal(JSON.parse(run(bundled(mode), [OFF, NATIVE], options).said).guard, "off");
    });
  }
}
