// Ends an instance of the fixture behind finished glue, and looks at what is left:
//   node run.mjs DIR LOADER unwind|abort trap|panic|nested
// with --experimental-wasm-modules.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import process from "node:process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [dir, loader, build, ending] = process.argv.slice(2);
const url = (name) => new URL(name, pathToFileURL(resolve(dir) + "/"));
const strays = [];
process.on("unhandledRejection", (reason) => strays.push(reason));

const intrinsics = () => [
  Object.getOwnPropertyDescriptor(WebAssembly.Instance.prototype, "exports").get,
  ...["promising", "instantiate", "instantiateStreaming", "Instance"].map((key) => WebAssembly[key]),
];
const untouched = intrinsics();
// Whoever wanted to replace them could not.
Object.freeze(WebAssembly.Instance.prototype);
Object.freeze(WebAssembly);

const fixture = await loaders()[loader]();
const { bulkhead, linear_memory, InstanceAbortError, PanicError, StaleError } = fixture;
assert.deepEqual(intrinsics(), untouched);
assert.match(String(intrinsics()[0]), /\[native code\]/);

await endOnce();
if (fixture.__wbg_reset_state) {
  fixture.__wbg_reset_state();
  await endOnce();
  // Also while the old one lives.
  fixture.__wbg_reset_state();
  fixture.__wbg_reset_state();
  await endOnce();
}
await replaceOften();
await macrotask();
assert.deepEqual(strays, []);

/** The instance is replaced, by the host and by itself, alive and dead. */
async function replaceOften() {
  const { generation } = bulkhead;
  await reset();
  fixture.restart();
  for (let round = 1; round <= 3; round++) {
    assert.equal(bulkhead.generation, generation + round);
    const counter = new fixture.Counter();
    const late = withResolvers();
    const waiting = fixture.wait_for(late.promise);
    waiting.catch(() => {});
    await macrotask();
    const error = end();
    assert.throws(() => fixture.greet("wasm"), refusedAfter(error));
    await macrotask();
    await assert.rejects(waiting, error);
    assert.equal(fixture.greet("wasm"), "hello, wasm");
    const fresh = new fixture.Counter();
    assert.throws(() => counter.add(), StaleError);
    counter.free();
    late.resolve();
    await macrotask();
    assert.equal(fresh.add(), 1, "a fresh one is not harmed");
  }
  assert.equal(bulkhead.state().live, true);
}

/** On the bundler target the module has to be fetched first. */
async function reset() {
  for (let patience = 1000; ; patience--) {
    try {
      return bulkhead.reset();
    } catch (error) {
      const isEarly = loader.startsWith("bundler") && /has not been fetched/.test(error.message);
      if (!isEarly || patience === 0) throw error;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}

function withResolvers() {
  const it = {};
  it.promise = new Promise((resolve) => (it.resolve = resolve));
  return it;
}

function macrotask() {
  return new Promise((done) => setTimeout(done, 0));
}

async function endOnce() {
  assert.equal(bulkhead.state().guard, "finished");
  assert.equal(bulkhead.state().live, true);
  assert.equal(fixture.greet("wasm"), "hello, wasm");
  if (build === "unwind") {
    assert.throws(() => fixture.divide(1, 0), PanicError);
    assert.equal(fixture.divide(6, 3), 2);
  }
  const counter = new fixture.Counter();
  assert.equal(counter.add(), 1);
  assert.equal(fixture.outer(() => {}), 0);
  const waiting = fixture.wait_for(new Promise(() => {}));
  const [ran, resumed] = [fixture.ran() >>> 2, fixture.resumed() >>> 2];
  const words = new Uint32Array(linear_memory().buffer);

  const before = words[resumed];
  const error = end();
  assert.equal(words[resumed], before, "the outer body did not go on");
  assert.ok(error instanceof InstanceAbortError);
  assert.ok(error instanceof WebAssembly.RuntimeError);
  assert.equal(bulkhead.state().live, false);
  await assert.rejects(waiting, error);

  const bodies = words[ran];
  const refused = [
    () => fixture.greet("wasm"),
    () => fixture.divide(4, 2),
    () => new fixture.Counter(),
    () => counter.add(),
    () => fixture.outer(() => {}),
  ];
  for (const call of refused) assert.throws(call, refusedAfter(error));
  await assert.rejects(async () => fixture.wait_for(Promise.resolve()), refusedAfter(error));
  counter.free();
  assert.equal(words[ran], bodies, "no body ran");
}

/** A refused call gets an error of its own, with what ended the instance as its cause. */
function refusedAfter(end) {
  return (error) =>
    error instanceof InstanceAbortError && error !== end && error.refused && error.kind === end.kind && error.cause === end;
}

/** Ends the instance; the error that the caller got. */
function end() {
  switch (ending) {
    case "trap":
      return thrown(() => fixture.trap());
    case "panic":
      // In unwind builds a panic ends nothing.
      return thrown(() => (build === "abort" ? fixture.divide(1, 0) : fixture.trap()));
    case "nested": {
      let inner;
      const outer = thrown(() => fixture.outer(() => (inner = thrown(() => fixture.trap()))));
      assert.equal(outer, inner);
      return outer;
    }
  }
}

function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}

function loaders() {
  const load = () => import(url("fixture.js"));
  const loadAndFetch = () => {
    globalThis.fetch = async (file) =>
      new Response(readFileSync(file), { headers: { "content-type": "application/wasm" } });
    return load();
  };
  return {
    async web() {
      const { initSync, ...fixture } = await load();
      initSync({ module: readFileSync(url("fixture_bg.wasm")) });
      return fixture;
    },
    async nodejs() {
      return createRequire(import.meta.url)(url("fixture.js").pathname);
    },
    "nodejs-module": load,
    // By Node's own import of wasm.
    module: load,
    bundler: loadAndFetch,
    deno: loadAndFetch,
    async "bundler-by-hand"() {
      register("./bundler.mjs", import.meta.url);
      return loadAndFetch();
    },
  };
}
