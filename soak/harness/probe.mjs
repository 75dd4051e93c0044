// The words of src/probe.rs, read from linear memory and not through a call: in a closed instance
// calls fail, and a body that ran would go unseen.

const FIELDS = ["ended", "ran", "after", "struck", "armed", "countdown", "starve", "hooked"];

// What every body returns when nothing fails: probe::INTACT.
export const INTACT = 7;

export class Probe {
  #memory;
  #address;

  constructor(wasm) {
    this.#memory = wasm.memory;
    this.#address = wasm.SOAK_PROBE.value;
  }

  // A new view each time, because growing the memory detaches the old ones.
  #words() {
    return new Uint32Array(this.#memory.buffer, this.#address, FIELDS.length);
  }

  get pages() {
    return this.#memory.buffer.byteLength / 65536;
  }

  // Lets a body to come meet the cause of this number, after `countdown` others.
  arm(number, countdown) {
    this.countdown = countdown;
    this.armed = number;
  }

  static {
    FIELDS.forEach((field, index) => {
      Object.defineProperty(Probe.prototype, field, {
        get() {
          return this.#words()[index];
        },
        set(value) {
          this.#words()[index] = value;
        },
      });
    });
  }
}
