// What happens to the three ledgers, whoever runs it: run.mjs does for Node, index.html for a browser.

const START = 1_000_000n;
const KINDS = ["Plain", "Poisoned", "RolledBack"];
const TRANSFERS = 10_000;

export async function tour(exports, print) {
  const start = Object.fromEntries(KINDS.map((kind) => [kind, new exports[kind]()]));
  print(`each ledger has ${START}\n`);

  const steps = [
    ["transfer(500, France)", (ledger) => ledger.transfer(500n, "France")],
    ["transfer(500, Atlantis)", (ledger) => ledger.transfer(500n, "Atlantis")],
    ["total()", (ledger) => ledger.total()],
    ["repair()", (ledger) => (ledger.repair ? ledger.repair() : "has none")],
    ["total()", (ledger) => ledger.total()],
    ["transferLater(500, Japan), approved", (ledger) => ledger.transferLater(500n, "Japan", Promise.resolve())],
    ["transferLater(500, Japan), by nobody", (ledger) => ledger.transferLater(500n, "Japan")],
    ["total()", (ledger) => ledger.total()],
    ["repair()", (ledger) => (ledger.repair ? ledger.repair() : "has none")],
    ["total()", (ledger) => ledger.total()],
  ];
  for (const [what, step] of steps) {
    print(what);
    for (const kind of KINDS) print(`  ${kind.padEnd(12)}${await said(() => step(start[kind]))}`);
  }

  print(`\n${TRANSFERS} transfers, of which some panic at one of three points:`);
  const wrong = {};
  for (const kind of KINDS) {
    const { totals, lost, failed } = hammer(exports, kind);
    wrong[kind] = lost;
    print(`  ${kind.padEnd(12)}${failed} failed, ${lost} of ${totals} totals were wrong`);
  }
  return { wrong, torn: start.Plain.total() };
}

async function said(step) {
  try {
    return String((await step()) ?? "done");
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

// Asks for the total after each transfer, and repairs what cannot answer.
function hammer(exports, kind) {
  const random = randomNumbers(7);
  let ledger = new exports[kind]();
  let [totals, lost, failed] = [0, 0, 0];
  const ask = () => {
    totals += 1;
    if (ledger.total() !== START) lost += 1;
  };
  for (let n = 0; n < TRANSFERS; n++) {
    const [amount, country] = TRANSFERS_THAT[random() % TRANSFERS_THAT.length];
    try {
      ledger.transfer(amount, country);
    } catch {
      failed += 1;
    }
    try {
      ask();
    } catch (error) {
      if (error.name !== "PoisonError") throw error;
      ledger.repair();
      ask();
    }
  }
  return { totals, lost, failed };
}

const TRANSFERS_THAT = [
  [5n, "France"],
  [7n, "Japan"],
  [0n, "France"], // panics before anything has changed
  [9n, "Atlantis"], // after the first account
  [START, "France"], // after the second
];

function randomNumbers(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;
}
