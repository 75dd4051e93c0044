//! The dependency in Cargo.toml, beside that on wasm-bindgen.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use toml::de::{DeTable, DeValue};
use toml::Spanned;
use toml::Table;

use super::plan::{Change, ChangeKind};
use crate::edits::{self, Edit};
use crate::lines;

const BINDGEN: &str = "wasm-bindgen";
const BULKHEAD: &str = "wasm-bulkhead";

/// The version that is asked for: any that is compatible with this command's.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// A manifest.
pub(super) struct Manifest {
    path: PathBuf,
    pub(super) text: String,
}

/// An entry of a table of dependencies.
#[derive(Clone)]
struct Entry {
    key: Range<usize>,
    /// Where its value is, or its header.
    value: Range<usize>,
    /// Where the last of its values ends.
    end: usize,
    shape: Shape,
    is_optional: bool,
    name: String,
}

/// How an entry is written.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// `name = …`
    Line,
    /// `name.key = …`, on one or more lines.
    Dotted,
    /// `[dependencies.name]`
    Header,
}

impl Manifest {
    pub(super) fn read(path: &Path) -> Result<Manifest> {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("{shown} cannot be read"))?;
        Ok(Manifest {
            path: path.to_owned(),
            text,
        })
    }

    /// What wasm-bulkhead is called in the source, now or afterwards.
    pub(super) fn name_of_bulkhead(&self) -> String {
        let entry = self.entries(BULKHEAD).into_iter().next();
        let name = entry.map_or_else(|| BULKHEAD.to_owned(), |entry| entry.name);
        name.replace('-', "_")
    }

    /// The changes that have the package depend on wasm-bulkhead; none if it does.
    ///
    /// # Errors
    ///
    /// It does not depend on wasm-bindgen, or Cargo.toml is written in a way that is not known.
    pub(super) fn plan(&self) -> Result<Vec<Change>> {
        if !self.entries(BULKHEAD).is_empty() {
            return Ok(Vec::new());
        }
        let entries = self.entries(BINDGEN);
        if entries.is_empty() {
            bail!("{} does not depend on {BINDGEN}", self.path.display());
        }
        let mut changes: Vec<_> = entries.iter().map(|entry| self.dependency(entry)).collect();
        if entries.iter().any(|entry| entry.is_optional) {
            changes.extend(self.features(&entries[0].name));
        }
        self.check(&changes, entries.len())?;
        Ok(changes)
    }

    /// The entries for this package in all tables of dependencies that count for a build.
    fn entries(&self, package: &str) -> Vec<Entry> {
        let Ok(root) = DeTable::parse(&self.text) else {
            return Vec::new();
        };
        let root = root.get_ref();
        let targets = table(root, "target").into_iter().flatten();
        let of_targets =
            targets.filter_map(|(_, target)| table(target.get_ref().as_table()?, "dependencies"));
        let tables = table(root, "dependencies").into_iter().chain(of_targets);
        let mut entries = Vec::new();
        for (key, value) in tables.flatten() {
            let fields = value.get_ref().as_table();
            let renamed = fields.and_then(|it| it.get("package")?.get_ref().as_str());
            if renamed.unwrap_or(key.get_ref()) == package {
                entries.push(self.entry(key.get_ref(), key.span(), value));
            }
        }
        entries
    }

    fn entry(&self, name: &str, key: Range<usize>, value: &Spanned<DeValue<'_>>) -> Entry {
        let span = value.span();
        let fields = value.get_ref().as_table();
        let shape = match fields {
            Some(_) if span == key => Shape::Dotted,
            Some(_) if self.text[span.clone()].starts_with('[') => Shape::Header,
            _ => Shape::Line,
        };
        let optional = fields.and_then(|it| it.get("optional")?.get_ref().as_bool());
        let ends = fields
            .into_iter()
            .flatten()
            .map(|(_, value)| value.span().end);
        Entry {
            end: ends.chain([span.end]).max().unwrap_or(span.end),
            key,
            value: span,
            shape,
            is_optional: optional == Some(true),
            name: name.to_owned(),
        }
    }

    /// A dependency beside another one, written as that one is.
    fn dependency(&self, beside: &Entry) -> Change {
        let newline = lines::newline(&self.text, beside.end);
        let (edit, text) = match beside.shape {
            Shape::Header => {
                let header = &self.text[beside.value.clone()];
                let key =
                    beside.key.start - beside.value.start..beside.key.end - beside.value.start;
                let mut header = header.to_owned();
                header.replace_range(key, BULKHEAD);
                let optional = if beside.is_optional {
                    format!("optional = true{newline}")
                } else {
                    String::new()
                };
                let text = format!("{header}{newline}version = \"{VERSION}\"{newline}{optional}");
                (
                    Edit::insert(beside.value.start, format!("{text}{newline}")),
                    text,
                )
            }
            Shape::Line | Shape::Dotted => {
                let start = lines::start(&self.text, beside.key.start);
                let before = &self.text[start..beside.key.start];
                let value = match beside.is_optional {
                    true => format!("{{ version = \"{VERSION}\", optional = true }}"),
                    false => format!("\"{VERSION}\""),
                };
                let text = format!("{before}{BULKHEAD} = {value}");
                let end = lines::end(&self.text, beside.end);
                (
                    Edit::insert(end, format!("{newline}{text}")),
                    text.trim().to_owned(),
                )
            }
        };
        Change {
            kind: ChangeKind::Dependency,
            line: lines::number(&self.text, edit.range.start),
            about: format!("beside {}", beside.name),
            text: text.trim().to_owned(),
            edit,
        }
    }

    /// Has each feature that switches wasm-bindgen on switch wasm-bulkhead on as well.
    fn features(&self, bindgen: &str) -> Vec<Change> {
        let Ok(root) = DeTable::parse(&self.text) else {
            return Vec::new();
        };
        let features = table(root.get_ref(), "features");
        let wanted = format!("dep:{BULKHEAD}");
        let explicit = format!("dep:{bindgen}");
        let mut changes = Vec::new();
        for (name, list) in features.into_iter().flatten() {
            for item in list.get_ref().as_array().into_iter().flatten() {
                let text = item.get_ref().as_str().unwrap_or_default();
                // A feature of the dependency's own name, where there is one, is edited itself.
                if text == explicit {
                    let end = item.span().end;
                    changes.push(Change {
                        kind: ChangeKind::Feature,
                        line: lines::number(&self.text, end),
                        about: format!("feature {}", name.get_ref()),
                        text: format!("\"{wanted}\""),
                        edit: Edit::insert(end, format!(", \"{wanted}\"")),
                    });
                }
            }
        }
        if changes.is_empty() {
            changes.push(self.own_feature(bindgen, &explicit, &wanted));
        }
        changes
    }

    /// An optional dependency is a feature of its own name until one is written.
    fn own_feature(&self, bindgen: &str, explicit: &str, wanted: &str) -> Change {
        let newline = lines::newline(&self.text, 0);
        let text = format!("{bindgen} = [\"{explicit}\", \"{wanted}\"]");
        let root = DeTable::parse(&self.text).ok();
        let header = root
            .as_ref()
            .and_then(|root| Some(root.get_ref().get("features")?.span()));
        let edit = match header {
            Some(header) => {
                let end = lines::end(&self.text, header.end);
                Edit::insert(end, format!("{newline}{text}"))
            }
            None => {
                let gap = if self.text.ends_with('\n') {
                    ""
                } else {
                    newline
                };
                Edit::insert(
                    self.text.len(),
                    format!("{gap}{newline}[features]{newline}{text}{newline}"),
                )
            }
        };
        Change {
            kind: ChangeKind::Feature,
            line: lines::number(&self.text, edit.range.start),
            about: format!("feature {bindgen}"),
            text,
            edit,
        }
    }

    /// What comes of the edits has to be what is meant: the same manifest, and the dependency.
    fn check(&self, changes: &[Change], count: usize) -> Result<()> {
        let edits: Vec<_> = changes.iter().map(|change| change.edit.clone()).collect();
        let after = edits::apply(&self.text, &edits)?;
        let (before, parsed): (Option<Table>, Option<Table>) =
            (self.text.parse().ok(), after.parse().ok());
        let after = Manifest {
            path: self.path.clone(),
            text: after,
        };
        let is_meant = after.entries(BULKHEAD).len() == count
            && after.entries(BINDGEN).len() == count
            && before
                .zip(parsed)
                .is_some_and(|(before, after)| is_within(&before, &after));
        if !is_meant {
            bail!(
                "{} is written in a way that is not known here\n\
                 help: write `{BULKHEAD} = \"{VERSION}\"` below [dependencies] by hand",
                self.path.display()
            );
        }
        Ok(())
    }
}

fn table<'a, 'i>(parent: &'a DeTable<'i>, key: &str) -> Option<&'a DeTable<'i>> {
    parent.get(key)?.get_ref().as_table()
}

/// Whether all that is in one table is in the other as well, lists with the same items.
fn is_within(one: &Table, other: &Table) -> bool {
    one.iter()
        .all(|(key, value)| match (value, other.get(key)) {
            (toml::Value::Table(one), Some(toml::Value::Table(other))) => is_within(one, other),
            (toml::Value::Array(one), Some(toml::Value::Array(other))) => {
                one.iter().all(|item| other.contains(item))
            }
            (one, other) => Some(one) == other,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn manifest(text: &str) -> Manifest {
        Manifest {
            path: "Cargo.toml".into(),
            text: text.to_owned(),
        }
    }

    fn edited(text: &str) -> String {
        let changes = manifest(text).plan().unwrap();
        let edits: Vec<_> = changes.into_iter().map(|change| change.edit).collect();
        edits::apply(text, &edits).unwrap()
    }

    #[track_caller]
    fn check(before: &str, after: &str) {
        assert_eq!(edited(before), after);
        assert!(manifest(after).plan().unwrap().is_empty(), "once more");
    }

    #[test]
    fn a_line_below_a_line() {
        check(
            "[dependencies]\nwasm-bindgen = \"0.2\" # glue\nzip = \"1\"\n",
            "[dependencies]\nwasm-bindgen = \"0.2\" # glue\nwasm-bulkhead = \"0.1\"\nzip = \"1\"\n",
        );
        check(
            "[dependencies]\r\n  wasm-bindgen = { version = \"0.2\", features = [\r\n    \"x\",\r\n  ] }",
            "[dependencies]\r\n  wasm-bindgen = { version = \"0.2\", features = [\r\n    \"x\",\r\n  ] }\r\n  wasm-bulkhead = \"0.1\"",
        );
        check(
            "dependencies.wasm-bindgen = \"0.2\"\ndependencies.a = \"1\"\n",
            "dependencies.wasm-bindgen = \"0.2\"\ndependencies.wasm-bulkhead = \"0.1\"\ndependencies.a = \"1\"\n",
        );
    }

    #[test]
    fn below_all_lines_of_an_entry() {
        check(
            "[dependencies]\nwasm-bindgen.version = \"0.2\"\nwasm-bindgen.features = [\"x\"]\na = \"1\"\n",
            "[dependencies]\nwasm-bindgen.version = \"0.2\"\nwasm-bindgen.features = [\"x\"]\nwasm-bulkhead = \"0.1\"\na = \"1\"\n",
        );
        check(
            "[dependencies]\nwasm-bindgen.workspace = true\n",
            "[dependencies]\nwasm-bindgen.workspace = true\nwasm-bulkhead = \"0.1\"\n",
        );
    }

    #[test]
    fn a_header_above_a_header() {
        check(
            "[target.'cfg(a)'.dependencies.wasm-bindgen]\nversion = \"0.2\"\n",
            "[target.'cfg(a)'.dependencies.wasm-bulkhead]\nversion = \"0.1\"\n\n[target.'cfg(a)'.dependencies.wasm-bindgen]\nversion = \"0.2\"\n",
        );
    }

    #[test]
    fn each_table_that_has_it() {
        check(
            "[target.a.dependencies]\nwasm-bindgen = \"0.2\"\n[target.b.dependencies]\nwb = { package = \"wasm-bindgen\", version = \"0.2\" }\n",
            "[target.a.dependencies]\nwasm-bindgen = \"0.2\"\nwasm-bulkhead = \"0.1\"\n[target.b.dependencies]\nwb = { package = \"wasm-bindgen\", version = \"0.2\" }\nwasm-bulkhead = \"0.1\"\n",
        );
    }

    #[test]
    fn an_optional_one_has_an_optional_one_beside_it() {
        check(
            "[dependencies]\nwasm-bindgen = { version = \"0.2\", optional = true }\n[features]\nwasm = [\n    \"dep:wasm-bindgen\",\n    \"std\",\n]\nstd = []\n",
            "[dependencies]\nwasm-bindgen = { version = \"0.2\", optional = true }\nwasm-bulkhead = { version = \"0.1\", optional = true }\n[features]\nwasm = [\n    \"dep:wasm-bindgen\", \"dep:wasm-bulkhead\",\n    \"std\",\n]\nstd = []\n",
        );
        check(
            "[features]\njs = [\"wasm-bindgen\"]\n[dependencies.wasm-bindgen]\nversion = \"0.2\"\noptional = true\n",
            "[features]\nwasm-bindgen = [\"dep:wasm-bindgen\", \"dep:wasm-bulkhead\"]\njs = [\"wasm-bindgen\"]\n[dependencies.wasm-bulkhead]\nversion = \"0.1\"\noptional = true\n\n[dependencies.wasm-bindgen]\nversion = \"0.2\"\noptional = true\n",
        );
        check(
            "[dependencies]\nwasm-bindgen = { version = \"0.2\", optional = true }",
            "[dependencies]\nwasm-bindgen = { version = \"0.2\", optional = true }\nwasm-bulkhead = { version = \"0.1\", optional = true }\n\n[features]\nwasm-bindgen = [\"dep:wasm-bindgen\", \"dep:wasm-bulkhead\"]\n",
        );
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let refused = |text: &str| manifest(text).plan().unwrap_err().to_string();
        assert!(refused("dependencies = { wasm-bindgen = \"0.2\" }\n").contains("by hand"));
        assert!(refused("[dependencies]\na = \"1\"\n").contains("does not depend on wasm-bindgen"));
        assert!(refused("[dev-dependencies]\nwasm-bindgen = \"0.2\"\n").contains("does not depend"));
    }

    #[test]
    fn a_name_of_ones_own_is_used() {
        let text =
            "[dependencies]\nguard-rail = { package = \"wasm-bulkhead\", version = \"0.1\" }\n";
        assert_eq!(manifest(text).name_of_bulkhead(), "guard_rail");
        assert!(manifest(text).plan().unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn all_other_lines_stay(
            before in prop::collection::vec("(# [a-zé ]{0,9})?|[b-f]{1,4} = \"1\" *(#.{0,5})?", 0..5),
            line in prop::sample::select(vec![
                "wasm-bindgen = \"0.2\"",
                "\twasm-bindgen = { version = \"0.2\", features = [\"é\"] } # é",
                "wasm-bindgen.workspace = true",
                "\"wasm-bindgen\" = '0.2'",
            ]),
            after in prop::collection::vec("(# [a-zé ]{0,9})?|[m-q]{1,4} = \"1\"", 0..5),
            newline in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let mut lines = vec!["[dependencies]"];
            lines.extend(before.iter().map(String::as_str));
            lines.push(line);
            lines.extend(after.iter().map(String::as_str));
            let text = lines.join(newline) + newline;
            prop_assume!(text.parse::<Table>().is_ok());
            let edited = edited(&text);
            let is_ours = |line: &&str| line.contains("wasm-bulkhead");
            prop_assert_eq!(edited.lines().filter(is_ours).count(), 1);
            let rest: Vec<_> = edited.split(newline).filter(|line| !is_ours(line)).collect();
            prop_assert_eq!(rest.join(newline), text);
        }
    }
}
