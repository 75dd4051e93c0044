// One scenario tried on one crate: what it saw, and what it found lacking.

import { onStray } from "../host.mjs";
import { attempt, describeError, idle } from "./outcome.mjs";
import { Probe } from "./probe.mjs";

// For a scenario, and as much again for every 20,000 panics it may make.
const DEADLINE_MS = 60_000;

const REJECTION = "unhandled rejection of";

let strays = [];
onStray((how, error) => strays.push(`${how} ${describeError(error)}`));

export async function tryOut(crate, column, scenario, cell, options) {
  const trial = new Trial(crate, column, options);
  strays = [];
  let deadline;
  try {
    const limit = DEADLINE_MS * (1 + options.panics / 20_000);
    const overdue = new Promise((_, reject) => {
      deadline = setTimeout(() => reject(new Error(`no end after ${limit / 1000} s`)), limit);
    });
    await Promise.race([trial.run(scenario, cell), overdue]);
  } catch (error) {
    if (error instanceof Impossible) return { impossible: error.message };
    trial.expect(false, `an end of the scenario (${describeError(error)})`);
  } finally {
    clearTimeout(deadline);
  }
  await idle();
  const loud = strays.filter((stray) => !trial.isTolerated(stray));
  for (const stray of new Set(loud)) trial.see(stray);
  trial.expect(loud.length === 0, "silence");
  return trial.verdict();
}

// Thrown by scenarios that ask of the engine what it has not got.
class Impossible extends Error {}

class Trial {
  #crate;
  #seen = [];
  #lacking = [];
  #conceded = [];
  #tolerated = 0;

  constructor(crate, column, options) {
    this.#crate = crate;
    // "alone", "with" or "finished"; a line marked [F] in the contract asks less of "with".
    this.column = column;
    this.directory = crate.directory;
    this.build = options.build;
    this.options = options;
    // What the fault hook told, one object for each call of it.
    this.told = [];
  }

  async run(scenario, cell) {
    // What the imports of src/imports.rs reach; scenarios put their own functions here.
    this.host = globalThis.conformance = {
      host: () => this.host,
      visit: unexpected("visit"),
      knock: unexpected("knock"),
      lend: unexpected("lend"),
      hand: unexpected("hand"),
      gift: unexpected("gift"),
      starting: () => 0,
      startingAsync: () => 0,
      startingLater: async () => 0,
      tell: (what, value) => {
        if (what === "kind") this.told.push({});
        this.told.at(-1)[what] = value;
      },
    };
    Object.assign(this, await this.#crate.instance());
    await scenario.run(this, cell);
  }

  // Adds to what is reported as seen.
  see(what) {
    this.#seen.push(what);
  }

  // `what` names the thing that has to be there for the scenario to hold.
  expect(holds, what) {
    if (!holds && !this.#lacking.includes(what)) this.#lacking.push(what);
  }

  // The scenario holds, though in a lesser form, for the reason given: the engine tells no more.
  concede(reason) {
    if (!this.#conceded.includes(reason)) this.#conceded.push(reason);
  }

  // Ends the scenario: here it can neither hold nor fail, for the reason given.
  impossible(reason) {
    throw new Impossible(reason);
  }

  verdict() {
    const saw = [...this.#seen];
    if (this.#lacking.length > 0) saw.push(`lacks ${this.#lacking.join(", ")}`);
    const conceded = this.#conceded.length > 0 ? this.#conceded.join("; ") : undefined;
    return { ok: this.#lacking.length === 0, saw: saw.join("; "), conceded };
  }

  // Lets the next body that runs meet the cause called `name`.
  async arm(name) {
    (await this.armed(name))();
  }

  // The same as a function, for use where nothing can be awaited.
  async armed(name) {
    const number = await this.#crate.causeNumber(name);
    return () => this.probe.arm(number);
  }

  causeNumber(name) {
    return this.#crate.causeNumber(name);
  }

  // Turns to what the glue has by now for its exports, after it made another instance.
  follow() {
    this.wasm = this.exports.initSync();
    this.probe = Probe.of(this.wasm);
  }

  prepare(entry) {
    return entry.prepare?.(this);
  }

  // A second instance of the same module, to be used like this trial itself.
  neighbour() {
    return this.#beside(this.#crate);
  }

  // An instance of a second copy of the package.
  stranger() {
    return this.#beside(this.#crate.elsewhere());
  }

  async #beside(crate) {
    const other = new Trial(crate, this.column, this.options);
    other.#seen = this.#seen;
    other.#lacking = this.#lacking;
    other.#conceded = this.#conceded;
    other.host = this.host;
    return Object.assign(other, await crate.instance());
  }

  // A further instance whose start function meets `cause`, with the outcome of its making.
  async start(cause) {
    const number = await this.#crate.causeNumber(cause);
    const { exports, start } = await this.#crate.load();
    this.host.starting = (memory, address) => {
      this.probe = new Probe(memory, address);
      return number;
    };
    this.exports = exports;
    return attempt(start);
  }

  // A caller was given so many promises that nobody handles.
  tolerateRejections(count) {
    this.#tolerated += count;
  }

  isTolerated(stray) {
    return stray.startsWith(REJECTION) && this.#tolerated-- > 0;
  }

  // Calls `entry`, having armed `cause` if there is one: the outcome and what the probe counted.
  async strike(entry, cause, subject = this.prepare(entry)) {
    if (cause) await this.arm(cause);
    return this.probe.during(() => attempt(() => entry.call(this, subject)));
  }
}

function unexpected(name) {
  return () => {
    throw new Error(`the scenario did not expect a call of ${name}`);
  };
}
