// One build of the crate, and fresh instances of it.

import { directoryUrl, readBytes } from "../host.mjs";
import { Probe } from "./probe.mjs";

let instances = 0;

export class Crate {
  #glue;
  #module;
  #numbers = new Map();

  constructor(directory) {
    const url = directoryUrl(directory);
    this.#glue = new URL("soak.js", url);
    this.#module = new WebAssembly.Module(readBytes(new URL("soak_bg.wasm", url)));
  }

  // Whether wasm-bulkhead is in it.
  get guarded() {
    return this.exports("__wbh_2");
  }

  // Whether the module exports `name`.
  exports(name) {
    return WebAssembly.Module.exports(this.#module).some((exported) => exported.name === name);
  }

  // The glue, evaluated anew.
  load() {
    return import(`${this.#glue}?instance=${++instances}`);
  }

  async instance() {
    const exports = await this.load();
    return this.start(exports);
  }

  start(exports) {
    const wasm = exports.initSync({ module: this.#module });
    return { exports, wasm, probe: new Probe(wasm) };
  }

  // What the glue has by now for its exports.
  current(exports) {
    const wasm = exports.initSync();
    return { wasm, probe: new Probe(wasm) };
  }

  // Asked of an instance that serves for nothing else.
  async causeNumbers(names) {
    const { exports } = await this.instance();
    for (const name of names) {
      const number = exports.cause_number(name);
      if (number === 0) throw new Error(`src/cause.rs has no cause called "${name}"`);
      this.#numbers.set(name, number);
    }
  }

  causeNumber(name) {
    return this.#numbers.get(name);
  }
}
