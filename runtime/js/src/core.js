// The core in front of glue as wasm-bindgen wrote it.

import { install } from "./install.js";

install();

export * from "./offers.js";
