// One copy of the program: it is called, and what came of it is written down. A mark is "good",
// "held" for a failure that says what it is, or "bad" for one that is silent, wrong or opaque.

const TOTAL = 100;
const LOST = 10;

export class Copy {
  /** Calls, by the moment they were made. */
  calls = [];
  /** Callers who were given a promise. */
  callers = [];
  /** When another instance took over. */
  takeovers = [];
  /** What the rows of the pane say. */
  facts = {};
  error = null;
  strays = 0;

  constructor(now) {
    this.now = now;
  }

  async begin() {
    await this.load();
    this.ledger = new this.program.Ledger();
  }

  /** Somebody asks for an exchange rate, which is some time coming. */
  wait(now) {
    const caller = { from: now, to: null, mark: null, said: null };
    this.callers.push(caller);
    this.caller = caller;
    const rate = new Promise((tell) => (this.tellRate = tell));
    const settle = (mark, said) => Object.assign(caller, { to: this.now(), mark, said });
    let answer;
    try {
      answer = this.program.convert(10, rate);
    } catch (error) {
      answer = Promise.reject(error);
    }
    answer.then(
      (amount) => settle("good", `got its answer: ${amount}`),
      (error) => settle(markOf(error), `told: ${title(error)}`),
    );
  }

  /** The call that a button stands for. */
  strike(act, now) {
    this.error = null;
    const outcome = this.try(() => this[act]());
    if (outcome.error) this.fact("failed", markOf(outcome.error), title(outcome.error));
    else if (act === "nested") this.fact("failed", "bad", "no error at all");
    else this.fact("failed", "good", "went through");
    this.calls.push({ at: now, mark: this.facts.failed.mark });
  }

  pay = () => this.ledger.pay(1, this.program.Failure.None);
  panic = () => this.program.split(TOTAL, 0);
  torn = () => this.ledger.pay(LOST, this.program.Failure.Panic);
  trap = () => this.ledger.pay(LOST, this.program.Failure.Trap);
  overflow = () => this.ledger.pay(LOST, this.program.Failure.Overflow);
  memory = () => this.ledger.pay(LOST, this.program.Failure.Memory);

  // While it prints, something traps, and whoever wrote the printer was careless.
  nested = () =>
    this.ledger.payWithReceipt(1, {
      print: () => {
        try {
          this.trap();
        } catch {
          // As if nothing had happened.
        }
      },
    });

  /** Any call that comes after. */
  ask(now) {
    const { value, error } = this.try(() => this.ledger.balances());
    const [ann, bob] = value ?? [];
    this.books = error ? "refused" : ann + bob === TOTAL ? "right" : "wrong";
    const sum = `Ann ${ann} + Bob ${bob} = ${ann + bob}`;
    if (error) this.fact("next", markOf(error), title(error));
    else if (this.books === "right") this.fact("next", "good", sum);
    else this.fact("next", "bad", `${sum}, and ${TOTAL - ann - bob} are lost`);
    this.calls.push({ at: now, mark: this.facts.next.mark });
  }

  /** The rate is there. */
  tell() {
    this.tellRate(160);
  }

  /** What has become of the caller since. */
  look() {
    const { mark, said } = this.caller;
    if (mark === null) this.caller.mark = "bad";
    this.fact("waiting", mark ?? "bad", said ?? "the answer came, and never reached it");
  }

  /** How things stand now. */
  refresh() {
    const pending = this.callers.filter(({ to }) => to === null);
    const hanging = pending.some(({ mark }) => mark === "bad");
    this.fact("pending", hanging ? "bad" : null, String(pending.length));
    this.fact("stray", this.strays > 0 ? "bad" : null, this.strays === 0 ? "none" : String(this.strays));
  }

  try(call) {
    try {
      return { value: call() };
    } catch (error) {
      this.error ??= error;
      return { error };
    }
  }

  fact(name, mark, said) {
    this.facts[name] = { mark, said };
  }
}

const IDLE = { mark: null, said: "Nothing has happened yet" };
const WORKS = { mark: "good", said: "Works" };

/** As wasm-bindgen has it, which has nothing to ask, and no way back but to load it anew. */
export class Plain extends Copy {
  #loaded = 0;

  async load() {
    this.program = await import(`./without/lab.js?${this.#loaded++}`);
    await this.program.default();
  }

  async recover(now) {
    await this.begin();
    this.error = null;
    this.takeovers.push({ at: now, number: this.#loaded });
    this.caller = null;
    this.fact("failed", "bad", "loaded from scratch: memory is gone");
    this.fact("waiting", null, "–");
    this.strays = 0;
  }

  refresh() {
    super.refresh();
    this.fact("instance", null, "cannot be asked");
    this.fact("log", null, "there is nothing to listen to");
  }

  /** In one sentence. */
  get verdict() {
    if (this.books === undefined) return IDLE;
    if (this.books === "wrong") return { mark: "bad", said: "Goes on with wrong books, as if nothing had happened" };
    if (this.books === "refused") return { mark: "bad", said: "Stuck: no call works any more" };
    if (this.caller === null) return { mark: "bad", said: "Works again, but has forgotten everything" };
    if (this.caller.mark === "bad") return { mark: "bad", said: "Leaves a caller waiting for ever" };
    return WORKS;
  }
}

/** With wasm-bulkhead, and its object for hosts. */
export class Guarded extends Copy {
  async load() {
    this.program = await import("./with/lab.js");
    await this.program.default();
    this.program.bulkhead.onFault((fault) => this.fact("log", "good", title(fault)));
    this.fact("log", null, "no fault so far");
  }

  async recover(now) {
    const { bulkhead, Ledger } = this.program;
    this.error = null;
    this.caller = null;
    this.fact("waiting", null, "–");
    if (!bulkhead.state().live) {
      bulkhead.reset();
      // The fresh one serves from the next task on.
      await new Promise((go) => setTimeout(go));
      this.ledger = new Ledger();
      this.takeovers.push({ at: now, number: bulkhead.generation });
      this.fact("failed", "good", "a fresh instance, with the books from the vault");
    } else if (this.books === "refused") {
      this.ledger.repair();
      this.fact("failed", "good", "the books were mended");
    } else {
      this.fact("failed", "good", "there was nothing to mend");
    }
  }

  refresh() {
    super.refresh();
    const { live, generation } = this.program.bulkhead.state();
    this.fact("instance", live ? "good" : "held", `number ${generation}, ${live ? "live" : "closed"}`);
  }

  get verdict() {
    if (this.books === undefined) return IDLE;
    if (!this.program.bulkhead.state().live) {
      return { mark: "held", said: "Closed, and everybody was told: press Recover" };
    }
    if (this.books === "refused") return { mark: "held", said: "Works, with the torn books locked: press Recover" };
    if (this.caller === null) return { mark: "good", said: "Works again, and has forgotten nothing" };
    if (this.facts.failed.mark === "held") return { mark: "good", said: "Works: the failure stayed in the call that made it" };
    return WORKS;
  }
}

/** Whether an error says what it is. */
const markOf = (error) => (error.kind !== undefined || error.name === "PanicError" ? "held" : "bad");

function title({ name, kind, message, tornBy }) {
  if (tornBy !== undefined) return `${name}: torn by ${tornBy}`;
  return name === "InstanceAbortError" ? `${name} (${kind})` : `${name}: ${message}`;
}
