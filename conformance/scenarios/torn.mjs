// T1 to T5: objects and cells that a failure leaves half changed, and objects that are held.

import { entries } from "../harness/entries.mjs";
import { expectAbort, expectLive, expectNoBody, expectPanic } from "../harness/errors.mjs";
import { leaks } from "../harness/leaks.mjs";
import { attempt, describe, describeLocation, gate, idle, settled } from "../harness/outcome.mjs";
import { site } from "../harness/sites.mjs";

const UNWIND = ["unwind"];
const BOTH = ["unwind", "abort"];
const TOTAL = 1000; // Accounts::TOTAL of src/torn.rs

// The points of `Accounts::transfer`: before anything has changed, half-way, and when all is done.
const [BEFORE, HALF_WAY, AFTER] = [0, 1, 2];
const NOWHERE = 9;

// Calls, having armed `cause`: the outcome and what the probe counted.
async function struck(t, cause, call) {
  if (cause) await t.arm(cause);
  return t.probe.during(() => attempt(call));
}

async function tornLedger(t) {
  const ledger = new t.exports.Ledger();
  const [outcome] = await struck(t, "panic", () => ledger.transfer(300, HALF_WAY));
  expectPanic(t, outcome, { message: "struck", boundary: "Ledger.transfer", marker: "site: panic" });
  return ledger;
}

// A PoisonError that tells which call was refused, and which one tore the object and where.
function expectRefused(t, [outcome, counted], { boundary, tornBy = "Ledger.transfer", marker = "site: panic" }) {
  t.see(describe(outcome));
  const error = outcome.threw;
  expectNoBody(t, [outcome, counted]);
  t.expect(error instanceof Error && error.name === "PoisonError", "a PoisonError");
  if (error?.name !== "PoisonError") return;
  t.expect(error.kind === "poison", "kind poison");
  t.expect(error.boundary === boundary, `boundary ${boundary}`);
  t.expect(error.tornBy === tornBy && error.message.includes(`\`${tornBy}\``), `the name of ${tornBy}`);
  const { file, line } = site(marker);
  const told = error.location && describeLocation(error.location);
  t.expect(told?.startsWith(`${file}:${line}:`) && error.message.includes(told), `the location ${file}:${line}`);
}

function expectReturned(t, [outcome], value, what) {
  if (outcome.returned !== value) t.see(`${what}: ${describe(outcome)}`);
  t.expect(outcome.returned === value, what);
}

// The ways to a torn object, by the name of the boundary each has.
const WAYS = [
  ["Ledger.total", (_, ledger) => ledger.total()],
  ["Ledger.transfer", (_, ledger) => ledger.transfer(1, NOWHERE)],
  ["Ledger.attempt", (_, ledger) => ledger.attempt(1, NOWHERE)],
  ["Ledger.copy", (_, ledger) => ledger.copy()],
  ["get Ledger.left", (_, ledger) => ledger.left],
  ["set Ledger.left", (_, ledger) => (ledger.left = 1)],
  ["get Ledger.limit", (_, ledger) => ledger.limit],
  ["set Ledger.limit", (_, ledger) => (ledger.limit = 1)],
  ["Ledger.settle", (_, ledger) => ledger.settle(Promise.resolve(), 1, NOWHERE)],
  ["merge", ({ exports }, ledger) => exports.merge(ledger, new exports.Ledger(), undefined, []), "&mut T"],
  ["merge", ({ exports }, ledger) => exports.merge(new exports.Ledger(), ledger, undefined, []), "&T"],
  ["merge", ({ exports }, ledger) => exports.merge(...pair(exports), ledger, []), "Option<T>"],
  ["merge", ({ exports }, ledger) => exports.merge(...pair(exports), undefined, [new exports.Ledger(), ledger]), "Vec<T>"],
].map(([boundary, call, as]) => ({ title: [boundary, as].filter(Boolean).join(" by "), boundary, call, as }));

const pair = ({ Ledger }) => [new Ledger(), new Ledger()];

async function refuses(t, { boundary, call, as }) {
  const ledger = await tornLedger(t);
  expectRefused(t, await struck(t, undefined, () => call(t, ledger)), { boundary });
  await expectLive(t);
  if (as === "Option<T>" || as === "Vec<T>") return;
  // The refusal has left nothing borrowed.
  await struck(t, undefined, () => ledger.repair());
  expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "a repaired object");
}

async function others(t) {
  const other = new t.exports.Ledger();
  const ledger = await tornLedger(t);
  expectReturned(t, await struck(t, undefined, () => other.transfer(1, NOWHERE)), TOTAL - 1, "another object");
  expectReturned(t, await struck(t, undefined, () => ledger.torn), true, "an admitted question");
  expectReturned(t, await struck(t, undefined, () => ledger.repair()), undefined, "an admitted repair");
  expectReturned(t, await struck(t, undefined, () => ledger.torn), false, "the answer after it");
  expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "the repaired object");
  const [again] = await struck(t, "panic", () => ledger.transfer(1, BEFORE));
  t.expect(again.threw?.name === "PanicError" && ledger.torn === true, "an object that is torn again");
}

async function leavesIntact(t) {
  const ledger = new t.exports.Ledger();
  const [outcome] = await struck(t, undefined, () => ledger.transfer(-1, NOWHERE));
  t.expect(outcome.threw === "a transfer goes one way", "the Err");
  const [panicked] = await struck(t, "panic", () => ledger.total());
  t.expect(panicked.threw?.name === "PanicError", "a PanicError of a method that only reads");
  expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "an object that is not poisoned");
}

async function consumed(t) {
  const ledger = await tornLedger(t);
  expectRefused(t, await struck(t, undefined, () => ledger.close()), { boundary: "Ledger.close" });
  const [gone] = await struck(t, undefined, () => ledger.torn);
  t.see(`then ${describe(gone)}`);
  t.expect(/null pointer/.test(gone.threw?.message), "an object that is gone");
  await expectLive(t);
}

async function afterAnAwait(t) {
  const ledger = new t.exports.Ledger();
  const first = gate();
  const promise = ledger.settle(first.promise, 300, HALF_WAY);
  await idle();
  await t.arm("panic");
  first.open();
  const outcome = await settled(promise);
  t.expect(outcome.late, "a promise");
  expectPanic(t, outcome, { message: "struck", boundary: "Ledger.settle", marker: "site: panic" });
  const refused = await struck(t, undefined, () => ledger.total());
  expectRefused(t, refused, { boundary: "Ledger.total", tornBy: "Ledger.settle" });
}

async function leavesIntactLater(t) {
  const ledger = new t.exports.Ledger();
  const outcome = await settled(ledger.settle(Promise.resolve(), -1, NOWHERE));
  t.see(describe(outcome));
  t.expect(outcome.late && outcome.threw === "a transfer goes one way", "the Err");
  expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "an object that is not poisoned");
}

function expectUnfinished(t, outcome, boundary) {
  t.see(describe(outcome));
  const error = outcome.threw;
  t.expect(outcome.late && error?.name === "PanicError", "a PanicError");
  t.expect(error?.boundary === boundary, `boundary ${boundary}`);
  t.expect(String(error?.message).includes("its future was dropped"), "a message that says so");
  t.expect(error?.location === undefined, "no location of a panic");
}

async function dropped(t) {
  t.exports.hook_faults(false);
  const ledger = new t.exports.Ledger();
  expectUnfinished(t, await settled(ledger.abandon()), "Ledger.abandon");
  t.expect(t.told.length === 1 && t.told[0].boundary === "Ledger.abandon", "one call of the fault hook");
  const refused = await struck(t, undefined, () => ledger.total());
  expectRefused(t, refused, { boundary: "Ledger.total", tornBy: "Ledger.abandon", marker: "site: abandon" });
  await struck(t, undefined, () => ledger.repair());
  expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "the repaired object");
  await expectLive(t);
}

async function droppedOfNoObject(t) {
  const [outcome, counted] = await struck(t, undefined, () => t.exports.abandon());
  expectUnfinished(t, outcome, "abandon");
  t.expect(counted.dropped === counted.ran, "every destructor");
  await expectLive(t);
}

async function exception(t) {
  const ledger = new t.exports.Ledger();
  const error = new RangeError("thrown by JavaScript");
  t.host.visit = () => {
    throw error;
  };
  const [outcome] = await struck(t, "visit", () => ledger.transfer(300, HALF_WAY));
  t.expect(outcome.threw === error, "the very error that was thrown");
  const refused = await struck(t, undefined, () => ledger.total());
  expectRefused(t, refused, { boundary: "Ledger.total", marker: "site: transfer" });
}

async function interior(t) {
  const register = new t.exports.Register();
  await struck(t, "panic", () => register.transfer(300, HALF_WAY));
  const refused = await struck(t, undefined, () => register.total());
  expectRefused(t, refused, { boundary: "Register.total", tornBy: "Register.transfer" });
}

async function argumentsAreTorn(t) {
  const [into, from] = pair(t.exports);
  const [outcome] = await struck(t, "panic", () => t.exports.merge(into, from, undefined, []));
  t.expect(outcome.threw?.name === "PanicError", "a PanicError");
  const refused = await struck(t, undefined, () => into.total());
  expectRefused(t, refused, { boundary: "Ledger.total", tornBy: "merge" });
  expectReturned(t, await struck(t, undefined, () => from.total()), TOTAL, "an object that was only read");
}

async function redacted(t) {
  t.exports.hook_faults(true);
  const ledger = new t.exports.Ledger();
  await struck(t, "panic", () => ledger.transfer(300, HALF_WAY));
  const [outcome, counted] = await struck(t, undefined, () => ledger.total());
  t.see(describe(outcome));
  expectNoBody(t, [outcome, counted]);
  t.expect(outcome.threw?.name === "PoisonError" && outcome.threw.kind === "poison", "a PoisonError");
  const secrets = ["Ledger", "transfer", "total", "src/", ".rs", "wasm-function", "wasm://"];
  const unfinished = await settled(t.exports.abandon());
  t.expect(unfinished.threw?.name === "PanicError" && unfinished.threw.faultId, "a PanicError with a fault id");
  for (const error of [outcome.threw, unfinished.threw]) {
    const found = leaks(error, [...secrets, "abandon", "future"]);
    for (const [where, secret] of found) t.expect(false, `silence on "${secret}" in ${where}`);
  }
}

async function sharedCell(t) {
  const [transfer, total, repair] = t.exports.make_cell_closures();
  expectReturned(t, await struck(t, undefined, () => transfer(1, NOWHERE)), TOTAL - 1, "an intact cell");
  const [outcome] = await struck(t, "panic", () => transfer(300, HALF_WAY));
  t.see(describe(outcome));
  t.expect(outcome.threw?.name === "PanicError" && outcome.threw.message === "struck", "a PanicError");
  await expectLive(t);
  const { file, line } = site("site: torn cell");
  for (const call of [total, () => transfer(1, NOWHERE)]) {
    const [refused, counted] = await struck(t, undefined, call);
    t.see(describe(refused));
    expectNoBody(t, [refused, counted]);
    t.expect(refused.threw?.name === "PanicError", "a PanicError of whoever borrows it");
    const said = String(refused.threw?.message);
    t.expect(said.startsWith("poisoned:") && said.includes(`${file}:${line}:`), "the place of the borrow that tore it");
  }
  expectReturned(t, await struck(t, undefined, repair), undefined, "a repair");
  expectReturned(t, await struck(t, undefined, total), TOTAL, "the repaired cell");
}

async function ownedCell(t) {
  const transfer = t.exports.make_cell_closure();
  await struck(t, "panic", () => transfer(300, HALF_WAY));
  const [refused, counted] = await struck(t, undefined, () => transfer(1, NOWHERE));
  t.see(describe(refused));
  expectNoBody(t, [refused, counted]);
  t.expect(String(refused.threw?.message).startsWith("poisoned:"), "a PanicError of whoever borrows it");
  await expectLive(t);
}

async function rollsBack(t, { of }) {
  const object = new t.exports[of]();
  expectReturned(t, await struck(t, undefined, () => object.transfer(1, NOWHERE)), TOTAL - 1, "a call before");
  for (const point of [BEFORE, HALF_WAY, AFTER]) {
    const [outcome] = await struck(t, "panic", () => object.transfer(300, point));
    t.expect(outcome.threw?.name === "PanicError", "a PanicError");
  }
  expectReturned(t, await struck(t, undefined, () => object.total()), TOTAL, "the total of before");
  expectReturned(t, await struck(t, undefined, () => object.transfer(1, NOWHERE)), TOTAL - 2, "the value of before");
}

async function rollsOneMethodBack(t) {
  const ledger = new t.exports.Ledger();
  const [outcome] = await struck(t, "panic", () => ledger.attempt(300, HALF_WAY));
  t.see(describe(outcome));
  t.expect(outcome.threw?.name === "PanicError", "a PanicError");
  expectReturned(t, await struck(t, undefined, () => ledger.left), TOTAL, "the value of before");
}

async function rollsDroppedBack(t) {
  const ledger = new t.exports.Ledger();
  expectUnfinished(t, await settled(ledger.abandon_attempt()), "Ledger.abandon_attempt");
  expectReturned(t, await struck(t, undefined, () => ledger.left), TOTAL, "the value of before");
}

async function cannotRollBack(t) {
  const object = new t.exports.Stubborn();
  const [outcome] = await struck(t, "panic", () => object.transfer(300, HALF_WAY));
  t.see(describe(outcome));
  t.expect(outcome.threw?.name === "PanicError" && outcome.threw.message === "struck", "the first panic");
  const refused = await struck(t, undefined, () => object.total());
  expectRefused(t, refused, { boundary: "Stubborn.total", tornBy: "Stubborn.transfer" });
  await expectLive(t);
}

async function aborts(t) {
  const object = new t.exports.Reactor();
  const [outcome] = await struck(t, "panic", () => object.transfer(300, HALF_WAY));
  expectAbort(t, outcome, { kind: "panic_abort", boundary: "Reactor.transfer" });
  t.expect(String(outcome.threw?.message).includes("struck"), "the panic's message");
  expectNoBody(t, await struck(t, undefined, () => object.total()));
  expectNoBody(t, await t.strike(entries.E1));
}

async function abortsWhenDropped(t) {
  const object = new t.exports.Reactor();
  const outcome = await settled(object.abandon());
  expectAbort(t, outcome, { kind: "explicit", boundary: "Reactor.abandon" });
  expectNoBody(t, await t.strike(entries.E1));
}

// What JavaScript may do to an object that a method holds; whether sharing would do.
const HELD = [
  { title: "a pub field is read", id: "T4", call: (ledger) => ledger.limit },
  { title: "a pub field is written", id: "T4", call: (ledger) => (ledger.limit = 1) },
  { title: "a getter is called", call: (ledger) => ledger.left },
  { title: "a method by &self is called", call: (ledger) => ledger.total() },
  { title: "a method by &mut self is called", call: (ledger) => ledger.transfer(1, NOWHERE) },
  { title: "a method by self is called", call: (ledger) => ledger.close(), isGone: true },
  { title: "it is passed as &T", call: (ledger, { Ledger, merge }) => merge(new Ledger(), ledger, undefined, []) },
  { title: "it is passed as &mut T", call: (ledger, { Ledger, merge }) => merge(ledger, new Ledger(), undefined, []) },
];

function expectConflict(t, [outcome, counted], holder) {
  t.see(describe(outcome));
  const { threw } = outcome;
  t.expect(threw instanceof Error && !(threw instanceof WebAssembly.RuntimeError), "an error of JavaScript's");
  t.expect(counted.ran === 0, "no body");
  if (holder) t.expect(String(threw?.message).includes(`\`${holder}\` holds it`), `the name of ${holder}`);
}

// Another object is held at the same time, by another method.
async function held(t, { id, call, isGone }) {
  const [ledger, other] = pair(t.exports);
  const armVisit = await t.armed("visit");
  let conflict;
  const visits = [
    () => {
      armVisit();
      return ledger.transfer(1, BEFORE);
    },
    () => {
      conflict = t.probe.during(() => attempt(() => call(ledger, t.exports)));
      return 0;
    },
  ];
  t.host.visit = () => visits.shift()();
  const outer = await struck(t, "visit", () => other.total());
  expectConflict(t, await conflict, id === "T4" ? undefined : "Ledger.transfer");
  expectReturned(t, outer, TOTAL, "an outer call that goes on");
  if (!isGone) expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "the object afterwards");
  await expectLive(t);
}

async function heldByReference(t) {
  const ledger = new t.exports.Ledger();
  let conflict;
  t.host.visit = () => {
    conflict = t.probe.during(() => attempt(() => ledger.transfer(1, NOWHERE)));
    return 0;
  };
  expectReturned(t, await struck(t, "visit", () => ledger.total()), TOTAL, "an outer call that goes on");
  expectConflict(t, await conflict, "Ledger.total");
  await expectLive(t);
}

async function heldByFuture(t) {
  const [ledger, other] = pair(t.exports);
  const first = gate();
  const settling = ledger.settle(first.promise, 1, NOWHERE);
  const beside = t.exports.Ledger.prototype.settle.call(other, first.promise, 1, NOWHERE);
  await idle();
  expectConflict(t, await struck(t, undefined, () => ledger.total()), "Ledger.settle");
  const [later, counted] = await struck(t, undefined, () => ledger.settle(first.promise, 1, NOWHERE));
  t.expect(later.late, "a promise");
  expectConflict(t, [later, counted], "Ledger.settle");
  first.open();
  for (const promise of [settling, beside]) t.expect((await settled(promise)).returned === TOTAL - 1, "its own end");
  expectReturned(t, await struck(t, undefined, () => ledger.total()), TOTAL, "the object afterwards");
  await expectLive(t);
}

const CONFLICTS = [...HELD.map((cell) => ({ ...cell, id: "T5" })), ...HELD.filter(({ id }) => id === "T4")];

export default [
  { id: "T1", title: "a poisoned object refuses", builds: UNWIND, cells: WAYS, run: refuses },
  { id: "T1", title: "other objects go on, and clear_poison lets calls in again", builds: UNWIND, run: others },
  { id: "T1", title: "an Err and a method that only reads leave it intact", builds: UNWIND, run: leavesIntact },
  { id: "T1", title: "an async method's Err leaves it intact", builds: BOTH, run: leavesIntactLater },
  { id: "T1", title: "a call that consumes a poisoned object", builds: UNWIND, run: consumed },
  { id: "T1", title: "a panic after an await", builds: UNWIND, run: afterAnAwait },
  { id: "T1", title: "a future that is dropped", builds: BOTH, run: dropped },
  { id: "T1", title: "a dropped future of no object rejects", builds: BOTH, run: droppedOfNoObject },
  { id: "T1", title: "a JavaScript exception passes through", builds: UNWIND, run: exception },
  { id: "T1", title: "a method by &self tears what is inside a cell", builds: UNWIND, run: interior },
  { id: "T1", title: "an object that is an argument", builds: UNWIND, run: argumentsAreTorn },
  { id: "T1", title: "on_panic = abort: a panic", builds: UNWIND, run: aborts },
  { id: "T1", title: "on_panic = abort: a future that is dropped", builds: BOTH, run: abortsWhenDropped },
  { id: "X1", title: "a redacted PoisonError", builds: UNWIND, run: redacted },
  { id: "T2", title: "closures over an Rc of a cell", builds: UNWIND, run: sharedCell },
  { id: "T2", title: "a closure with a cell of its own", builds: UNWIND, run: ownedCell },
  {
    id: "T3",
    title: "on_panic = rollback",
    builds: UNWIND,
    cells: [
      { title: "a Clone type", of: "Copied" },
      { title: "a function of the user's", of: "Remembered" },
    ],
    run: rollsBack,
  },
  { id: "T3", title: "on_panic = rollback on one method", builds: UNWIND, run: rollsOneMethodBack },
  { id: "T3", title: "a future that is dropped is rolled back", builds: BOTH, run: rollsDroppedBack },
  { id: "T3", title: "what cannot be rolled back is poisoned", builds: UNWIND, run: cannotRollBack },
  ...["T4", "T5"].map((id) => ({
    id,
    title: "while a method holds the object",
    builds: BOTH,
    cells: CONFLICTS.filter((cell) => cell.id === id),
    run: held,
  })),
  { id: "T5", title: "a method by &self holds the object", builds: BOTH, run: heldByReference },
  { id: "T5", title: "a pending future holds the object", builds: BOTH, run: heldByFuture },
];
