// Runs what worker-build wrote on workerd, on a port of its own on loopback.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tool } from "../../xtask/web/tools.mjs";

const { Miniflare, Log, LogLevel } = tool("miniflare");
const here = dirname(fileURLToPath(import.meta.url));

// From this date on a promise may be settled by another request than the one that waits for it.
export const COMPATIBILITY_DATE = "2026-07-01";

const entry = join(here, "src/entry.mjs");

// The modules that worker-build wrote, as if they were below `build`.
function built(build) {
  return readdirSync(build, { recursive: true })
    .filter((name) => /\.(m?js|wasm)$/.test(name))
    .map((name) => ({
      type: name.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
      path: join(here, "build", name),
      contents: readFileSync(join(build, name)),
    }));
}

function worker(name, modules) {
  return {
    name,
    modules,
    modulesRoot: here,
    compatibilityDate: COMPATIBILITY_DATE,
    durableObjects: { COUNTERS: { className: "Counter", useSQLite: true } },
  };
}

// A service of what worker-build wrote to `build`, behind the entry of the example, of which
// `change` may make another.
export function service(name, build, change = (text) => text) {
  const contents = change(readFileSync(entry, "utf8"));
  return worker(name, [{ type: "ESModule", path: entry, contents }, ...built(build)]);
}

// The same without the entry.
export function bare(name, build) {
  const modules = built(build);
  const index = modules.find(({ path }) => path === join(here, "build/index.js"));
  return worker(name, [index, ...modules.filter((module) => module !== index)]);
}

// Starts workerd with these services, the first of which gets the requests. What they print is
// read by nobody.
export async function start(services) {
  const miniflare = new Miniflare({
    workers: services,
    host: "127.0.0.1",
    port: 0,
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio(stdout, stderr) {
      for (const stream of [stdout, stderr]) stream.resume();
    },
  });
  const url = await miniflare.ready;
  return { url, stop: () => miniflare.dispose() };
}
