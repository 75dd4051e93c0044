// U5: panic hooks of a user's own are called, and take nothing from the errors.

import { entries } from "../harness/entries.mjs";
import {
  expectAbort,
  expectAbortClass,
  expectLive,
  expectNoBody,
  expectPanic,
  expectStruck,
} from "../harness/errors.mjs";
import { describe } from "../harness/outcome.mjs";

function expectCalls(t, counted, wanted) {
  for (const [hook, calls] of Object.entries(wanted)) {
    if (counted[hook] !== calls) t.see(`${hook} called ${counted[hook]} times`);
    t.expect(counted[hook] === calls, `${calls} call of ${hook}`);
  }
}

// `install` sets a hook of the user's after wasm-bulkhead's, or none, and `wanted` lists the calls.
function chained(install, wanted) {
  return async (t, { build }) => {
    await t.strike(entries.E1);
    if (install) t.exports[install]();
    const [outcome, counted] = await t.strike(entries.E1, "panic");
    if (build === "unwind") expectStruck(t, outcome, entries.E1);
    else expectAbort(t, outcome, { kind: "panic_abort", boundary: entries.E1.boundary });
    expectCalls(t, counted, wanted);
    if (build === "unwind") await expectLive(t);
  };
}

// The fault in between may lack its details; the one after it may not.
async function replacedUnwind(t) {
  await t.strike(entries.E1);
  t.exports.hook_replacing();
  const [between, countedBetween] = await t.strike(entries.E1, "panic");
  expectPanic(t, between, { message: "struck", boundary: entries.E1.boundary });
  expectCalls(t, countedBetween, { hookReplacing: 1 });
  await expectLive(t);

  const [after, countedAfter] = await t.strike(entries.E1, "panic");
  expectStruck(t, after, entries.E1);
  expectCalls(t, countedAfter, { hookReplacing: 1 });
  await expectLive(t);
}

async function replacedAbort(t) {
  await t.strike(entries.E1);
  t.exports.hook_replacing();
  const [outcome, counted] = await t.strike(entries.E1, "panic");
  t.see(describe(outcome));
  expectAbortClass(t, outcome);
  expectCalls(t, counted, { hookReplacing: 1 });
  expectNoBody(t, await t.strike(entries.E1));
}

const inBoth = (title, run) =>
  ["unwind", "abort"].map((build) => ({ id: "U5", title, builds: [build], cells: [{ build }], run }));

export default [
  ...inBoth("a hook set before", chained(undefined, { hookBefore: 1 })),
  ...inBoth(
    "a hook set after, which calls the one before",
    chained("hook_chaining", { hookBefore: 1, hookChaining: 1 }),
  ),
  {
    id: "U5",
    title: "a hook set after, which forgets the one before",
    builds: ["unwind"],
    run: replacedUnwind,
  },
  {
    id: "U5",
    title: "a hook set after, which forgets the one before",
    builds: ["abort"],
    run: replacedAbort,
  },
];
