// Tries the scenarios on a build, in whatever kind of realms `spawn` makes.

import scenarios from "./scenarios.mjs";

// One of them is where the scenario itself runs.
const THREADS = 3;

// For one scenario.
const DEADLINE_MS = 30_000;

// `spawn(isHere)` gives the port of a realm and what closes it; `glue` is the address of the glue.
export async function tryAll({ spawn, glue, module, build }) {
  const results = [];
  for (const { title, builds, cells = [{}], run } of scenarios) {
    if (!builds.includes(build)) continue;
    for (const cell of cells) {
      if (cell.builds && !cell.builds.includes(build)) continue;
      const trial = new Trial(spawn, { glue, module });
      trial.build = build;
      results.push({ scenario: [title, cell.cause].filter(Boolean).join(": "), ...(await trial.tryOut(run, cell)) });
    }
  }
  return results;
}

class Trial {
  #spawn;
  #begin;
  #seen = [];
  #lacking = new Set();
  #closing = [];

  constructor(spawn, begin) {
    this.#spawn = spawn;
    this.#begin = begin;
  }

  // Fresh realms over one fresh memory, the first of them in a worker.
  async realms({ deaf = false } = {}) {
    const realms = [];
    let memory;
    for (let nth = 0; nth < THREADS; nth++) {
      // What is deleted here would be missing in later scenarios.
      const isHere = nth === THREADS - 1 && !deaf;
      const { port, close } = await this.#spawn(isHere);
      this.#closing.push(close);
      const realm = remote(port, isHere);
      memory = await realm.begin({ ...this.#begin, memory, deaf });
      realms.push(realm);
    }
    return realms;
  }

  see(what) {
    this.#seen.push(what);
  }

  expect(holds, what) {
    if (!holds) this.#lacking.add(what);
  }

  async tryOut(run, cell) {
    let deadline;
    const overdue = new Promise((_, reject) => {
      deadline = setTimeout(() => reject(new Error(`no end after ${DEADLINE_MS / 1000} s`)), DEADLINE_MS);
    });
    try {
      await Promise.race([run(this, cell), overdue]);
    } catch (error) {
      this.expect(false, `an end of the scenario (${error.message.split("\n")[0]})`);
    } finally {
      clearTimeout(deadline);
      for (const close of this.#closing) await close();
    }
    const lacking = [...this.#lacking];
    const saw = [...this.#seen, ...(lacking.length > 0 ? [`lacks ${lacking.join(", ")}`] : [])];
    return { ok: lacking.length === 0, saw: saw.join("; ") };
  }
}

// Asks the realm behind `port`, by any name.
function remote(port, isHere) {
  const asked = new Map();
  port.onmessage = ({ data: { id, answer, failed } }) => {
    const { resolve, reject } = asked.get(id);
    asked.delete(id);
    if (failed) reject(new Error(failed));
    else resolve(answer);
  };
  let next = 0;
  const ask = (name, given) =>
    new Promise((resolve, reject) => {
      const id = next++;
      asked.set(id, { resolve, reject });
      port.postMessage({ id, ask: name, given });
    });
  return new Proxy({ isHere }, {
    // A promise of it is not to be taken for a thenable.
    get: (own, name) => (name in own || name === "then" ? own[name] : (given) => ask(name, given)),
  });
}
