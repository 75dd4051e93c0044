// What the panes show after each button, by build. A story is a page of its own; `complaints` is what
// the console may say of the plain copy, whose failures nobody catches.

const RIGHT = /^Ann \d+ \+ Bob \d+ = 100$/;
const WRONG = /= 90, and 10 are lost$/;
const ANSWERED = "got its answer: 1600";
const FORGOTTEN = {
  verdict: "Works again, but has forgotten everything",
  failed: "loaded from scratch: memory is gone",
  next: "Ann 60 + Bob 40 = 100",
  timeline: /1 instances took over\.$/,
};
const SAME = { instance: "cannot be asked", log: "there is nothing to listen to" };
const FINE = { verdict: "Works", failed: "went through", next: RIGHT, waiting: ANSWERED };
const UNTOUCHED = { pending: "0", stray: "none" };

/** The plain copy goes on over what is left. */
const wrongBooks = (failed) => ({
  ...SAME,
  ...UNTOUCHED,
  verdict: "Goes on with wrong books, as if nothing had happened",
  failed,
  next: WRONG,
  waiting: ANSWERED,
});

/** The plain copy answers nobody any more. */
const stuck = (failed, next) => ({
  ...SAME,
  verdict: "Stuck: no call works any more",
  failed,
  next,
  waiting: "the answer came, and never reached it",
  pending: "1",
  stray: /^[1-9]/,
  "error.name": "RuntimeError",
  "error.kind": "not known",
  "error.boundary": "not known",
  timeline: /1 callers wait for ever/,
});

const opaque = /^RuntimeError: /;
// Each engine has its own word for it.
const overflown = /^(RuntimeError|RangeError|InternalError): /;

/** The guarded copy after the end of its instance. */
const closed = (kind, boundary, rest = {}) => ({
  ...UNTOUCHED,
  verdict: "Closed, and everybody was told: press Recover",
  failed: `InstanceAbortError (${kind})`,
  next: `InstanceAbortError (${kind})`,
  waiting: `told: InstanceAbortError (${kind})`,
  instance: "number 1, closed",
  log: `InstanceAbortError (${kind})`,
  "error.name": "InstanceAbortError",
  "error.kind": kind,
  "error.boundary": boundary,
  timeline: /0 callers wait for ever/,
  ...rest,
});

/** The guarded copy after a panic that was caught. */
const caught = (boundary, location, rest = {}) => ({
  ...UNTOUCHED,
  waiting: ANSWERED,
  instance: "number 1, live",
  failed: /^PanicError: /,
  log: /^PanicError: /,
  "error.name": "PanicError",
  "error.kind": "panic",
  "error.boundary": boundary,
  "error.location": location,
  ...rest,
});

const renewed = (books) => ({
  ...UNTOUCHED,
  verdict: "Works again, and has forgotten nothing",
  failed: "a fresh instance, with the books from the vault",
  next: books,
  instance: "number 2, live",
  timeline: /1 instances took over\.$/,
});

const pay = (without, with_) => ({
  press: "pay",
  without: { ...FINE, next: without },
  with: { ...FINE, next: with_ },
});
const recover = (without, with_) => ({ press: "recover", without, with: with_ });

const FIRST = pay("Ann 59 + Bob 41 = 100", "Ann 59 + Bob 41 = 100");
const KEPT = "Ann 59 + Bob 41 = 100";

/** A payment, a failure, a call after it, and the way back, after which the copies differ. */
function ends(press, kind, without, later, rest) {
  const complaints = /Module terminated|unreachable|out of bounds/;
  return [
    FIRST,
    { press, without, with: closed(kind, "Ledger.pay", rest) },
    { press: "pay", without: later, with: { failed: `InstanceAbortError (${kind})`, instance: "number 1, closed" } },
    recover(FORGOTTEN, renewed(KEPT)),
    { ...pay("Ann 59 + Bob 41 = 100", "Ann 58 + Bob 42 = 100"), complaints },
  ];
}

const TERMINATED = "Error: Module terminated";
const refused = { failed: TERMINATED, next: TERMINATED };
const goesOn = { failed: "went through", next: WRONG };

export const EXPECTED = {
  unwind: {
    panic: [
      FIRST,
      {
        press: "panic",
        without: {
          ...SAME,
          ...UNTOUCHED,
          verdict: "Works",
          failed: /^PanicError: /,
          next: RIGHT,
          waiting: ANSWERED,
          "error.kind": "not known",
          "error.boundary": "not known",
          "error.location": "not known",
        },
        with: caught("split", /^examples\/lab\/src\/lib\.rs:\d+:\d+$/, {
          verdict: "Works: the failure stayed in the call that made it",
          next: RIGHT,
        }),
      },
      recover(FORGOTTEN, { failed: "there was nothing to mend", next: KEPT, instance: "number 1, live" }),
    ],
    torn: [
      FIRST,
      {
        press: "torn",
        without: wrongBooks(/^PanicError: /),
        with: caught("Ledger.pay", /^examples\/lab\/src\/failure\.rs:\d+:\d+$/, {
          verdict: "Works, with the torn books locked: press Recover",
          next: "PoisonError: torn by Ledger.pay",
        }),
      },
      recover(FORGOTTEN, { failed: "the books were mended", next: KEPT, instance: "number 1, live" }),
    ],
    trap: ends("trap", "unreachable", stuck(opaque, TERMINATED), refused),
    overflow: ends("overflow", "stack_overflow", { ...stuck(overflown, TERMINATED), "error.name": /./ }, refused),
    memory: ends("memory", "out_of_memory", stuck(opaque, TERMINATED), refused),
    nested: ends("nested", "unreachable", stuck(opaque, TERMINATED), refused),
  },
  abort: {
    panic: [
      FIRST,
      {
        press: "panic",
        without: { ...SAME, failed: opaque, next: RIGHT, "error.location": "not known" },
        with: closed("panic_abort", "split", { "error.location": /^examples\/lab\/src\/lib\.rs:/ }),
      },
      recover(FORGOTTEN, renewed(KEPT)),
    ],
    torn: ends("torn", "panic_abort", wrongBooks(opaque), goesOn, { "error.location": /failure\.rs:/ }),
    trap: ends("trap", "unreachable", wrongBooks(opaque), goesOn),
    overflow: ends("overflow", "stack_overflow", { ...stuck(overflown, /./), "error.name": /./ }, { next: overflown }),
    memory: ends("memory", "out_of_memory", wrongBooks(opaque), goesOn),
    nested: ends("nested", "unreachable", wrongBooks("no error at all"), goesOn),
  },
};
