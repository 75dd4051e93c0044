// X5: several copies in one realm, copies that are evaluated anew, and instances that nothing holds.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { setFlagsFromString } from "node:v8";
import vm from "node:vm";

import { MODES, buildOf, copyOf, editAll, startWeb, strike } from "./builds.mjs";

setFlagsFromString("--expose-gc");
const gc = vm.runInNewContext("gc");

async function collected(refs) {
  // The memory of what was collected is given back some rounds later.
  for (let round = 0; round < 20; round += 1) {
    await new Promise((done) => setTimeout(done, 5));
    gc();
  }
  return refs.filter((ref) => ref.deref() === undefined).length;
}

const { ESBUILD } = process.env;

const INTACT = 7; // probe::INTACT

for (const mode of MODES) {
  test(`${mode}: two directories, each for itself`, async () => {
    const [first, second] = [await startWeb(copyOf(buildOf("conformance", "web", mode))), await startWeb(copyOf(buildOf("conformance", "web", mode)))];
    const heard = [[], []];
    [first, second].forEach(({ glue }, at) => glue.bulkhead.onFault((fault) => heard[at].push(fault)));
    if (mode === "unwind") {
      // The glue has no catch around `free`.
      const shed = new second.glue.Shed();
      const { threw } = strike(second, "panic", () => shed.free());
      assert.equal(threw?.name, "PanicError");
      assert.equal(threw.boundary, "Shed.free");
      assert.equal(second.glue.probe_panicking(), false);
      assert.deepEqual(heard.map((list) => list.length), [0, 1]);
    }
    const before = first.glue.bulkhead.state();
    assert.equal(strike(second, "unreachable").threw?.kind, "unreachable");
    assert.deepEqual(first.glue.bulkhead.state(), before);
    assert.equal(first.glue.entry_fn(), INTACT);
    second.glue.bulkhead.reset();
    await new Promise((done) => setTimeout(done, 5));
    assert.equal(first.glue.bulkhead.generation, 1);
    assert.equal(second.glue.bulkhead.generation, 2);
    assert.equal(second.glue.entry_fn(), INTACT);
    assert.equal(first.glue.entry_fn(), INTACT);
  });

  for (const order of ["this version first", "the other first"]) {
    test(`${mode}: beside another version, ${order}`, async () => {
      const load = [() => startWeb(copyOf(buildOf("conformance", "web", mode))), () => startWeb(anotherVersion(mode))];
      if (order === "the other first") load.reverse();
      const [first, second] = [await load[0](), await load[1]()];
      for (const [struck, spared] of [[first, second], [second, first]]) {
        if (!struck.glue.bulkhead.state().live) continue;
        assert.equal(struck.glue.bulkhead.state().guard, "plain");
        const { threw } = strike(struck, "unreachable");
        assert.equal(threw?.name, "InstanceAbortError");
        assert.ok(threw instanceof struck.glue.InstanceAbortError && !(threw instanceof spared.glue.InstanceAbortError));
        assert.equal(struck.glue.bulkhead.state().live, false);
        assert.equal(spared.glue.entry_fn(), INTACT);
        assert.equal(spared.glue.bulkhead.state().live, true);
        struck.glue.bulkhead.reset();
        await new Promise((done) => setTimeout(done, 5));
        assert.equal(struck.glue.entry_fn(), INTACT);
      }
    });
  }

  test(`${mode}: CommonJS glue required anew 200 times is collected`, async () => {
    const directory = buildOf("conformance", "nodejs", mode);
    const glueFile = join(directory, "conformance.js");
    const round = () => {
      // A module keeps what it has once required.
      const require = createRequire(join(directory, "x.js"));
      delete require.cache[glueFile];
      const glue = require(glueFile);
      assert.equal(glue.entry_fn(), INTACT);
      return new WeakRef(glue.instance());
    };
    for (let warm = 0; warm < 5; warm += 1) round();
    await collected([round()]);
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    const refs = Array.from({ length: 200 }, round);
    // The newest stays, by the cache of modules.
    assert.ok((await collected(refs.slice(0, -1))) >= 198);
    const grown = process.memoryUsage().arrayBuffers + process.memoryUsage().external - before;
    assert.ok(grown < 8 << 20, `${(grown / (1 << 20)).toFixed(1)} MiB more`);
  });

  test(`${mode}: the glue and what it imports evaluated anew is collected`, { skip: ESBUILD ? false : "ESBUILD names no bundler" }, async () => {
    const evaluate = evaluator(mode);
    const refs = Array.from({ length: 20 }, evaluate);
    // One round may still be on the stack of the engine.
    assert.ok((await collected(refs)) >= refs.length - 2);
    evaluate();
  });

  test(`${mode}: with the switch off nothing is kept, and nothing lost`, async () => {
    globalThis[Symbol.for("wasm-bulkhead.guard")] = false;
    try {
      const one = await startWeb(copyOf(buildOf("conformance", "web", mode)));
      gc();
      assert.equal(one.glue.bulkhead.state().guard, "off");
      assert.equal(one.glue.entry_fn(), INTACT);
      assert.equal(one.glue.bulkhead.generation, 1);
    } finally {
      delete globalThis[Symbol.for("wasm-bulkhead.guard")];
    }
  });
}

/** The same package as a later version would have named what versions must not share. */
function anotherVersion(mode) {
  const directory = copyOf(buildOf("conformance", "web", mode));
  const rename = (text) =>
    text.replaceAll("__wbh_2", "__wbh_3").replaceAll(/(wasm-bulkhead\.(copies|errors))\.\d+/g, "$1.other");
  editAll(directory, rename);
  const module = join(directory, "conformance_bg.wasm");
  editBytes(module, rename);
  return directory;
}

function editBytes(path, rename) {
  writeFileSync(path, Buffer.from(rename(readFileSync(path, "latin1")), "latin1"));
}

/** Evaluates all of a package anew at each call, as tools do that swap modules while a program runs. */
function evaluator(mode) {
  const directory = buildOf("conformance", "web", mode);
  const options = ["--bundle", "--format=cjs", "--log-level=error"];
  const { stdout, stderr, status } = spawnSync(ESBUILD, [join(directory, "conformance.js"), ...options], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const bytes = readFileSync(join(directory, "conformance_bg.wasm"));
  return () => {
    const module = { exports: {} };
    vm.compileFunction(stdout, ["module", "exports"])(module, module.exports);
    const glue = module.exports;
    glue.initSync({ module: bytes });
    assert.equal(glue.entry_fn(), INTACT);
    assert.equal(glue.bulkhead.state().guard, "plain");
    return new WeakRef(glue.instance());
  };
}
