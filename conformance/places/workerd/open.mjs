// Runs parts in workerd by miniflare, each in a fresh worker. Modules come from here, which puts
// `host.mjs` of this directory in the place of the program's; files that scenarios read come with the
// request, for a worker can read none.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { tool } from "../../../xtask/web/tools.mjs";
import { COLUMNS } from "../../deliveries.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

// Of the runtime's rules, those of a new worker.
const COMPATIBILITY_DATE = "2026-07-01";

const WORKER = 'export { default } from "/conformance/places/workerd/part.mjs";';

// As in Chromium.
const INSTANCES = 50;

export function open(options) {
  const { Miniflare, Response } = tool("miniflare");
  const { version } = tool("workerd/package.json");
  const columns = COLUMNS.flat().filter((column) => options[column]);
  const directories = { conformance: `${ROOT}conformance`, soak: `${ROOT}soak` };
  for (const column of columns) directories[column] = options[column];

  // The same directories are at further addresses as well, and the same files under many queries.
  function pathOf(address) {
    const [, root, rest] = /^\/(?:copy-\d+\/)?([^/]*)\/([^?]*)/.exec(address) ?? [];
    return root in directories ? `${directories[root]}/${rest}` : undefined;
  }

  function moduleOf(specifier) {
    const address = specifier === "/conformance/host.mjs" ? "/conformance/places/workerd/host.mjs" : specifier;
    const path = pathOf(address);
    if (path?.endsWith(".wasm")) return { wasm: [...readFileSync(path)] };
    const text = readFileSync(path, "utf8");
    const [, script] = /[?&]script=(\w+)/.exec(specifier) ?? [];
    return { esModule: script ? `${text}\nexport default ${script};` : text };
  }

  function answer(request) {
    const specifier = new URL(request.url).searchParams.get("specifier");
    try {
      return Response.json({ name: specifier.slice(1), ...moduleOf(specifier) });
    } catch {
      return new Response(`there is no ${specifier}`, { status: 404 });
    }
  }

  const textsUnder = (address) =>
    readdirSync(pathOf(address)).flatMap((name) => {
      const path = `${pathOf(address)}${name}`;
      if (statSync(path).isDirectory()) return textsUnder(`${address}${name}/`);
      return /\.(rs|js)$/.test(name) ? [[address + name, readFileSync(path, "utf8")]] : [];
    });

  async function run(_, args) {
    // Columns are known by their names.
    const inWorker = args.map((arg, at) => (columns.includes(args[at - 1]?.slice(2)) ? `/${args[at - 1].slice(2)}` : arg));
    const worker = new Miniflare({
      modulesRoot: "/",
      modules: [{ type: "ESModule", path: "/worker.mjs", contents: WORKER }],
      compatibilityDate: COMPATIBILITY_DATE,
      // Nothing is asked of the network.
      cf: false,
      unsafeEvalBinding: "COMPILER",
      unsafeUseModuleFallbackService: true,
      unsafeModuleFallbackService: answer,
    });
    try {
      const read = ["/conformance/src/", ...columns.map((column) => `/${column}/snippets/`)];
      const files = read.filter((address) => existsSync(pathOf(address))).flatMap(textsUnder);
      const body = JSON.stringify({ args: inWorker, crate: options.crate, columns, files });
      const response = await worker.dispatchFetch("http://worker/", { method: "POST", body });
      const text = await response.text();
      if (!response.ok) throw new Error(`the worker failed: ${text}`);
      return text;
    } finally {
      await worker.dispose();
    }
  }

  return { engine: `workerd ${version}`, instances: INSTANCES, whyNot: () => undefined, run, close() {} };
}
