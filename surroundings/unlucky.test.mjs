// What crates and pages do without ill will, and what a fault meets there.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { MODES, buildOf } from "./builds.mjs";

let told;
globalThis.unlucky = { told: (message) => told.push(message) };

let loads = 0;

async function load(mode, kind = "unlucky") {
  told = [];
  const directory = buildOf(kind, "web", mode);
  const glue = await import(`${pathToFileURL(join(directory, "unlucky.js"))}?${loads++}`);
  const wasm = glue.initSync({ module: readFileSync(join(directory, "unlucky_bg.wasm")) });
  return { glue, wasm };
}

const OUTSIDE = 0x1_0000;

function fail(glue) {
  try {
    glue.look_up(OUTSIDE);
  } catch (threw) {
    return threw;
  }
  return assert.fail("a call that fails");
}

for (const mode of MODES) {
  // X3, P1, A-err
  test(`${mode}: a table full of what marks names keeps none from being found`, async () => {
    const { glue } = await load(mode);
    assert.equal(fail(glue).boundary, "look_up");
    // Names are looked for where an instance has ended, or is asked what is not guarded.
    assert.deepEqual(glue.bulkhead.state().unguarded, []);
  });

  test(`${mode}: a listener that subscribes anew hears of each fault once`, async () => {
    const { glue } = await load(mode);
    let heard = 0;
    const subscribe = () => {
      const unsubscribe = glue.bulkhead.onFault(() => {
        heard += 1;
        if (heard > 100) throw new Error("without end");
        unsubscribe();
        subscribe();
      });
    };
    subscribe();
    fail(glue);
    assert.equal(heard, 1);
  });

  // P14
  test(`${mode}: a listener fails, and so does the console that is told of it`, async (t) => {
    const { glue } = await load(mode);
    glue.set_up();
    t.mock.method(console, "error", () => {
      throw new Error("no errors in this test");
    });
    glue.bulkhead.onFault(() => {
      throw new Error("a listener");
    });
    const threw = fail(glue);
    assert.equal(threw?.name, mode === "unwind" ? "PanicError" : "InstanceAbortError");
    assert.equal(told.length, 1);
  });
}

// P16, X1
for (const kind of ["unlucky", "unlucky-synchronous"]) {
  test(`${kind}: of many tasks that fail at once each is told of, and each error is redacted`, async () => {
    const { glue } = await load("unwind", kind);
    glue.set_up();
    const MANY = 20;
    const settled = await Promise.allSettled(glue.failing_tasks(MANY));
    const words = settled.map(({ reason }) => reason.message);
    assert.ok(words.every((message) => message.startsWith("fault ")), words.join());
    assert.deepEqual(told, words.map((_, task) => `task ${task}`));
  });
}

// P11, P14
test("what panics as it is dropped leaves nothing behind", async () => {
  const { glue, wasm } = await load("unwind");
  const panics = (many) => {
    for (let n = 0; n < many; n += 1) assert.throws(() => glue.fail_fragile(), { name: "PanicError" });
  };
  panics(100);
  const before = wasm.memory.buffer.byteLength;
  panics(20_000);
  assert.equal(wasm.memory.buffer.byteLength, before);
});

// T6; in a process of its own, because wasm-bindgen's queue lets the exception out.
test("no caller waits for a task of wasm-bindgen's queue where panics end their calls alone", () => {
  const directory = buildOf("unlucky", "web", "abort");
  const script = `
    import { readFileSync } from "node:fs";
    import * as glue from ${JSON.stringify(pathToFileURL(join(directory, "unlucky.js")).href)};
    process.on("uncaughtException", () => {});
    glue.initSync({ module: readFileSync(${JSON.stringify(join(directory, "unlucky_bg.wasm"))}) });
    glue.end_calls_alone();
    const settled = await Promise.allSettled(glue.failing_tasks(2));
    for (const { reason } of settled) console.log(reason.kind);
    try { glue.look_up(0); } catch (e) { console.log(e.refused); }
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 30000 });
  assert.equal(stdout, "panic_abort\npanic_abort\ntrue\n");
});
