// What is promised of threads: an end in one closes the gate for all, and settles everybody's promises.

import { causes } from "../harness/causes.mjs";
import { STOP } from "./realm.mjs";

const CAUSES = causes("A1", "A2 shadow", "A3", "A6", "A7");

// Longer than it takes all realms to hear of an end.
const LONG = 2_000;

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

// Waits until `holds` of what `look` gives, or for too long after the end.
async function until(t, look, holds) {
  for (;;) {
    const seen = await look();
    if (holds(seen) || Date.now() > t.struckAt + LONG) return seen;
    await rest(10);
  }
}

const isRejection = (kind) => (outcome) => outcome.threw?.name === "InstanceAbortError" && outcome.threw.kind === kind;

// Looks at a realm that is not told to run any Rust.
async function expectSettled(t, realm, kind) {
  const { settled, promises, state } = await until(
    t,
    () => realm.look(),
    ({ settled, promises }) => settled.length === promises,
  );
  t.expect(settled.length === promises && settled.every(isRejection(kind)), `promises rejected, kind ${kind}`);
  t.expect(state?.live === false, "a state that says so");
}

async function expectClosed(t, realm, kind) {
  const { answers, ran } = await realm.enter();
  t.expect(ran === 0, "a gate before every body");
  for (const [entry, outcome] of Object.entries(answers)) {
    t.expect(isRejection(kind)(outcome), `an InstanceAbortError, kind ${kind}, from each ${entry}`);
  }
}

async function ends(t, { cause, kind }) {
  const [first, ...others] = await t.realms();
  await first.hook();
  for (const realm of [first, ...others]) await realm.wait();
  t.struckAt = Date.now();
  const struck = await first.strike({ cause });
  t.expect(isRejection(kind)(struck), `an InstanceAbortError, kind ${kind}`);
  for (const realm of [first, ...others]) await expectSettled(t, realm, kind);
  for (const realm of [first, ...others]) await expectClosed(t, realm, kind);
  const { hookFaults } = await first.counters();
  t.expect(hookFaults === 1, "one call of the fault hook");
  for (const realm of [first, ...others]) {
    const { heard } = await realm.look();
    t.expect(heard.length === 1 && heard[0] === kind, "one call of the listener of each realm");
  }
}

// Where the engine cannot tell a realm, it hears at its next call.
async function endsUnheard(t, { cause, kind }) {
  const [first, ...others] = await t.realms({ deaf: true });
  for (const realm of others) await realm.wait();
  t.struckAt = Date.now();
  await first.strike({ cause });
  for (const realm of others) {
    const { outcome, ran } = await realm.resume();
    t.expect(isRejection(kind)(outcome) && ran === 0, `a rejection of what would go on, kind ${kind}`);
    await expectSettled(t, realm, kind);
    await expectClosed(t, realm, kind);
    // In abort builds wasm-bindgen's executor, which polls with shared memory, lets an error through.
    if (t.build === "unwind") t.expect((await realm.look()).strays.length === 0, "silence");
  }
}

async function endsUnderLoad(t, { cause }) {
  const [first, ...others] = await t.realms();
  const word = new SharedArrayBuffer(4);
  const view = new Int32Array(word);
  const hammered = others.filter((realm) => !realm.isHere).map((realm) => realm.hammer({ word }));
  await rest(50);
  await first.strike({ cause });
  Atomics.store(view, 0, 1);
  await rest(100);
  Atomics.store(view, 0, STOP);
  for (const { calls, late } of await Promise.all(hammered)) {
    t.see(`${calls} calls, ${late} bodies after the end`);
    t.expect(calls > 0 && late === 0, "no body after the end was told");
  }
}

async function panics(t) {
  const [first, ...others] = await t.realms();
  for (const realm of others) await realm.wait();
  const struck = await first.strike({ cause: "panic" });
  t.expect(struck.threw?.name === "PanicError" && struck.threw.kind === "panic", "a PanicError");
  for (const realm of [first, ...others]) {
    const { answers } = await realm.enter();
    for (const [entry, outcome] of Object.entries(answers)) {
      t.expect(!("threw" in outcome), `an answer from each ${entry}`);
    }
  }
  await rest(50);
  for (const realm of others) t.expect((await realm.look()).settled.length === 0, "promises left alone");
}

async function isNotReplaced(t) {
  const [first, second] = await t.realms();
  const { state } = await first.look();
  t.expect(state?.live === true && state.generation === 1, "a live instance");
  t.expect(/shared/.test(await first.reset()), "a reset that says why not");
  await second.strike({ cause: "unreachable" });
  t.expect(/shared/.test(await first.reset()), "a reset that says why not, afterwards");
  await expectClosed(t, first, "unreachable");
  const [other] = await t.realms();
  t.expect(/shared/.test(await other.restart()), "a restart that says why not");
}

const BOTH = ["unwind", "abort"];

export default [
  { title: "the end of a thread is the end of all", builds: BOTH, cells: CAUSES, run: ends },
  { title: "the same without Atomics.waitAsync", builds: BOTH, cells: CAUSES, run: endsUnheard },
  { title: "the same while others call", builds: BOTH, cells: CAUSES.slice(0, 1), run: endsUnderLoad },
  { title: "a panic stays in its thread", builds: ["unwind"], run: panics },
  { title: "a shared memory is not replaced", builds: BOTH, run: isNotReplaced },
];
