// Loads the same crate without wasm-bulkhead, finished and plain, in one realm.

// Plain delivery changes an intrinsic until its instance is there, so it comes last.
const NAMES = ["alone", "finished", "plain"];

/** `urlOf(name)` is the directory of a side, `compile(url)` resolves to the module there. */
export async function loadSides(urlOf, compile) {
  globalThis.bench = { visit: (a) => a };
  const sides = [];
  for (const name of NAMES) {
    const glue = await import(new URL("bench.js", urlOf(name)));
    glue.initSync({ module: await compile(new URL("bench_bg.wasm", urlOf(name))) });
    const guard = glue.guard?.() ?? "alone";
    if (guard !== name) throw new Error(`the guard of the side ${name} is ${guard}`);
    const { makeLoops } = await import(`./loops.mjs?${name}`);
    sides.push({ name, loops: makeLoops(glue) });
  }
  return sides;
}
