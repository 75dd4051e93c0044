// Bundles the application with every bundler, for production, and runs it in Chromium:
//
//   node examples/bundlers/test.mjs DIR BUILD DELIVERY…
//
// DIR has a package of the build BUILD, "unwind" or "abort", for each delivery. The one that is called
// "alone" is for the target bundler, without wasm-bulkhead.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";

import { serve } from "../../xtask/web/serve.mjs";
import { launch } from "../../xtask/web/tools.mjs";
import { BUNDLERS, declareSideEffects, weigh } from "./bundle.mjs";

const [directory, build, ...deliveries] = process.argv.slice(2);
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const ENDED = {
  name: "InstanceAbortError",
  kind: "unreachable",
  boundary: "Ledger.pay",
  message: "the instance aborted in `Ledger.pay`: unreachable",
};
const PANICKED = { name: "PanicError", kind: "panic", boundary: "split", message: "attempt to divide by zero" };
const STALE = { name: "StaleError", kind: "stale", message: "the object is of an instance that has been replaced" };

/** What the application sees in every delivery. */
const ALWAYS = {
  build,
  ...(build === "unwind" && { panic: PANICKED }),
  trap: ENDED,
  next: ENDED,
  waiting: [ENDED.name, ENDED.name],
  live: false,
  faults: [...(build === "unwind" ? ["PanicError panic"] : []), "InstanceAbortError unreachable"],
};
const RENEWED = { reset: {}, after: { value: "59,41" }, generation: 2, strays: [] };
const FINISHED = { ...ALWAYS, guard: "finished", ...RENEWED, stale: STALE };

const DELIVERIES = {
  web: {
    ...ALWAYS,
    guard: "plain",
    ...RENEWED,
    // In plain glue wasm-bindgen's own errors.
    stale: { name: "Error", message: "Invalid stale object from previous Wasm instance" },
    strays: ["Error: Cannot invoke closure from previous WASM instance"],
  },
  "web-finished": FINISHED,
  bundler: {
    ...ALWAYS,
    guard: "plain",
    reset: {
      name: "Error",
      message:
        "the instance cannot be reset: this glue cannot make a second one unless wasm-bulkhead-finish finishes it",
    },
    after: ENDED,
    generation: 1,
    stale: ENDED,
    strays: [],
  },
  "bundler-finished": FINISHED,
};

const TARGETS = { web: "web", "web-finished": "web", bundler: "bundler", "bundler-finished": "bundler", alone: "bundler" };

/** webpack's parser of wasm knows no tags, which wasm-bindgen's unwind builds import. */
const UNREADABLE = /Unknown import description type: 0x4/;
const isUnreadable = (bundler, delivery) =>
  build === "unwind" && bundler === "webpack" && TARGETS[delivery] === "bundler";

const browser = await launch("chromium");
try {
  for (const bundler of Object.keys(BUNDLERS)) {
    for (const delivery of deliveries) {
      if (isUnreadable(bundler, delivery)) await assert.rejects(bundle(bundler, delivery), UNREADABLE);
      else if (delivery === "alone") await bundle(bundler, delivery);
      else await check(bundler, delivery);
    }
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function bundle(bundler, delivery) {
  const target = TARGETS[delivery];
  const lab = resolve(directory, delivery);
  const out = resolve(directory, "dist", `${bundler}-${delivery}`);
  declareSideEffects(lab, target);
  mkdirSync(out, { recursive: true });
  await BUNDLERS[bundler]({ entry: delivery === "alone" ? "alone.js" : `${target}.js`, lab, out });
  return out;
}

async function check(bundler, delivery) {
  const what = `${bundler}, ${delivery}`;
  const out = await bundle(bundler, delivery);
  const { text, scripts, modules } = weigh(out);
  assert.equal(text.split("wasm-bulkhead.guard").length - 1, 1, `${what}: our modules are there once`);
  assert(!text.includes("\n  "), `${what}: what was built is minified`);
  const { seen, complaints } = await run(out, scripts);
  assert.deepEqual(seen, DELIVERIES[delivery], what);
  assert.deepEqual(complaints, [], `${what}: the console`);
  console.log(`${what}: ${text.length} bytes of JavaScript, modules of wasm: ${modules}`);
}

async function run(out, scripts) {
  const main = scripts.find((name) => /main|web|bundler/.test(name));
  const page = '<!doctype html><title>bundled</title>';
  writeFileSync(join(out, "index.html"), `${page}<script type="module" src="/${main}"></script>`);
  const { origin, close } = await serve({ "/": out }, { headers: { "Content-Security-Policy": POLICY } });
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("console", (message) => ["error", "warn"].includes(message.type()) && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.goto(origin);
  await tab.waitForFunction("globalThis.seen !== undefined", { timeout: 10_000 });
  const seen = await tab.evaluate(() => globalThis.seen);
  await tab.close();
  await close();
  return { seen, complaints };
}
