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

import { launch } from "../../xtask/web/tools.mjs";
import { BUNDLERS, declareSideEffects, weigh } from "./bundle.mjs";
import { expected } from "./expected.mjs";
import { visit } from "./visit.mjs";

const [directory, build, ...deliveries] = process.argv.slice(2);
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
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
  await BUNDLERS[bundler]({ entry: delivery === "alone" ? "alone.js" : `${target}.js`, target, lab, out });
  return out;
}

async function check(bundler, delivery) {
  const what = `${bundler}, ${delivery}`;
  const out = await bundle(bundler, delivery);
  const { text, scripts, modules } = weigh(out);
  assert.equal(text.split("wasm-bulkhead.errors.").length - 1, 1, `${what}: our modules are there once`);
  assert(!text.includes("\n  "), `${what}: what was built is minified`);
  const main = scripts.find((name) => /main|web|bundler/.test(name));
  writeFileSync(join(out, "index.html"), `<!doctype html><script type="module" src="/${main}"></script>`);
  const { seen, complaints } = await visit(browser, out, { "Content-Security-Policy": POLICY });
  assert.deepEqual(seen, expected(delivery, build), what);
  assert.deepEqual(complaints, [], `${what}: the console`);
  console.log(`${what}: ${text.length} bytes of JavaScript, modules of wasm: ${modules}`);
}
