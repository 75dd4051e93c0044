// What has to hold after a failure at some point.

import { macrotask } from "../host.mjs";
import { ACTIONS } from "./actions.mjs";
import { INTACT } from "./probe.mjs";
import { describe } from "./subject.mjs";

// Of each kind of call one, for the time after the workload.
const EACH = [...new Map(ACTIONS.map((action) => [action.name, action])).values()];

// `trapped` tells whether a trap was injected; `pending` how many promises were open at the first
// macrotask after the end.
export async function judge(s, { trapped, random, pending }, takeStrays) {
  const { probe, exports } = s;
  if (!s.guarded) return { violations: [] };
  const { live } = exports.bulkhead.state();
  if (trapped && live) s.wrong("a trap left the instance open");
  if (live && probe.ended !== 0) s.wrong("what ended the instance left it open");
  if (!live) {
    probe.ended = 1;
    if (pending > 0) s.wrong(`${pending} promises were pending at the next macrotask`);
    for (const action of EACH) action.run(s, random);
  } else {
    expectIntact(s, "entry", () => exports.entry() === INTACT);
    expectIntact(s, "echo", () => exports.echo("x") === `x${INTACT}`);
    s.attempt(() => exports.patiently("x"));
  }
  await drain(s);
  if (s.pending > 0) s.wrong(`${s.pending} promises are pending for ever`);
  if (!live || probe.ended !== 0) {
    if (probe.after > 0) s.wrong(`${probe.after} bodies ran or went on after the end`);
    if (s.answered > 0) s.wrong(`${s.answered} calls were answered after the end`);
    if (s.ends !== 1) s.wrong(`${s.ends} ends were reported`);
  }
  for (const [fault, times] of s.heard) if (times > 1) s.wrong(`the listener heard ${times} times of fault ${fault}`);
  for (const [fault, times] of s.told) if (times > 1) s.wrong(`the hook heard ${times} times of fault ${fault}`);
  for (const stray of takeStrays()) s.wrong(stray);
  return {
    ended: !live,
    // Faults the hook in Rust was not told of, because the failure was its own or the heap's.
    untold: [...s.heard.keys()].filter((fault) => !s.told.has(fault)).length,
    violations: s.violations,
  };
}

function expectIntact(s, what, call) {
  try {
    if (!call()) s.wrong(`a live instance gave a wrong answer to ${what}`);
  } catch (error) {
    s.wrong(`a live instance threw ${describe(error)} at ${what}`);
  }
}

// Whatever Rust still waits for comes now.
async function drain(s) {
  for (let turn = 0; turn < 3 || s.gates.length > 0 || s.outstanding > 0; turn++) {
    for (const gate of s.gates.splice(0)) gate.resolve();
    await macrotask();
  }
}
