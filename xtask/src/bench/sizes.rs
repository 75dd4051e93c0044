//! Bytes of wasm and of JavaScript, fixed and for each item: W1, W2 and W3.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::chart::{Chart, Line, Scale, Style};
use super::limits::{Figure, Unit};
use super::page::Page;
use super::sized::{self, Column, Glue, Mode, Package, Source};
use super::source::{self, Kind};
use super::timed::BUILDS;
use crate::progress::Task;
use crate::table::Table;
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
    /// JavaScript of finished packages, by crate.
    finished: BTreeMap<String, Measured>,
}

/// The sizes of one build, by crate.
#[derive(Serialize)]
struct BuildSizes {
    build: &'static str,
    encoding: &'static str,
    crates: BTreeMap<String, Pair>,
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
        builds.push(BuildSizes {
            build: panic.build(),
            encoding: panic.encoding(),
            crates: pairs(package, &names, Mode::new(panic))?,
        });
    }
    Ok(Sizes {
        toolchain: Mode::new(BUILDS[0]).toolchain_name()?,
        builds,
        finished: finished(package, &[BASE])?,
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

/// Measures the JavaScript of packages once they are finished.
fn finished(package: &Package, names: &[&str]) -> Result<BTreeMap<String, Measured>> {
    let mode = Mode::new(BUILDS[0]);
    let modules = package.compile(names, mode, Column::With)?;
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
        // The larger of both builds is what is promised.
        let bases = || self.builds.iter().map(|build| &build.crates[BASE]);
        let mut add = |name: &str, unit, of: fn(&Pair) -> f64| {
            let greatest = bases().map(of).fold(0.0, f64::max);
            figures.push(Figure::new("JavaScript", name, greatest, unit));
        };
        add("minified, gzip", Unit::Bytes, |pair| {
            pair.more(|measured| measured.minified.gzip)
        });
        add("bundled, gzip", Unit::Bytes, |pair| {
            pair.more(|measured| measured.bundled.gzip)
        });
        add("as shipped, gzip", Unit::Bytes, |pair| {
            pair.more(|measured| measured.shipped.gzip)
        });
        add("files", Unit::Count, |pair| {
            pair.more(|measured| measured.files.len() as u64)
        });
        figures
    }

    /// Writes the chapter.
    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Size of wasm");
        page.text(format!(
            "Bytes that wasm-bulkhead adds to the same source, compiled with {} for size (opt-level \
             z, LTO, one codegen unit, names stripped). Bodies differ in structure and call a \
             function that may panic; each crate formats text. \"First\" is what one item adds to a \
             crate that has an annotated function (for the function: to a crate without any), \
             \"each\" is what one more adds, from crates with {MANY} and with one of them. The \
             first class comes with a constructor and a method, the first field with a class.",
            self.toolchain
        ));
        page.table(self.items());
        page.heading("Whole crates");
        page.text(
            "Bytes of the module after `wasm-opt -Oz` and of all JavaScript, each file minified by \
             itself. \"100 exports\" are of mixed kinds; \"markdown\" is `examples/markdown`.",
        );
        page.table(self.wholes());
        for build in &self.builds[..2] {
            page.chart(build.chart());
        }
        page.heading("Size of JavaScript");
        page.text(
            "Of the crate with one function, for the web. What is shipped is the glue and our \
             files, as wasm-bindgen writes them; minified is each of these by itself, and bundled \
             is all of them as one file, by esbuild.",
        );
        page.table(self.scripts());
    }

    fn items(&self) -> Table {
        let mut table = Table::new([
            "bytes of wasm",
            "first",
            "each",
            "first, before wasm-opt",
            "each, before wasm-opt",
        ]);
        for build in &self.builds {
            table.heading(build.title());
            let shown = |value: Option<f64>| match value {
                Some(value) => format!("{value:+.0}"),
                None => String::new(),
            };
            for kind in Kind::ALL {
                let cells = Stage::ALL.map(|stage| {
                    let first = match kind {
                        Kind::Function => build.more(BASE, stage),
                        kind => build.first(kind, stage),
                    };
                    [shown(first), shown(build.each(kind, stage))]
                });
                if !cells[0][1].is_empty() || !cells[0][0].is_empty() {
                    let name = kind.name().to_owned();
                    table.row([name].into_iter().chain(cells.into_iter().flatten()));
                }
            }
        }
        table
    }

    fn wholes(&self) -> Table {
        let mut table = Table::new(["bytes", "alone", "with", "more", "with / alone"]);
        for build in &self.builds {
            let one = (BASE.to_owned(), "one function");
            let names = [
                one,
                (mixed(100), "100 exports"),
                ("markdown".into(), "markdown"),
            ];
            for (name, title) in names {
                let Some(Pair { alone, with }) = build.crates.get(&name) else {
                    continue;
                };
                table.heading(format!("{title}, {}", build.title()));
                let sizes: [(&str, fn(&Measured) -> u64); 6] = [
                    ("wasm", |m| m.optimized.bytes),
                    ("wasm, gzip", |m| m.optimized.gzip),
                    ("wasm, brotli", |m| m.optimized.brotli),
                    ("JavaScript", |m| m.minified.bytes),
                    ("JavaScript, gzip", |m| m.minified.gzip),
                    ("JavaScript, brotli", |m| m.minified.brotli),
                ];
                for (what, of) in sizes {
                    compared(&mut table, what, of(alone), of(with));
                }
            }
        }
        table
    }

    fn scripts(&self) -> Table {
        let mut table = Table::new(["bytes", "alone", "with", "more", "with / alone"]);
        for build in &self.builds[..2] {
            let Pair { alone, with } = &build.crates[BASE];
            table.heading(format!("plain, {}", build.title()));
            scripts(&mut table, alone, with);
            if let (Some(finished), Panic::Unwind(_)) = (self.finished.get(BASE), BUILDS[0]) {
                if build.build == BUILDS[0].build() {
                    table.heading(format!("finished, {}", build.title()));
                    scripts(&mut table, alone, finished);
                }
            }
        }
        table
    }
}

impl BuildSizes {
    fn chart(&self) -> Chart {
        let line = |dashed: bool, of: fn(&Pair) -> &Measured| {
            let names = MIXED.iter().map(|exports| (*exports, mixed(*exports)));
            let names = [(1, BASE.to_owned())].into_iter().chain(names);
            let points = names.filter_map(|(exports, name)| {
                let bytes = of(self.crates.get(&name)?).optimized.bytes;
                Some((exports as f64, bytes as f64 / 1024.0))
            });
            Line {
                name: if dashed {
                    "wasm-bindgen alone"
                } else {
                    "with wasm-bulkhead"
                }
                .to_owned(),
                style: Style {
                    colour: if dashed { 1 } else { 0 },
                    dashed,
                },
                points: points.collect(),
            }
        };
        Chart {
            file: match self.build {
                "abort" => "exports-abort.svg",
                _ => "exports-unwind.svg",
            },
            title: format!("Size by number of exports, {}", self.title()),
            x: "exports of mixed kinds",
            y: "KiB of wasm after wasm-opt -Oz",
            x_scale: Scale::Linear,
            lines: vec![
                line(false, |pair| &pair.with),
                line(true, |pair| &pair.alone),
            ],
        }
    }
}

fn scripts(table: &mut Table, alone: &Measured, with: &Measured) {
    for (form, of) in [
        ("as shipped", (|m| m.shipped) as fn(&Measured) -> Size),
        ("minified", |m| m.minified),
        ("bundled", |m| m.bundled),
    ] {
        let (alone, with) = (of(alone), of(with));
        compared(table, form, alone.bytes, with.bytes);
        compared(table, &format!("{form}, gzip"), alone.gzip, with.gzip);
        compared(table, &format!("{form}, brotli"), alone.brotli, with.brotli);
    }
    let count = |measured: &Measured| measured.files.len() as u64;
    compared(table, "files", count(alone), count(with));
}

fn compared(table: &mut Table, what: &str, alone: u64, with: u64) {
    table.row([
        what.to_owned(),
        alone.to_string(),
        with.to_string(),
        format!("{:+}", with as i64 - alone as i64),
        format!("{:.2}", with as f64 / alone as f64),
    ]);
}
