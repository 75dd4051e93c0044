// JavaScript uses up the engine's stack and calls exports there. Where such a call closes an instance,
// all who wait and all who are told hear of it, at the latest in the next task.

import { entries } from "../harness/entries.mjs";
import { expectAbortClass, expectLive, expectNoBody } from "../harness/errors.mjs";
import { onTheWayBack, withRoomFor } from "../harness/room.mjs";
import { attempt, gate, nextMacrotask } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

// What is called.
const CALLS = {
  "a function": ({ exports }) => exports.entry_fn(),
  // What it gives is looked at later, where there is room for a call of `catch`.
  "an async function": ({ exports }, given) => {
    given.promise = exports.entry_async();
  },
  "a function that calls JavaScript": ({ exports, probe }, { visit }) => {
    probe.arm(visit);
    exports.entry_fn();
  },
  "a closure": (_, { closure }) => closure(),
  "a destructor": (_, { sheds }) => sheds.pop()?.free(),
};

// A fresh instance, and a function that makes the call in it. It has been made before, since engines
// compile what is called for the first time, and that takes more stack than all the rest.
async function prepared(t, call) {
  const other = await t.neighbour();
  t.host.visit = () => 0;
  const { Shed, make_closure } = other.exports;
  const given = {
    visit: await t.causeNumber("visit unannotated"),
    closure: make_closure("Fn"),
    sheds: Array.from({ length: 100 }, () => new Shed()),
  };
  const strike = () => CALLS[call](other, given);
  for (let time = 0; time < 3; time++) strike();
  return [other, strike, given];
}

// Whether an instance was closed by what `strain` does to it, and everybody told.
async function strained(t, call, strain) {
  const [other, strike, given] = await prepared(t, call);
  other.exports.hook_faults(false);
  t.told.length = 0;
  const heard = [];
  other.exports.bulkhead?.onFault((fault) => heard.push(fault));
  const waiting = attempt(() => other.exports.entry_async_continued(gate().promise));
  // The promise has been handed over, and what its maker has set going is over.
  await nextMacrotask();
  strain(strike);
  given.promise?.catch(() => {});
  const waited = await Promise.race([waiting, nextMacrotask().then(() => ({ pending: true }))]);
  other.probe.arm(0);
  const after = await other.strike(entries.E1);
  if (after[0].threw === undefined) {
    t.expect(waited.pending === true, "a promise that waits in a live instance");
    t.expect(t.told.length === 0 && heard.length === 0, "silence of a live instance");
    await expectLive(other);
    return false;
  }
  expectAbortClass(t, waited);
  expectNoBody(t, after);
  expectAbortClass(t, after[0]);
  t.expect(t.told.length === 1, "one call of the hook");
  t.expect(heard.length === 1, "one call of the listener");
  return true;
}

async function wayBack(t, { call, width }) {
  const isClosed = await strained(t, call, (strike) => onTheWayBack(width, strike));
  t.see(isClosed ? "closed" : "live");
}

// How much less room is tried than a call takes, in so many cells.
const STEPS = 48;
const TURNS = 4;

// The least room that a call takes.
async function leastRoom(t, call) {
  const suffices = async (room) => {
    const [, strike] = await prepared(t, call);
    let isThrough = false;
    withRoomFor(room, () => {
      strike();
      isThrough = true;
    });
    return isThrough;
  };
  let [least, enough] = [0, 1];
  while (!(await suffices(enough))) [least, enough] = [enough, enough * 2];
  while (enough - least > 1) {
    const middle = (least + enough) >> 1;
    if (await suffices(middle)) enough = middle;
    else least = middle;
  }
  return enough;
}

async function once(t, { call, turn }) {
  const least = await leastRoom(t, call);
  let closed = 0;
  for (let step = turn; step < STEPS; step += TURNS) {
    if (await strained(t, call, (strike) => withRoomFor(Math.max(0, least - step), strike))) closed += 1;
  }
  t.see(`a call takes ${least} frames, ${closed} of ${STEPS / TURNS} closed`);
}

const calls = Object.keys(CALLS);

export default [
  {
    id: "A-wait",
    title: "the stack is used up, and called at each level on the way back",
    builds: BOTH,
    cells: calls.flatMap((call) => [0, 1, 5, 16].map((width) => ({ title: `${call}, ${width} arguments`, call, width }))),
    instances: 2,
    run: wayBack,
  },
  {
    id: "A-wait",
    title: "the stack is nearly used up, and called once",
    builds: BOTH,
    cells: calls.flatMap((call) => Array.from({ length: TURNS }, (_, turn) => ({ title: call, call, turn }))),
    instances: STEPS / TURNS + 20,
    run: once,
  },
];
