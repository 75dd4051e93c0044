// Makes an application fail in one place after the other, each in a page of its own in Chromium, and
// prints a line of JSON for each:
//
//   node examples/applications/drive.mjs PACKAGE NAME

import { fileURLToPath } from "node:url";
import process from "node:process";

import { serve } from "../../xtask/web/serve.mjs";
import { launch } from "../../xtask/web/tools.mjs";

const PLACES = ["handler", "timer", "frame", "task", "render"];

/** Clicks after the fault. */
const CLICKS = 3;

const [directory, name] = process.argv.slice(2);
const roots = { "/": fileURLToPath(new URL("page", import.meta.url)), "/pkg": directory };
const { origin, close } = await serve(roots, { headers: { "Cache-Control": "no-store" } });
const browser = await launch("chromium");

const pause = () => new Promise((done) => setTimeout(done, 300));

async function fail(place) {
  const page = await browser.newPage();
  await page.goto(`${origin}/?app=${name}`);
  await page.waitForSelector("#live");
  const click = async (id) => {
    const before = await page.evaluate(() => errors.length);
    await page.evaluate((id) => document.getElementById(id).click(), id);
    await pause();
    return page.evaluate((before) => errors.slice(before), before);
  };
  const count = () => page.evaluate(() => Number(document.getElementById("count").textContent));
  await click("live");
  if ((await count()) !== 1) throw new Error(`${name} does not count clicks`);
  const errors = await click(place);
  const later = [];
  for (let at = 0; at < CLICKS; at += 1) later.push(await click("live"));
  const outcome = { place, faults: await page.evaluate(() => faults), errors, later, served: (await count()) - 1 };
  await page.close();
  return outcome;
}

try {
  for (const place of PLACES) console.log(JSON.stringify(await fail(place)));
} finally {
  await browser.close();
  await close();
}
