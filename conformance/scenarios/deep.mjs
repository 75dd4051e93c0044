// X3: a trap that strikes where the engine's own stack is all but used up, so that there is hardly room
// left to judge it in, ends the instance all the same.

import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectNoBody } from "../harness/errors.mjs";
import { withRoomFor } from "../harness/room.mjs";

// How much room is tried, from hardly enough to reach the trap at all.
const STEPS = 150;

// In so many cells, for few engines have room for the instances of all steps in one realm.
const TURNS = 5;

// Calls the body of `other` that is to trap with so little room, from outside of the instance.
const outermost = (_t, _other, strike) => strike();

// The same from an import, whose caller JavaScript lets know nothing.
function nested(t, other, strike, visit) {
  t.host.visit = () => {
    strike();
    return 0;
  };
  other.probe.arm(visit);
  try {
    other.exports.entry_fn();
  } catch {
    // Whether the outer call is told is up to the build.
  }
}

// Traps with room for so many frames: the instance, if its body was reached.
async function strikeDeep(t, around, frames) {
  const visit = await t.causeNumber("visit");
  const trap = await t.causeNumber("unreachable");
  const other = await t.neighbour();
  let before;
  const strike = () => {
    other.probe.arm(trap);
    before = other.probe.read().ran;
    withRoomFor(frames, () => other.exports.entry_fn());
  };
  around(t, other, strike, visit);
  return other.probe.read().ran > before ? other : undefined;
}

async function leastRoom(t, around) {
  let [least, enough] = [0, 1];
  while (!(await strikeDeep(t, around, enough))) [least, enough] = [enough, enough * 2];
  while (enough - least > 1) {
    const middle = (least + enough) >> 1;
    if (await strikeDeep(t, around, middle)) enough = middle;
    else least = middle;
  }
  return enough;
}

async function deep(t, { around, turn }) {
  const least = await leastRoom(t, around);
  let struck = 0;
  for (let step = turn; step < STEPS; step += TURNS) {
    const other = await strikeDeep(t, around, least + step);
    if (!other) continue;
    struck += 1;
    other.probe.arm(0);
    const after = await other.strike(entries.E1);
    expectNoBody(t, after);
    expectAbortClass(t, after[0]);
  }
  t.see(`${struck} of ${STEPS / TURNS} struck`);
  t.expect(struck > 0, "a trap");
}

const CALLS = [
  { title: "of the outermost call", around: outermost },
  { title: "of an inner call, which JavaScript swallows", around: nested },
];

export default [
  {
    id: "X3",
    title: "a trap with hardly any stack left",
    builds: ["unwind", "abort"],
    cells: CALLS.flatMap((call) => Array.from({ length: TURNS }, (_, turn) => ({ ...call, turn }))),
    // Those of the steps, and of the search before them.
    instances: STEPS / TURNS + 20,
    run: deep,
  },
];
