// The counters of loops/src/drops.rs, read from linear memory: an instance may have ended.

const FIELDS = ["struck", "made", "strays"];
const ROOM = 64; // ROOM there
const NONE = 0xffffffff;

export class Drops {
  #memory;
  #address;

  constructor(memory, address) {
    this.#memory = memory;
    this.#address = address;
  }

  static of(wasm) {
    return new Drops(wasm.memory, wasm.LOOPS_DROPS.value);
  }

  // A new view each time, because growing the memory detaches the old ones.
  #words() {
    return new Uint32Array(this.#memory.buffer, this.#address, FIELDS.length + ROOM);
  }

  // Begins anew, with the panic for the value of this number.
  arm(struck = NONE) {
    const words = this.#words();
    words.fill(0);
    words[0] = struck;
  }

  // How many values were made, how often each was dropped, and how often something else was.
  read() {
    const [, made, strays, ...of] = this.#words();
    return { made, strays, of: of.slice(0, made) };
  }
}
