//! What each feature of wasm-bulkhead adds to a module that names it, and that the core links none
//! of them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Serialize;

use super::limits::{Figure, Unit};
use super::page::Page;
use super::sized::{Column, Mode, Package, Source};
use super::sizes::{self, Measured, Pair};
use super::source::{self, Kind, ANNOTATION};
use super::timed::BUILDS;
use crate::table::Table;
use crate::toolchain::Panic;

/// One feature, which is in a crate of its own on top of the crate `base`.
struct Feature {
    name: &'static str,
    /// The crate that has all but the feature.
    without: Without,
    code: Code,
    column: Column,
    threads: bool,
}

/// What a crate with a feature is compared with.
#[derive(Clone, Copy)]
enum Without {
    /// One annotated function.
    Base,
    /// Also an annotated class.
    Class,
    /// Also an annotated start function.
    Start,
}

/// What the crate has besides the function.
enum Code {
    /// One item of this kind.
    Item(Kind),
    /// Settings, in a start function.
    Settings(&'static str),
    /// A class `Class0` of which these are the attributes, and the type and value of a field.
    Class(&'static str, &'static str, &'static str),
    /// Anything. `HERE` stands for the annotation.
    Items(&'static str),
}

impl Feature {
    const fn new(name: &'static str, without: Without, code: Code) -> Feature {
        Feature {
            name,
            without,
            code,
            column: Column::With,
            threads: false,
        }
    }
}

/// All of them, in the order of the table.
const FEATURES: &[Feature] = &[
    Feature::new("class", Without::Base, Code::Item(Kind::Class)),
    Feature::new("public field", Without::Base, Code::Item(Kind::Field)),
    Feature::new("async export", Without::Base, Code::Item(Kind::Async)),
    Feature::new("closure", Without::Base, Code::Item(Kind::Closure)),
    Feature::new("import", Without::Base, Code::Item(Kind::Import)),
    Feature::new("start", Without::Base, Code::Settings("")),
    Feature::new(
        "install",
        Without::Start,
        Code::Settings("wasm_bulkhead::Bulkhead::new().install();"),
    ),
    Feature::new(
        "redaction",
        Without::Start,
        Code::Settings("wasm_bulkhead::Bulkhead::new().redact(true).install();"),
    ),
    Feature::new(
        "fault hook",
        Without::Start,
        Code::Settings(
            "wasm_bulkhead::Bulkhead::new().on_fault(|fault| { \
             opaque(fault.message.len() as i32); }).install();",
        ),
    ),
    Feature::new(
        "recovery",
        Without::Start,
        Code::Settings(
            "wasm_bulkhead::Bulkhead::new().restart(wasm_bulkhead::Restart::reinit()\
             .at_most(3)).install();",
        ),
    ),
    Feature::new(
        "reload",
        Without::Start,
        Code::Settings(
            "wasm_bulkhead::Bulkhead::new().restart(wasm_bulkhead::Restart::reload()).install();",
        ),
    ),
    Feature::new(
        "vault",
        Without::Base,
        Code::Items(
            "HERE\npub fn keep(text: &str) -> usize {\n#[cfg(feature = \"bulkhead\")]\nif \
             wasm_bulkhead::vault::put(\"text\", text.as_bytes()).is_ok() {\nreturn \
             wasm_bulkhead::vault::get(\"text\").map_or(0, |bytes| bytes.len());\n}\n\
             text.len()\n}\n",
        ),
    ),
    Feature::new(
        "core dump",
        Without::Start,
        Code::Settings(
            "wasm_bulkhead::Bulkhead::new().coredump(wasm_bulkhead::Coredump::at_most(1 << 26))\
             .install();",
        ),
    ),
    Feature::new(
        "poison",
        Without::Class,
        Code::Class("", "wasm_bulkhead::Poison", "Default::default()"),
    ),
    Feature::new(
        "rollback",
        Without::Class,
        Code::Class(
            "#[cfg_attr(feature = \"bulkhead\", wasm_bulkhead::bulkhead(on_panic = \
             rollback))]\n#[wasm_bindgen]\n#[derive(Clone)]\n",
            "()",
            "()",
        ),
    ),
    Feature::new(
        "poison cell",
        Without::Base,
        Code::Items(
            "HERE\npub fn count(a: i32) -> i32 {\n#[cfg(feature = \"bulkhead\")]\nuse \
             wasm_bulkhead::PoisonCell as Cell;\n#[cfg(not(feature = \"bulkhead\"))]\nuse \
             std::cell::RefCell as Cell;\nlet cell = Cell::new(a);\n*cell.borrow_mut() += \
             opaque(a);\ncell.into_inner()\n}\n",
        ),
    ),
    Feature::new(
        "spawn_local",
        Without::Base,
        Code::Items(
            "#[cfg(feature = \"bulkhead\")]\nuse wasm_bulkhead::spawn_local;\n\
             #[cfg(not(feature = \"bulkhead\"))]\nuse wasm_bindgen_futures::spawn_local;\n\n\
             HERE\npub fn later(a: i32) {\nspawn_local(async move { \
             opaque(std::future::ready(a).await); });\n}\n",
        ),
    ),
    Feature::new(
        "abort",
        Without::Base,
        Code::Items(
            "HERE\npub fn end(a: i32) -> i32 {\n#[cfg(feature = \"bulkhead\")]\nif a == 7 {\n\
             wasm_bulkhead::abort(\"as it was told\");\n}\nopaque(a)\n}\n",
        ),
    ),
    Feature::new(
        "state",
        Without::Base,
        Code::Items(
            "HERE\npub fn state(a: i32) -> bool {\n#[cfg(feature = \"bulkhead\")]\nif \
             !wasm_bulkhead::state().live {\nreturn false;\n}\nopaque(a) > 7\n}\n",
        ),
    ),
    Feature::new(
        "alloc",
        Without::Base,
        Code::Items(
            "#[cfg(feature = \"bulkhead\")]\n#[global_allocator]\nstatic ALLOCATOR: \
             wasm_bulkhead::alloc::ReportOom = wasm_bulkhead::alloc::ReportOom::system();\n",
        ),
    ),
    Feature {
        column: Column::JsApi,
        ..Feature::new("js-api", Without::Base, Code::Items(""))
    },
    Feature {
        threads: true,
        ..Feature::new("threads", Without::Base, Code::Items(""))
    },
];

impl Feature {
    /// The name of its crate, which is the base where a feature is one of the build.
    fn krate(&self) -> String {
        match self.code {
            Code::Item(kind) => sizes::crate_of(kind, 1),
            Code::Items("") => sizes::BASE.to_owned(),
            _ => format!("feature_{}", self.name.replace([' ', '-'], "_")),
        }
    }

    fn source(&self) -> Option<Source> {
        let code = match self.code {
            Code::Item(_) | Code::Items("") => return None,
            Code::Settings(settings) => format!(
                "#[cfg_attr(feature = \"bulkhead\", wasm_bulkhead::bulkhead)]\n\
                 #[wasm_bindgen(start)]\nfn start() {{\n#[cfg(feature = \"bulkhead\")]\n\
                 {{ {settings} }}\n}}\n"
            ),
            Code::Class(attributes, field, value) => class(attributes, field, value),
            Code::Items(items) => items.replace("HERE\n", ANNOTATION),
        };
        Some(Source {
            name: self.krate(),
            text: source::base() + &code,
        })
    }
}

/// The class of [`Kind::Class`] with one more field.
fn class(attributes: &str, field: &str, value: &str) -> String {
    let plain = Kind::Class.source(1);
    let plain = match attributes {
        "" => plain,
        attributes => plain.replacen(ANNOTATION, attributes, 1),
    };
    let field = format!("state: Vec<i32>, #[cfg(feature = \"bulkhead\")] more: {field} }}");
    let value = format!("#[cfg(feature = \"bulkhead\")] more: {value}, state: vec!");
    plain
        .replacen("state: Vec<i32> }", &field, 1)
        .replacen("state: vec!", &value, 1)
}

/// All features in all builds.
#[derive(Serialize)]
pub(super) struct Features {
    rows: Vec<Row>,
}

/// One feature.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    /// Bytes of wasm after `wasm-opt -Oz`, by build.
    wasm: BTreeMap<&'static str, f64>,
    /// Bytes of minified JavaScript after gzip, by build.
    script: BTreeMap<&'static str, f64>,
    files: f64,
}

/// The crates of the features.
pub(super) fn sources() -> Vec<Source> {
    FEATURES.iter().filter_map(Feature::source).collect()
}

/// The crate that has the feature of this name, and how it is compiled: in which column, and whether
/// its memory is shared.
pub(super) fn named(name: &str) -> Option<(String, Column, bool)> {
    let feature = FEATURES.iter().find(|feature| feature.name == name)?;
    Some((feature.krate(), feature.column, feature.threads))
}

/// What was measured of the crates of one build.
struct Built {
    panic: Panic,
    pairs: BTreeMap<String, Pair>,
    /// The base with `js-api`, and in a build with threads.
    js_api: Measured,
    threads: Pair,
}

impl Built {
    fn new(package: &Package, panic: Panic) -> Result<Built> {
        let names: BTreeSet<_> = FEATURES.iter().map(Feature::krate).collect();
        let names: Vec<_> = names.into_iter().collect();
        let base = [sizes::BASE.to_owned()];
        let mode = Mode::new(panic);
        let mut js_api = sizes::column(package, &base, mode, Column::JsApi)?;
        let threads = Mode {
            threads: true,
            ..mode
        };
        let mut threads = sizes::pairs(package, &base, threads)?;
        Ok(Built {
            panic,
            pairs: sizes::pairs(package, &names, mode)?,
            js_api: js_api.remove(sizes::BASE).context("the base is built")?,
            threads: threads.remove(sizes::BASE).context("the base is built")?,
        })
    }

    /// What a feature adds to one of the sizes.
    fn more(&self, feature: &Feature, size: impl Fn(&Measured) -> u64) -> f64 {
        let without = &self.pairs[&match feature.without {
            Without::Base => sizes::BASE.to_owned(),
            Without::Class => sizes::crate_of(Kind::Class, 1),
            Without::Start => "feature_start".to_owned(),
        }];
        let with = match (feature.threads, feature.column) {
            (true, _) => self.threads.clone(),
            (false, Column::JsApi) => Pair {
                alone: without.alone.clone(),
                with: self.js_api.clone(),
            },
            _ => self.pairs[&feature.krate()].clone(),
        };
        with.more(&size) - without.more(&size)
    }
}

/// Compiles and measures.
pub(super) fn measure(package: &Package) -> Result<Features> {
    let builds = BUILDS.map(|panic| Built::new(package, panic));
    let builds = builds.into_iter().collect::<Result<Vec<_>>>()?;
    let mut rows = Vec::new();
    for feature in FEATURES {
        let by_build = |size: fn(&Measured) -> u64| {
            let builds = builds.iter();
            builds
                .map(|built| (built.panic.build(), built.more(feature, size)))
                .collect()
        };
        rows.push(Row {
            name: feature.name,
            wasm: by_build(|measured| measured.optimized.bytes),
            script: by_build(|measured| measured.minified.gzip),
            files: builds[0].more(feature, |measured| measured.files.len() as u64),
        });
    }
    Ok(Features { rows })
}

impl Features {
    /// What has a name in `bench/budget.toml`.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for (build, group) in [
            ("unwind", "features, unwind build, legacy"),
            ("abort", "features, abort build"),
        ] {
            let wasm = self.rows.iter().map(|row| (row.name, row.wasm[build]));
            figures.extend(wasm.map(|(name, bytes)| Figure::new(group, name, bytes, Unit::Bytes)));
        }
        let scripts = self.rows.iter().map(|row| {
            let greatest = row.script.values().copied().fold(f64::MIN, f64::max);
            Figure::new("features, JavaScript", row.name, greatest, Unit::Bytes)
        });
        figures.extend(scripts);
        figures
    }

    /// Writes the table.
    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Size of each feature");
        page.text(
            "What a feature adds to a module that names it: bytes of wasm after `wasm-opt -Oz` and \
             of minified JavaScript after gzip, beyond what the same code adds without \
             wasm-bulkhead. What stands under a start function or a class is beyond those.",
        );
        let mut table = Table::new([
            "feature",
            "wasm, unwind",
            "wasm, abort",
            "JavaScript, unwind",
            "JavaScript, abort",
            "files",
        ]);
        for row in &self.rows {
            let shown = |bytes: f64| format!("{bytes:+.0}");
            table.row([
                row.name.to_owned(),
                shown(row.wasm["unwind"]),
                shown(row.wasm["abort"]),
                shown(row.script["unwind"]),
                shown(row.script["abort"]),
                shown(row.files),
            ]);
        }
        page.table(table);
    }
}
