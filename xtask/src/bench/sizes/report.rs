//! Sizes as tables and charts.

use super::{mixed, BuildSizes, Measured, Pair, Size, Sizes, Stage, BASE, MANY, MIXED};
use crate::bench::chart::{Chart, Line, Scale, Style};
use crate::bench::page::Page;
use crate::bench::source::Kind;
use crate::table::Table;

impl Sizes {
    /// Writes the chapter.
    pub(in crate::bench) fn report(&self, page: &mut Page) {
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
        for build in self
            .builds
            .iter()
            .filter(|build| build.crates.contains_key(&mixed(100)))
        {
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
                for (what, of) in [
                    ("wasm", (|m| m.optimized) as fn(&Measured) -> Size),
                    ("JavaScript", |m| m.minified),
                ] {
                    compared_size(&mut table, what, of(alone), of(with));
                }
            }
        }
        table
    }

    fn scripts(&self) -> Table {
        let mut table = Table::new(["bytes", "alone", "with", "more", "with / alone"]);
        for build in &self.builds {
            let Pair { alone, with } = &build.crates[BASE];
            table.heading(format!("plain, {}", build.title()));
            scripts(&mut table, alone, with);
            if let Some(finished) = build.finished.get(BASE) {
                table.heading(format!("finished, {}", build.title()));
                scripts(&mut table, alone, finished);
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
        compared_size(table, form, of(alone), of(with));
    }
    let count = |measured: &Measured| measured.files.len() as u64;
    compared(table, "files", count(alone), count(with));
}

fn compared_size(table: &mut Table, what: &str, alone: Size, with: Size) {
    compared(table, what, alone.bytes, with.bytes);
    compared(table, &format!("{what}, gzip"), alone.gzip, with.gzip);
    compared(table, &format!("{what}, brotli"), alone.brotli, with.brotli);
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
