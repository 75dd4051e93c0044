// The same module without wasm-bulkhead, to tell what is a bundler's own.

import { build } from "lab";

globalThis.seen = build();
