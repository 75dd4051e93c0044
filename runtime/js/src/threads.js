// Threads: instances that share a memory, each in a realm of its own, end together.

import { endByThread, flagAddress, isGuarded, lifeOf } from "./core.js";

const { compareExchange, load, notify, waitAsync } = globalThis.Atomics ?? {};

/**
 * What the flag of a shared memory says once a thread has ended, from 2 on. A 1 is written by Rust
 * in one that is about to.
 */
const KINDS = [
  ...["panic_abort", "unreachable", "stack_overflow", "out_of_memory", "memory"],
  ...["explicit", "reset", "unknown"],
];
const FIRST = 2;

const wordOf = (life) => flagAddress(life) >>> 2;

const THREADS = {
  /** Closes the gate of all threads, and wakes their realms. */
  close(life, kind) {
    const words = life.words();
    // The first end is the one that is told.
    for (const open of [0, 1]) compareExchange(words, wordOf(life), open, FIRST + KINDS.indexOf(kind));
    notify(words, wordOf(life));
  },
  /** Ends the instance if another thread has come to its end. */
  hear(life) {
    const kind = KINDS[load(life.words(), wordOf(life)) - FIRST];
    if (kind !== undefined && life.full === null) endByThread(life, kind);
  },
};

/** One thread of several begins: it will hear of the end of another. */
export function __wbh_share(id) {
  const life = lifeOf(id);
  if (!isGuarded(life)) return;
  life.threads = THREADS;
  // Without it a realm hears when it next calls, or is called.
  if (waitAsync === undefined) return;
  const { async, value } = waitAsync(life.words(), wordOf(life), 0);
  // The engine may hold this for ever, and the instance is not to last as long.
  const ref = new WeakRef(life);
  if (async) value.then(() => ref.deref() && THREADS.hear(ref.deref()));
}
