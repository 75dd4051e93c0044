// The core in front of glue as wasm-bindgen wrote it.

import { cannotGuard } from "./degraded.js";
import { install } from "./install.js";

if (!install()) cannotGuard("the intrinsics of this realm are frozen");

export * from "./offers.js";
