// The end is one sequence: nothing of the page's gets a body to run while it is under way, each who is
// concerned is told once, and what there is no room for is done in the next task.

import { causes, inBuild } from "../harness/causes.mjs";
import { entries } from "../harness/entries.mjs";
import { expectAbort, expectAbortClass, expectLive, expectNoBody } from "../harness/errors.mjs";
import { replace } from "../harness/poisons.mjs";
import { attempt, describe, gate, idle, nextMacrotask } from "../harness/outcome.mjs";

const BOTH = ["unwind", "abort"];

// Ways for a page to have its own code run while an error is judged or told of. Each calls `call` and
// then does what it stands in for. Returns what undoes it.
const method = (holder, key) => (call) => {
  const original = holder[key];
  const value = function (...args) {
    call();
    return Reflect.apply(original, this, args);
  };
  return replace(holder, key, { value, writable: true });
};

const getter = (holder, key) => (call) => {
  const get = function () {
    call();
    return undefined;
  };
  return replace(holder, key, { get, set() {} });
};

const test = (Class) => (call) => {
  const value = function (instance) {
    call();
    return Class.prototype.isPrototypeOf(instance);
  };
  return replace(Class, Symbol.hasInstance, { value, writable: true });
};

const PAGE = {
  "Error.prepareStackTrace": (call) => {
    const value = (error, frames) => {
      call();
      return `${error}\n    at ${frames.join("\n    at ")}`;
    };
    return replace(Error, "prepareStackTrace", { value, writable: true });
  },
  "Error.captureStackTrace": Error.captureStackTrace && method(Error, "captureStackTrace"),
  "a getter of Error.stackTraceLimit": (call) => {
    const get = () => {
      call();
      return 10;
    };
    return replace(Error, "stackTraceLimit", { get, set() {} });
  },
  "a getter of Error.prototype.name": getter(Error.prototype, "name"),
  "a getter of WebAssembly.RuntimeError.prototype.message": getter(WebAssembly.RuntimeError.prototype, "message"),
  "Symbol.hasInstance of Error": test(Error),
  "Symbol.hasInstance of WebAssembly.RuntimeError": test(WebAssembly.RuntimeError),
  "RegExp.prototype.exec": method(RegExp.prototype, "exec"),
  "TextDecoder.prototype.decode": method(TextDecoder.prototype, "decode"),
  "Map.prototype.get": method(Map.prototype, "get"),
  "Array.prototype.push": method(Array.prototype, "push"),
  "Promise.prototype.then": method(Promise.prototype, "then"),
  "console.error": method(console, "error"),
};

const FAULTS = causes("A1", "A2 shadow", "A3", "A6", "A7", "A7 value");

// No call of the page's gets through, and the end is the same as without it.
async function bodiless(t, { what, cause: { cause, kind } }) {
  const waiting = attempt(() => t.exports.entry_async_continued(gate().promise));
  const arm = await t.armed(cause);
  t.exports.hook_faults(false);
  const refusals = [];
  let isCalling = false;
  const call = () => {
    // What the call itself runs is no second call.
    if (isCalling) return;
    isCalling = true;
    try {
      t.exports.entry_fn();
      refusals.push(undefined);
    } catch (error) {
      refusals.push(error);
    }
    isCalling = false;
  };
  const heard = [];
  t.exports.bulkhead?.onFault((fault) => {
    heard.push(fault);
    call();
  });
  t.host.gift = () => ({
    toString() {
      call();
      return "a given value";
    },
  });
  const { tell } = t.host;
  t.host.tell = (...said) => {
    tell(...said);
    call();
  };
  const before = t.probe.read().ran;
  const uninstall = PAGE[what](call);
  let outcome;
  try {
    arm();
    t.exports.entry_fn();
    outcome = {};
  } catch (threw) {
    outcome = { threw };
  } finally {
    isCalling = true;
    uninstall();
    isCalling = false;
  }
  const bodies = t.probe.read().ran - before;
  t.see(`${refusals.length} calls of the page, ${bodies - 1} bodies`);
  t.expect(bodies === 1, "no body but the one that failed");
  t.expect(refusals.length > 0 && refusals.every((error) => error !== undefined), "a refusal for each call");
  expectAbort(t, outcome, { kind, boundary: "entry_fn" });
  t.expect(t.told.length === 1, "one call of the hook");
  t.expect(heard.length === 1 && heard[0] === outcome.threw, "one call of the listener");
  const waited = await Promise.race([waiting, nextMacrotask().then(() => ({ pending: true }))]);
  expectAbortClass(t, waited, kind);
  expectNoBody(t, await t.strike(entries.E1));
}

// The instance that is judged outlives what a page throws, but lets nothing in meanwhile.
const THROWN = {
  "a proxy": (call) =>
    new Proxy(
      {},
      {
        getPrototypeOf() {
          call();
          return WebAssembly.RuntimeError.prototype;
        },
        get() {
          call();
          return "unreachable";
        },
      },
    ),
  "an error with getters": (call) => {
    const get = () => {
      call();
      return "unreachable";
    };
    const keys = ["message", "name", "stack", "cause", "kind", "constructor"];
    return Object.create(WebAssembly.RuntimeError.prototype, Object.fromEntries(keys.map((key) => [key, { get }])));
  },
  "an object with conversions": (call) => {
    const convert = () => {
      call();
      return "unreachable";
    };
    return { toString: convert, valueOf: convert, [Symbol.toPrimitive]: convert };
  },
};

async function outlives(t, { what, visit }) {
  const answers = [];
  const value = THROWN[what](() => {
    // Only of calls into the instance while it is judged: the harness looks at the value as well.
    if (isJudging) answers.push(attemptSync(() => t.exports.entry_fn()));
  });
  let isJudging = false;
  t.host.visit = () => {
    isJudging = true;
    throw value;
  };
  const arm = await t.armed(visit);
  arm();
  const outcome = attemptSync(() => t.exports.entry_fn());
  isJudging = false;
  t.see(`${answers.length} calls of the page`);
  t.expect(outcome.threw === value, "the very value that was thrown");
  const isAnswer = ({ returned, threw }) => returned === 7 || threw?.refused === true;
  t.expect(answers.every(isAnswer), "an answer or a refusal for each call");
  await expectLive(t);
}

function attemptSync(call) {
  try {
    return { returned: call() };
  } catch (threw) {
    return { threw };
  }
}

const pages = Object.keys(PAGE).filter((what) => PAGE[what] !== undefined);

export default [
  ...BOTH.map((build) => ({
    id: "A-dead",
    title: "while the end is under way a body is called by",
    builds: [build],
    cells: inBuild(FAULTS, build).flatMap((cause) =>
      pages.map((what) => ({ title: what, what, cause })),
    ),
    run: bodiless,
  })),
  {
    id: "X3",
    title: "while it is judged a body is called by",
    builds: BOTH,
    cells: ["visit", "visit unannotated"].flatMap((visit) =>
      Object.keys(THROWN).map((what) => ({ title: `${what}, by ${visit}`, what, visit })),
    ),
    run: outlives,
  },
];
