// One build of the conformance crate, and fresh instances of it.

import { directoryUrl, readBytes, readText } from "../host.mjs";
import { Probe } from "./probe.mjs";

let instances = 0;

// How each kind of glue is evaluated anew.
const LOADERS = {
  web: (glue) => import(`${glue}?instance=${++instances}`),
  "no-modules": (glue) => new Function(`${readText(glue)}\nreturn wasm_bindgen;`)(),
};

export class Crate {
  #glue;
  #load;
  #module;
  #numbers = new Map();

  constructor(directory, target) {
    const url = directoryUrl(directory);
    this.#glue = new URL("conformance.js", url);
    this.#load = LOADERS[target];
    this.#module = new WebAssembly.Module(readBytes(new URL("conformance_bg.wasm", url)));
  }

  async instance() {
    const exports = await this.#load(this.#glue);
    const wasm = exports.initSync({ module: this.#module });
    return { exports, wasm, probe: new Probe(wasm) };
  }

  // The number of a cause is asked of an instance that serves for nothing else, so that in the
  // instance under test the entry under test can be the first boundary crossed.
  async causeNumber(name) {
    if (!this.#numbers.has(name)) {
      const { exports } = await this.instance();
      this.#numbers.set(name, exports.cause_number(name));
    }
    const number = this.#numbers.get(name);
    if (number === 0) throw new Error(`src/cause.rs has no cause called "${name}"`);
    return number;
  }
}
