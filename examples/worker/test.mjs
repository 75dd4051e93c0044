// What the Worker promises, asked of it over HTTP, beside the Worker without wasm-bulkhead:
//   test.mjs GUARDED UNRECOVERED ALONE unwind|abort
// The first three are what worker-build wrote: of the example, of the example without
// `Bulkhead::restart`, and of the one without wasm-bulkhead. The exit code is 100 when something
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
const ABORTED = /^InstanceAbortError \(([a-z_]+)\), fault \w+-\d+$/;
const kind = (answer) => ABORTED.exec(answer)?.[1];

// ---- panics

await on([rust], async ({ get, numbers }) => {
  await numbers("/count");
  await get("/object/add");
  const slow = numbers("/slow/100");
  const slowObject = numbers("/object/slow/100");
  for (const path of ["/panic", "/late/panic", "/object/panic"]) {
    const answer = await get(path);
    // An object's error comes through the runtime, which keeps its message alone.
    const own = path === "/object/panic" ? /fault \w+-\d+/ : /^PanicError \(panic\), fault \w+-\d+$/;
    const expected = unwinds ? own : /^InstanceAbortError \(panic_abort\), fault \w+-\d+$/;
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
    const logged = [];
    const { error } = console;
    console.error = (...all) => {
      logged.push(all.map(String).join(" "));
      error.apply(console, all);
    };
    addEventListener("error", ({ error }) => uncaught.push(String(error)));
    addEventListener("unhandledrejection", ({ reason }) => uncaught.push("rejection: " + reason));`;
  return text
    .replace("export default", `${watch}\nexport default`)
    .replace("try {", 'try {\n      if (request.url.endsWith("/uncaught")) return Response.json(uncaught);\n      if (request.url.endsWith("/logged")) return Response.json(logged.splice(0));');
}

// ---- what clients are told, and what the log is

const FAULT = /^fault (\w+-\d+) \((\w+)\) in `([^`]*)`( at [^:]+:\d+:\d+)?: (.*)/s;

/** The faults that the hook has been told of since it was last asked, when there are so many. */
async function faults(get, count = 1) {
  const told = [];
  for (let tries = 0; tries < 20; tries++) {
    for (const line of JSON.parse(await get("/logged"))) {
      const [, id, kind, boundary, at, message] = FAULT.exec(line) ?? [];
      if (id !== undefined) told.push({ id, kind, boundary, at, message });
    }
    if (told.length >= count && tries > 2) break;
    await new Promise((tick) => setTimeout(tick, 20));
  }
  return told;
}

/** A service in front of the Worker, to which it is bound. */
function before(name, script) {
  return {
    name,
    modules: [{ type: "ESModule", path: `${name}.mjs`, contents: script }],
    compatibilityDate: rust.compatibilityDate,
    serviceBindings: { RUST: "rust" },
  };
}

// One that reads streams. To a client on HTTP/1.1 workerd ends a body without a length in the same
// way whether its stream has ended or failed, one of JavaScript's too.
const reader = before(
  "reader",
  `export default {
    async fetch(request, env) {
      const answer = await env.RUST.fetch(request);
      if (!request.url.includes("/stream/")) return answer;
      try {
        return new Response(await answer.text());
      } catch (error) {
        return new Response("cut off: " + error);
      }
    },
  };`,
);

const wait = (milliseconds) => new Promise((over) => setTimeout(over, milliseconds));

await on([service("rust", guarded, watching)], async ({ get, numbers }) => {
  for (const where of ["", "/late", "/object", "/object/transaction", "/object/block"]) {
    await numbers("/object/add");
    const token = `secret${where.length}`;
    const waiting = ["/slow/200", "/object/slow/200"].map(get);
    const answers = await Promise.all([get(`${where}/token-${token}`), ...waiting]);
    check(`a token in the message of a panic at ${where}/ goes to no client`, !answers.join().includes(token), answers[0]);
    const told = await faults(get);
    check("it stands in the log, once", told.length === 1 && told[0].message.includes(token), told[0]?.message);
    check("under the id that the client got", answers[0].includes(`fault ${told[0]?.id}`), answers[0]);
  }
});

// ---- what runs on the queue of workers-rs

const SPAWNING = ["/wait_until", "/object/transaction", "/object/block", "/stream"];

await on([reader, service("rust", guarded, watching)], async ({ get, numbers }) => {
  for (const where of SPAWNING) {
    await get(`${where}/panic`);
    const told = await faults(get);
    const [fault] = told;
    const kind = unwinds ? "panic" : "panic_abort";
    check(`the hook hears once of a panic at ${where}`, told.length === 1 && fault.kind === kind, told);
    check("with its location and its boundary", /faults\.rs:\d/.test(fault?.at) && fault.boundary === "spawned task", fault);
  }
  // Others that panic at the same time, or next, are told of by themselves.
  await Promise.all([get("/wait_until/token-first"), get("/wait_until/token-second")]);
  const both = await faults(get, unwinds ? 2 : 1);
  const words = both.map(({ message }) => message).join();
  const each = unwinds ? both.length === 2 && words.includes("first") : both.length >= 1;
  check("two that panic together are two faults", each && new Set(both.map(({ id }) => id)).size === both.length, both);
  await get("/wait_until/panic");
  await faults(get);
  await get("/panic");
  const [next, ...more] = await faults(get);
  check("the next fault is not taken for it", next?.boundary === "fetch" && more.length === 0, next);
  const { count } = await numbers("/count");
  check("the Worker serves", count > 0, { count });
});

/** How long the object needs for an answer, in ms, and what it says. */
async function objectAnswers(get) {
  const since = performance.now();
  let answer;
  // One call may find that the object has been reset.
  for (let tries = 0; tries < 3; tries++) {
    answer = await get("/object/add");
    if (/^\d+ \d+$/.test(answer)) break;
  }
  return { answer, took: Math.round(performance.now() - since) };
}

await on([reader, service("rust", guarded, watching)], async ({ get, url }) => {
  for (const where of ["/object/block", "/object/transaction"]) {
    for (const fault of ["trap", "panic", "overflow"]) {
      await objectAnswers(get);
      const answer = await get(`${where}/${fault}`);
      const { answer: next, took } = await objectAnswers(get);
      check(`after a ${fault} at ${where} the object answers`, /^\d+ \d+$/.test(next) && took < 3000, `${took} ms, ${answer}, ${next}`);
    }
    // Who waits there for something else, while another request ends the instance.
    const waiting = get(`${where}/hang`);
    await wait(100);
    await get("/trap");
    const { answer: next, took } = await objectAnswers(get);
    check(`the object answers that waited at ${where}`, /^\d+ \d+$/.test(next) && took < 3000, `${took} ms, ${next}`);
    check("so does who waited for it", kind(await waiting) === "unreachable", await waiting);
  }
  const whole = await ask(url, "/stream/nothing");
  check("a stream goes through", whole.status === 200 && whole.body.endsWith("chunk 4\n"), whole);
  for (const fault of ["trap", "panic", "overflow"]) {
    const cut = await ask(url, `/stream/${fault}`, { patience: 3000 });
    check(`a stream in which a ${fault} strikes ends with an error`, /^cut off: .*fault \w+-\d+$/.test(cut.body), cut);
  }
  const inFlight = ask(url, "/stream/nothing", { patience: 3000 });
  await wait(50);
  await get("/trap");
  const cut = await inFlight;
  check("so does one whose instance another request ends", /^cut off: .*fault \w+-\d+$/.test(cut.body), cut);
  const uncaught = JSON.parse(await get("/uncaught")).filter((error) => !/closure from previous WASM instance/.test(error));
  const unhandled = uncaught.filter((error) => error.startsWith("rejection"));
  check("no rejection goes unhandled", unhandled.length === 0, unhandled);
  check("a trap on the queue of workers-rs is an uncaught error", uncaught.length > 0 && uncaught.every((error) => /^InstanceAbortError: fault/.test(error)), uncaught);
});

// ---- out of memory, and the circuit breaker

await on([service("rust", guarded, watching)], async ({ get }) => {
  for (const path of ["/memory", "/late/memory", "/object/memory"]) {
    const answer = await get(path);
    const [told] = await faults(get);
    check(`out of memory at ${path}`, kind(answer) === "out_of_memory", answer);
    check("is called so in the log", told?.message.includes("out of memory") && !told.message.includes("unreachable"), told?.message);
  }
});

await on([service("rust", guarded, watching)], async ({ get }) => {
  for (let times = 0; times < 12; times++) await get("/trap");
  const told = (await faults(get, 12)).map(({ message }) => message);
  const broken = told.filter((message) => message.includes("wasm-bulkhead replaces it no more"));
  check("the circuit breaker says who replaces the instance no more", broken.length > 0, broken[0]);
  check("and does not say that it is closed", !told.join().includes("closed"), told.at(-1));
  await get("/count");
  const answer = await get("/count");
  check("for worker-build's shim goes on", /^\d+ \d+$/.test(answer), answer);
});

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
  return before("caller", script);
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
