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
        scenarios: &["A-dead"],
    },
    Mutant {
        name: "no-catch",
        about: "boundaries catch nothing",
        file: "runtime/src/boundary.rs",
        find: "std::panic::catch_unwind(std::panic::AssertUnwindSafe(body))",
        put: "Ok(body())",
        builds: UNWIND,
        scenarios: &["P1", "P2"],
    },
    Mutant {
        name: "no-flag",
        about: "the guard leaves the flag in memory alone",
        file: "runtime/js/end.js",
        find: "  attempt(() => (c.words()[flagAddress(c) >>> 2] = 1));\n",
        put: "",
        builds: BOTH,
        scenarios: &["A-dead"],
    },
    Mutant {
        name: "no-guard",
        about: "the glue gets the genuine exports",
        file: "runtime/js/guard.js",
        find: "  if (typeof exports.__wasm_bulkhead_state !== \"function\") return exports;\n",
        put: "  return exports;\n",
        builds: BOTH,
        scenarios: &["A-dead", "A-err"],
    },
    Mutant {
        name: "no-rejection",
        about: "promises stay pending when the instance ends",
        file: "runtime/js/end.js",
        find: "  for (const { reject } of c.promises.values()) reject(c.dead);\n",
        put: "",
        builds: BOTH,
        scenarios: &["A-err", "A-wait"],
    },
    Mutant {
        name: "no-stack-restore",
        about: "what an exception took of the shadow stack stays lost",
        file: "runtime/js/compartment.js",
        find: "      this.setStackPointer = exports.__wasm_bulkhead_sp_set;\n",
        put: "",
        builds: BOTH,
        scenarios: &["P10", "P11"],
    },
    Mutant {
        name: "no-hook-chain",
        about: "the panic hook that was set before is forgotten",
        file: "runtime/src/panic.rs",
        find: "        previous(info);\n",
        put: "        let _ = &previous;\n",
        builds: BOTH,
        scenarios: &["U5"],
    },
    Mutant {
        name: "no-leaving",
        about: "a boundary that was left counts as entered",
        file: "runtime/src/state.rs",
        find: "    STATE.with(|state| state.set_boundary(around));\n",
        put: "    let _ = around;\n",
        builds: BOTH,
        scenarios: &["A-err", "P3", "P9"],
    },
    Mutant {
        name: "no-unwinding-of-js",
        about: "a JavaScript exception crosses Rust without its destructors",
        file: "runtime/src/imports.rs",
        find: "    if !crate::state::boundary_name().is_empty() {\n",
        put: "    if false {\n",
        builds: UNWIND,
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
        scenarios: &["P10"],
    },
];
