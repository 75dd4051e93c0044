// D3: a package that was packed and installed loads wherever it does without wasm-bulkhead: in runners of
// tests, behind bundlers for Node and for pages, in an application of Next's, and in a Node that cannot
// `require` a module.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import process from "node:process";
import test, { after, before } from "node:test";
import { pathToFileURL } from "node:url";

import { MODES, buildOf } from "./builds.mjs";

// What `surroundings/loaders/package.json` lists, the places of projects below it, so that they find that.
const { LOADERS, OLD_NODE } = process.env;
const projects = join(LOADERS, "projects");
const packages = join(LOADERS, "node_modules");

// As a user has it, without the options of this run.
const env = { ...process.env, NODE_OPTIONS: "", NEXT_TELEMETRY_DISABLED: "1", CI: "1" };

function run(program, args, cwd, more = {}) {
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8", cwd, env: { ...env, ...more }, timeout: 240_000 });
  return { stdout, stderr, status, said: `${stdout}${stderr}` };
}

function succeed(...command) {
  const ran = run(...command);
  assert.equal(ran.status, 0, ran.said);
  return ran;
}

/** The files of a package, as wasm-pack 0.13 lists them: it knows of no snippets. */
const LISTED = ["one_line_bg.wasm", "one_line.js", "one_line.d.ts"];

/**
 * A project with these files that has installed what `npm pack` made of a build, with more in its manifest.
 */
function project(name, delivery, mode, files, { target = "nodejs", ...manifest } = {}) {
  const directory = join(projects, `${name}-${mode}`);
  rmSync(directory, { recursive: true, force: true });
  const packed = join(directory, "packed");
  mkdirSync(packed, { recursive: true });
  cpSync(buildOf(delivery, target, mode), packed, { recursive: true });
  writeFileSync(join(packed, "package.json"), JSON.stringify({ name: "pkg", version: "1.0.0", main: "one_line.js", ...manifest }));
  const { stdout } = succeed("npm", ["pack", "--json", "--offline"], packed);
  const tarball = join(packed, JSON.parse(stdout)[0].filename);
  const installed = join(directory, "node_modules/pkg");
  mkdirSync(installed, { recursive: true });
  succeed("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"], directory);
  rmSync(packed, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

/** What a package that is guarded says: of a body that panics, and by whom it is guarded. */
const expected = (mode, guard) => `${mode === "unwind" ? "PanicError" : "InstanceAbortError"} in call, ${guard}`;

const SEE = `
function see({ call, bulkhead }) {
  try {
    call(true);
    return "no panic";
  } catch (error) {
    return error.name + " in " + error.boundary + ", " + bulkhead.state().guard;
  }
}`;

const seenBy = ({ stdout }) => /(\w+Error in \w+, \w+)/.exec(stdout)?.[1];

const INLINED = "inline";

for (const mode of MODES) {
  test(`${mode}: node:test, plain`, () => {
    const files = {
      "a.test.mjs": `import test from "node:test"; import assert from "node:assert/strict"; import * as pkg from "pkg"; ${SEE}
        test("it", () => assert.equal(see(pkg), ${JSON.stringify(expected(mode, "plain"))}));`,
    };
    const { stdout, stderr } = succeed(process.execPath, ["--test", "--test-reporter=tap", "a.test.mjs"], project("node-test", "plain", mode, files));
    assert.match(stdout, /# pass 1/);
    assert.equal(stderr, "");
  });

  test(`${mode}: Vitest, plain`, () => {
    const files = {
      "vitest.config.mjs": "export default { cacheDir: '.vitest' };",
      "a.test.mjs": `import { expect, test } from "vitest"; import * as pkg from "pkg"; ${SEE}
        test("it", () => expect(see(pkg)).toBe(${JSON.stringify(expected(mode, "plain"))}));`,
    };
    const { stdout } = succeed(process.execPath, [join(packages, "vitest/vitest.mjs"), "run"], project("vitest", "plain", mode, files));
    assert.match(stdout, /1 passed/);
  });

  test(`${mode}: Jest, finished with the JavaScript inside`, () => {
    const files = {
      "package.json": JSON.stringify({ name: "project", jest: { testEnvironment: "node" } }),
      // An instance of its own for who loads it anew (X5).
      "a.test.js": `${SEE}
        test("it", () => {
          const first = require("pkg");
          expect(see(first)).toBe(${JSON.stringify(expected(mode, "finished"))});
          jest.resetModules();
          const second = require("pkg");
          expect(second.call(false)).toBeGreaterThan(0);
          expect(second.bulkhead.state().live).toBe(true);
        });`,
    };
    const directory = project("jest", INLINED, mode, files, { files: LISTED });
    const { said } = succeed(process.execPath, [join(packages, "jest/bin/jest.js"), "--ci"], directory);
    assert.match(said, /1 passed/);
  });

  test(`${mode}: esbuild for Node, finished with the JavaScript inside`, () => {
    const directory = project("esbuild", INLINED, mode, { "main.cjs": `${SEE} console.log(see(require("pkg")));` }, { files: LISTED });
    const esbuild = join(packages, "esbuild/bin/esbuild");
    succeed(esbuild, ["main.cjs", "--bundle", "--minify", "--platform=node", "--format=cjs", "--outfile=out/main.cjs"], directory);
    // The glue reads it from beside itself, as it does without us.
    cpSync(join(directory, "node_modules/pkg/one_line_bg.wasm"), join(directory, "out/one_line_bg.wasm"));
    rmSync(join(directory, "node_modules"), { recursive: true });
    assert.equal(seenBy(succeed(process.execPath, ["out/main.cjs"], directory)), expected(mode, "finished"));
  });

  test(`${mode}: Node 22.11, finished with the JavaScript inside`, () => {
    const directory = project("old-node", INLINED, mode, { "main.cjs": `${SEE} console.log(see(require("pkg")));` }, { files: LISTED });
    const { stdout, stderr } = succeed(OLD_NODE, ["main.cjs"], directory);
    assert.equal(seenBy({ stdout }), expected(mode, "finished"));
    assert.equal(stderr, "");
  });

  test(`${mode}: Node 22.11 loads no plain glue, which is why the other is there`, () => {
    const directory = project("old-node-plain", "plain", mode, { "main.cjs": 'require("pkg");' });
    assert.match(run(OLD_NODE, ["main.cjs"], directory).stderr, /ERR_REQUIRE_ESM/);
  });

  for (const [delivery, guard] of [["plain", "plain"], [INLINED, "finished"]]) {
    test(`${mode}: rspack and esbuild for pages, ${guard}`, async () => {
      const files = {
        "main.mjs": `import * as pkg from "pkg"; ${SEE}
          globalThis.seeing = (bytes) => { pkg.initSync({ module: bytes }); return see(pkg); };`,
      };
      const directory = project(`pages-${delivery}`, delivery, mode, files, { target: "web", type: "module", sideEffects: ["./snippets/*"] });
      const esbuild = join(packages, "esbuild/bin/esbuild");
      succeed(esbuild, ["main.mjs", "--bundle", "--minify", "--format=esm", "--outfile=esbuild/main.mjs"], directory);
      await pack(directory);
      for (const bundle of ["esbuild/main.mjs", "rspack/main.mjs"]) {
        await import(pathToFileURL(join(directory, bundle)));
        const bytes = readFileSync(join(directory, "node_modules/pkg/one_line_bg.wasm"));
        assert.equal(globalThis.seeing(bytes), expected(mode, guard), bundle);
      }
    });
  }
}

/** Has rspack bundle a project as for a page. */
async function pack(directory) {
  const { rspack } = await import(pathToFileURL(join(packages, "@rspack/core/dist/index.js")));
  const compiler = rspack({
    context: directory,
    mode: "production",
    target: "web",
    entry: "./main.mjs",
    output: { path: join(directory, "rspack"), filename: "main.mjs", module: true },
  });
  const stats = await new Promise((resolve, reject) => compiler.run((error, stats) => (error ? reject(error) : resolve(stats))));
  assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
  await new Promise((resolve) => compiler.close(resolve));
}

/** An application of Next's: a route that runs on the server, and a page for browsers that is bundled. */
const NEXT = {
  "package.json": JSON.stringify({ name: "project", private: true }),
  "next.config.mjs": `export default { serverExternalPackages: ["pkg"], outputFileTracingRoot: ${JSON.stringify(LOADERS)}, turbopack: { root: ${JSON.stringify(LOADERS)} } };`,
  "app/layout.js": `export default function Layout({ children }) { return <html><body>{children}</body></html>; }`,
  "app/page.js": `"use client";
    import { useState } from "react";
    import init, * as pkg from "pkg-web";
    ${SEE}
    export default function Page() {
      const [seen, setSeen] = useState("nothing");
      return <button onClick={async () => { await init(); setSeen(see(pkg)); }}>{seen}</button>;
    }`,
  "app/api/route.js": `import * as pkg from "pkg"; ${SEE}
    export const dynamic = "force-dynamic";
    export const GET = () => new Response(see(pkg));`,
};

let browser;
before(async () => {
  const { launch } = await import("../xtask/web/tools.mjs");
  browser = await launch("chromium");
});
after(() => browser?.close());

for (const mode of MODES) {
  test(`${mode}: Next, plain, on the server and in a page`, async () => {
    const directory = project("next", "plain", mode, NEXT);
    const web = join(directory, "node_modules/pkg-web");
    cpSync(buildOf("plain", "web", mode), web, { recursive: true });
    writeFileSync(join(web, "package.json"), JSON.stringify({ name: "pkg-web", version: "1.0.0", type: "module", main: "one_line.js" }));
    const next = join(packages, "next/dist/bin/next");
    succeed(process.execPath, [next, "build"], directory);
    const port = await freePort();
    const server = spawn(process.execPath, [next, "start", "-p", String(port)], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
    try {
      const origin = `http://localhost:${port}`;
      assert.equal(await answerOf(`${origin}/api`), expected(mode, "plain"));
      const page = await browser.newPage();
      await page.goto(origin);
      await page.waitForSelector("button");
      await page.click("button");
      await page.waitForFunction(() => document.querySelector("button").textContent !== "nothing", { timeout: 20_000 });
      assert.equal(await page.$eval("button", ({ textContent }) => textContent), expected(mode, "plain"));
      await page.close();
    } finally {
      server.kill();
    }
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What a server that is starting answers. */
async function answerOf(url) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
