// Clicks through the page in a browser, and says what it found wanting:
//
//   node examples/lab/test.mjs DIR BUILD BROWSER [--screenshots OUT]
//
// DIR has the packages of the build BUILD, "unwind" or "abort"; BROWSER is "chromium" or "firefox".

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";

import { launch, tool } from "../../xtask/web/tools.mjs";
import { EXPECTED } from "./expected.mjs";
import { site } from "./site.mjs";

const { values, positionals } = parseArgs({
  options: { screenshots: { type: "string" } },
  allowPositionals: true,
});
const [directory, build, browserName] = positionals;
const { origin, close } = await site(directory);
// Without motion the steps of a story follow at once. Puppeteer can ask that of Chromium page by page.
const STILL = { name: "prefers-reduced-motion", value: "reduce" };
const browser = await launch(browserName, { extraPrefsFirefox: { "ui.prefersReducedMotion": 1 } });
let checks = 0;

/** A page of its own for every story, with what it complains of. */
async function visit({ width = 1280, height = 900, features = [] } = {}) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error?.message ?? error)));
  page.on("requestfailed", (request) => complaints.push(`no answer for ${request.url()}`));
  await page.setViewport({ width, height });
  await page.evaluateOnNewDocument(() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  if (browserName === "chromium") await page.emulateMediaFeatures([STILL, ...features]);
  await page.goto(`${origin}/`);
  await settled(page);
  return { page, complaints };
}

const settled = (page) => page.waitForSelector("main[aria-busy=false]", { timeout: 20_000 });

const press = (page, act) => through(page, () => page.click(`button[data-act=${act}]`));

/** Does something that begins a story, and waits for its end: every story adds calls. */
async function through(page, begin) {
  const told = () => page.evaluate(() => document.querySelector("#with svg").getAttribute("aria-label"));
  const before = await told();
  await begin();
  await page.waitForFunction(
    (before) => document.querySelector("#with svg").getAttribute("aria-label") !== before,
    { timeout: 10_000 },
    before,
  );
  await settled(page);
}

/** What both panes show. */
const read = (page) =>
  page.evaluate(() => {
    const pane = (id) => {
      const section = document.getElementById(id);
      const rows = [...section.querySelectorAll("[data-fact]")];
      const error = section.querySelector(".error");
      const parts = [...error.querySelectorAll("dt")].map((dt) => [dt.textContent, dt.nextElementSibling.textContent]);
      const dd = (row) => row.querySelector("dd");
      return {
        verdict: section.querySelector(".verdict").textContent,
        ...Object.fromEntries(rows.map((row) => [row.dataset.fact, dd(row).textContent])),
        marks: Object.fromEntries(rows.map((row) => [row.dataset.fact, dd(row).dataset.mark ?? null])),
        error: Object.fromEntries(parts),
        timeline: section.querySelector("svg").getAttribute("aria-label"),
      };
    };
    return { without: pane("without"), with: pane("with"), violations, said: document.getElementById("said").textContent };
  });

function expectPane(story, step, side, seen, expected) {
  for (const [key, wanted] of Object.entries(expected)) {
    const value = key.startsWith("error.") ? seen.error[key.slice(6)] : seen[key];
    checks += 1;
    const fits = wanted instanceof RegExp ? wanted.test(value) : value === wanted;
    assert(fits, `${story}, ${step}, ${side}: ${key} is ${JSON.stringify(value)}, not ${wanted}\n${JSON.stringify(seen, null, 1)}`);
  }
}

async function tell(story, steps) {
  const { page, complaints } = await visit();
  for (const { press: act, ...expected } of steps) {
    await press(page, act);
    const seen = await read(page);
    for (const side of ["without", "with"]) expectPane(story, act, side, seen[side], expected[side]);
    assert.deepEqual(seen.violations, [], `${story}: the policy is kept`);
    checks += 1;
  }
  // What the plain copy leaves behind is its failure; anything else is the page's.
  const foreign = complaints.filter((text) => !steps.at(-1).complaints?.test(text));
  assert.deepEqual(foreign, [], `${story}: nothing in the console that was not expected`);
  checks += 1;
  await page.close();
}

async function isAccessible(features, width) {
  const { page } = await visit({ features, width });
  await press(page, "trap");
  await page.evaluate(`${tool("axe-core").source}; void 0`);
  const found = await page.evaluate(() => axe.run(document));
  const words = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  assert.deepEqual(words, [], "axe finds nothing");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert(overflow <= 0, `at ${width} px the page is ${overflow} px too wide`);
  checks += 2;
  await page.close();
}

/** The same by the keyboard alone: the focus stays where it is. */
async function worksByKeyboard() {
  const { page } = await visit();
  const focused = () => page.evaluate(() => document.activeElement.dataset.act);
  const reach = async (act) => {
    for (let tabs = 0; tabs < 20 && (await focused()) !== act; tabs++) await page.keyboard.press("Tab");
    assert.equal(await focused(), act, "every button can be reached");
    await through(page, () => page.keyboard.press("Enter"));
    assert.equal(await focused(), act, "the focus stays");
    checks += 2;
  };
  await reach("trap");
  const { said } = await read(page);
  assert.match(said, /Without wasm-bulkhead: .+ With it: Closed/, "who hears the page is told of both");
  await reach("recover");
  const seen = await read(page);
  assert.equal(seen.with.instance, "number 2, live");
  checks += 2;
  await page.close();
}

const LIGHT = [{ name: "prefers-color-scheme", value: "light" }];
const DARK = [{ name: "prefers-color-scheme", value: "dark" }];

async function photograph(out) {
  mkdirSync(out, { recursive: true });
  for (const [name, features, width, acts] of [
    ["fresh", LIGHT, 1280, []],
    ["panic", LIGHT, 1280, ["pay", "panic"]],
    ["torn", LIGHT, 1280, ["pay", "torn"]],
    ["trap", LIGHT, 1280, ["pay", "trap"]],
    ["trap-dark", DARK, 1280, ["pay", "trap"]],
    ["nested", LIGHT, 1280, ["pay", "nested"]],
    ["recover", LIGHT, 1280, ["pay", "trap", "recover", "pay"]],
    ["recover-narrow", LIGHT, 360, ["pay", "trap", "recover"]],
    ["trap-narrow-dark", DARK, 360, ["pay", "trap"]],
  ]) {
    const { page } = await visit({ features, width, height: width === 360 ? 780 : 900 });
    for (const act of acts) await press(page, act);
    await page.evaluate(() => document.activeElement.blur());
    await page.screenshot({ path: join(out, `${build}-${name}.png`), fullPage: true });
    await page.close();
  }
}

try {
  if (values.screenshots) {
    await photograph(values.screenshots);
  } else {
    for (const [story, steps] of Object.entries(EXPECTED[build])) await tell(story, steps);
    await worksByKeyboard();
    const schemes = browserName === "chromium" ? [LIGHT, DARK] : [[]];
    for (const scheme of schemes) for (const width of [1280, 360]) await isAccessible(scheme, width);
    console.log(`${checks} checks`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
  await close();
}
