//! Bytes of wasm and of JavaScript, fixed and for each item: W1, W2 and W3.

mod report;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::limits::{Figure, Unit};
use super::sized::{self, Column, Glue, Mode, Package, Source};
use super::source::{self, Kind};
use super::timed::BUILDS;
use crate::progress::Task;
use crate::toolchain::{Encoding, Panic};
use crate::{child, web, workspace};

/// The build that has the figures of [`PROMISED`] only.
const OTHER: Panic = Panic::Unwind(Encoding::Exnref);

/// The kinds that have aims.
const PROMISED: [Kind; 3] = [Kind::Function, Kind::Method, Kind::Class];

/// How many items the larger crate of a kind has; the smaller one has one.
const MANY: usize = 33;

/// The crates of mixed kinds, by how many exports they have.
const MIXED: [usize; 5] = [20, 40, 60, 80, 100];

/// The crate with one annotated function, with which everything begins.
pub(super) const BASE: &str = "base";

/// The crates that are measured with finished glue as well.
const FINISHED: [&str; 2] = [BASE, "mixed_100"];

/// Sizes of one package as `bench/sizes.mjs` prints them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Measured {
    /// The module as wasm-bindgen wrote it, without the names of functions.
    pub(super) wasm: u64,
    /// The same after `wasm-opt -Oz`.
    pub(super) optimized: Size,
    /// The files of JavaScript.
    pub(super) files: Vec<String>,
    pub(super) shipped: Size,
    /// Each file by itself.
    pub(super) minified: Size,
    /// All as one file.
    pub(super) bundled: Size,
}

/// Bytes, plain and compressed.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct Size {
    pub(super) bytes: u64,
    pub(super) gzip: u64,
    pub(super) brotli: u64,
}

/// A crate without wasm-bulkhead and with it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Pair {
    pub(super) alone: Measured,
    pub(super) with: Measured,
}

impl Pair {
    /// What wasm-bulkhead adds to one of the sizes.
    pub(super) fn more(&self, size: impl Fn(&Measured) -> u64) -> f64 {
        size(&self.with) as f64 - size(&self.alone) as f64
    }

    fn wasm(&self, stage: Stage) -> f64 {
        self.more(|measured| stage.of(measured))
    }
}

/// When a module is weighed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Optimized,
    BeforeOpt,
}

impl Stage {
    const ALL: [Stage; 2] = [Stage::Optimized, Stage::BeforeOpt];

    fn of(self, measured: &Measured) -> u64 {
        match self {
            Stage::Optimized => measured.optimized.bytes,
            Stage::BeforeOpt => measured.wasm,
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Stage::Optimized => "",
            Stage::BeforeOpt => ", before wasm-opt",
        }
    }
}

/// All sizes.
#[derive(Serialize)]
pub(super) struct Sizes {
    toolchain: String,
    builds: Vec<BuildSizes>,
}

/// The sizes of one build, by crate.
#[derive(Serialize)]
struct BuildSizes {
    build: &'static str,
    encoding: &'static str,
    crates: BTreeMap<String, Pair>,
    /// Crates with finished glue.
    finished: BTreeMap<String, Measured>,
}

/// Everything that is compiled here.
pub(super) fn sources() -> Vec<Source> {
    let base = Source {
        name: BASE.to_owned(),
        text: source::base(),
    };
    let of_kinds = Kind::ALL.into_iter().flat_map(|kind| {
        [1, MANY].map(|count| Source {
            name: crate_of(kind, count),
            text: source::base() + &kind.source(count),
        })
    });
    let mixed = MIXED.into_iter().map(|exports| Source {
        name: mixed(exports),
        text: source::mixed(exports),
    });
    let markdown = Source {
        name: "markdown".to_owned(),
        text: "pub use markdown::*;\n".to_owned(),
    };
    [base]
        .into_iter()
        .chain(of_kinds)
        .chain(mixed)
        .chain([markdown])
        .collect()
}

pub(super) fn crate_of(kind: Kind, count: usize) -> String {
    format!("{}_{count}", kind.slug())
}

pub(super) fn mixed(exports: usize) -> String {
    format!("mixed_{exports}")
}

/// Which sizes are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    All,
    /// Those that have aims, in the builds of [`BUILDS`].
    Promised,
}

/// Compiles and measures.
pub(super) fn measure(package: &Package, extent: Extent) -> Result<Sizes> {
    let mut builds = Vec::new();
    let others = [OTHER].into_iter().filter(|_| extent == Extent::All);
    for panic in BUILDS.into_iter().chain(others) {
        let names: Vec<_> = match extent {
            Extent::All if panic != OTHER => sources().into_iter().map(|s| s.name).collect(),
            _ => promised(),
        };
        let mode = Mode::new(panic);
        let of_finished: Vec<_> = names
            .iter()
            .filter(|name| FINISHED.contains(&name.as_str()))
            .collect();
        builds.push(BuildSizes {
            build: panic.build(),
            encoding: panic.encoding(),
            crates: pairs(package, &names, mode)?,
            finished: finished(package, &of_finished, mode)?,
        });
    }
    Ok(Sizes {
        toolchain: Mode::new(BUILDS[0]).toolchain_name()?,
        builds,
    })
}

/// The crates behind the figures that have aims.
fn promised() -> Vec<String> {
    let of_kinds = PROMISED.into_iter();
    let of_kinds = of_kinds.flat_map(|kind| [1, MANY].map(|count| crate_of(kind, count)));
    let class = |name: &String| *name != crate_of(Kind::Class, MANY);
    [BASE.to_owned()]
        .into_iter()
        .chain(of_kinds)
        .filter(class)
        .collect()
}

/// Compiles crates without wasm-bulkhead and with it, and measures both.
pub(super) fn pairs(
    package: &Package,
    names: &[String],
    mode: Mode,
) -> Result<BTreeMap<String, Pair>> {
    let alone = column(package, names, mode, Column::Alone)?;
    let with = column(package, names, mode, Column::With)?;
    let pair = |(name, alone): (String, Measured)| {
        let with = with[&name].clone();
        (name, Pair { alone, with })
    };
    Ok(alone.into_iter().map(pair).collect())
}

/// Compiles crates in one way and measures them.
pub(super) fn column(
    package: &Package,
    names: &[String],
    mode: Mode,
    column: Column,
) -> Result<BTreeMap<String, Measured>> {
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let modules = package.compile(&names, mode, column)?;
    let label = format!("{}, {}", mode.slug(), column.slug());
    let task = Task::start(format!("writing JavaScript ({label})"));
    let mut dirs = Vec::new();
    for (name, module) in &modules {
        task.note(name);
        let dir = package_dir(mode, column, name)?;
        sized::bind(name, module, &dir, Glue::Web)?;
        dirs.push(dir);
    }
    task.done();
    let measured = measure_all(&dirs, &label)?;
    Ok(modules.into_keys().zip(measured).collect())
}

/// Where the package of a crate is, for the web.
pub(super) fn package_dir(mode: Mode, column: Column, name: &str) -> Result<PathBuf> {
    let dir = workspace::target_dir()?.join("bench/packages");
    Ok(dir.join(mode.slug()).join(column.slug()).join(name))
}

/// Measures packages once they are finished.
fn finished(
    package: &Package,
    names: &[&String],
    mode: Mode,
) -> Result<BTreeMap<String, Measured>> {
    let names: Vec<_> = names.iter().map(|name| name.as_str()).collect();
    let modules = package.compile(&names, mode, Column::With)?;
    let mut dirs = Vec::new();
    for (name, module) in &modules {
        let dir = package_dir(mode, Column::With, &format!("{name}-finished"))?;
        sized::bind(name, module, &dir, Glue::Web)?;
        wasm_bulkhead_finish::finish(&dir).with_context(|| dir.display().to_string())?;
        dirs.push(dir);
    }
    let measured = measure_all(&dirs, "finished")?;
    Ok(modules.into_keys().zip(measured).collect())
}

/// Has `bench/sizes.mjs` measure packages.
fn measure_all(dirs: &[PathBuf], label: &str) -> Result<Vec<Measured>> {
    let task = Task::start(format!("measuring {} packages ({label})", dirs.len()));
    let cache = workspace::target_dir()?.join("bench/cache");
    let script = workspace::root().join("bench/sizes.mjs");
    let mut command = web::script(&script, &[])?;
    command.arg(cache).args(dirs);
    let measured = child::run(&mut command, &task)?;
    task.done();
    serde_json::from_str(&measured).context("the sizes are not as expected")
}

impl BuildSizes {
    fn more(&self, name: &str, stage: Stage) -> Option<f64> {
        Some(self.crates.get(name)?.wasm(stage))
    }

    /// What the first item of a kind adds to the crate with one function.
    fn first(&self, kind: Kind, stage: Stage) -> Option<f64> {
        let one = self.more(&crate_of(kind, 1), stage)?;
        Some(one - self.more(BASE, stage)?)
    }

    /// What one more item of a kind adds.
    fn each(&self, kind: Kind, stage: Stage) -> Option<f64> {
        let more = |count| self.more(&crate_of(kind, count), stage);
        Some((more(MANY)? - more(1)?) / (MANY - 1) as f64)
    }

    fn title(&self) -> String {
        match self.encoding {
            "none" => format!("{} build", self.build),
            encoding => format!("{} build, {encoding}", self.build),
        }
    }

    fn figures(&self) -> Vec<Figure> {
        let group = format!("wasm, {}", self.title());
        let mut figures = Vec::new();
        for stage in Stage::ALL {
            let mut add = |name: &str, value: Option<f64>| {
                let name = format!("{name}{}", stage.suffix());
                let figure = value.map(|value| Figure::new(&group, name, value, Unit::Bytes));
                figures.extend(figure);
            };
            add("first function", self.more(BASE, stage));
            add("first class", self.first(Kind::Class, stage));
            for kind in Kind::ALL {
                add(kind.name(), self.each(kind, stage));
            }
        }
        figures
    }
}

impl Sizes {
    /// What has a name in `bench/budget.toml`.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures: Vec<_> = self.builds.iter().flat_map(BuildSizes::figures).collect();
        // The greatest of all builds is what is promised.
        let mut add = |name: &str, unit, of: fn(&Measured) -> u64| {
            let plain = self.builds.iter().map(|build| build.crates[BASE].more(of));
            let finished = self.builds.iter().filter_map(|build| {
                let alone = build.crates[BASE].alone.clone();
                let with = build.finished.get(BASE)?.clone();
                Some(Pair { alone, with }.more(of))
            });
            for (delivery, more) in [
                ("plain", plain.fold(0.0, f64::max)),
                ("finished", finished.fold(0.0, f64::max)),
            ] {
                figures.push(Figure::new(
                    format!("JavaScript, {delivery}"),
                    name,
                    more,
                    unit,
                ));
            }
        };
        add("minified, gzip", Unit::Bytes, |m| m.minified.gzip);
        add("bundled, gzip", Unit::Bytes, |m| m.bundled.gzip);
        add("as shipped, gzip", Unit::Bytes, |m| m.shipped.gzip);
        add("files", Unit::Files, |m| m.files.len() as u64);
        figures
    }
}
