// What the Worker promises, asked of it over HTTP, beside the Worker without wasm-bulkhead:
//   test.mjs GUARDED UNRECOVERED ALONE unwind|abort
// The first three are what worker-build wrote: of the example, of the example without
// `Bulkhead::recover`, and of the one without wasm-bulkhead. The exit code is 100 when something
// does not hold.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, load } from "./clients.mjs";
import { bare, service, start } from "./workerd.mjs";

const [guarded, unrecovered, alone, build] = process.argv.slice(2);
const unwinds = build === "unwind";
const runtime = join(dirname(fileURLToPath(import.meta.url)), "../../runtime/js");

let passed = 0;
let failed = 0;

function check(what, holds, saw) {
  holds ? passed++ : failed++;
  const words = typeof saw === "string" ? saw : JSON.stringify(saw);
  console.log(`${holds ? "ok    " : "FAILED"} ${what}${words === undefined ? "" : `: ${words.split("\n")[0].slice(0, 160)}`}`);
}

/** Runs `scenario` on a workerd of its own. */
async function on(services, scenario) {
  const workerd = await start(services);
  const get = async (path) => (await ask(workerd.url, path)).body;
  const numbers = async (path) => {
    const [count, generation] = (await get(path)).split(" ").map(Number);
    return { count, generation };
  };
  try {
    await scenario({ get, numbers, url: workerd.url });
  } finally {
    await workerd.stop();
  }
}

const rust = service("rust", guarded);
const ABORTED = /^InstanceAbortError \(([a-z_]+)\): (the instance|`\w+` was refused by the instance)/;
const kind = (answer) => ABORTED.exec(answer)?.[1];

// ---- panics

await on([rust], async ({ get, numbers }) => {
  await numbers("/count");
  await get("/object/add");
  const slow = numbers("/slow/100");
  const slowObject = numbers("/object/slow/100");
  for (const path of ["/panic", "/late/panic", "/object/panic"]) {
    const answer = await get(path);
    const expected = unwinds ? /PanicError.*index out of bounds/ : /^InstanceAbortError \(panic_abort\).*index out of bounds/;
    check(`a panic at ${path}`, expected.test(answer), answer);
  }
  if (unwinds) {
    const counted = await slow;
    check("its siblings are served", counted.count === 2 && (await slowObject).count >= 2, counted);
    const { count, generation } = await numbers("/count");
    check("the counter is kept in memory", count === 3 && generation === 1, { count, generation });
    const object = await numbers("/object/add");
    check("so is the object", object.count === 1_000_003 && object.generation === 1, object);
  } else {
    const [sibling, object] = await Promise.all([slow, slowObject]);
    check("its siblings are told", Number.isNaN(sibling.count) && Number.isNaN(object.count));
    const { count, generation } = await numbers("/count");
    check("the vault has kept the counter", count === 2 && generation > 3, { count, generation });
    const stored = await numbers("/object/add");
    check("the storage has kept what was not half done", stored.count === 2, stored);
  }
});

// ---- ends of the instance

await on([service("rust", guarded, watching)], async ({ get, numbers }) => {
  const causes = [
    ["/trap", "unreachable"],
    ["/late/trap", "unreachable"],
    ["/overflow", "stack_overflow"],
    ["/object/trap", "unreachable"],
  ];
  for (const [path, expected] of causes) {
    const before = await numbers("/count");
    const object = await numbers("/object/add");
    const waiting = ["/hang", "/slow/1000", "/object/hang", "/object/slow/1000"].map(get);
    await numbers("/slow/20");
    const since = performance.now();
    const answer = await get(path);
    check(`an abort at ${path}`, kind(answer) === expected, answer);
    const settled = await Promise.all(waiting);
    const took = Math.round(performance.now() - since);
    check("settles everyone who waits", settled.every((text) => kind(text) === expected) && took < 500, `${took} ms, ${settled[0]}`);
    const after = await numbers("/count");
    check("the next request is served, with what the vault kept", after.count === before.count + 2, after);
    check("by a new instance", after.generation > before.generation, { before, after });
    const back = await numbers("/object/add");
    check("the object comes back with what its storage kept", back.count === object.count + 1, back);
  }
  await numbers("/slow/1000");
  const uncaught = JSON.parse(await get("/uncaught"));
  const others = uncaught.filter((error) => !error.includes("closure from previous WASM instance"));
  check("nothing is uncaught", others.length === 0, others);
  check("but the timers of the old instances, which can call nothing", uncaught.length > 0, uncaught[0]);
});

await on([service("rust", alone, watching)], async ({ get }) => {
  await get("/late/trap");
  const uncaught = await get("/uncaught");
  check("without wasm-bulkhead it would be", uncaught.includes("RuntimeError"), uncaught);
});

/** Makes of the entry one that tells what nobody caught. */
function watching(text) {
  const watch = `
    const uncaught = [];
    addEventListener("error", ({ error }) => uncaught.push(String(error)));
    addEventListener("unhandledrejection", ({ reason }) => uncaught.push(String(reason)));`;
  return text
    .replace("export default", `${watch}\nexport default`)
    .replace("try {", 'try {\n      if (request.url.endsWith("/uncaught")) return Response.json(uncaught);');
}

// ---- resets by others: worker-build's shim

/** Makes of the entry one that has the shim believe that its instance is broken. */
const resetting = (text) =>
  text.replace("try {", 'try {\n      globalThis.__worker_init_state.criticalError ||= request.url.endsWith("/critical");');

if (!unwinds) {
  await on([service("rust", guarded, resetting)], async ({ get, numbers }) => {
    const before = await numbers("/count");
    const waiting = ["/slow/1000", "/object/slow/1000"].map(get);
    await numbers("/slow/20");
    await get("/critical");
    const settled = await Promise.all(waiting);
    check("a reset by the shim settles everyone who waits", settled.every((text) => kind(text) === "reset"), settled[0]);
    const after = await numbers("/count");
    check("it is one more generation, with the vault", after.generation === before.generation + 1 && after.count === before.count + 2, after);
    const answer = await get("/trap");
    check("whose instance is guarded", kind(answer) === "unreachable", answer);
  });
}

await on([service("rust", unrecovered)], async ({ get, numbers }) => {
  for (let round = 1; round <= 3; round++) {
    const waiting = ["/slow/1000", "/object/slow/1000"].map(get);
    const before = await numbers("/slow/20");
    const answer = await get("/trap");
    const settled = await Promise.all(waiting);
    check("an abort without our recovery", kind(answer) === "unreachable" && settled.every(kind), answer);
    // In abort builds the shim is told by the first call that the closed instance refuses.
    const refused = await get("/count");
    check("one call is refused at most", kind(refused) === "unreachable" || /^\d/.test(refused), refused);
    const after = await numbers("/count");
    check("then the shim's own recovery has fired", after.generation === before.generation + 1, after);
  }
});

// ---- what can be called by RPC

const functions = readdirSync(runtime)
  .filter((name) => name.endsWith(".js"))
  .flatMap((name) => [...readFileSync(join(runtime, name), "utf8").matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm)])
  .map(([, name]) => name);
const module = new WebAssembly.Module(readFileSync(join(guarded, "index_bg.wasm")));
const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
const names = [...functions, ...exports, "bulkhead", "state", "reset", "onFault", "PanicError", "__worker_init_state", "__wbg_reset_state"];

const members = {};
const callable = {};
for (const [which, built] of Object.entries({ guarded, alone })) {
  await on([caller(names), bare("rust", built)], async ({ get }) => {
    callable[which] = JSON.parse(await get("/"));
  });
  await on([service("rust", built, inspecting)], async ({ get }) => {
    members[which] = JSON.parse(await get("/"));
  });
}
check(`of ${names.length} names RPC reaches those that it reaches without wasm-bulkhead`, same(callable), callable.guarded);
check("it does reach an export of the user's", callable.guarded.includes("start"), callable.guarded);
check("the entrypoint has the members that it has without", same(members), members.guarded);

function same({ guarded, alone }) {
  return JSON.stringify(guarded) === JSON.stringify(alone);
}

/** A service that calls all these names on the Worker that it is bound to. */
function caller(names) {
  const script = `
    export default {
      async fetch(request, env) {
        const reached = [];
        for (const name of ${JSON.stringify([...new Set(names)].sort())}) {
          // Names of the runtime's own.
          if (["fetch", "connect", "constructor", "dup", "then"].includes(name)) continue;
          try {
            await env.RUST[name]();
            reached.push(name);
          } catch (error) {
            if (!/does not implement/.test(error.message)) reached.push(name);
          }
        }
        return Response.json(reached);
      },
    };`;
  return {
    name: "caller",
    modules: [{ type: "ESModule", path: "caller.mjs", contents: script }],
    compatibilityDate: rust.compatibilityDate,
    serviceBindings: { RUST: "rust" },
  };
}

/** Makes of the entry one that tells the members of the entrypoint and of the object's class. */
function inspecting(text) {
  return `${text.split("export default")[0]}
    import * as all from "../build/index.js";
    const chain = (object) => object && object !== Object.prototype && object !== Function.prototype
      ? [Reflect.ownKeys(object).map(String).sort(), ...chain(Object.getPrototypeOf(object))] : [];
    export default {
      fetch(request, env, context) {
        const entrypoint = new Rust(context, env);
        return Response.json([
          Object.keys(all), chain(Rust), chain(Rust.prototype), chain(entrypoint),
          chain(all.Counter), chain(all.Counter.prototype),
        ]);
      },
    };`;
}

// ---- under load

await on([rust], async ({ url }) => {
  const shares = { panics: 0.01, aborts: 0.001 };
  const { sent } = await load({ url, clients: 16, requests: 3000, seconds: 60, seed: 8, ...shares });
  const innocent = sent.filter(({ fault }) => fault === null);
  const ends = sent.filter(({ fault }) => fault === "abort" || (fault === "panic" && !unwinds));
  const count = (outcome) => innocent.filter((one) => one.outcome === outcome).length;
  const hung = innocent.find(({ outcome }) => outcome === "hung");
  const sum = { hung: hung?.path, says: hung?.body, requests: sent.length, aborts: ends.length, served: count("served"), aborted: count("aborted") };
  check("under load nothing hangs", count("hung") === 0, sum);
  const failures = innocent.filter(({ outcome }) => outcome === "failed");
  check("nothing fails by a panic", failures.length === 0, failures[0]?.body);
  const isInFlight = ({ start, end }) => ends.some((other) => other.start < end && start < other.end);
  const aborted = innocent.filter(({ outcome }) => outcome === "aborted");
  check("during aborts those fail that are in flight", ends.length > 0 && aborted.every(isInFlight), `${aborted.length} of ${innocent.length}`);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 100);
