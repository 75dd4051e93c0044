//! The mutants: one edit each, and the scenarios that have to notice it.

use crate::toolchain::{Encoding, Panic};

/// One mechanism, taken out.
pub(super) struct Mutant {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) file: &'static str,
    /// This text, which the file has once, …
    pub(super) find: &'static str,
    /// … becomes this.
    pub(super) put: &'static str,
    pub(super) builds: &'static [Panic],
    /// Whether all crates are optimised as one, where only that brings it out.
    pub(super) lto: bool,
    /// Contract ids, of which one scenario at least has to fail.
    pub(super) scenarios: &'static [&'static str],
}

const UNWIND: &[Panic] = &[Panic::Unwind(Encoding::Legacy)];
const ABORT: &[Panic] = &[Panic::Abort];
const BOTH: &[Panic] = &[Panic::Unwind(Encoding::Legacy), Panic::Abort];

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "no-gate",
        about: "bodies run whatever the flag says",
        file: "runtime/src/gate.rs",
        find: "    if !is_open() {\n        stop(boundary);\n    }\n",
        put: "    let _ = boundary;\n",
        builds: BOTH,
        lto: false,
        scenarios: &["A-dead"],
    },
    Mutant {
        name: "no-catch",
        about: "boundaries catch nothing",
        file: "runtime/src/boundary.rs",
        find: "std::panic::catch_unwind(std::panic::AssertUnwindSafe(body))",
        put: "Ok(body())",
        builds: UNWIND,
        lto: false,
        scenarios: &["P1", "P2"],
    },
    Mutant {
        name: "no-flag",
        about: "the guard leaves the flag in memory alone",
        file: "runtime/js/end.js",
        find: "  attempt(() => (c.words()[flagAddress(c) >>> 2] = 1));\n",
        put: "",
        builds: BOTH,
        lto: false,
        scenarios: &["A-dead"],
    },
    Mutant {
        name: "no-guard",
        about: "the glue gets the genuine exports",
        file: "runtime/js/guard.js",
        find: "  if (typeof exports.__wasm_bulkhead_state !== \"function\") return exports;\n",
        put: "  return exports;\n",
        builds: BOTH,
        lto: false,
        scenarios: &["A-dead", "A-err"],
    },
    Mutant {
        name: "no-rejection",
        about: "promises stay pending when the instance ends",
        file: "runtime/js/end.js",
        find: "  for (const { reject } of c.promises.values()) reject(c.dead);\n",
        put: "",
        builds: BOTH,
        lto: false,
        scenarios: &["A-err", "A-wait"],
    },
    Mutant {
        name: "no-stack-restore",
        about: "what an exception took of the shadow stack stays lost",
        file: "runtime/js/compartment.js",
        find: "      this.setStackPointer = exports.__wasm_bulkhead_sp_set;\n",
        put: "",
        builds: BOTH,
        lto: false,
        scenarios: &["P10", "P11"],
    },
    Mutant {
        name: "no-hook-chain",
        about: "the panic hook that was set before is forgotten",
        file: "runtime/src/panic.rs",
        find: "        previous(info);\n",
        put: "        let _ = &previous;\n",
        builds: BOTH,
        lto: false,
        scenarios: &["U5"],
    },
    Mutant {
        name: "no-leaving",
        about: "a boundary that was left counts as entered",
        file: "runtime/src/state.rs",
        find: "    STATE.with(|state| state.set_boundary(around));\n",
        put: "    let _ = around;\n",
        builds: BOTH,
        lto: false,
        scenarios: &["A-err", "P3", "P9"],
    },
    Mutant {
        name: "no-unwinding-of-js",
        about: "a JavaScript exception crosses Rust without its destructors",
        file: "runtime/src/imports.rs",
        find: "    if !crate::state::boundary_name().is_empty() {\n",
        put: "    if false {\n",
        builds: UNWIND,
        lto: false,
        scenarios: &["P10"],
    },
    Mutant {
        name: "all-fatal",
        about: "every exception ends the instance",
        file: "runtime/js/end.js",
        find:
            "  if (isFatal(c, depth, e) || isFailedStart(c, name, e)) return close(c, name, e);\n",
        put: "  return close(c, name, e);\n",
        builds: ABORT,
        lto: false,
        scenarios: &["P10"],
    },
    Mutant {
        name: "throw-directly",
        about: "errors are thrown by a call that rustc believes not to unwind",
        file: "runtime/src/boundary.rs",
        find: "    black_box(throw_val)(error)\n",
        put: "    throw_val(error)\n",
        builds: UNWIND,
        lto: true,
        scenarios: &["P2"],
    },
    Mutant {
        name: "throw-into-hook",
        about: "what the host throws at a panic's site goes on into the panic machinery",
        file: "runtime/src/host/module.rs",
        find: "    js::capture(instance(), message, file, line, column).ok()\n",
        put: "    Some(js::capture(instance(), message, file, line, column).unwrap_or_else(|e| wasm_bindgen::throw_val(e)))\n",
        builds: UNWIND,
        lto: false,
        scenarios: &["X3"],
    },
    Mutant {
        name: "no-foreign-errors",
        about: "whatever looks like a trap ends the instance",
        file: "runtime/js/end.js",
        find: " && !isForeign(c, e);\n",
        put: ";\n",
        builds: BOTH,
        lto: false,
        scenarios: &["X3"],
    },
];
