//! Published crates, migrated to unwinding as they are: `cargo xtask field`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};
use serde_json::Value;

use crate::progress::Task;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{child, workspace, Outcome};

/// Migrate published crates by `cargo bulkhead migrate`, untouched by hand, and write what came
/// of each into the table of docs/migrate.md. Cargo fetches the sources.
///
/// Rows of crates that are left out stay as they are.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these, as `NAME` or `NAME@VERSION`.
    only: Vec<String>,
}

/// A published crate, and the features to build it with.
struct Published {
    name: &'static str,
    version: &'static str,
    features: &'static [&'static str],
}

const fn all(name: &'static str, version: &'static str) -> Published {
    Published {
        name,
        version,
        features: &["--all-features"],
    }
}

const fn default(name: &'static str, version: &'static str) -> Published {
    Published {
        name,
        version,
        features: &[],
    }
}

const CRATES: &[Published] = &[
    all("gloo-timers", "0.3.0"),
    all("gloo-timers", "0.4.0"),
    all("gloo-events", "0.2.0"),
    all("gloo-events", "0.3.0"),
    all("gloo-render", "0.3.0"),
    default("gloo-net", "0.7.0"),
    all("gloo-worker", "0.6.0"),
    all("wasm-streams", "0.3.0"),
    all("wasm-streams", "0.4.2"),
    all("wasm-streams", "0.5.0"),
    default("ws_stream_wasm", "0.7.5"),
    default("idb", "0.6.5"),
    default("indexed_db_futures", "0.6.4"),
    default("wasmtimer", "0.4.3"),
];

impl Published {
    fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    fn is_meant(&self, only: &[String]) -> bool {
        let full = format!("{}@{}", self.name, self.version);
        only.is_empty() || only.iter().any(|it| it == self.name || *it == full)
    }
}

/// Runs the command.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let crates: Vec<_> = CRATES.iter().filter(|it| it.is_meant(&args.only)).collect();
    if crates.is_empty() {
        let known: Vec<_> = CRATES.iter().map(Published::title).collect();
        bail!("none of these is known; there are: {}", known.join(", "));
    }
    let field = Field::prepare()?;
    let doc = workspace::root().join("docs/migrate.md");
    let mut is_clean = true;
    for published in crates {
        let row = field.migrate(published)?;
        is_clean &= row.is_clean;
        println!("{}", row.text);
        let text = fs::read_to_string(&doc).with_context(|| doc.display().to_string())?;
        fs::write(&doc, with_row(&text, &published.title(), &row.text)?)?;
    }
    Ok(match is_clean {
        true => Outcome::Clean,
        false => Outcome::Findings,
    })
}

/// What became of a crate.
struct Row {
    text: String,
    is_clean: bool,
}

struct Field {
    dir: PathBuf,
    program: PathBuf,
}

impl Field {
    fn prepare() -> Result<Field> {
        Toolchain::find_or_install(Panic::Unwind(Encoding::Legacy))?;
        Toolchain::find_or_install(Panic::Abort)?;
        let dir = workspace::target_dir()?.join("field");
        child::create_dir(&dir)?;
        let task = Task::start("building cargo bulkhead");
        child::run(
            workspace::host_cargo().args(["build", "--package", "cargo-bulkhead"]),
            &task,
        )?;
        task.done();
        let program = workspace::target_dir()?.join("debug/cargo-bulkhead");
        Ok(Field { dir, program })
    }

    fn migrate(&self, published: &Published) -> Result<Row> {
        let root = self.fetch(published)?;
        let report = self.report(&root, published)?;
        let list = |key: &str| report[key].as_array().cloned().unwrap_or_default();
        let rounds = list("rounds").into_iter().map(|it| {
            let count = |key: &str| it[key].as_u64().unwrap_or_default();
            match count("dependencies") {
                0 => count("own").to_string(),
                some => format!("{} + {some}", count("own")),
            }
        });
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        let edits = list("edits");
        for edit in &edits {
            let kind = edit["kind"].as_str().unwrap_or_default();
            *kinds.entry(kind.to_owned()).or_default() += 1;
        }
        let kinds: Vec<_> = kinds
            .iter()
            .map(|(kind, n)| format!("{n} {kind}"))
            .collect();
        let reviews = edits.iter().filter(|edit| edit["asserts"] == true).count();
        let left = list("left").len();
        let other = |build: &str| {
            let others = report["others"].as_array().into_iter().flatten();
            let mut states = others.filter(|it| it["build"] == build);
            match states.next().and_then(|it| it["state"].as_str()) {
                Some("compiles") => "compiles",
                Some("fails") => "did not before",
                Some("broken") => "BROKEN",
                _ => "not tried",
            }
        };
        let text = format!(
            "| {} | {} | {} | {} | {left} | {reviews} | {} | {} |",
            published.title(),
            rounds.collect::<Vec<_>>().join(" → "),
            edits.len(),
            kinds.join(", "),
            other("abort"),
            other("native"),
        );
        let is_clean = left == 0 && !text.contains("BROKEN");
        Ok(Row { text, is_clean })
    }

    /// Copies what Cargo fetches of the package.
    fn fetch(&self, published: &Published) -> Result<PathBuf> {
        let Published { name, version, .. } = published;
        let fetcher = self.dir.join("fetcher");
        child::create_dir(&fetcher)?;
        let manifest = format!(
            "[package]\nname = \"fetcher\"\nedition = \"2021\"\n\n[lib]\npath = \"lib.rs\"\n\n\
             [workspace]\n\n[dependencies]\n{name} = \"={version}\"\n"
        );
        fs::write(fetcher.join("Cargo.toml"), manifest)?;
        fs::write(fetcher.join("lib.rs"), "")?;
        let mut cargo = workspace::host_cargo();
        cargo.current_dir(&fetcher);
        let output = cargo.args(["metadata", "--format-version=1"]).output()?;
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{} cannot be fetched", published.title()))?;
        let mut packages = metadata["packages"].as_array().into_iter().flatten();
        let package = packages.find(|it| it["name"] == **name && it["version"] == **version);
        let manifest = package.and_then(|it| it["manifest_path"].as_str());
        let manifest = Path::new(manifest.context("Cargo lists the package")?);
        let source = manifest.parent().context("a manifest is in a directory")?;
        let root = self.dir.join(format!("{name}-{version}"));
        if root.exists() {
            fs::remove_dir_all(&root)?;
        }
        copy(source, &root)?;
        // Not a part of this workspace, below whose target directory it is.
        let file = root.join("Cargo.toml");
        let text = fs::read_to_string(&file)?;
        if !text.contains("[workspace]") {
            fs::write(&file, text + "\n[workspace]\n")?;
        }
        Ok(root)
    }

    fn report(&self, root: &Path, published: &Published) -> Result<Value> {
        let task = Task::start(format!("migrating {}", published.title()));
        let output = Command::new(&self.program)
            .args(["bulkhead", "migrate", "--write", "--allow-dirty", "--json"])
            .args(published.features)
            .current_dir(root)
            // Std is built once for all of them.
            .env("CARGO_TARGET_DIR", self.dir.join("target"))
            .output()?;
        task.done();
        serde_json::from_slice(&output.stdout).with_context(|| {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            format!("{} is not migrated: {said}", published.title())
        })
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    child::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let copy = to.join(path.file_name().unwrap_or_default());
        match path.is_dir() {
            true => self::copy(&path, &copy)?,
            false => fs::copy(&path, &copy).map(drop)?,
        }
    }
    Ok(())
}

/// The page with the row in its table, in the place of the one that the crate has.
fn with_row(page: &str, title: &str, row: &str) -> Result<String> {
    let start = format!("| {title} |");
    let mut text = String::new();
    let mut is_done = false;
    for line in page.lines() {
        let is_old = line.starts_with(&start);
        let is_end = line.starts_with("<!-- end of the table");
        if !is_done && (is_old || is_end) {
            let _ = writeln!(text, "{row}");
            is_done = true;
        }
        if !is_old {
            let _ = writeln!(text, "{line}");
        }
    }
    if !is_done {
        bail!("docs/migrate.md has no table");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_the_place_of_the_old_one() {
        let page = "text\n| a 1 | old |\n| b 1 | old |\n<!-- end of the table -->\n";
        let renewed = with_row(page, "a 1", "| a 1 | new |").unwrap();
        assert_eq!(renewed, page.replace("a 1 | old", "a 1 | new"));
        let added = with_row(page, "c 1", "| c 1 | new |").unwrap();
        assert!(added.contains("| b 1 | old |\n| c 1 | new |\n<!--"));
        assert!(with_row("text", "a 1", "| a 1 |").is_err());
    }
}
