// Ends the program of the page in Chromium, and looks at what is loaded after it:
//
//   node examples/reload/test.mjs PACKAGE
//
// The package is that of the crate beside this file, with the feature `js-api` or without.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import process from "node:process";

import { serve } from "../../xtask/web/serve.mjs";
import { launch } from "../../xtask/web/tools.mjs";

const [directory] = process.argv.slice(2);
let browser, origin, close;

before(async () => {
  const roots = { "/": fileURLToPath(new URL("page", import.meta.url)), "/pkg": directory };
  ({ origin, close } = await serve(roots, { headers: { "Cache-Control": "no-store" } }));
  browser = await launch("chromium");
});

after(async () => {
  await browser.close();
  await close();
});

// A tab of its own, with how often it has loaded and what it has said.
async function visit(hash = "", prepare = () => {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error?.message ?? error)));
  await page.evaluateOnNewDocument(prepare);
  const tab = { page, said, loads: 0 };
  page.on("load", () => (tab.loads += 1));
  await page.goto(`${origin}/${hash}`);
  await settled(tab);
  return tab;
}

// No page follows any more.
async function settled(tab) {
  for (let loads = -1; loads !== tab.loads; ) {
    loads = tab.loads;
    await new Promise((done) => setTimeout(done, 400));
  }
  await tab.page.waitForSelector("body[data-ready]");
}

async function fail(tab) {
  await tab.page.click("#fail");
  await settled(tab);
}

const add = async ({ page }, line) => {
  await page.type("input", line);
  await page.click("#form button");
};

const notes = ({ page }) => page.$eval("#notes", (it) => it.textContent);
const overlay = ({ page }) => page.evaluate(() => document.querySelector("dialog[open] p")?.textContent);

const SPENT = "wasm-bulkhead does not reload the page, since it ended more than 2 times too soon";

test("a trap loads the page again, once, and the notes are there", async () => {
  const tab = await visit();
  await add(tab, "wörld");
  await tab.page.evaluate(() => program.keep(Uint8Array.from({ length: 70_000 }, (_, at) => at)));
  await fail(tab);
  assert.equal(tab.loads, 2);
  assert.equal(await notes(tab), "wörld\n");
  assert.equal(await overlay(tab), undefined);
  const isIntact = await tab.page.evaluate(() => {
    const kept = program.kept();
    return kept.length === 70_000 && kept.every((byte, at) => byte === at % 256);
  });
  assert(isIntact, "every byte is there");
  // What was restored is kept at the next end as well.
  await fail(tab);
  assert.equal(await notes(tab), "wörld\n");
});

test("the breaker counts across pages; then the user loads the page", async () => {
  const tab = await visit();
  await add(tab, "a line");
  for (const loads of [2, 3, 3]) {
    await fail(tab);
    assert.equal(tab.loads, loads);
  }
  assert.match(await overlay(tab), new RegExp(SPENT));
  await tab.page.click("#again");
  await settled(tab);
  assert.equal(tab.loads, 4);
  assert.equal(await notes(tab), "a line\n");
});

test("a program that fails as it starts is loaded no more than that", async () => {
  const tab = await visit("#fails-to-start");
  assert.equal(tab.loads, 3);
  assert.match(await overlay(tab), new RegExp(SPENT));
});

test("another tab knows nothing of it", async () => {
  const tab = await visit();
  assert.equal(await notes(tab), "");
  await fail(tab);
  assert.equal(tab.loads, 2);
});

test("a vault for which the storage has no room is lost, and the console says so", async () => {
  const tab = await visit();
  await add(tab, "a line");
  await tab.page.evaluate(() => program.keep(new Uint8Array(12_000_000)));
  await fail(tab);
  assert.equal(tab.loads, 2);
  assert.equal(await notes(tab), "");
  assert(tab.said.some((text) => text.startsWith("wasm-bulkhead cannot keep the vault")), tab.said.join("\n"));
});

test("a page that may store nothing is not loaded again", async () => {
  const tab = await visit("", () => {
    Object.defineProperty(globalThis, "sessionStorage", {
      get() {
        throw new Error("no storage");
      },
    });
  });
  await fail(tab);
  assert.equal(tab.loads, 1);
  assert.match(await overlay(tab), /does not reload the page, since it cannot count how often it did: Error: no storage/);
});

test("what others have stored under the same name is told of", async () => {
  const tab = await visit();
  await add(tab, "a line");
  await tab.page.evaluate(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      setItem.call(this, key, key.includes("vault") ? "?" : value);
    };
  });
  await fail(tab);
  assert.equal(tab.loads, 2);
  assert.equal(await notes(tab), "");
  assert(tab.said.some((text) => text.startsWith("wasm-bulkhead cannot read the vault")), tab.said.join("\n"));
});

test("a reset replaces the instance and not the page", async () => {
  const tab = await visit();
  if (!(await tab.page.evaluate(() => "bulkhead" in program))) return;
  await add(tab, "a line");
  await tab.page.evaluate(() => program.bulkhead.reset());
  await settled(tab);
  assert.equal(tab.loads, 1);
  assert.equal(await tab.page.evaluate(() => program.bulkhead.generation), 2);
  assert.equal(await notes(tab), "a line\n");
  await fail(tab);
  assert.equal(tab.loads, 2);
  assert.equal(await notes(tab), "a line\n");
});

test("outside of a page it is an error", async () => {
  globalThis.page = { show() {}, overlay() {}, fails_to_start: () => false };
  const program = await import(pathToFileURL(join(directory, "reload.js")));
  const module = await readFile(join(directory, "reload_bg.wasm"));
  assert.throws(() => program.initSync({ module }), /there is no page here that could be reloaded/);
});
