// How the Worker in BUILT does under load, with faults and without:
//   load.mjs BUILT CLIENTS REQUESTS SECONDS ROUNDS SEED PANICS ABORTS unwind|abort
// Prints JSON. Each run has a workerd of its own; the runs of a round follow each other.

import { load } from "./clients.mjs";
import { service, start } from "./workerd.mjs";

const [built, ...rest] = process.argv.slice(2);
const [clients, requests, seconds, rounds, seed, panics, aborts] = rest.map(Number);
const unwinds = rest.at(-1) === "unwind";

const RUNS = {
  faultless: { panics: 0, aborts: 0 },
  panics: { panics, aborts: 0 },
  both: { panics, aborts },
};
const PATIENCE = 5000;
const OUTCOMES = ["served", "aborted", "failed", "hung"];

async function run(shares, round) {
  const workerd = await start([service("rust", built)]);
  try {
    // The runtime compiles the module more than once, better each time.
    const common = { url: workerd.url, clients, patience: PATIENCE };
    await load({ ...common, requests: 500, seconds: 5, ...RUNS.faultless, seed });
    return summary(await load({ ...common, requests, seconds, ...shares, seed: seed + 1000 * round }));
  } finally {
    await workerd.stop();
  }
}

/** What became of the requests that did nothing wrong. */
function summary({ sent, seconds }) {
  const innocent = sent.filter(({ fault }) => fault === null);
  const ends = sent.filter(({ fault }) => fault === "abort" || (fault === "panic" && !unwinds));
  const of = (outcome) => innocent.filter((one) => one.outcome === outcome);
  const times = of("served").map(({ start, end }) => end - start).sort((a, b) => a - b);
  // The object adds so much in memory before it fails, and puts it back only with a new instance.
  const half = unwinds ? 1e9 : 1e6;
  const isTorn = ({ path, body }) => path.startsWith("/object") && parseInt(body) >= half;
  const isInFlight = ({ start, end }) => ends.some((other) => other.start < end && start < other.end);
  return {
    requests: sent.length,
    panics: sent.filter(({ fault }) => fault === "panic").length,
    aborts: sent.filter(({ fault }) => fault === "abort").length,
    innocent: innocent.length,
    ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, of(outcome).length])),
    torn: of("served").filter(isTorn).length,
    outOfTheBlue: of("aborted").filter((one) => !isInFlight(one)).length,
    p50: times[Math.floor(times.length * 0.5)] ?? null,
    p99: times[Math.floor(times.length * 0.99)] ?? null,
    perSecond: times.length / seconds,
  };
}

const results = Object.fromEntries(Object.keys(RUNS).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, shares] of Object.entries(RUNS)) {
    results[name].push(await run(shares, round));
    console.error(`round ${round + 1}, ${name}`);
  }
}
console.log(JSON.stringify(results));
