// R1 to R7: a fresh instance takes the place of one that ended, or that the host gave up.

import { causes, inBuild } from "../harness/causes.mjs";
import { drainMicrotasks } from "../host.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbort, expectAbortClass, expectLive, expectNoBody } from "../harness/errors.mjs";
import { finalize } from "../harness/finalizers.mjs";
import { attempt, describe, gate, idle, macrotask, nextMacrotask } from "../harness/outcome.mjs";
import { INTACT } from "../harness/probe.mjs";

const BOTH = ["unwind", "abort"];

const CAUSES = causes("A1", "A2 shadow", "A2 engine", "A3", "A5", "A6", "A7");

// What the first call into the new instance may be.
const FIRST = {
  "a text": ({ exports }) => exports.greet("wörld") === "hello, wörld",
  "a function": ({ exports }) => exports.entry_fn() === INTACT,
  "a static": ({ exports }) => exports.Subject.survey() === INTACT,
  "a new object": ({ exports }) => new exports.Subject().touch() === INTACT,
  "an object of the old instance": ({ exports, old }) => throws(() => old.touch()) && exports.entry_fn() === INTACT,
  "a closure of the old instance": ({ exports, closure }) => throws(() => closure()) && exports.entry_fn() === INTACT,
  "a new closure": ({ exports }) => exports.make_closure("FnMut")() === INTACT,
  "an async function": async ({ exports }) => (await exports.entry_async()) === INTACT,
  "an async function that waits": async ({ exports }) =>
    (await exports.entry_async_continued(Promise.resolve())) === INTACT,
  "bytes": ({ exports }) => exports.put("bytes", new Uint8Array([1, 2, 3])) && exports.get("bytes")[2] === 3,
};

// Ends the instance of `t`, which has been told to restart.
async function end(t, cause = "unreachable") {
  (await t.armed(cause))();
  return attempt(() => t.exports.entry_fn());
}

// Takes what the glue has by now for the exports of `t`.
function follow(t) {
  t.see(`generation ${t.exports.generation()}`);
  t.follow();
}

// Alone, nobody counts.
function expectGeneration(t, generation) {
  const { bulkhead } = t.exports;
  if (t.column === "alone") return;
  const told = [t.exports.generation(), bulkhead?.generation, bulkhead?.state().generation];
  t.expect(told.every((each) => each === generation), `generation ${generation}`);
}

async function firstCall(t, { first }) {
  t.exports.restart();
  t.old = new t.exports.Subject();
  t.closure = t.exports.make_closure("Fn");
  const [outcome] = await t.probe.during(() => end(t));
  t.expect("threw" in outcome, "an end");
  await nextMacrotask();
  let right;
  try {
    right = await FIRST[first](t);
  } catch (error) {
    t.see(describe({ threw: error }));
  }
  t.expect(right === true, "the right answer");
  follow(t);
  expectGeneration(t, 2);
  await expectLive(t);
}

// Calls of one synchronous run, of the microtasks after it, and of the next macrotask.
async function inTime(t, { cause: { cause, kind } }) {
  t.exports.restart();
  const never = new Promise(() => {});
  const pending = attemptLater(t.exports.entry_async_continued(never));
  await idle();
  const arm = await t.armed(cause);
  const outcomes = { sync: [], micro: [] };
  const call = (into) => {
    try {
      into.push({ returned: t.exports.greet("wörld") });
    } catch (threw) {
      into.push({ threw });
    }
  };
  const microtasks = (depth) => {
    if (depth > 0) queueMicrotask(() => (call(outcomes.micro), microtasks(depth - 1)));
  };
  arm();
  microtasks(3);
  let struck;
  try {
    t.exports.entry_fn();
  } catch (threw) {
    struck = { threw };
  }
  call(outcomes.sync);
  call(outcomes.sync);
  microtasks(5);
  await nextMacrotask();
  expectAbort(t, struck ?? {}, { kind, boundary: "entry_fn" });
  for (const outcome of outcomes.sync) expectAbortClass(t, outcome, kind);
  for (const outcome of outcomes.micro) {
    const served = outcome.returned === "hello, wörld";
    const refused = outcome.threw?.name === "InstanceAbortError" && outcome.threw.kind === kind;
    t.expect(served || refused, "one answer or the other in a microtask");
  }
  t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "a call that is served");
  const waited = await soon(pending);
  t.expect(waited.threw?.kind === kind, "a rejection of what waited");
  follow(t);
  expectGeneration(t, 2);
  await expectLive(t);
}

// What has become of `outcome` by now.
const soon = (outcome) => Promise.race([outcome, idle().then(() => ({ pending: true }))]);

const attemptLater = (promise) =>
  promise.then(
    (returned) => ({ returned }),
    (threw) => ({ threw }),
  );

// JavaScript runs its microtasks inside of a frame of the instance that ended.
async function insideAFrame(t) {
  if (!drainMicrotasks) t.impossible("nothing runs microtasks while a call is under way");
  t.exports.restart();
  const arm = await t.armed("unreachable");
  const visit = await t.armed("visit unannotated");
  const seen = {};
  t.host.visit = () => {
    arm();
    try {
      t.exports.entry_fn();
    } catch (error) {
      seen.inner = error;
    }
    queueMicrotask(() => (seen.drained = true));
    drainMicrotasks();
    seen.within = seen.drained;
    seen.generation = t.exports.bulkhead?.generation;
    try {
      t.exports.greet("wörld");
    } catch (error) {
      seen.refused = error;
    }
    return 0;
  };
  // Out of a task, because microtasks do not nest.
  await new Promise((done) => {
    setTimeout(() => {
      visit();
      throws(() => t.exports.entry_fn());
      done();
    });
  });
  t.see(`generation ${seen.generation} inside`);
  t.expect(seen.within, "microtasks that ran inside");
  t.expect(seen.inner?.name === "InstanceAbortError", "an end");
  t.expect(seen.generation === 1, "the old instance while a frame of it is on the stack");
  t.expect(isRefusal(seen.refused, seen.inner), "a refusal inside");
  await nextMacrotask();
  t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "a call that is served");
  follow(t);
  expectGeneration(t, 2);
  await expectLive(t);
}

// R2: what can be done with what is left of the old instance.
const STALE = {
  "method by &self": { of: "Subject", use: (old) => old.look() },
  "method by &mut self": { of: "Subject", use: (old) => old.touch() },
  "method by self": { of: "Subject", use: (old) => old.consume() },
  getter: { of: "Subject", use: (old) => old.level },
  setter: { of: "Subject", use: (old) => (old.level = 1) },
  "pub field": { of: "Subject", use: (old) => old.echo },
  "an argument": { of: "Shed", use: (old, { exports }) => (new exports.Subject().shed = old), bodies: 1 },
  "an element": { of: "Shed", use: (old, { exports }) => exports.entry_with_sheds([old]) },
  "closure by Fn": { form: "Fn", use: (old) => old() },
  "closure by FnMut": { form: "FnMut", use: (old) => old() },
  "closure by once": { form: "once", use: (old) => old() },
  "free()": { of: "Shed", use: (old) => old.free(), silent: true, finished: true },
  finalizer: { of: "Shed", use: (old) => finalize(old), silent: true },
  "finalizer of a closure": { form: "Fn", use: (old) => finalize(old), silent: true },
};

async function stale(t, { what, by }) {
  const { of, form, use, silent, bodies = 0, finished } = STALE[what];
  const make = () => (of ? new t.exports[of]() : t.exports.make_closure(form));
  t.exports.restart();
  const old = make();
  await renew(t, by);
  // Where the old one was, if nothing is done about it.
  const fresh = make();
  const [outcome, counted] = await t.probe.during(() => attempt(() => use(old, t)));
  t.see(describe(outcome));
  const ran = counted.ran - bodies;
  const harmless = ran === 0 && (await lives(fresh, form));
  // The one thing that is left in plain glue, see docs/upstream/stale-free.md.
  if (finished && t.column === "with") return t.see(harmless ? "no harm" : "harm, as documented");
  t.expect(ran === 0, "no body");
  t.expect(harmless, "a fresh one that is not harmed");
  if (silent) t.expect(!("threw" in outcome), "silence");
  else if (t.column === "finished") {
    t.expect(outcome.threw?.name === "StaleError" && outcome.threw.kind === "stale", "a StaleError");
  } else {
    t.expect(/stale object|previous WASM instance|has been replaced/.test(outcome.threw?.message), "an error that says so");
  }
  await expectLive(t);
}

async function lives(fresh, form) {
  if (form) return (await attempt(() => fresh())).returned === INTACT;
  if (fresh.touch) return (await attempt(() => fresh.touch())).returned === INTACT;
  // Freed once, and not before.
  return fresh.__wbg_ptr !== 0 && !("threw" in (await attempt(() => fresh.free())));
}

// A new instance, by an end or at the host's wish.
async function renew(t, by) {
  if (by === "reset") t.exports.bulkhead?.reset();
  else await end(t);
  await nextMacrotask();
  follow(t);
}

// A promise that the old instance awaited is settled.
async function late(t) {
  t.exports.restart();
  const { promise, open } = gate();
  const waiting = [t.exports.entry_async_continued(promise), t.exports.promise_after(promise)].map(attemptLater);
  t.exports.spawn_after(promise);
  await idle();
  await renew(t, "an abort");
  for (const outcome of await Promise.all(waiting.map(soon))) expectAbortClass(t, outcome, "unreachable");
  // wasm-bindgen's glue throws where nobody can catch, see docs/upstream/stale-future.md.
  if (t.column === "with") t.tolerateRejections(3);
  const [, counted] = await t.probe.during(() => {
    open();
    return idle();
  });
  expectNoBody(t, [, counted]);
  await expectLive(t);
}

// R3: everything that an application sets up holds in each generation.
async function again(t) {
  const told = [];
  t.host.tell = (what, value) => told.push(`${what} ${value}`);
  const rounds = 5;
  const started = await t.start("restart from the start");
  if ("threw" in started) t.see(describe(started));
  t.follow();
  const heard = [];
  t.exports.bulkhead?.onFault((fault) => heard.push(fault.kind));
  for (let round = 1; round <= rounds; round++) {
    t.expect(told.filter((line) => line === `generation ${round}`).length === 1, "a start function that runs again");
    const outcome = await end(t, "abort for a reason");
    expectAbortClass(t, outcome, "explicit");
    await nextMacrotask();
    const answer = await attempt(() => t.exports.greet("wörld"));
    t.expect(answer.returned === "hello, wörld", "a call that is served");
    if ("threw" in answer) break;
    t.follow();
    expectGeneration(t, round + 1);
    t.expect(told.filter((line) => line.startsWith("kind")).length === round, "one call of the hook each time");
    t.expect(heard.length === round, "one call of the listener each time");
  }
  t.see(`${heard.length} ends heard of`);
  await expectLive(t);
}

// R4.
async function tooOften(t) {
  t.exports.restart(2, 60_000);
  for (let round = 1; round <= 2; round++) {
    await end(t, round === 1 ? "unreachable" : "abort for a reason");
    await nextMacrotask();
    t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "restart");
    t.follow();
  }
  const outcome = await end(t);
  t.see(describe(outcome));
  expectAbortClass(t, outcome, "unreachable");
  await expectClosed(t, outcome, { aborts: 3, causes: { unreachable: 2, explicit: 1 } });
}

async function expectClosed(t, outcome, { aborts, causes }) {
  await idle();
  const later = await attempt(() => t.exports.greet("wörld"));
  expectAbortClass(t, later);
  const { message } = later.threw ?? {};
  t.see(message);
  t.expect(isRefusal(later.threw, outcome.threw), "a refusal that tells what ended it");
  t.expect(message?.includes("replaces it no more"), "an error that says so");
  for (const [kind, times] of Object.entries(causes)) {
    t.expect(message?.includes(`${times} times ${kind}`), "how often it ended of what");
  }
  const state = t.exports.bulkhead?.state();
  t.expect(state?.live === false && state.aborts === aborts, "a state that counts");
  t.expect(JSON.stringify(state?.causes) === JSON.stringify(causes), "a state that tells the causes");
}

async function window(t) {
  const within = 200;
  t.exports.restart(1, within);
  for (let round = 1; round <= 2; round++) {
    await end(t);
    await new Promise((done) => setTimeout(done, within + 50));
    t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "restart in time");
    t.follow();
  }
  await end(t);
  await nextMacrotask();
  t.follow();
  const outcome = await end(t);
  await expectClosed(t, outcome, { aborts: 4, causes: { unreachable: 4 } });
}

// What fails in its start functions fails there again.
async function failingStart(t) {
  t.host.tell = () => {};
  const started = await t.start("restart from the start");
  if ("threw" in started) t.see(describe(started));
  t.follow();
  const arm = await t.armed("unreachable");
  const number = await t.causeNumber("trap with a hook");
  let starts = 0;
  t.host.starting = () => {
    starts += 1;
    return number;
  };
  arm();
  await attempt(() => t.exports.entry_fn());
  await idle();
  const outcome = await attempt(() => t.exports.greet("wörld"));
  t.see(`${starts} further starts, ${describe(outcome)}`);
  t.expect(starts === 1, "no other try");
  expectAbortClass(t, outcome, "unreachable");
}

// R5.
async function vault(t, { by }) {
  t.exports.restart();
  const bytes = (round) => new Uint8Array(1000).map((_, at) => at * 7 + round);
  for (let round = 1; round <= 3; round++) {
    t.expect(t.exports.put("kept", bytes(round)), "room in the vault");
    t.exports.put("forgotten", bytes(round));
    await renew(t, by);
    t.expect(t.exports.get("torn") === undefined, "nothing from an instance that ends");
    const kept = t.exports.get("kept");
    t.expect(kept?.join() === bytes(round).join(), "the bytes");
  }
  t.expect(t.told.length > 0 && t.told.every(({ stored }) => stored === "false"), "a refusal in the hook");
  t.exports.limit(2100);
  t.expect(!t.exports.put("more", bytes(4)), "a limit");
  t.exports.limit(4100);
  t.expect(t.exports.put("more", bytes(4)), "room below the limit");
  t.see(`${t.exports.get("kept")?.length} bytes kept`);
}

// R7.
async function reset(t, { live, restarts }) {
  if (restarts) t.exports.restart();
  else t.exports.hook_faults(false);
  t.exports.put("kept", new Uint8Array([1, 2, 3]));
  const pending = attemptLater(t.exports.entry_async_continued(new Promise(() => {})));
  await idle();
  const arm = await t.armed("unreachable");
  if (!live) {
    arm();
    t.expect(throws(() => t.exports.entry_fn()), "an end");
    // Before the library sees to it.
    if (!restarts) await idle();
  }
  // The old instance ends at once, and the new one serves from the next task on.
  let hasEnded = false;
  const outcome = await attempt(() => {
    t.exports.bulkhead.reset();
    hasEnded = throws(() => t.exports.greet("wörld"));
  });
  t.see(describe(outcome));
  t.expect(hasEnded, "an end of the old instance");
  await nextMacrotask();
  t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "a call that is served");
  const waited = await soon(pending);
  t.expect(waited.threw?.name === "InstanceAbortError", "a rejection of what waited");
  t.expect(waited.threw?.kind === (live ? "reset" : "unreachable"), "the kind of the end");
  t.expect(t.told.length === 1, "one call of the hook");
  await idle();
  follow(t);
  expectGeneration(t, 2);
  t.expect(t.exports.bulkhead?.state().aborts === (live ? 0 : 1), "resets that are no aborts");
  t.expect(t.exports.get("kept")?.join() === "1,2,3", "the vault");
  await expectLive(t);
}

async function resetInAFrame(t, { restarts }) {
  if (restarts) t.exports.restart();
  let refused;
  t.host.visit = () => {
    try {
      t.exports.bulkhead.reset();
    } catch (error) {
      refused = error;
    }
    return 5;
  };
  const subject = new t.exports.Subject();
  const [outcome] = await t.strike(entries.E1, "visit");
  t.see(describe({ threw: refused }));
  t.expect(/on the stack/.test(refused?.message), "an error that says why");
  t.expect(outcome.returned === 5, "a call that goes on");
  await idle();
  expectGeneration(t, 1);
  t.expect(subject.look() === INTACT, "no change");
  await expectLive(t);
}

// The hook is the last frame of an instance, and a listener comes after it.
async function resetByWhoIsTold(t, { live }) {
  let told = 0;
  t.exports.hook_faults(false);
  t.host.tell = () => {
    told += 1;
    t.exports.bulkhead.reset();
  };
  t.exports.bulkhead?.onFault(() => t.exports.bulkhead.reset());
  if (live) t.exports.bulkhead?.reset();
  else expectAbortClass(t, await end(t), "unreachable");
  t.expect(told > 0, "a hook that was told");
  await nextMacrotask();
  t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "a call that is served");
  follow(t);
  expectGeneration(t, 2);
  await expectLive(t);
}

async function resetOften(t) {
  for (let round = 1; round <= 20; round++) {
    t.exports.bulkhead?.reset();
    await nextMacrotask();
    t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "a call that is served");
  }
  follow(t);
  expectGeneration(t, 21);
}

// Off by default: an instance that ended stays closed.
async function off(t) {
  const outcome = await end(t);
  await idle();
  const later = await attempt(() => t.exports.greet("wörld"));
  t.see(describe(later));
  t.expect(isRefusal(later.threw, outcome.threw), "an instance that stays closed");
}

// R8: somebody else has the glue make another instance.
async function byOthers(t, { live }) {
  const listened = [];
  t.exports.bulkhead?.onFault(({ kind }) => listened.push(kind));
  t.exports.put("kept", new Uint8Array([1, 2, 3]));
  const old = new t.exports.Subject();
  const pending = attemptLater(t.exports.entry_async_continued(new Promise(() => {})));
  await idle();
  if (!live) expectAbortClass(t, await end(t), "unreachable");
  t.exports.__wbg_reset_state();
  t.expect((await attempt(() => t.exports.greet("wörld"))).returned === "hello, wörld", "a call that is served");
  const waited = await soon(pending);
  t.see(describe(waited));
  const kind = live ? "reset" : "unreachable";
  t.expect(waited.threw?.name === "InstanceAbortError" && waited.threw.kind === kind, `a rejection of kind ${kind}`);
  t.expect(waited.threw?.generation === 1, "the generation that ended");
  t.expect(listened.join() === kind, "one report to the listener, who is kept");
  follow(t);
  expectGeneration(t, 2);
  t.expect(t.exports.get("kept")?.join() === "1,2,3", "the vault");
  t.expect(throws(() => old.touch()), "an error for an old object");
  const [outcome] = await t.strike(entries.E1, "unreachable");
  expectAbort(t, outcome, { kind: "unreachable", boundary: "entry_fn" });
  t.expect(outcome.threw?.generation === 2, "the generation that ended next");
  expectNoBody(t, await t.strike(entries.E1));
}

// As the entrypoint that worker-build writes, with our own restart on or off.
async function byWorkerBuild(t, { restarts }) {
  if (restarts) t.exports.restart();
  const serve = () => {
    try {
      return t.exports.entry_fn();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) t.exports.__wbg_reset_state();
      throw error;
    }
  };
  for (let round = 1; round <= 3; round++) {
    (await t.armed("unreachable"))();
    expectAbortClass(t, await attempt(serve), "unreachable");
    t.expect((await attempt(serve)).returned === INTACT, "restart by its own means");
    await idle();
    t.follow();
    expectGeneration(t, round + 1);
    if (restarts) t.exports.restart();
  }
  follow(t);
  await expectLive(t);
}

// Each refused call has an error of its own, which tells what ended the instance.
function isRefusal(error, ending) {
  return error !== ending && error?.refused === true && error.cause === ending && error.kind === ending?.kind;
}

function throws(call) {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}

const cells = (table) => Object.keys(table);
const bys = ["an abort", "reset"];

export default [
  ...BOTH.map((build) => ({
    id: "R1",
    title: "an abort by",
    builds: [build],
    cells: inBuild(CAUSES, build).map((cause) => ({ cause })),
    run: inTime,
  })),
  { id: "R1", title: "the first call is", builds: BOTH, cells: cells(FIRST).map((first) => ({ title: first, first })), run: firstCall },
  { id: "R1", title: "microtasks inside of a frame", builds: BOTH, run: insideAFrame },
  { id: "R1", title: "without being asked for", builds: BOTH, run: off },
  {
    id: "R2",
    title: "of the old instance",
    builds: BOTH,
    cells: bys.flatMap((by) => cells(STALE).map((what) => ({ title: `${what}, by ${by}`, what, by }))),
    run: stale,
  },
  { id: "R2", title: "a promise that the old instance awaited", builds: BOTH, run: late },
  { id: "R3", title: "five times", builds: BOTH, run: again },
  { id: "R4", title: "more often than allowed", builds: BOTH, run: tooOften },
  { id: "R4", title: "more often than allowed in a while", builds: BOTH, run: window },
  { id: "R4", title: "an end in the start function", builds: BOTH, run: failingStart },
  { id: "R5", title: "the vault", builds: BOTH, cells: bys.map((by) => ({ title: `by ${by}`, by })), run: vault },
  {
    id: "R7",
    title: "reset of",
    builds: BOTH,
    cells: [true, false].flatMap((live) =>
      [true, false].map((restarts) => ({
        title: `${live ? "a live instance" : "one that ended"}, restart ${restarts ? "on" : "off"}`,
        live,
        restarts,
      })),
    ),
    run: reset,
  },
  {
    id: "R7",
    title: "reset while a frame is on the stack",
    builds: BOTH,
    cells: [true, false].map((restarts) => ({ title: `restart ${restarts ? "on" : "off"}`, restarts })),
    run: resetInAFrame,
  },
  {
    id: "R7",
    title: "reset by the hook and a listener who are told of",
    builds: BOTH,
    cells: [true, false].map((live) => ({ title: live ? "a reset" : "an end", live })),
    run: resetByWhoIsTold,
  },
  { id: "R7", title: "reset twenty times", builds: BOTH, run: resetOften },
  ...["resettable", "worker-build"].flatMap((delivery) => [
    {
      id: "R8",
      title: "reset by others",
      builds: BOTH,
      delivery,
      cells: [true, false].map((live) => ({ title: live ? "a live instance" : "one that ended", live })),
      run: byOthers,
    },
    {
      id: "R8",
      title: "reset on our errors",
      builds: BOTH,
      delivery,
      cells: [true, false].map((restarts) => ({ title: `restart ${restarts ? "on" : "off"}`, restarts })),
      run: byWorkerBuild,
    },
  ]),
];
