// One failure at each point of a fixed workload, in a fresh instance each time.
//
//   <engine> soak/inject.mjs --dir DIR --build unwind|abort --kind trap|oom|lasting-oom|throw
//     [--workload small|large] [--from N] [--to N] [--sample N] [--seed N] [--guard-off] [--json OUT]
//
// DIR holds a package that `cargo xtask inject` has put counters into. All points of the workload are
// tried, those from `--from` to `--to`, or as many as `--sample` says, drawn from `--seed`.
// Exit codes: 0 nothing was found, 100 something was, 101 the run itself failed.

import { args, exit, macrotask, now, print, writeText } from "./host.mjs";
import { Crate } from "./harness/crate.mjs";
import { takeOverFinalizers } from "./harness/finalizers.mjs";
import { parseOptions } from "./harness/options.mjs";
import { Random } from "./harness/random.mjs";
import { takeStrays, watchForStrays } from "./harness/strays.mjs";
import { Subject, describe, nameOf, thrownByJs } from "./harness/subject.mjs";
import { judge } from "./harness/verdict.mjs";
import { large, small } from "./harness/workload.mjs";
import { Probe } from "./harness/probe.mjs";

// The global that counts the points, and the one that says which of them fails.
const KINDS = {
  trap: { passed: "inject_points", at: "inject_at" },
  oom: { passed: "inject_allocations", at: "inject_allocation_at" },
  "lasting-oom": { passed: "inject_allocations", at: "inject_allocation_at", lasting: true },
  // The points of this one are counted here.
  throw: {},
};

const WORKLOADS = { small, large };

// Of many points that fail in the same way, so many are told in full.
const TOLD = 8;

// Where imports of the glue arrive, and where one of them may throw.
class Throwing {
  passed = 0;
  at = 0;
  point = (name) => {
    this.passed += 1;
    if (this.passed !== this.at) return;
    this.name = name;
    throw thrownByJs();
  };
}

// Prepares an instance before its start function runs, as soon as there is one.
const RealInstance = WebAssembly.Instance;
const { get: exportsOf } = Object.getOwnPropertyDescriptor(RealInstance.prototype, "exports");
let prepare = () => {};
function PreparedInstance(module, imports) {
  const instance = new RealInstance(module, imports);
  prepare(Reflect.apply(exportsOf, instance, []));
  return instance;
}
PreparedInstance.prototype = RealInstance.prototype;
Object.defineProperty(WebAssembly, "Instance", { value: PreparedInstance, writable: true, configurable: true });

async function main() {
  const options = parseOptions(args, {
    dir: undefined,
    build: undefined,
    kind: "trap",
    workload: "small",
    from: 1,
    to: 0,
    sample: 0,
    seed: Date.now() % 1_000_000_000,
    "guard-off": false,
    json: undefined,
  });
  if (!(options.kind in KINDS)) throw new Error(`--kind is one of ${Object.keys(KINDS).join(", ")}`);
  if (!(options.workload in WORKLOADS)) throw new Error("--workload is small or large");
  watchForStrays();
  takeOverFinalizers();
  if (options["guard-off"]) globalThis[Symbol.for("wasm-bulkhead.guard")] = false;
  globalThis.soak = { point: () => {} };
  const crate = new Crate(options.dir);
  await crate.causeNumbers(["panic"]);

  const started = now();
  const dry = await tryPoint(crate, options, 0);
  if (dry.violations.length > 0) throw new Error(`nothing was injected, and yet: ${dry.violations.join("; ")}`);
  const points = choose(options, dry.passed);
  const result = { points: dry.passed, tried: 0, reached: 0, ended: 0, untold: 0, failed: 0, failures: {} };
  for (const at of points) {
    const seen = await tryPoint(crate, options, at);
    result.tried += 1;
    result.reached += seen.passed >= at ? 1 : 0;
    result.ended += seen.ended ? 1 : 0;
    result.untold += seen.untold ?? 0;
    if (seen.violations.length === 0) continue;
    result.failed += 1;
    for (const what of seen.violations) {
      const rest = (result.failures[what] ??= []);
      rest.push(seen.name === undefined ? at : `${at} ${seen.name}`);
    }
  }
  const seconds = (now() - started) / 1000;
  const sampled = options.sample > 0 ? `, sampled by seed ${options.seed}` : "";
  print(
    `${options.kind}, ${options.workload} workload of ${result.points} points${sampled}: ${result.tried} tried, ${result.reached} reached, ` +
      `${result.ended} instances ended, ${result.untold} faults that the hook in Rust could not be told, ` +
      `${result.failed} violations, ${seconds.toFixed(1)} s`,
  );
  for (const [what, at] of Object.entries(result.failures)) {
    print(`  ${what}: at ${at.slice(0, TOLD).join(", ")}${at.length > TOLD ? ` and ${at.length - TOLD} more` : ""}`);
  }
  if (options.json) writeText(options.json, `${JSON.stringify({ ...options, ...result, seconds }, null, 2)}\n`);
  return result.failed > 0 ? 100 : 0;
}

function choose({ from, to, sample, seed }, passed) {
  const last = to > 0 ? Math.min(to, passed) : passed;
  const all = Math.max(0, last - from + 1);
  if (sample === 0 || sample >= all) return Array.from({ length: all }, (_, index) => from + index);
  const random = new Random(seed);
  const chosen = new Set();
  while (chosen.size < sample) chosen.add(from + random.below(all));
  return [...chosen].sort((a, b) => a - b);
}

// Runs the workload with a failure at point `at`; 0 is none.
async function tryPoint(crate, { kind, build, workload }, at) {
  const { passed, at: target, lasting } = KINDS[kind];
  const throwing = new Throwing();
  let genuine;
  prepare = (exports) => {
    genuine = exports;
    if (target) exports[target].value = at;
    else throwing.at = at;
    if (lasting && at > 0) exports.inject_lasting.value = 1;
  };
  globalThis.soak = { point: throwing.point, hooked: () => {} };
  const random = new Random(1);
  const count = () => (passed ? genuine[passed].value : throwing.passed);
  const glue = await crate.load();
  let instance;
  try {
    instance = crate.start(glue);
  } catch (error) {
    return { ...judgeStart(crate, kind, glue, genuine, error), name: throwing.name, passed: count() };
  }
  const s = new Subject(instance, random, crate.guarded);
  globalThis.soak = { ...s.imports, point: throwing.point };
  const panic = build === "unwind" ? crate.causeNumber("panic") : 0;
  let pending;
  // The first macrotask after the end.
  const onward = async () => {
    await macrotask();
    if (s.ended) pending ??= s.pending;
  };
  await WORKLOADS[workload](s, { panic, random, macrotask: onward });
  const reached = count();
  // What comes now is not counted any more.
  if (target) genuine[target].value = lasting ? genuine[target].value : 0;
  else throwing.at = 0;
  await onward();
  const verdict = await judge(s, { trapped: kind === "trap" && at > 0 && reached >= at, random, pending: pending ?? 0 }, () => strays(kind));
  return { passed: reached, name: throwing.name, ...verdict };
}

// What reached nobody. An exception that JavaScript throws at a spawned task is nobody's else, and
// uncaught like that of a timer.
const strays = (kind) => takeStrays().filter((stray) => kind !== "throw" || stray !== UNCAUGHT);
const UNCAUGHT = `uncaught ${describe(thrownByJs())}`;

// The start function failed, and the caller of `initSync` was told.
function judgeStart(crate, kind, glue, genuine, error) {
  const violations = [];
  if (crate.guarded) {
    const probe = new Probe(genuine);
    if (kind !== "throw" && nameOf(error) !== "InstanceAbortError") violations.push(`the start function threw ${describe(error)}`);
    const before = probe.ran;
    try {
      glue.entry();
      if (kind !== "throw") violations.push("an instance that did not start answers");
    } catch {
      // As it should.
    }
    if (probe.ran !== before && kind !== "throw") violations.push("a body ran in an instance that did not start");
    violations.push(...takeStrays());
  }
  return { ended: true, violations };
}

try {
  exit(await main());
} catch (error) {
  print(`the injection failed: ${error?.stack ?? error}`);
  exit(101);
}
