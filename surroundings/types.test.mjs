// U6: the declarations compile in a program for Node, with and without lib `dom`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { buildOf, copyOf, temporaryDirectory } from "./builds.mjs";

const { TSC } = process.env;

// wasm-bindgen's own declarations of classes take `Symbol.dispose`.
const LIBS = [["es2022"], ["es2022", "dom"], ["es2020"]].map((lib) => [...lib, "esnext.disposable"]);

for (const lib of LIBS) {
  test(`lib ${lib.join(" and ")}`, { skip: TSC ? false : "TSC names no compiler" }, () => {
    const directory = temporaryDirectory();
    const package_ = join(directory, "node_modules", "conformance");
    mkdirSync(package_, { recursive: true });
    copyOf(buildOf("conformance", "nodejs", "abort"), package_);
    writeFileSync(join(package_, "package.json"), JSON.stringify({ name: "conformance", main: "conformance.js", types: "conformance.d.ts" }));
    copyFileSync(fileURLToPath(new URL("types/use.ts", import.meta.url)), join(directory, "use.ts"));
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2022", types: [], lib };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
    const { stdout, status } = spawnSync(process.execPath, [TSC, "--project", directory], { encoding: "utf8" });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });
}
