// Runs parts in pages of a browser, each a fresh one. The pages come from a server on loopback, which
// puts `host.mjs` of this directory in the place of the program's.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { serve } from "../../../xtask/web/serve.mjs";
import { launch } from "../../../xtask/web/tools.mjs";
import { COLUMNS, NO_STRINGS } from "../../deliveries.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PAGE = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/conformance/places/page/part.mjs"></script>';

// The page's own words for what programs do by a flag.
const POLICY = "default-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'";

// Of two columns. In Chromium a terabyte of addresses is for the memories of a whole process.
const INSTANCES = 50;

// Longer than a part takes, so that a page that hangs is found.
const LIMIT_MS = 15 * 60_000;

export async function open(options) {
  const columns = COLUMNS.flat().filter((column) => options[column]);
  const directories = { "/conformance": `${ROOT}conformance`, "/soak": `${ROOT}soak` };
  for (const column of columns) directories[`/${column}`] = options[column];

  // Told by the page that runs.
  let told;
  const server = await serve(directories, { answer });
  const browser = await launch(options.in);

  async function answer(request, response) {
    const url = new URL(request.url, "http://localhost");
    if (request.method === "POST") {
      told(await bodyOf(request));
      response.end();
      return true;
    }
    if (url.pathname === "/page") {
      if (url.searchParams.has("forbid")) response.setHeader("content-security-policy", POLICY);
      response.setHeader("content-type", "text/html");
      response.end(PAGE);
      return true;
    }
    // The same directories at further addresses.
    const path = url.pathname.replace(/^\/copy-\d+/, "");
    if (url.search === "?list") {
      const [, root, rest] = /^(\/[^/]*)\/(.*)$/.exec(path);
      response.end(JSON.stringify(readdirSync(`${directories[root]}/${rest}`)));
      return true;
    }
    request.url = path === "/conformance/host.mjs" ? "/conformance/places/page/host.mjs" : path + url.search;
    return false;
  }

  async function run(delivery, args) {
    // Columns are served under their names.
    const inPage = args.map((arg, at) => (columns.includes(args[at - 1]?.slice(2)) ? `/${args[at - 1].slice(2)}` : arg));
    const page = await browser.newPage();
    let limit;
    try {
      const result = new Promise((resolve, reject) => {
        told = resolve;
        limit = setTimeout(() => reject(new Error(`the page is not done after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
        page.on("error", reject);
        page.on("close", () => reject(new Error("the page was closed")));
      });
      const query = new URLSearchParams({ args: JSON.stringify(inPage) });
      if (delivery === NO_STRINGS) query.set("forbid", "");
      await page.goto(`${server.origin}/page?${query}`);
      const { results, failed } = JSON.parse(await result);
      if (failed) throw new Error(`the page failed: ${failed}`);
      return results;
    } finally {
      clearTimeout(limit);
      page.removeAllListeners();
      await page.close().catch(() => {});
    }
  }

  async function close() {
    await browser.close();
    await server.close();
  }

  return { engine: await browser.version(), instances: INSTANCES, whyNot: () => undefined, run, close };
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
