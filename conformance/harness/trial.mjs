// One scenario tried on one crate: what it saw, and what it found lacking.

import { onStray } from "../host.mjs";
import { attempt, describeError, idle } from "./outcome.mjs";

// For a scenario, and as much again for every 20,000 panics it may make.
const DEADLINE_MS = 60_000;

let strays = [];
onStray((how, error) => strays.push(`${how} ${describeError(error)}`));

export async function tryOut(crate, scenario, cell, options) {
  const trial = new Trial(crate, options);
  strays = [];
  let deadline;
  try {
    const limit = DEADLINE_MS * (1 + options.panics / 20_000);
    const overdue = new Promise((_, reject) => {
      deadline = setTimeout(() => reject(new Error(`no end after ${limit / 1000} s`)), limit);
    });
    await Promise.race([trial.run(scenario, cell), overdue]);
  } catch (error) {
    trial.expect(false, `an end of the scenario (${describeError(error)})`);
  } finally {
    clearTimeout(deadline);
  }
  await idle();
  for (const stray of new Set(strays)) trial.see(stray);
  trial.expect(strays.length === 0, "silence");
  return trial.verdict();
}

class Trial {
  #crate;
  #seen = [];
  #lacking = [];

  constructor(crate, options) {
    this.#crate = crate;
    this.options = options;
  }

  async run(scenario, cell) {
    // What the imports of src/imports.rs reach; scenarios put their own functions here.
    this.host = globalThis.conformance = {
      host: () => this.host,
      visit: unexpected("visit"),
      knock: unexpected("knock"),
      lend: unexpected("lend"),
      gift: unexpected("gift"),
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

  verdict() {
    const saw = [...this.#seen];
    if (this.#lacking.length > 0) saw.push(`lacks ${this.#lacking.join(", ")}`);
    return { ok: this.#lacking.length === 0, saw: saw.join("; ") };
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

  prepare(entry) {
    return entry.prepare?.(this);
  }

  // A second instance of the same module, to be used like this trial itself.
  async neighbour() {
    const other = new Trial(this.#crate, this.options);
    other.#seen = this.#seen;
    other.#lacking = this.#lacking;
    other.host = this.host;
    return Object.assign(other, await this.#crate.instance());
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
