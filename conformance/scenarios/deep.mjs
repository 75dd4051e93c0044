// X3: a trap that strikes where the engine's own stack is all but used up, so that there is hardly room
// left to judge it in, ends the instance all the same.

import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectNoBody } from "../harness/errors.mjs";

// Calls `call` with `frames` frames around it.
const under = (frames, call) => (frames === 0 ? call() : under(frames - 1, call));

const fits = (frames) => {
  try {
    under(frames, () => {});
    return true;
  } catch {
    return false;
  }
};

// How many frames there is room for, from here.
function room() {
  let [least, most] = [0, 1 << 20];
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return least;
}

const STEPS = 150;

async function deep(t) {
  let struck = 0;
  for (let step = 0; step < STEPS; step++) {
    const other = await t.neighbour();
    const visit = await other.causeNumber("visit");
    const trap = await other.causeNumber("unreachable");
    t.host.visit = () => {
      const depth = room() - step;
      other.probe.arm(trap);
      const before = other.probe.read().ran;
      try {
        under(depth, () => other.exports.entry_fn());
      } catch {
        // Whatever it is.
      }
      other.struck = other.probe.read().ran > before;
      return 0;
    };
    other.probe.arm(visit);
    try {
      other.exports.entry_fn();
    } catch {
      // Told below.
    }
    if (!other.struck) continue;
    struck += 1;
    other.probe.arm(0);
    const after = await other.strike(entries.E1);
    expectNoBody(t, after);
    expectAbortClass(t, after[0]);
  }
  t.see(`${struck} of ${STEPS} struck`);
  t.expect(struck > 0, "a trap");
}

export default [{ id: "X3", title: "a trap with hardly any stack left", builds: ["unwind", "abort"], run: deep }];
