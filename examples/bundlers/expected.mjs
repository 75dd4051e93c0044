// What the application sees, whoever has built it: by delivery, "plain" as wasm-bindgen wrote it or
// "finished", for the build "unwind" or "abort".

const ENDED = {
  name: "InstanceAbortError",
  kind: "unreachable",
  boundary: "Ledger.pay",
  message: "the instance aborted in `Ledger.pay`: unreachable",
};
const refused = (boundary) => ({
  ...ENDED,
  boundary,
  message: `\`${boundary}\` was refused by the instance: it ended: ${ENDED.message}`,
});
const PANICKED = { name: "PanicError", kind: "panic", boundary: "split", message: "attempt to divide by zero" };
const STALE = { name: "StaleError", kind: "stale", message: "the object is of an instance that has been replaced" };
const CANNOT =
  "the instance cannot be reset: this glue cannot make a second one unless wasm-bulkhead-finish finishes it";

const RENEWED = { reset: {}, after: { value: "59,41" }, generation: 2, strays: [] };

const DELIVERIES = {
  web: {
    guard: "plain",
    ...RENEWED,
    // In plain glue wasm-bindgen's own errors.
    stale: { name: "Error", message: "Invalid stale object from previous Wasm instance" },
    strays: ["Error: Cannot invoke closure from previous WASM instance"],
  },
  "web-finished": { guard: "finished", ...RENEWED, stale: STALE },
  bundler: {
    guard: "plain",
    reset: { name: "Error", message: CANNOT },
    after: refused("new Ledger"),
    generation: 1,
    stale: refused("Ledger.balances"),
    strays: [],
  },
  "bundler-finished": { guard: "finished", ...RENEWED, stale: STALE },
};

export function expected(delivery, build) {
  return {
    build,
    ...(build === "unwind" && { panic: PANICKED }),
    trap: ENDED,
    next: refused("Ledger.balances"),
    waiting: [ENDED.name, ENDED.name],
    live: false,
    faults: [...(build === "unwind" ? ["PanicError panic"] : []), "InstanceAbortError unreachable"],
    ...DELIVERIES[delivery],
  };
}
