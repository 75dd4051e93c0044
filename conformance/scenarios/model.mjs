// T1 and T3: random calls of objects, with panics at random points, beside a model in JavaScript. Nothing torn
// is ever seen, and an object that was repaired or put back is what the model says. `--seed` brings a run back.

import { Random } from "../../soak/harness/random.mjs";
import { expectLive } from "../harness/errors.mjs";
import { attempt, describe, gate, idle, settled } from "../harness/outcome.mjs";

const TOTAL = 1000; // Accounts::TOTAL of src/torn.rs
const POINTS = 3;
const NOWHERE = 9;

// What an outcome is taken for.
const PANICKED = "a PanicError";
const REFUSED = "a PoisonError";
const HELD = "a conflict of borrows";
const ERR = "the Err";

const CLASSES = ["Ledger", "Ledger", "Ledger", "Register", "Copied", "Remembered"];
const ROLLED_BACK = ["Copied", "Remembered"];

// One object and what it should be.
class Pair {
  left = TOTAL;
  right = 0;
  torn = false;

  constructor(exports, of) {
    this.of = of;
    this.object = new exports[of]();
  }

  // What `Accounts::transfer` ends with, and what it leaves.
  transfer({ amount, point, panics }, isRolledBack = ROLLED_BACK.includes(this.of)) {
    if (this.torn) return REFUSED;
    if (amount < 0) return ERR;
    const strikes = panics && point < POINTS;
    if (strikes && isRolledBack) return PANICKED;
    if (!strikes || point > 0) this.left -= amount;
    if (!strikes || point > 1) this.right += amount;
    this.torn = strikes;
    return strikes ? PANICKED : this.left;
  }

  total() {
    return this.torn ? REFUSED : this.left + this.right;
  }
}

function meaning(outcome) {
  if ("returned" in outcome) return outcome.returned;
  const { threw } = outcome;
  if (threw?.name === "PanicError") return PANICKED;
  if (threw?.name === "PoisonError") return REFUSED;
  if (/^recursive use of an object/.test(threw?.message)) return HELD;
  return threw === "a transfer goes one way" ? ERR : describe(outcome);
}

class Run {
  constructor(t, random, arm) {
    this.t = t;
    this.random = random;
    this.arm = arm;
    this.pairs = CLASSES.map((of) => new Pair(t.exports, of));
  }

  pair() {
    return this.random.pick(this.pairs);
  }

  ledger(other) {
    return this.random.pick(this.pairs.filter((pair) => pair.of === "Ledger" && pair !== other));
  }

  replace(pair) {
    this.pairs[this.pairs.indexOf(pair)] = new Pair(this.t.exports, pair.of);
  }

  transferOf() {
    const point = this.random.pick([0, 1, 2, NOWHERE]);
    return { amount: this.random.below(60) - 5, point, panics: this.random.oneIn(2) };
  }

  // Calls with the panic armed or not, whatever is left of an earlier one.
  async call(panics, call) {
    this.t.probe.arm(0);
    if (panics) this.arm();
    const outcome = await attempt(call);
    this.t.probe.arm(0);
    return meaning(outcome);
  }
}

// Each answers with what was seen and what was expected.
const STEPS = {
  async transfer(run) {
    const pair = run.pair();
    const how = run.transferOf();
    const expected = pair.transfer(how);
    return [await run.call(how.panics, () => pair.object.transfer(how.amount, how.point)), expected];
  },
  async total(run) {
    const pair = run.pair();
    return [await run.call(false, () => pair.object.total()), pair.total()];
  },
  async attempt(run) {
    const ledger = run.ledger();
    const how = run.transferOf();
    const expected = ledger.transfer(how, true);
    return [await run.call(how.panics, () => ledger.object.attempt(how.amount, how.point)), expected];
  },
  // A call of the object while its future waits.
  async settle(run) {
    const ledger = run.ledger();
    const how = run.transferOf();
    const { promise, open } = gate();
    const settling = settled(ledger.object.settle(promise, how.amount, how.point));
    const whileHeld = await run.call(false, () => ledger.object.left);
    if (whileHeld !== HELD) return [whileHeld, HELD];
    const expected = ledger.transfer(how);
    if (how.panics) run.arm();
    open();
    const seen = meaning(await settling);
    run.t.probe.arm(0);
    return [seen, expected];
  },
  async abandon(run) {
    const ledger = run.ledger();
    const expected = ledger.torn ? REFUSED : PANICKED;
    if (!ledger.torn) ledger.left -= 1;
    ledger.torn = true;
    return [await run.call(false, () => ledger.object.abandon()), expected];
  },
  async look(run) {
    const ledger = run.ledger();
    const what = run.random.pick(["left", "limit", "torn"]);
    const values = { left: ledger.left, limit: 0 };
    const expected = what === "torn" ? ledger.torn : ledger.torn ? REFUSED : values[what];
    return [await run.call(false, () => ledger.object[what]), expected];
  },
  async repair(run) {
    const ledger = run.ledger();
    ledger.right = TOTAL - ledger.left;
    ledger.torn = false;
    return [await run.call(false, () => ledger.object.repair()), undefined];
  },
  async merge(run) {
    const into = run.ledger();
    const from = run.ledger(into);
    const panics = run.random.oneIn(3);
    const isRefused = into.torn || from.torn;
    const expected = isRefused ? REFUSED : panics ? PANICKED : TOTAL;
    if (!isRefused && panics) [into.left, into.torn] = [into.left - 1, true];
    return [await run.call(panics, () => run.t.exports.merge(into.object, from.object, undefined, [])), expected];
  },
  async copy(run) {
    const ledger = run.ledger();
    const copied = await run.call(false, () => ledger.object.copy());
    if (ledger.torn) return [copied, REFUSED];
    ledger.object.free();
    ledger.object = copied;
    return [typeof copied, "object"];
  },
  async close(run) {
    const ledger = run.ledger();
    run.replace(ledger);
    return [await run.call(false, () => ledger.object.close()), ledger.total()];
  },
};

// Most objects should be whole most of the time.
const NAMES = [...Object.keys(STEPS), "repair", "repair", "repair"];

async function random(t, { seed = t.options.seed ?? Date.now() >>> 0 }) {
  const run = new Run(t, new Random(seed), await t.armed("panic"));
  const steps = Math.ceil(t.options.panics / 10);
  t.see(`seed ${seed}, ${steps} steps`);
  const counts = new Map();
  for (let step = 0; step < steps; step++) {
    const name = run.random.pick(NAMES);
    const [seen, expected] = await STEPS[name](run);
    if (seen !== expected) t.see(`step ${step}, ${name}: ${String(seen)} in place of ${String(expected)}`);
    t.expect(seen === expected, `what the model says of ${name}`);
    const what = typeof expected === "string" ? expected : "an answer";
    counts.set(what, (counts.get(what) ?? 0) + 1);
    if (seen !== expected) break;
  }
  await idle();
  t.see([...counts].map(([what, count]) => `${count} times ${what}`).join(", "));
  t.expect(steps < 100 || [PANICKED, REFUSED, ERR].every((what) => counts.has(what)), "every kind of answer");
  await expectLive(t);
}

export default [
  {
    id: "T1",
    title: "random calls of objects beside a model",
    builds: ["unwind"],
    cells: [{ title: "seed 1", seed: 1 }, { title: "seed 2", seed: 2 }, { title: "a seed of the day" }],
    run: random,
  },
];
