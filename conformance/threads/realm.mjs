// One thread: an instance in a realm of its own, over a memory that it shares, told by a port what to do.

import { onStray } from "../host.mjs";
import { Probe } from "../harness/probe.mjs";
import { attempt, gate } from "../harness/outcome.mjs";

// The ways into Rust, each with what it needs from before the end.
const ENTRIES = {
  function: (glue) => () => glue.entry_fn(),
  "async function": (glue) => () => glue.entry_async(),
  method: withSubject((subject) => subject.look()),
  "method by &mut self": withSubject((subject) => subject.touch()),
  static: (glue) => () => glue.Subject.survey(),
  constructor: (glue) => () => new glue.Subject(),
  getter: withSubject((subject) => subject.level),
  setter: withSubject((subject) => (subject.level = 1)),
  "pub field": withSubject((subject) => subject.echo),
  closure: (glue) => {
    const closure = glue.make_closure("Fn");
    return () => closure(0);
  },
  "raw export": (_, wasm) => () => wasm.raw_throw(),
};

function withSubject(call) {
  return (glue) => {
    const subject = new glue.Subject();
    return () => call(subject);
  };
}

// What the word of `hammer` says at last; before that, 1 once a caller was told of the end.
export const STOP = 2;

// What reached nobody.
const strays = [];
onStray((how) => strays.push(how));

// A realm of a scenario may be of the same process as one of another.
let evaluations = 0;

class Realm {
  #heard = [];
  #promises = [];

  // `memory` is shared by those who came before, if any did.
  async begin({ glue, module, memory, deaf }) {
    const { waitAsync } = Atomics;
    // As in an engine that has none, though js-sys finds it again.
    if (deaf) delete Atomics.waitAsync;
    globalThis.conformance = { host: () => globalThis.conformance, starting: () => 0, tell: () => {} };
    this.glue = await import(`${glue}?evaluation=${evaluations++}`);
    Atomics.waitAsync = waitAsync;
    this.wasm = this.glue.initSync({ module, memory });
    this.probe = Probe.of(this.wasm);
    this.calls = Object.entries(ENTRIES).map(([name, entry]) => [name, entry(this.glue, this.wasm)]);
    this.glue.bulkhead?.onFault((fault) => this.#heard.push(fault.kind));
    return this.wasm.memory;
  }

  // Has the fault hook count, which one thread does for all.
  hook() {
    this.glue.hook_faults(false);
  }

  // Meets a cause in an entry.
  async strike({ cause }) {
    const number = this.glue.cause_number(cause);
    this.probe.arm(number);
    return describe(await attempt(() => this.glue.entry_fn()));
  }

  // Begins promises that nothing settles.
  async wait() {
    const never = new Promise(() => {});
    const { glue } = this;
    this.#promises = [glue.entry_async_continued(never), glue.entry_async_after(never), glue.promise_after(never)];
    this.settled = [];
    for (const promise of this.#promises) {
      promise.then(
        (returned) => this.settled.push(describe({ returned })),
        (threw) => this.settled.push(describe({ threw })),
      );
    }
    this.soon = gate();
    this.due = glue.entry_async_continued(this.soon.promise);
    this.due.catch(() => {});
    // The bodies of async functions begin in a microtask.
    await new Promise((done) => setTimeout(done, 20));
  }

  // Lets an async function go on that has waited, before anything else calls.
  async resume() {
    const before = this.probe.read().ran;
    this.soon.open();
    const outcome = describe(await attempt(() => this.due));
    return { outcome, ran: this.probe.read().ran - before };
  }

  // Runs no Rust.
  look() {
    return { settled: this.settled, promises: this.#promises.length, heard: this.#heard, strays, state: this.glue.bulkhead?.state() };
  }

  // Calls every entry, and tells how many bodies ran by that.
  async enter() {
    const answers = {};
    const before = this.probe.read().ran;
    for (const [name, call] of this.calls) answers[name] = describe(await attempt(call));
    return { answers, ran: this.probe.read().ran - before };
  }

  counters() {
    return this.probe.read();
  }

  // Calls until told to stop, and counts the bodies that ran though the end had been told before.
  async hammer({ word }) {
    const end = new Int32Array(word);
    let calls = 0;
    let late = 0;
    for (;;) {
      const ended = Atomics.load(end, 0) !== 0;
      const outcome = await attempt(() => this.glue.entry_fn());
      calls += 1;
      if (!ended) continue;
      if ("returned" in outcome) late += 1;
      if (Atomics.load(end, 0) === STOP) return { calls, late };
    }
  }

  reset() {
    try {
      this.glue.bulkhead.reset();
      return "reset";
    } catch (error) {
      return error.message;
    }
  }

  restart() {
    try {
      this.glue.restart();
      return "restarts";
    } catch (error) {
      return error.message;
    }
  }
}

function describe(outcome) {
  if (!("threw" in outcome)) return outcome;
  const { threw } = outcome;
  return { threw: { name: threw?.name, kind: threw?.kind, message: String(threw?.message ?? threw) } };
}

// Answers what `port` is asked, until the realm goes.
export function serve(port) {
  const realm = new Realm();
  port.onmessage = async ({ data: { id, ask, given } }) => {
    try {
      port.postMessage({ id, answer: await realm[ask](given) });
    } catch (error) {
      port.postMessage({ id, failed: String(error?.stack ?? error) });
    }
  };
}
