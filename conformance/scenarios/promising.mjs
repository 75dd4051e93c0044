// Exports that JavaScript may suspend (JSPI), in engines that have it: the engine is given the genuine
// export, `state()` tells so, and a call of it counts as a frame on the stack.

import { importModule } from "../host.mjs";
import { entries } from "../harness/entries.mjs";
import { expectLive } from "../harness/errors.mjs";
import { attempt, describe } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";
import { snippetsOf } from "../harness/snippets.mjs";

// As the glue has it made.
async function promisingOf(t, f) {
  if (typeof WebAssembly.promising !== "function") t.impossible("the engine has no JSPI");
  if (t.column !== "finished") return WebAssembly.promising(f);
  const { url } = snippetsOf(t.directory).find(({ name }) => name === "core.js");
  return (await importModule(url)).__wbh_glue().promising(f);
}

// What `visit` does while the body of a promising export runs.
async function duringCall(t, visit) {
  const call = await promisingOf(t, t.wasm.entry_fn);
  await t.arm("visit");
  let seen;
  t.host.visit = () => {
    seen = visit();
    return INTACT;
  };
  const outcome = await attempt(() => call());
  t.see(describe(outcome));
  t.expect(outcome.returned === INTACT && seen !== undefined, "an answer");
  return seen;
}

const caught = (call) => {
  try {
    return { returned: call() };
  } catch (threw) {
    return { threw };
  }
};

async function reset(t) {
  const { bulkhead } = t.exports;
  const refused = await duringCall(t, () => caught(() => bulkhead.reset()));
  t.expect(refused?.threw instanceof Error && !("kind" in refused.threw), "a refusal while it runs");
  t.expect(bulkhead?.state().uncovered.includes("entry_fn"), "the export among the uncovered");
  t.expect(bulkhead?.generation === 1, "no change");
  await expectLive(t);
  t.expect("returned" in caught(() => bulkhead.reset()), "a reset afterwards");
}

// An ordinary exception further in puts the shadow stack back to where that call found it.
async function stack(t) {
  const fail = () => {
    throw new TypeError("from JavaScript");
  };
  const [before, after] = await duringCall(t, () => {
    const before = t.wasm.probe_stack();
    caught(() => t.exports.entry_with_number({ valueOf: fail }));
    return [before, t.wasm.probe_stack()];
  });
  t.expect(before === after, `the shadow stack where it was (${after - before})`);
  await expectLive(t);
}

const BOTH = ["unwind", "abort"];

export default [
  { id: "R7", title: "reset while a promising export runs", builds: BOTH, run: reset },
  { id: "P10", title: "an exception inside of a promising export", builds: BOTH, run: stack },
];
