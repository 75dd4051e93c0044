// The scenarios of threads in a page of Chromium, with the options of node.mjs.

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { serve } from "../../xtask/web/serve.mjs";
import { launch } from "../../xtask/web/tools.mjs";

const { values } = parseArgs({
  options: { with: { type: "string" }, alone: { type: "string" }, build: { type: "string" }, json: { type: "string" } },
});

const { origin, close } = await serve(
  {
    "/conformance": fileURLToPath(new URL("..", import.meta.url)),
    "/with": resolve(values.with),
    "/alone": resolve(values.alone),
  },
  {
    // Only then is there a SharedArrayBuffer.
    headers: { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" },
    answer(request) {
      if (request.url === "/conformance/host.mjs") request.url = "/conformance/places/page/host.mjs";
    },
  },
);
const browser = await launch("chromium");
try {
  const results = {};
  for (const column of ["with", "alone"]) {
    const page = await browser.newPage();
    page.on("console", (message) => console.log(message.text()));
    await page.goto(`${origin}/conformance/threads/page.html`);
    await page.waitForFunction(() => "tryColumn" in globalThis);
    results[column] = await page.evaluate((column, build) => globalThis.tryColumn(column, build), column, values.build);
    await page.close();
  }
  writeFileSync(values.json, JSON.stringify(results, null, 2));
} finally {
  await browser.close();
  await close();
}
