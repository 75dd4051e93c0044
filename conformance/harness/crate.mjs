// One build of a crate of the contract, and fresh instances of it.

import { compileFile, copyDirectory, directoryUrl, importAnew, runScript } from "../host.mjs";
import { Drops } from "./drops.mjs";
import { Probe } from "./probe.mjs";

// How each kind of glue is evaluated anew.
const LOADERS = {
  web: importAnew,
  "no-modules": (glue) => runScript(glue, "wasm_bindgen"),
};

// What each crate tells of itself in memory.
export const PROBES = { conformance: Probe, loops: Drops };

export class Crate {
  #name;
  #glue;
  #load;
  #module;
  #target;
  #registrar;

  constructor(name, directory, target) {
    this.directory = directory;
    this.#name = name;
    this.#target = target;
    const url = directoryUrl(directory);
    this.#glue = new URL(`${name}.js`, url);
    this.#load = LOADERS[target];
    this.#module = compileFile(new URL(`${name}_bg.wasm`, url));
  }

  // The glue alone, with what makes its instance.
  async load() {
    const module = await this.#module;
    const exports = await this.#load(this.#glue);
    return { exports, start: () => exports.initSync({ module }) };
  }

  async instance() {
    // Before the instance under test, so that this is the newest one.
    this.#registrar ??= await this.#fresh();
    return this.#fresh();
  }

  async #fresh() {
    const { exports, start } = await this.load();
    const wasm = start();
    return { exports, wasm, probe: PROBES[this.#name].of(wasm) };
  }

  // The number of a cause is asked of an instance that serves for nothing else, so that in the
  // instance under test the entry under test can be the first boundary crossed.
  async causeNumber(name) {
    this.#registrar ??= await this.#fresh();
    const number = this.#registrar.exports.cause_number(name);
    if (number === 0) throw new Error(`src/cause.rs has no cause called "${name}"`);
    return number;
  }

  // The same package at another address: its glue and our module are loaded a second time.
  elsewhere() {
    return new Crate(this.#name, copyDirectory(this.directory), this.#target);
  }
}
