// P11: many panics leave nothing behind.

import { entries, entriesOf } from "../harness/entries.mjs";
import { describe } from "../harness/outcome.mjs";

const WARM_UP = 200;

const measure = ({ wasm, probe }) => ({
  "memory pages": probe.pages,
  "bytes of shadow stack": -wasm.probe_stack(),
  "externref slots": wasm.__wbindgen_externrefs.length,
});

const isPanic = (entry, outcome) =>
  "onPanic" in entry ? outcome.returned === entry.onPanic : outcome.threw?.name === "PanicError";

// Panics `times` times through `entry`; the first outcome that is no panic ends it.
async function panicOften(t, entry, times) {
  const arm = await t.armed("panic");
  let subject = t.prepare(entry);
  for (let time = 0; time < times; time++) {
    if (entry.once && time > 0) subject = t.prepare(entry);
    arm();
    const outcome = await attemptFast(() => entry.call(t, subject));
    if (!isPanic(entry, outcome)) return { time, outcome };
    entry.release?.(subject);
  }
  return undefined;
}

// As `attempt`, without its macrotasks, which would make most of the time.
async function attemptFast(call) {
  try {
    return { returned: await call() };
  } catch (threw) {
    return { threw };
  }
}

async function endures(t, { entry: key }) {
  const entry = entries[key];
  const times = t.options.panics;
  const early = await panicOften(t, entry, WARM_UP);
  const before = early ? {} : measure(t);
  const end = early ?? (await panicOften(t, entry, times));
  if (end) {
    t.see(`after ${end.time} panics ${describe(end.outcome)}`);
    t.expect(false, `${times} panics`);
    return;
  }
  t.see(`${times} panics`);
  const after = measure(t);
  for (const [what, amount] of Object.entries(before)) {
    const growth = after[what] - amount;
    if (growth !== 0) t.see(`${growth > 0 ? "+" : ""}${growth} ${what}`);
    t.expect(growth === 0, `no growth of ${what}`);
  }
}

// Another name makes no other path.
const ways = entriesOf("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E11", "E13").filter(
  ({ key, ends }) => !key.includes(" js_") && !ends,
);

export default [
  {
    id: "P11",
    title: "many panics",
    builds: ["unwind"],
    cells: ways.map(({ key, title }) => ({ entry: key, title })),
    run: endures,
  },
];
