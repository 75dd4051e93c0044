// D1: a crate that names wasm-bulkhead where it named wasm-bindgen is guarded as a whole, and its
// declarations are what they were.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { MODES, buildOf } from "./builds.mjs";

globalThis.one = { visit: (value) => value };

let evaluations = 0;

async function load(mode, kind = "one-line") {
  const directory = buildOf(kind, "web", mode);
  const name = kind === "one-line-alone" ? "one_line_alone" : "one_line";
  const glue = await import(`${pathToFileURL(join(directory, `${name}.js`))}?${evaluations++}`);
  const wasm = glue.initSync({ module: readFileSync(join(directory, `${name}_bg.wasm`)) });
  const bodies = () => new Uint32Array(wasm.memory.buffer)[wasm.BODIES.value >>> 2];
  return { glue, bodies };
}

// The ways in, each as a function of whether its body is to fail.
function entries(glue) {
  const counter = new glue.Counter(3);
  const closure = glue.closure();
  return {
    "a function": glue.call,
    "a function with a name of its own": glue.renamed,
    "an async function": glue.later,
    "a function that may return an error": glue.fallible,
    "a closure": closure,
    "a method": (fails) => counter.step(fails),
    "a static method": glue.Counter.ofAll,
    "an async method": (fails) => counter.wait(fails),
    "what a macro wrote": glue.report,
    "what another macro wrote": glue.life,
    "what a condition exports": glue.byCondition,
    "a constructor": () => new glue.Counter(1),
    "a getter": () => counter.double,
    "a public field": () => counter.count,
    "a public field, set": () => (counter.label = "x"),
    "a function that takes enums": () => glue.named(glue.Level.Low, "blue"),
  };
}

const attempt = async (call) => {
  try {
    return { returned: await call() };
  } catch (threw) {
    return { threw };
  }
};

const FAILING = 11;

for (const mode of MODES) {
  test(`${mode}: everything works as it does alone`, async () => {
    const kinds = await Promise.all(["one-line", "one-line-alone"].map((kind) => load(mode, kind)));
    const seen = kinds.map(async ({ glue }) => {
      const results = [];
      for (const [name, entry] of Object.entries(entries(glue))) {
        const { returned, threw } = await attempt(() => entry(false));
        results.push([name, threw ?? (typeof returned === "object" ? typeof returned : returned)]);
      }
      return [results, glue.through(7), glue.catching(7), glue.cast("a"), glue.named(glue.Level.High, "red")];
    });
    const [ours, alone] = await Promise.all(seen);
    assert.deepEqual(ours, alone);
  });

  test(`${mode}: the declarations are the same`, () => {
    const of = (kind, name) => readFileSync(join(buildOf(kind, "web", mode), `${name}.d.ts`), "utf8").split("export type InitInput")[0];
    assert.equal(of("one-line", "one_line"), of("one-line-alone", "one_line_alone"));
  });

  test(`${mode}: every way in is a boundary`, async () => {
    for (const name of Object.keys(entries((await load(mode)).glue)).slice(0, FAILING)) {
      const { glue } = await load(mode);
      const { threw } = await attempt(() => entries(glue)[name](true));
      assert.equal(threw?.name, mode === "unwind" ? "PanicError" : "InstanceAbortError", name);
      assert.match(threw.message, /it was to fail/, name);
      assert.equal(threw.location?.file.endsWith("lib.rs"), true, name);
      assert.equal((await attempt(() => glue.call(false))).threw === undefined, mode === "unwind", name);
    }
  });

  test(`${mode}: after the end no body runs`, async () => {
    const { glue, bodies } = await load(mode);
    const ways = entries(glue);
    const { threw } = await attempt(glue.trap);
    assert.deepEqual([threw.name, threw.kind, threw.boundary], ["InstanceAbortError", "unreachable", "trap"]);
    const before = bodies();
    for (const [name, entry] of Object.entries(ways)) {
      assert.equal((await attempt(() => entry(false))).threw?.name, "InstanceAbortError", name);
    }
    assert.equal(bodies(), before);
  });

  test(`${mode}: what JavaScript throws passes`, async () => {
    const { glue } = await load(mode);
    const error = new Error("theirs");
    globalThis.one.visit = () => {
      throw error;
    };
    assert.equal((await attempt(() => glue.through(1))).threw, error);
    assert.equal(glue.catching(1), true);
    globalThis.one.visit = (value) => value;
    assert.equal(glue.through(4), 4);
  });

  test(`${mode}: nothing is left unguarded`, async () => {
    const { bulkhead } = (await load(mode, "one-line-js-api")).glue;
    assert.deepEqual(bulkhead.state().unguarded, []);
  });
}
