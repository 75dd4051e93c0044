// Loads the glue of one package, whatever it was made for, and calls everything in it.
//
//   node undisturbed/drive.mjs --package NAME --target TARGET --build unwind|abort --glue DIR
//
// Node is not a bundler, nor Deno, nor does every version of it import modules of wasm: for those
// targets this does what they would do. The exit code is 0 if all calls do as they should.

import { equal, ok, rejects } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    package: { type: "string" },
    target: { type: "string" },
    build: { type: "string" },
    glue: { type: "string" },
  },
});

const file = (suffix) => join(resolve(options.glue), `${options.package}${suffix}`);
const url = (suffix) => pathToFileURL(file(suffix));
const bytes = () => readFileSync(file("_bg.wasm"));

const LOADERS = {
  async web() {
    const glue = await import(url(".js"));
    glue.initSync({ module: bytes() });
    return glue;
  },
  async nodejs() {
    return createRequire(import.meta.url)(file(".js"));
  },
  async bundler() {
    const glue = await import(url("_bg.js"));
    const module = new WebAssembly.Module(bytes());
    const imports = {};
    for (const { module: name } of WebAssembly.Module.imports(module)) {
      imports[name] ??= await import(new URL(name, url(".js")));
    }
    const { exports } = new WebAssembly.Instance(module, imports);
    glue.__wbg_set_wasm(exports);
    exports.__wbindgen_start();
    return glue;
  },
  async deno() {
    // Deno fetches files, Node does not.
    globalThis.fetch = async (from) =>
      new Response(readFileSync(from), { headers: { "content-type": "application/wasm" } });
    return import(url(".js"));
  },
  async module() {
    // The source phase of an import, spelled out.
    const [from, into] = [/^import source (\w+) from "(.+)";$/m, ".source-phase.mjs"];
    const text = readFileSync(file(".js"), "utf8");
    ok(from.test(text), "the glue imports its module in the source phase");
    const compile = `import { readFileSync as read } from "node:fs";
const $1 = new WebAssembly.Module(read(new URL("$2", import.meta.url)));`;
    writeFileSync(file(into), text.replace(from, compile));
    return import(url(into));
  },
  async "no-modules"() {
    const glue = new Function(`${readFileSync(file(".js"), "utf8")}\nreturn wasm_bindgen;`)();
    glue.initSync({ module: bytes() });
    return glue;
  },
};

const CALLS = {
  async bystander({ draw, wait, Watch }) {
    equal(draw(4).length, 4);
    ok((await wait(Promise.resolve())) >= 0);
    await rejects(wait(Promise.reject(new RangeError("as it was told"))), RangeError);
    const watch = new Watch();
    equal(typeof watch.passed(), "string");
    watch.free();
  },
  async user({ divide, mean, Sum }) {
    equal(mean(2, 4), 3);
    const sum = new Sum();
    sum.total = 1;
    equal(sum.add(2), 3);
    equal(sum.total, 3);
    let caught;
    try {
      divide(1, 0);
    } catch (error) {
      caught = error;
    }
    if (options.build === "unwind") {
      equal(caught?.name, "PanicError");
      equal(mean(2, 4), 3);
      equal(sum.add(2), 5);
    } else {
      // Without a module of ours there is no guard that could name it.
      const name = options.target === "no-modules" ? "RuntimeError" : "InstanceAbortError";
      equal(caught?.name, name);
      let later;
      try {
        later = divide(6, 3);
      } catch (error) {
        equal(error.name, "InstanceAbortError");
      }
      equal(later, undefined);
    }
  },
};

await CALLS[options.package](await LOADERS[options.target]());
