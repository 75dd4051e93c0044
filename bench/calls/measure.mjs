// Times the same loops over several builds of one crate, in turns, in any engine.

// How long a sample takes at least on the first side, in milliseconds.
const SAMPLE = 0.5;

// How many samples of each side a round takes: the best is the one that nothing came between.
const SAMPLES = 3;

// How long each loop runs on each side before anything counts, so that optimised code is there.
// Twice, because what one loop does can undo what was optimised for an earlier one.
const WARM_UP = 100;
const WARM_UPS = 2;

async function time(loop, times) {
  const start = performance.now();
  const worked = await loop(times);
  const elapsed = performance.now() - start;
  if (worked !== true) throw new Error("a loop did not do its work");
  return elapsed;
}

async function warmUp(loop) {
  let times = 1;
  for (const until = performance.now() + WARM_UP; performance.now() < until; ) {
    if ((await time(loop, times)) < SAMPLE) times *= 2;
  }
}

// How many calls make a sample.
async function calibrate(loop) {
  let times = 1;
  while ((await time(loop, times)) < SAMPLE) times *= 2;
  return times;
}

/** The least, the median and the greatest of some numbers. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[sorted.length >> 1], max: sorted.at(-1) };
}

/**
 * Times the loops `names` of `sides`, each with a name and loops. Resolves to the nanoseconds of each
 * and the ratios of the others to the first.
 */
export async function measure(sides, names, rounds) {
  for (let pass = 0; pass < WARM_UPS; pass++) {
    for (const name of names) {
      for (const { loops } of sides) await warmUp(loops[name]);
    }
  }
  const times = {};
  for (const name of names) times[name] = await calibrate(sides[0].loops[name]);

  const taken = Object.fromEntries(names.map((name) => [name, sides.map(() => [])]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const best = sides.map(() => Infinity);
      for (let turn = 0; turn < SAMPLES * sides.length; turn++) {
        const at = (round + turn) % sides.length;
        best[at] = Math.min(best[at], await time(sides[at].loops[name], times[name]));
      }
      best.forEach((ms, at) => taken[name][at].push((ms * 1e6) / times[name]));
    }
  }

  return names.map((what) => {
    const [first, ...others] = taken[what];
    return {
      what,
      ns: Object.fromEntries(sides.map(({ name }, at) => [name, spread(taken[what][at]).median])),
      ratio: Object.fromEntries(
        others.map((side, at) => [sides[at + 1].name, spread(side.map((ns, round) => ns / first[round]))]),
      ),
    };
  });
}
