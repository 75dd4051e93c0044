// Production builds of an application: what a user would write into vite.config.js or webpack.config.js.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { tool } from "../../xtask/web/tools.mjs";

const root = dirname(fileURLToPath(import.meta.url));

/**
 * Each bundles `entry`, which imports the package in the directory `lab`, into `out`. Only glue of the
 * target bundler needs anything of its own.
 */
export const BUNDLERS = {
  async vite({ entry, target, lab, out }) {
    const wasm = tool("vite-plugin-wasm").default ?? tool("vite-plugin-wasm");
    await tool("vite").build({
      root,
      configFile: false,
      logLevel: "error",
      plugins: target === "bundler" ? [wasm()] : [],
      resolve: { alias: { lab } },
      build: {
        ...(target === "bundler" && { target: "esnext" }),
        outDir: out,
        emptyOutDir: true,
        rolldownOptions: { input: join(root, entry) },
      },
    });
  },

  async webpack({ entry, target, lab, out }) {
    const compiler = tool("webpack")({
      mode: "production",
      context: root,
      entry: `./${entry}`,
      resolve: { alias: { lab } },
      output: { path: out, clean: true },
      experiments: { asyncWebAssembly: target === "bundler" },
    });
    const stats = await new Promise((done, fail) => compiler.run((error, stats) => (error ? fail(error) : done(stats))));
    await new Promise((done) => compiler.close(done));
    if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
  },
};

/**
 * What wasm-pack writes beside the glue, unless it has: bundlers may drop a module that nobody takes
 * anything from, but for these.
 */
export function declareSideEffects(lab, target) {
  const path = join(lab, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const sideEffects = [...(target === "bundler" ? ["./lab.js"] : []), "./snippets/*"];
  writeFileSync(path, JSON.stringify({ name: "lab", type: "module", main: "lab.js", sideEffects, ...manifest }));
}

/** The JavaScript in a directory, all of it, and how many modules of wasm there are. */
export function weigh(out) {
  const names = readdirSync(out, { recursive: true }).map(String);
  const scripts = names.filter((name) => name.endsWith(".js"));
  const text = scripts.map((name) => readFileSync(join(out, name), "utf8")).join("\n");
  return { text, scripts, modules: names.filter((name) => name.endsWith(".wasm")).length };
}
