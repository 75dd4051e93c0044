// Threads: instances that share a memory, each in a realm of its own, end together.

import { compartmentOf, flagAddress, isGuarded } from "./compartment.js";
import { endOfAnother } from "./end.js";

// Intrinsics are taken before anybody can replace them.
const { compareExchange, load, notify, waitAsync } = globalThis.Atomics ?? {};

/**
 * What the flag of a shared memory says once a thread has ended, from 2 on. A 1
 * is written by Rust in one that is about to.
 */
const KINDS = [
  ...["panic_abort", "unreachable", "stack_overflow", "out_of_memory", "memory"],
  ...["explicit", "reset", "unknown"],
];
const FIRST = 2;

const wordOf = (c) => flagAddress(c) >>> 2;

const THREADS = {
  /** Closes the gate of all threads, and wakes their realms. */
  close(c, kind) {
    const words = c.words();
    // The first end is the one that is told.
    for (const open of [0, 1]) compareExchange(words, wordOf(c), open, FIRST + KINDS.indexOf(kind));
    notify(words, wordOf(c));
  },
  /** The kind of the end that a thread has come to, if one has. */
  end: (c) => KINDS[load(c.words(), wordOf(c)) - FIRST],
};

/** One thread of several begins: it will hear of the end of another. */
export function share(id) {
  const c = compartmentOf(id);
  if (!isGuarded(c)) return;
  c.threads = THREADS;
  // Without it a realm hears when it next calls, or is called.
  if (waitAsync === undefined) return;
  const { async, value } = waitAsync(c.words(), wordOf(c), 0);
  if (async) value.then(() => endOfAnother(c));
}
