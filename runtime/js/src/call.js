// What Rust asks for; see runtime/src/host/module.rs, which numbers the operations.

import { isGuarded, lifeOf } from "./life.js";
import { closedError } from "./end.js";
import { checkGuard, hello } from "./adopt.js";
import * as panics from "./panics.js";
import { joinLineage } from "./lineage.js";

/** Where a panic that is about to be captured struck. */
let site;

/** Of the exceptions on their way through Rust so many are kept, less one: some are caught there. */
const LAST = 63;

const OPERATIONS = [
  hello,
  panics.find,
  (id, number) => {
    const life = lifeOf(id);
    life.ready = life.passing[number & LAST];
    life.passing[number & LAST] = undefined;
  },
  throwReady,
  (id) => {
    lifeOf(id).ready = undefined;
  },
  panics.forget,
  (id) => {
    throw closedError(id);
  },
  (id) => {
    throw lifeOf(id).saved;
  },
  (id) => {
    lifeOf(id).hasHook = true;
  },
  panics.doom,
  checkGuard,
  joinLineage,
];

const TEXT_OPERATIONS = [
  (id, file, line, column) => {
    site = file === "" ? undefined : { file, line, column };
  },
  capture,
  panics.append,
  panics.settle,
  (id, reason) => {
    lifeOf(id).reason = reason;
  },
  panics.appendChar,
  panics.appendKind,
  panics.runChained,
];

const VALUE_OPERATIONS = [
  (id, value) => {
    const life = lifeOf(id);
    life.passed += 1;
    life.passing[life.passed & LAST] = value;
    return life.passed;
  },
  panics.cause,
];

function capture(id, message, key) {
  return panics.capture(id, key, message, site);
}

/** Throws the error that is ready; a raw export's caller gets it in place of the exception. */
function throwReady(id, isRaw) {
  const life = lifeOf(id);
  const error = life.ready;
  life.ready = undefined;
  if (isRaw && isGuarded(life)) life.replacement = error;
  // The boundary has put back what was around it.
  life.isPutBack = true;
  throw error;
}

export function __wbh_call(operation, id, a, b) {
  return Number(OPERATIONS[operation](id, a, b) ?? 0);
}

export function __wbh_text(operation, id, text, a, b) {
  return Number(TEXT_OPERATIONS[operation](id, text, a, b) ?? 0);
}

export function __wbh_value(operation, id, value) {
  return Number(VALUE_OPERATIONS[operation](id, value) ?? 0);
}

