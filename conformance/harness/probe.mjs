// The counters of src/probe.rs, read from linear memory and not through a call: in a closed
// instance calls fail, and a body that ran would go unseen.

const FIELDS = ["ran", "dropped", "resumed", "armed", "hookBefore", "hookChaining", "hookReplacing", "hookFaults"];

// What every body returns when nothing fails: probe::INTACT.
export const INTACT = 7;

export class Probe {
  #memory;
  #address;

  constructor(memory, address) {
    this.#memory = memory;
    this.#address = address;
  }

  static of(wasm) {
    return new Probe(wasm.memory, wasm.CONFORMANCE_PROBE.value);
  }

  // A new view each time, because growing the memory detaches the old ones.
  #words() {
    return new Uint32Array(this.#memory.buffer, this.#address, FIELDS.length);
  }

  read() {
    return Object.fromEntries(FIELDS.map((field, index) => [field, this.#words()[index]]));
  }

  arm(number) {
    this.#words()[FIELDS.indexOf("armed")] = number;
  }

  // What `call` adds to each counter, together with what came of it.
  async during(call) {
    const before = this.read();
    const outcome = await call();
    const after = this.read();
    return [outcome, Object.fromEntries(FIELDS.map((field) => [field, after[field] - before[field]]))];
  }

  get pages() {
    return this.#memory.buffer.byteLength / 65536;
  }
}
