//! The builds the contract is proven in.

use super::place::Place;
use crate::toolchain::{Encoding, Flags, Panic};
use crate::wasm::{Build, Flag, Target};

/// The crate of nearly all lines.
const CONTRACT: &str = "conformance";

/// The crate of P13, which LLVM miscompiles where it is let.
pub(super) const LOOPS: &str = "loops";

/// Its lines.
const LINES_OF_LOOPS: &[&str] = &["P13"];

/// One way to build a crate of the contract, and the scenarios that are run in it.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub(super) package: &'static str,
    pub(super) panic: Panic,
    pub(super) delivery: Delivery,
    /// Another than the release profile's own.
    pub(super) opt_level: Option<&'static str>,
    /// Whether all crates are optimised as one.
    pub(super) lto: bool,
    /// The ids of scenarios that differ here; without them, all of the contract's crate.
    only: Option<&'static [&'static str]>,
    /// Whether the test command builds it too.
    pub(super) is_everyday: bool,
}

/// How wasm-bulkhead reaches the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// The glue as wasm-bindgen wrote it, with our JavaScript module.
    Plain,
    /// Without the feature `js`, so that no module is imported and a classic script will do.
    NoModules,
    /// Plain, with a function in the glue by which others reset the instance.
    Resettable,
    /// As worker-build has wasm-bindgen write it: resettable, and with an abort handler.
    WorkerBuild,
}

impl Delivery {
    /// Its name for the harness.
    pub(super) fn name(self) -> &'static str {
        match self {
            Delivery::Plain => "plain",
            Delivery::NoModules => "no-modules",
            Delivery::Resettable => "resettable",
            Delivery::WorkerBuild => "worker-build",
        }
    }
}

/// All variants, those of one panic strategy together so that std is built once for them.
pub(super) fn variants() -> Vec<Variant> {
    Panic::ALL.into_iter().flat_map(variants_of).collect()
}

fn variants_of(panic: Panic) -> Vec<Variant> {
    let plain = Variant {
        package: CONTRACT,
        panic,
        delivery: Delivery::Plain,
        opt_level: None,
        lto: false,
        only: None,
        is_everyday: true,
    };
    let no_modules = Variant {
        delivery: Delivery::NoModules,
        ..plain.clone()
    };
    let resettable = Variant {
        delivery: Delivery::Resettable,
        ..plain.clone()
    };
    let worker_build = Variant {
        delivery: Delivery::WorkerBuild,
        ..plain.clone()
    };
    let mut all = vec![plain.clone(), no_modules, resettable, worker_build];
    if let Panic::Unwind(_) = panic {
        // Whether destructors run when an exception passes is the optimiser's to spoil.
        all.extend(["0", "1", "s"].map(|level| Variant {
            opt_level: Some(level),
            only: Some(&["P10"]),
            ..plain.clone()
        }));
        // Here the optimiser sees through calls into other crates as well.
        all.push(Variant {
            lto: true,
            only: Some(&["P1", "P2", "P9", "P10"]),
            ..plain.clone()
        });
        all.extend(loops(&plain));
    }
    all
}

/// Where nothing is optimised, nothing is moved either.
fn loops(plain: &Variant) -> impl Iterator<Item = Variant> + '_ {
    let levels = ["1", "2", "3", "s", "z"].into_iter();
    let builds = levels.flat_map(|level| [(level, false), (level, true)]);
    builds.map(|(level, lto)| Variant {
        package: LOOPS,
        opt_level: Some(level),
        lto,
        only: Some(LINES_OF_LOOPS),
        is_everyday: plain.panic == Panic::Unwind(Encoding::Legacy)
            && [("3", false), ("z", true)].contains(&(level, lto)),
        ..plain.clone()
    })
}

impl Variant {
    /// The build with wasm-bulkhead, or the one without.
    pub(super) fn build(&self, with: bool) -> Build {
        let mut features = Vec::new();
        if with {
            features.push("bulkhead".to_owned());
        }
        let has_modules = self.delivery != Delivery::NoModules;
        if has_modules && self.package == CONTRACT {
            features.push("js".to_owned());
        }
        let flags = match self.delivery {
            Delivery::Plain | Delivery::NoModules => vec![],
            Delivery::Resettable => vec![Flag::ExperimentalResetStateFunction],
            Delivery::WorkerBuild => vec![
                Flag::ExperimentalResetStateFunction,
                Flag::ForceEnableAbortHandler,
            ],
        };
        Build {
            flags,
            features,
            default_features: false,
            opt_level: self.opt_level.map(str::to_owned),
            lto: self.lto,
            rustflags: Flags {
                // Only wasm-bulkhead asks for the flags.
                unsplit_edges: self.package == LOOPS && !with,
                ..Flags::default()
            },
            target: if has_modules {
                Target::Web
            } else {
                Target::NoModules
            },
            ..Build::new(self.package, self.panic)
        }
    }

    /// Whether its glue is also tried finished.
    pub(super) fn is_finished(&self) -> bool {
        self.delivery != Delivery::NoModules && self.opt_level.is_none() && !self.lto
    }

    /// Whether the engine runs it. Abort handlers came with the new encoding.
    pub(super) fn runs_in(&self, place: Place) -> bool {
        let is_new = place.runs(Panic::Unwind(Encoding::Exnref));
        place.runs(self.panic) && (is_new || self.delivery != Delivery::WorkerBuild)
    }

    /// The ids to ask the harness for out of those the user asked for: `None` is all, and an
    /// empty list means that there is nothing to run here.
    pub(super) fn ids(&self, wanted: &[String]) -> Option<Vec<String>> {
        let wanted = (!wanted.is_empty()).then(|| wanted.to_vec());
        match (self.only, wanted) {
            (None, None) => None,
            (None, Some(mut wanted)) => {
                wanted.retain(|id| !LINES_OF_LOOPS.contains(&id.as_str()));
                Some(wanted)
            }
            (Some(only), None) => Some(only.iter().map(|&id| id.to_owned()).collect()),
            (Some(only), Some(mut wanted)) => {
                wanted.retain(|id| only.contains(&id.as_str()));
                Some(wanted)
            }
        }
    }

    /// A word for files.
    pub(super) fn slug(&self) -> String {
        let mut slug = self.panic.slug().to_owned();
        if self.package != CONTRACT {
            slug = format!("{}-{slug}", self.package);
        }
        if self.delivery != Delivery::Plain {
            slug = format!("{slug}-{}", self.delivery.name());
        }
        if let Some(level) = self.opt_level {
            slug = format!("{slug}-opt-{level}");
        }
        if self.lto {
            slug = format!("{slug}-lto");
        }
        slug
    }
}

impl std::fmt::Display for Variant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}", self.package, self.panic)?;
        if self.delivery != Delivery::Plain {
            write!(f, ", {}", self.delivery.name())?;
        }
        if let Some(level) = self.opt_level {
            write!(f, ", opt-level {level}")?;
        }
        if self.lto {
            f.write_str(", LTO")?;
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_variants_share_their_files() {
        let slugs: HashSet<_> = variants().iter().map(Variant::slug).collect();
        assert_eq!(slugs.len(), variants().len());
    }

    #[test]
    fn a_filter_leaves_out_variants_it_does_not_touch() {
        let all = variants();
        let some = all.iter().find(|v| v.opt_level.is_some()).unwrap();
        let rest = all.iter().find(|v| v.opt_level.is_none()).unwrap();
        assert_eq!(some.ids(&["P1".into()]), Some(vec![]));
        assert_eq!(some.ids(&[]), Some(vec!["P10".into()]));
        assert_eq!(rest.ids(&["P1".into()]), Some(vec!["P1".into()]));
        assert_eq!(rest.ids(&[]), None);
        assert_eq!(rest.ids(&["P13".into()]), Some(vec![]));
    }
}
