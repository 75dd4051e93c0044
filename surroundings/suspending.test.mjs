// A12: exports that JavaScript may suspend work as they do alone, and a trap in one ends the instance.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { MODES, buildOf, copyOf } from "./builds.mjs";

const strays = [];
process.on("unhandledRejection", (reason) => strays.push(reason));

const hasJspi = typeof WebAssembly.promising === "function";
const skip = hasJspi ? false : "the engine has no JSPI";

let loads = 0;

async function load(which, mode, directory = buildOf(`suspending-${which}`, "web", mode)) {
  loads += 1;
  const glue = await import(`${pathToFileURL(join(directory, "suspending.js"))}?${loads}`);
  glue.initSync({ module: readFileSync(join(directory, "suspending_bg.wasm")) });
  return glue;
}

function gate() {
  let open;
  const promise = new Promise((resolve) => (open = resolve));
  return { promise, open };
}

const settled = (promise) =>
  Promise.resolve(promise).then(
    (returned) => ({ returned }),
    (threw) => ({ threw }),
  );

const macrotask = () => new Promise((done) => setTimeout(done, 0));

const WAYS = {
  "a function": (glue, promise, then) => glue.wait(promise, then),
  "an async function": (glue, promise, then) => glue.wait_later(promise, then),
  "a method": (glue, promise, then) => new glue.Waiter().wait(promise, then),
  "an async method": (glue, promise, then) => new glue.Waiter().waitLater(promise, then),
};

for (const mode of MODES) {
  for (const [way, call] of Object.entries(WAYS)) {
    test(`${mode}: ${way} is suspended and goes on`, { skip }, async () => {
      for (const which of ["alone", "with"]) {
        const glue = await load(which, mode);
        const { promise, open } = gate();
        const waiting = settled(call(glue, promise, ""));
        await macrotask();
        // What runs meanwhile is not disturbed.
        assert.equal(glue.add(1, 2), 3);
        assert.equal(await glue.ordinary(Promise.resolve("other")), "other");
        open("value");
        assert.deepEqual(await waiting, { returned: "value" });
        assert.deepEqual(await settled(call(glue, Promise.reject("no"), "")), { threw: "no" });
        assert.equal(glue.add(1, 2), 3);
        assert.equal(glue.bulkhead?.state().live ?? true, true);
      }
    });

    test(`${mode}: a trap in ${way} ends the instance`, { skip }, async () => {
      const glue = await load("with", mode);
      const { promise, open } = gate();
      const waiting = settled(call(glue, promise, "trap"));
      const other = gate();
      const ordinary = settled(glue.ordinary(other.promise));
      await macrotask();
      open();
      const outcome = await Promise.race([waiting, macrotask().then(macrotask)]);
      const state = glue.bulkhead.state();
      assert.equal(state.live, false);
      assert.match(state.reason, /unreachable/i);
      assert.ok(state.uncovered.length > 0, "an export that is listed as uncovered");
      // wasm-bindgen's own executor drops what an async one ends with.
      if (!way.includes("async")) assert.equal(outcome.threw?.name, "InstanceAbortError");
      assert.equal((await ordinary).threw?.name, "InstanceAbortError");
      assert.throws(() => glue.add(1, 2), { name: "InstanceAbortError", kind: "unreachable", refused: true });
      const refused = await settled(Promise.resolve().then(() => call(glue, Promise.resolve(), "")));
      assert.equal(refused.threw?.name, "InstanceAbortError");
    });
  }

  test(`${mode}: calls that end in another order than they began`, { skip }, async () => {
    const glue = await load("with", mode);
    const [first, second, third] = [gate(), gate(), gate()];
    const [one, two] = [settled(glue.wait(first.promise, "")), settled(new glue.Waiter().wait(second.promise, ""))];
    first.open(1);
    assert.deepEqual(await one, { returned: 1 });
    second.open(2);
    assert.deepEqual(await two, { returned: 2 });
    // A trap is blamed on what runs, and is the end though others have put back what they found.
    const four = settled(glue.wait(third.promise, "trap"));
    assert.deepEqual(await settled(new glue.Waiter().wait(Promise.resolve(3), "")), { returned: 3 });
    third.open();
    const { threw } = await four;
    assert.equal(threw?.name, "InstanceAbortError");
    assert.equal(threw.boundary, "wait");
  });

  test(`${mode}: a task that is suspended`, { skip }, async () => {
    const glue = await load("with", mode);
    const [first, second] = [gate(), gate()];
    await glue.spawn(first.promise, "");
    await glue.spawn(second.promise, "trap");
    await macrotask();
    assert.throws(() => glue.bulkhead.reset(), /a frame of the instance is on the stack/);
    first.open();
    await macrotask();
    assert.equal(glue.add(1, 2), 3);
    strays.length = 0;
    second.open();
    await macrotask();
    await macrotask();
    assert.equal(glue.bulkhead.state().live, false);
    assert.ok(glue.bulkhead.state().uncovered.includes("__wbg_jspi_task_poll"));
    assert.deepEqual(strays, []);
  });
}

test("abort: two copies", { skip }, async () => {
  const directories = [buildOf("suspending-with", "web", "abort"), copyOf(buildOf("suspending-with", "web", "abort"))];
  const [first, second] = await Promise.all(directories.map((directory) => load("with", "abort", directory)));
  for (const glue of [second, first, second]) assert.equal(await glue.wait(Promise.resolve(1), ""), 1);
  assert.equal((await settled(second.wait(Promise.resolve(), "trap"))).threw?.name, "InstanceAbortError");
  assert.equal(second.bulkhead.state().live, false);
  assert.equal(first.bulkhead.state().live, true);
  assert.equal(await first.wait(Promise.resolve(1), ""), 1);
});

test("unwind: a panic in a suspended function is a panic", { skip }, async () => {
  const glue = await load("with", "unwind");
  const { threw } = await settled(glue.wait(Promise.resolve(), "panic"));
  assert.equal(threw?.name, "PanicError");
  assert.equal(threw.boundary, "wait");
  assert.equal(glue.add(1, 2), 3);
});
