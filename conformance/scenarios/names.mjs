// A-err and D2: what names a boundary also where no body runs, and which exports none stands behind.

import { entries } from "../harness/entries.mjs";
import { describe } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

// Of a class whose functions have other names in Rust, and of one whose have not.
const REFUSED = ["E1", "E1 js_name", "E1 js_namespace", "E3", "E3 js_class", "E3 symbol", "E4", "E5", "E5 other"];
const OF_ACCESSORS = ["E6", "E6 js_name", "E6 other", "E7", "E7 other", "E8", "E8 set", "E8 other"];

async function refused(t, { entry: key }) {
  const entry = entries[key];
  const subject = t.prepare(entry);
  await t.strike(entries.E1, "unreachable");
  const [outcome] = await t.strike(entry, undefined, subject);
  t.see(describe(outcome));
  t.expect(outcome.threw?.refused === true, "a refusal");
  t.expect(outcome.threw?.boundary === entry.boundary, `boundary ${entry.boundary}`);
}

// They tell or set something for the harness, or are bare for scenarios about that.
const PLAIN = [
  ...["bare_callback", "bare_closure", "bare_fn", "bare_promise", "bare_spawn", "bare_spawn_after", "foreign_promise_after", "function_table"],
  ...["hook_trapping", "hook_visiting", "hook_visiting_annotated", "instance", "slot_annotated", "slot_bare"],
  ...["cause_number", "generation", "get", "hook_before", "hook_chaining", "hook_failing", "hook_faults", "hook_promising"],
  ...["hook_replacing", "limit", "lock_is_poisoned", "panics_end_calls", "probe_panicking", "probe_stack", "promise_after"],
  ...["allow_coredump", "promise_by_hand", "put", "require_guard", "restart", "settle_nothing", "silence_after_end", "spawn", "spawn_after"],
];

async function unguarded(t) {
  const listed = t.exports.bulkhead?.state().unguarded;
  const missing = PLAIN.filter((name) => name in t.wasm && !listed?.includes(name));
  const wrong = listed?.filter((name) => !PLAIN.includes(name)) ?? [];
  t.see(`not listed: ${missing.join(" ") || "none"}; listed: ${wrong.join(" ") || "none"}`);
  t.expect(listed !== undefined && missing.length === 0, "each export that nothing annotates");
  t.expect(wrong.length === 0, "no other");
}

export default [
  {
    id: "A-err",
    title: "a refused call is named",
    builds: BOTH,
    cells: [...REFUSED, ...OF_ACCESSORS].map((entry) => ({ entry, title: entries[entry].title })),
    run: refused,
  },
  { id: "D2", title: "exports that no boundary stands behind", builds: BOTH, run: unguarded },
];
