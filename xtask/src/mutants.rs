//! Whether the tests notice when a mechanism is taken out: `cargo xtask mutants`.
//!
//! Each mutant is one edit of a copy of the library. The conformance crate is built against the
//! copy, and of the scenarios named here at least one has to fail. Unedited, all of them hold.

mod list;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde::Deserialize;

use self::list::{Mutant, MUTANTS};
use crate::progress::Task;
use crate::table::{terminal_width, Table};
use crate::test::Tally;
use crate::toolchain::Panic;
use crate::wasm::Build;
use crate::{child, engines, js, workspace, Outcome};

/// Take out one mechanism after the other, and see that scenarios fail.
///
/// Exits with 100 when a mutant survives.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this mutant; may be repeated.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// List the mutants.
    #[arg(long)]
    list: bool,
}

/// Runs `cargo xtask mutants`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    if args.list {
        for mutant in MUTANTS {
            println!("{:<24}{}", mutant.name, mutant.about);
        }
        return Ok(Outcome::Clean);
    }
    if let Some(unknown) = args
        .only
        .iter()
        .find(|n| !MUTANTS.iter().any(|m| m.name == **n))
    {
        bail!("there is no mutant `{unknown}`; `--list` names them");
    }
    Ok(match hunt(&args.only)?.failed {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// How many mutants were noticed, for the test command.
pub(crate) fn test() -> Result<Tally> {
    hunt(&[])
}

fn hunt(only: &[String]) -> Result<Tally> {
    let lab = Lab::new()?;
    let mut tally = Tally::default();
    let mut table = Table::new(["mutant", "build", "noticed by"]);
    let wanted = |mutant: &&Mutant| only.is_empty() || only.iter().any(|name| name == mutant.name);
    for mutant in MUTANTS.iter().filter(wanted) {
        for &panic in mutant.builds {
            let noticed = lab.noticed(mutant, panic)?;
            let what = format!("{} ({panic})", mutant.name);
            let survived = noticed
                .is_empty()
                .then(|| format!("survived: {}", mutant.about));
            table.row([mutant.name.into(), panic.to_string(), summary(&noticed)]);
            tally.check(&what, survived);
        }
    }
    println!("{}", table.text(terminal_width()));
    Ok(tally)
}

/// The contract lines of failed scenarios, each with how often it failed.
fn summary(failed: &[String]) -> String {
    let mut ids: Vec<_> = failed.to_vec();
    ids.dedup();
    let count = |id: &String| failed.iter().filter(|other| *other == id).count();
    let counted: Vec<_> = ids
        .iter()
        .map(|id| format!("{id} ({})", count(id)))
        .collect();
    match counted.is_empty() {
        true => "nothing".into(),
        false => counted.join(", "),
    }
}

/// A copy of the crates that are edited, and where it is built.
struct Lab {
    root: PathBuf,
    dir: PathBuf,
    /// The kinds of build that were tried without an edit.
    unedited: RefCell<Vec<(Panic, bool)>>,
}

impl Lab {
    fn new() -> Result<Lab> {
        let dir = workspace::target_dir()?.join("mutants");
        let root = dir.join("workspace");
        let _ = fs::remove_dir_all(&root);
        child::create_dir(&root)?;
        for part in [
            "runtime",
            "macros",
            "conformance",
            "README.md",
            "Cargo.lock",
        ] {
            copy(&workspace::root().join(part), &root.join(part))?;
        }
        let manifest = fs::read_to_string(workspace::root().join("Cargo.toml"))?;
        let members = manifest
            .lines()
            .find(|line| line.starts_with("members = "))
            .context("Cargo.toml has no line of members")?;
        let few = r#"members = ["conformance", "macros", "runtime"]"#;
        fs::write(root.join("Cargo.toml"), manifest.replace(members, few))?;
        Ok(Lab {
            root,
            dir,
            unedited: RefCell::default(),
        })
    }

    /// The ids of scenarios that fail in a build with this edit, and hold without it.
    fn noticed(&self, mutant: &Mutant, panic: Panic) -> Result<Vec<String>> {
        self.unedited(panic, mutant.lto)?;
        let edited = self.edited(mutant, panic)?;
        self.failures(&edited, mutant.scenarios, panic)
    }

    /// The build without an edit, made and tried once: all that any mutant is to fail holds.
    fn unedited(&self, panic: Panic, lto: bool) -> Result<()> {
        let mut built = self.unedited.borrow_mut();
        if built.contains(&(panic, lto)) {
            return Ok(());
        }
        let out = self.build("unedited", panic, lto)?;
        let concerned = MUTANTS
            .iter()
            .filter(|mutant| mutant.builds.contains(&panic) && mutant.lto == lto);
        let scenarios: BTreeSet<_> = concerned.flat_map(|m| m.scenarios).copied().collect();
        let scenarios: Vec<_> = scenarios.into_iter().collect();
        let failed = self.failures(&out, &scenarios, panic)?;
        if !failed.is_empty() {
            bail!("unedited, {} fail already", summary(&failed));
        }
        built.push((panic, lto));
        Ok(())
    }

    fn edited(&self, mutant: &Mutant, panic: Panic) -> Result<PathBuf> {
        let file = self.root.join(mutant.file);
        let text = fs::read_to_string(&file).with_context(|| mutant.file.to_owned())?;
        if text.matches(mutant.find).count() != 1 {
            bail!(
                "mutant `{}` is out of date: {} does not have its text once",
                mutant.name,
                mutant.file
            );
        }
        fs::write(&file, text.replace(mutant.find, mutant.put))?;
        let built = self.build(mutant.name, panic, mutant.lto);
        fs::write(&file, text)?;
        built
    }

    /// Builds the copy as it is now, its JavaScript first.
    fn build(&self, name: &str, panic: Panic, lto: bool) -> Result<PathBuf> {
        js::write(&self.root)?;
        let out = self.dir.join(format!("{}-{name}", panic.slug()));
        let build = Build {
            manifest_path: Some(self.root.join("Cargo.toml")),
            target_dir: Some(self.dir.join("target")),
            features: vec!["bulkhead".into()],
            lto,
            ..Build::new("conformance", panic)
        };
        build.write(&out)?;
        Ok(out)
    }

    fn failures(&self, with: &Path, scenarios: &[&str], panic: Panic) -> Result<Vec<String>> {
        let json = self.dir.join("results.json");
        let _ = fs::remove_file(&json);
        let mut command =
            engines::any_for(panic)?.script(&workspace::root().join("conformance/run.mjs"));
        // Nothing else is loaded beside it, because copies of the guard share one registry.
        command.arg("--with").arg(with);
        command.args(["--build", panic.build(), "--encoding", panic.encoding()]);
        command.arg("--fast").arg("--json").arg(&json);
        for id in scenarios {
            command.args(["--only", id]);
        }
        let task = Task::start(format!("scenarios in {}", with.display()));
        // Whatever it exits with: a mutant may end the whole process, with no results left.
        let ended = child::run_to_end(&mut command, &task, None, &mut |line| task.note(line))?;
        task.done();
        let Ok(text) = fs::read(&json) else {
            return Ok(vec![format!("a run that broke off ({})", ended.status)]);
        };
        let written: Written = serde_json::from_slice(&text)?;
        if written.results.is_empty() {
            bail!("there is no scenario with the ids {}", scenarios.join(", "));
        }
        let failed = written
            .results
            .into_iter()
            .filter(|cell| cell.with.ok == Some(false));
        Ok(failed.map(|cell| cell.id).collect())
    }
}

/// As much of the results as is needed.
#[derive(Deserialize)]
struct Written {
    results: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    id: String,
    with: Verdict,
}

#[derive(Deserialize)]
struct Verdict {
    /// Not there where the engine cannot try it.
    ok: Option<bool>,
}

/// Copies a file, or a directory without what was built or installed in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() {
        fs::copy(from, to).with_context(|| from.display().to_string())?;
        return Ok(());
    }
    child::create_dir(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let name = entry?.file_name();
        if name != "target" && name != "node_modules" {
            copy(&from.join(&name), &to.join(&name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_finds_its_text_once() {
        for mutant in MUTANTS {
            let file = workspace::root().join(mutant.file);
            let text = fs::read_to_string(&file).expect(mutant.file);
            assert_eq!(text.matches(mutant.find).count(), 1, "{}", mutant.name);
        }
    }

    #[test]
    fn failures_are_summed_by_line() {
        let failed = ["P1", "P1", "P2"].map(str::to_owned);
        assert_eq!(summary(&failed), "P1 (2), P2 (1)");
        assert_eq!(summary(&[]), "nothing");
    }
}
