// Times calls in a page of Chromium. As `run.mjs`, which see.

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { serve } from "../../xtask/web/serve.mjs";
import { launch } from "../../xtask/web/tools.mjs";

const { values: options, positionals: names } = parseArgs({
  options: { packages: { type: "string" }, rounds: { type: "string" }, json: { type: "string" } },
  allowPositionals: true,
});

const PAGE = '<!doctype html><link rel="icon" href="data:,">';

// Only a page that shares nothing with others has a clock of microseconds.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const roots = { "/packages": resolve(options.packages), "/calls": fileURLToPath(new URL(".", import.meta.url)) };
const answer = (request, response) => {
  if (request.url !== "/") return false;
  response.setHeader("Content-Type", "text/html").end(PAGE);
  return true;
};

const { origin, close } = await serve(roots, { headers, answer });
// An evaluation lasts as long as the measurement.
const browser = await launch("chromium", { protocolTimeout: 0 });
try {
  const page = await browser.newPage();
  await page.goto(`${origin}/`);
  const rows = await page.evaluate(
    async (names, rounds) => {
      if (!crossOriginIsolated) throw new Error("the page is not isolated");
      const { measure } = await import("/calls/measure.mjs");
      const { loadSides } = await import("/calls/sides.mjs");
      const sides = await loadSides(
        (name) => new URL(`/packages/${name}/`, location.origin),
        (url) => WebAssembly.compileStreaming(fetch(url)),
      );
      return await measure(sides, names, rounds);
    },
    names,
    Number(options.rounds),
  );
  writeFileSync(options.json, JSON.stringify(rows));
} finally {
  await browser.close();
  await close();
}
