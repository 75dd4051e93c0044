// What an application that was bundled sees of its guard. `lab` is what it imported of examples/lab.

export async function story({ Ledger, Failure, bulkhead, convert, split, build }) {
  const strays = [];
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    strays.push(String(event.reason));
  });
  const faults = [];
  bulkhead.onFault(({ name, kind }) => faults.push(`${name} ${kind}`));

  const ledger = new Ledger();
  const seen = { build: build(), guard: bulkhead.state().guard };
  ledger.pay(1, Failure.None);
  if (seen.build === "unwind") seen.panic = attempt(() => split(1, 0));
  const waiting = watch(convert(10, new Promise(() => {})));
  let tellLate;
  const late = watch(convert(10, new Promise((tell) => (tellLate = tell))));
  await macrotask();

  seen.trap = attempt(() => ledger.pay(10, Failure.Trap));
  seen.next = attempt(() => ledger.balances());
  await macrotask();
  seen.waiting = [waiting.said, late.said];
  seen.live = bulkhead.state().live;

  // Where the module has to be fetched once more, that takes some time.
  seen.reset = attempt(() => bulkhead.reset());
  for (let times = 0; times < 50 && /has not been fetched/.test(seen.reset.message); times++) {
    await macrotask();
    seen.reset = attempt(() => bulkhead.reset());
  }
  // The fresh instance serves from the next task on.
  await macrotask();
  seen.after = attempt(() => [...new Ledger().balances()].join());
  seen.generation = bulkhead.generation;
  seen.stale = attempt(() => ledger.balances());
  tellLate(160);
  await macrotask();
  return { ...seen, faults, strays };
}

function attempt(call) {
  try {
    return { value: call() };
  } catch ({ name, kind, boundary, message }) {
    return { name, kind, boundary, message };
  }
}

function watch(promise) {
  const watched = { said: "pending" };
  promise.then(
    () => (watched.said = "fulfilled"),
    (error) => (watched.said = error.name),
  );
  return watched;
}

const macrotask = () => new Promise((done) => setTimeout(done, 20));
