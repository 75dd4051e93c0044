// P13: a loop that consumes what it iterates over panics in its body, and everything owned is dropped
// exactly once. The ways to loop are in `loops/src/ways.rs`; here is that they are all tried.

import { attempt, describe } from "../harness/outcome.mjs";

const COUNTS = [1, 3];

// Which names the crate gives to numbers from 0 on.
function names(nameOf) {
  const all = [];
  for (let name; (name = nameOf(all.length)) !== undefined; ) all.push(name);
  return all;
}

async function everyWay(t, { kind: name }) {
  const kind = names(t.exports.kind_name).indexOf(name);
  if (kind < 0) throw new Error(`loops/src/lib.rs has no kind called "${name}"`);
  const ways = names(t.exports.way_name);
  let trial = t;
  const wrong = [];
  for (const [way, name] of ways.entries()) {
    const problem = await findProblem(trial, kind, way);
    if (problem === undefined) continue;
    wrong.push(`${name} ${problem}`);
    // Its heap may be corrupt.
    trial = await t.neighbour();
  }
  const first = wrong.length > 0 ? `, the first ${wrong[0]}` : "";
  t.see(`${wrong.length} of ${ways.length} ways are wrong${first}`);
  t.expect(wrong.length === 0, "every value dropped once");
}

// Tries one way with no panic and with a panic for each of its values, until something is wrong.
async function findProblem(t, kind, way) {
  let panics = 0;
  for (const count of COUNTS) {
    t.probe.arm();
    const undisturbed = await attempt(() => t.exports.consume(kind, way, count));
    const { made } = t.probe.read();
    const problem = problemOf(t, undisturbed);
    if ("threw" in undisturbed || problem) return `(${count} without a panic) ${describe(undisturbed)}; ${problem}`;
    for (let struck = 0; struck < made; struck++) {
      t.probe.arm(struck);
      const outcome = await attempt(() => t.exports.consume(kind, way, count));
      const problem = problemOf(t, outcome);
      if (problem) return `(a panic at ${struck} of ${made}): ${problem}`;
      if ("threw" in outcome) panics += 1;
    }
  }
  return panics > 0 ? undefined : "never panics";
}

// Some ways leave out values, so not each of them can panic.
function problemOf(t, { threw }) {
  if (threw !== undefined && threw.name !== "PanicError") return describe({ threw });
  const { strays, of } = t.probe.read();
  if (strays > 0) return `${strays} drops of what was never made`;
  if (of.some((drops) => drops !== 1)) return `dropped ${of.join(", ")} times`;
  return undefined;
}

export default [
  {
    id: "P13",
    title: "a loop that consumes values and panics",
    crate: "loops",
    builds: ["unwind"],
    // Each way that is wrong takes another.
    instances: 100,
    cells: ["by value", "by value, large", "boxed", "dyn"].map((kind) => ({ kind, title: kind })),
    run: everyWay,
  },
];
