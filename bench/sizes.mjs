// Measures packages as wasm-bindgen wrote them: the module before and after `wasm-opt -Oz`, and the
// JavaScript as shipped, minified file by file, and bundled.
//
//   node bench/sizes.mjs CACHE DIR… > JSON, with an object for each DIR
//
// Results are kept in CACHE under a digest of all that goes into them.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { directory as tools, tool } from "../xtask/web/tools.mjs";

const esbuild = tool("esbuild");

// What measures is part of what is digested.
const TOOLS = ["esbuild", "binaryen"].map((name) => `${name} ${tool(`${name}/package.json`).version}`);
const SCRIPT = readFileSync(new URL(import.meta.url));

const size = (content) => ({
  bytes: content.length,
  gzip: gzipSync(content, { level: 9 }).length,
  brotli: brotliCompressSync(content).length,
});

// Files are fetched one by one, so each is compressed by itself.
const sum = (sizes) =>
  sizes.reduce((all, one) => Object.fromEntries(Object.entries(all).map(([key, value]) => [key, value + one[key]])), {
    bytes: 0,
    gzip: 0,
    brotli: 0,
  });

function optimize(module) {
  const directory = mkdtempSync(join(tmpdir(), "wasm-opt-"));
  try {
    const out = join(directory, "out.wasm");
    const wasmOpt = join(tools, "node_modules/binaryen/bin/wasm-opt");
    execFileSync(process.execPath, [wasmOpt, "-Oz", module, "-o", out], { stdio: ["ignore", "inherit", "inherit"] });
    return readFileSync(out);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

// A constant, so that the name of the directory is in no file that is measured.
const minify = (code) => Buffer.from(esbuild.transformSync(code, { minify: true, format: "esm", target: "es2022" }).code);

function bundle(entry) {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    // `import.meta.url` names the module, which stays beside the bundle.
    external: ["*.wasm"],
  });
  return Buffer.from(outputFiles[0].contents);
}

function only(names, what, directory) {
  if (names.length !== 1) throw new Error(`${directory} has ${names.length} ${what} and not one`);
  return names[0];
}

function measure(directory, files, contents) {
  const module = only(files.filter((file) => file.endsWith(".wasm")), "modules", directory);
  const scripts = files.filter((file) => file.endsWith(".js"));
  const glue = only(scripts.filter((file) => !file.includes("/")), "glue files", directory);
  return {
    wasm: contents.get(module).length,
    optimized: size(optimize(join(directory, module))),
    files: scripts,
    shipped: sum(scripts.map((file) => size(contents.get(file)))),
    minified: sum(scripts.map((file) => size(minify(contents.get(file))))),
    bundled: size(bundle(join(directory, glue))),
  };
}

function measureOnce(cache, directory) {
  const files = readdirSync(directory, { recursive: true }).filter((file) => /\.(js|wasm)$/.test(file)).sort();
  const contents = new Map(files.map((file) => [file, readFileSync(join(directory, file))]));
  const hash = createHash("sha256").update(JSON.stringify([process.version, ...TOOLS, ...files])).update(SCRIPT);
  for (const content of contents.values()) hash.update(`${content.length}\n`).update(content);
  const kept = join(cache, `${hash.digest("hex")}.json`);
  try {
    return JSON.parse(readFileSync(kept, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  console.error(directory);
  const measured = measure(directory, files, contents);
  writeFileSync(kept, JSON.stringify(measured));
  return measured;
}

const [cache, ...directories] = process.argv.slice(2);
mkdirSync(cache, { recursive: true });
console.log(JSON.stringify(directories.map((directory) => measureOnce(cache, directory))));
