// Random numbers that a seed brings back.

export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  // Mulberry32: small, quick, and good enough to mix calls.
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  // From 0 up to, and without, `limit`.
  below(limit) {
    return this.next() % limit;
  }

  oneIn(chance) {
    return this.below(chance) === 0;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  // Takes something out of `list`, or gives undefined when there is nothing.
  take(list) {
    if (list.length === 0) return undefined;
    const at = this.below(list.length);
    const taken = list[at];
    list[at] = list[list.length - 1];
    list.pop();
    return taken;
  }
}
