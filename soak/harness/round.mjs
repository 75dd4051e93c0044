// One round: a fresh instance, random calls, and an end at a random moment.

import { macrotask } from "../host.mjs";
import { ACTIONS } from "./actions.mjs";
import { Random } from "./random.mjs";
import { Subject } from "./subject.mjs";

// What ends an instance: rows of src/cause.rs, and one that JavaScript brings about itself.
const ARGUMENT = "out of memory for an argument";
export const CAUSES = [
  "unreachable",
  "overflow of the shadow stack",
  "overflow of the engine's stack",
  "out of memory",
  "process::abort",
  "explicit abort",
  "out of bounds",
];
const PANIC = "panic";

export const causesOf = (build) => [...CAUSES, ARGUMENT, ...(build === "abort" ? [PANIC] : [])];

// Where a panic is caught, one of so many calls is preceded by arming one.
const CALLS_PER_PANIC = 500;

// How many calls JavaScript makes at most before it lets the host go on.
const BATCH = 256;

// How many more may be needed until somebody meets what was armed late.
const GRACE = 2_000;

export async function playRound(crate, { seed, calls, build }, strays) {
  const random = new Random(seed);
  const instance = await crate.instance();
  const s = new Subject(instance, random, crate.guarded);
  globalThis.soak = s.imports;
  s.slot = s.exports.function_table().get(s.wasm.slot());

  const cause = random.pick(causesOf(build));
  const moment = random.below(calls);
  let left;
  let done = 0;
  for (; done < calls || (!s.ended && done < calls + GRACE); ) {
    const until = done + 1 + random.below(BATCH);
    for (; done < until; done++) {
      if (done === moment) bringAbout(crate, s, cause, random);
      else if (build === "unwind" && done < moment && random.oneIn(CALLS_PER_PANIC)) {
        s.probe.arm(crate.causeNumber(PANIC), random.below(4));
      }
      random.pick(ACTIONS).run(s, random);
    }
    await macrotask();
    // The first macrotask after the end.
    if (s.ended) left ??= s.pending;
  }
  if (!s.ended) s.wrong(`nothing ended it, though "${cause}" was armed`);

  // Whatever they still wait for comes now, and finds nobody.
  while (s.gates.length > 0 || s.outstanding > 0) {
    for (const gate of s.gates.splice(0)) s.open(gate);
    await macrotask();
  }
  for (let turn = 0; turn < 3; turn++) await macrotask();
  return judge(s, { seed, cause, calls: done, left, strays: strays() });
}

function bringAbout(crate, s, cause, random) {
  if (cause === ARGUMENT) {
    s.probe.armed = 0;
    s.probe.starve = 1;
    s.attempt(() => s.exports.echo("there is no room for this"));
  } else {
    s.probe.arm(crate.causeNumber(cause), random.below(4));
  }
}

function judge(s, round) {
  const { probe } = s;
  const seen = {
    ...round,
    ran: probe.ran,
    struck: probe.struck,
    panics: s.panics,
    refused: s.refused,
    after: probe.after,
    answered: s.answered,
    pendingForEver: s.pending,
    reported: s.heard.size,
    hooked: probe.hooked,
  };
  if (seen.after > 0) s.wrong(`${seen.after} bodies ran or went on after the end`);
  if (seen.left > 0) s.wrong(`${seen.left} promises were pending at the next macrotask`);
  if (s.guarded && seen.answered > 0) s.wrong(`${seen.answered} calls were answered after the end`);
  if (s.guarded) {
    if (s.ends !== 1) s.wrong(`${s.ends} ends were reported`);
    expectOnceEach(s, "the listener", s.heard, probe.struck);
    expectOnceEach(s, "the hook", s.told, probe.struck);
    if (probe.hooked !== probe.struck) s.wrong(`the hook ran ${probe.hooked} times for ${probe.struck} faults`);
  }
  for (const stray of round.strays) s.wrong(stray);
  return { ...seen, strays: round.strays.length, violations: s.violations };
}

// Each fault has an id of its own, and each id was told of once.
function expectOnceEach(s, who, faults, expected) {
  if (faults.size !== expected) s.wrong(`${who} heard of ${faults.size} of ${expected} faults`);
  for (const [fault, times] of faults) {
    if (times !== 1) s.wrong(`${who} heard ${times} times of fault ${fault}`);
  }
}
