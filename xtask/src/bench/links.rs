//! Which features the core links though nothing names them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use super::features;
use super::page::Page;
use super::sized::{self, Column, Glue, Mode, Package};
use super::sizes;
use super::timed::BUILDS;
use crate::table::Table;
use crate::toolchain::Panic;

/// How a feature is told by names, as `bench/budget.toml` has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trace {
    /// What the names of its functions, imports and exports have in them, or of its files.
    words: Vec<String>,
    /// Whether the core links it for now. It should not.
    #[serde(default)]
    in_core: bool,
}

/// One feature in one build of the core.
#[derive(Serialize)]
pub(super) struct Link {
    build: &'static str,
    feature: String,
    /// The names that show it.
    names: Vec<String>,
    /// Whether that is tolerated for now.
    tolerated: bool,
}

impl Link {
    /// What this is about.
    pub(super) fn title(&self) -> String {
        format!("the core links no {} ({} build)", self.feature, self.build)
    }

    /// What is wrong, if the core links what it is not known to link.
    pub(super) fn problem(&self) -> Option<String> {
        let found = !self.names.is_empty() && !self.tolerated;
        found.then(|| format!("it has {}", self.names.join(", ")))
    }
}

/// Looks for each feature in the crate with one annotated function.
pub(super) fn measure(package: &Package, traces: &BTreeMap<String, Trace>) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for panic in BUILDS {
        let names = Names::of(package, panic, sizes::BASE, Column::With, false)?;
        links.extend(traces.iter().map(|(feature, trace)| Link {
            build: panic.build(),
            feature: feature.clone(),
            names: names.with(&trace.words),
            tolerated: trace.in_core,
        }));
    }
    Ok(links)
}

/// Fails if the words of a feature are in no name of a module that has it: they would show nothing.
pub(super) fn check_words(package: &Package, traces: &BTreeMap<String, Trace>) -> Result<()> {
    for (feature, trace) in traces {
        let names = match features::named(feature) {
            Some((krate, column, threads)) => {
                Names::of(package, BUILDS[0], &krate, column, threads)?
            }
            None => bail!("bench/budget.toml has words for `{feature}`, which is no feature"),
        };
        if names.with(&trace.words).is_empty() {
            bail!(
                "the words for `{feature}` in bench/budget.toml are in no name of a module that \
                 has it; its names are {}",
                names.0.into_iter().collect::<Vec<_>>().join(", ")
            );
        }
    }
    Ok(())
}

/// Writes the table.
pub(super) fn report(links: &[Link], page: &mut Page) {
    page.text(
        "Whether a module that names nothing of ours but the attribute on a function has names of \
         these features: functions, imports and exports. None should be there. The files of JavaScript of all features \
         are shipped beside the glue, which loads only those that it imports.",
    );
    let mut table = Table::new(["feature", "build", "in the core"]);
    for link in links {
        let names = match link.names.as_slice() {
            [] => "nothing".to_owned(),
            [first] => format!("**{first}**"),
            [first, rest @ ..] => format!("**{first}** and {} more", rest.len()),
        };
        table.row([link.feature.clone(), link.build.to_owned(), names]);
    }
    page.table(table);
}

/// The names of a module that tell what is linked into it.
struct Names(BTreeSet<String>);

/// The crates whose functions tell something.
const CRATES: [&str; 3] = ["wasm_bulkhead", "wasm_bindgen_futures", "js_sys"];

impl Names {
    fn of(
        package: &Package,
        panic: Panic,
        krate: &str,
        column: Column,
        threads: bool,
    ) -> Result<Names> {
        let mode = Mode { panic, threads };
        let modules = package.compile(&[krate], mode, column)?;
        // After wasm-bindgen, which removes what only served to describe types.
        let dir = sizes::package_dir(mode, column, &format!("{krate}-named"))?;
        sized::bind_named(krate, &modules[krate], &dir, Glue::Web)?;
        Names::read(&dir, krate)
    }

    fn read(package: &Path, krate: &str) -> Result<Names> {
        let module = package.join(format!("{krate}_bg.wasm"));
        let parsed = walrus::ModuleConfig::new()
            .strict_validate(false)
            .parse(&fs::read(&module)?)
            .with_context(|| module.display().to_string())?;
        let functions = parsed.funcs.iter().filter_map(|function| {
            let name = rustc_demangle::demangle(function.name.as_deref()?);
            let name = format!("{name:#}");
            let tells = CRATES.iter().any(|krate| name.contains(krate));
            tells.then_some(name)
        });
        let mut names: BTreeSet<_> = functions.collect();
        names.extend(parsed.imports.iter().map(|import| import.name.clone()));
        names.extend(parsed.exports.iter().map(|export| export.name.clone()));
        add_files(&package.join("snippets"), &mut names)?;
        Ok(Names(names))
    }

    /// Those that have one of the words in them.
    fn with(&self, words: &[String]) -> Vec<String> {
        let has = |name: &&String| words.iter().any(|word| name.contains(word.as_str()));
        self.0.iter().filter(has).cloned().collect()
    }
}

/// Adds the names of the files in `dir`, and in the directories in it.
fn add_files(dir: &Path, names: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => add_files(&entry.path(), names)?,
            false => drop(names.insert(entry.file_name().to_string_lossy().into_owned())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(names: &[&str], tolerated: bool) -> Link {
        Link {
            build: "abort",
            feature: "vault".into(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            tolerated,
        }
    }

    #[test]
    fn what_the_core_is_not_known_to_link_is_a_problem() {
        assert_eq!(link(&[], false).problem(), None);
        assert_eq!(link(&["vault.js"], true).problem(), None);
        assert_eq!(
            link(&["vault.js"], false).problem().unwrap(),
            "it has vault.js"
        );
    }

    #[test]
    fn names_are_told_by_words() {
        let names = ["vault.js", "guard.js"].map(str::to_owned);
        let names = Names(names.into_iter().collect());
        assert_eq!(names.with(&["vault".to_owned()]), ["vault.js"]);
    }
}
