// How wasm-bulkhead reaches the page: the target of the glue, what is done to the realm before the
// glue is loaded, and what else is worth a run of its own on the same files.

import { freezeIntrinsics, switchGuardOff } from "./harness/realm.mjs";

// The place of the run sees to it.
export const NO_STRINGS = "no code from strings";

export const DELIVERIES = {
  plain: { also: ["guard off", "frozen intrinsics", NO_STRINGS] },
  "guard off": { before: switchGuardOff },
  "frozen intrinsics": { before: freezeIntrinsics },
  [NO_STRINGS]: {},
  "no-modules": { target: "no-modules" },
  // With `__wbg_reset_state`; and with the abort handler of worker-build besides.
  resettable: {},
  "worker-build": {},
};

// Columns that can share a realm. Plain delivery changes an intrinsic, which the finished one is
// there to do without.
export const COLUMNS = [["alone", "with"], ["finished"]];
