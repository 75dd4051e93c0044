//! Check, edit, and check again, until it compiles or nothing more can be done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};

use super::check::{Checked, Checker, Error};
use super::dependencies::Dependencies;
use super::fix::{self, Care, Failure, Fix, Kind};
use super::scratch::Scratch;
use crate::edits;
use crate::source::SourceFile;

/// No crate that was tried took more than six.
const MOST_ROUNDS: usize = 20;

/// What came of it.
#[derive(Default)]
pub(super) struct Migration {
    /// How many errors each check found, of the crate itself and of its dependencies.
    pub(super) rounds: Vec<Count>,
    pub(super) fixes: Vec<Applied>,
    pub(super) left: Vec<Error>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) own: usize,
    pub(super) dependencies: usize,
}

/// An edit that was made.
#[derive(Clone, Debug)]
pub(super) struct Applied {
    pub(super) file: PathBuf,
    pub(super) line: usize,
    pub(super) kind: Kind,
    round: usize,
}

/// Migrates the copy.
///
/// # Errors
///
/// Cargo cannot be started, or fails without an error of the compiler's.
pub(super) fn migrate(
    checker: &Checker,
    scratch: &mut Scratch,
    dependencies: &mut Dependencies,
) -> Result<Migration> {
    let mut rounds = Rounds {
        migration: Migration::default(),
        texts: BTreeMap::new(),
        care: BTreeMap::new(),
    };
    for _ in 0..MOST_ROUNDS {
        let checked = checker.check(scratch)?;
        if !checked.is_clean && checked.errors.is_empty() {
            bail!("Cargo fails:\n{}", checked.stderr.trim_end());
        }
        let is_done = rounds.step(&checked, checker, scratch, dependencies)?;
        rounds.migration.left = checked.errors;
        if is_done {
            break;
        }
    }
    Ok(rounds.migration)
}

/// Whether an error is about unwinding.
pub(super) fn is_unwind(error: &Error) -> bool {
    let words = ["UnwindSafe", "unwind boundary", "WasmClosureFnOnce"];
    error.code.as_deref() == Some("E0277") && words.iter().any(|it| error.rendered.contains(it))
}

struct Rounds {
    migration: Migration,
    /// The texts from before the latest edits, by the files that these changed.
    texts: BTreeMap<PathBuf, String>,
    care: BTreeMap<PathBuf, Care>,
}

impl Rounds {
    /// Answers the errors of one check. Whether there is nothing more to do.
    fn step(
        &mut self,
        checked: &Checked,
        checker: &Checker,
        scratch: &mut Scratch,
        dependencies: &mut Dependencies,
    ) -> Result<bool> {
        let (own, foreign): (Vec<_>, Vec<_>) = checked
            .errors
            .iter()
            .partition(|error| scratch.has(&error.manifest) && !dependencies.has(error));
        self.migration.rounds.push(Count {
            own: own.len(),
            dependencies: foreign.len(),
        });
        if checked.is_clean {
            return Ok(true);
        }
        if self.take_back(&checked.errors, scratch)? {
            return Ok(false);
        }
        let has_replaced = dependencies.replace(&foreign, checker, scratch)?;
        let has_edited = self.edit(&checked.errors, scratch)?;
        Ok(!has_replaced && !has_edited)
    }

    /// Puts files back in which the latest edits led to errors of another kind, and has them
    /// edited with more care.
    fn take_back(&mut self, errors: &[Error], scratch: &mut Scratch) -> Result<bool> {
        let texts = std::mem::take(&mut self.texts);
        let mut is_back = false;
        for (file, text) in texts {
            let is_care = self.care.contains_key(&file);
            let is_in = |error: &&Error| error.places.first().is_some_and(|it| it.file == file);
            let is_broken = errors.iter().filter(is_in).any(|error| !is_unwind(error));
            if !is_broken || is_care {
                continue;
            }
            scratch.write(&file, &text)?;
            let round = self.migration.rounds.len() - 1;
            let fixes = &mut self.migration.fixes;
            fixes.retain(|fix| fix.file != file || fix.round != round);
            self.care.insert(file, Care::Assert);
            is_back = true;
        }
        Ok(is_back)
    }

    /// Edits all files that can be, and tells whether there are any.
    fn edit(&mut self, errors: &[Error], scratch: &mut Scratch) -> Result<bool> {
        let mut by_file: BTreeMap<&Path, Vec<Failure>> = BTreeMap::new();
        for error in errors.iter().filter(|error| is_unwind(error)) {
            let Some(first) = error.places.first().filter(|it| scratch.has(&it.file)) else {
                continue;
            };
            let places = error.places.iter().filter(|it| it.file == first.file);
            by_file.entry(&first.file).or_default().push(Failure {
                places: places.map(|it| it.range.clone()).collect(),
            });
        }
        let mut is_edited = false;
        for (path, failures) in by_file {
            let file = SourceFile::read(path)?;
            let care = self.care.get(path).copied().unwrap_or(Care::Ask);
            let fixes = fix::fixes(&file, &failures, care);
            if fixes.is_empty() {
                continue;
            }
            scratch.write(path, &apply(&file, &fixes)?)?;
            let round = self.migration.rounds.len();
            let applied = fixes.iter().map(|fix| Applied {
                file: path.to_owned(),
                line: file.line_at(fix.at),
                kind: fix.kind,
                round,
            });
            self.migration.fixes.extend(applied);
            self.texts.insert(path.to_owned(), file.text);
            is_edited = true;
        }
        Ok(is_edited)
    }
}

/// The text with the edits, which still is Rust.
fn apply(file: &SourceFile, fixes: &[Fix]) -> Result<String> {
    let edits: Vec<_> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
    let text = edits::apply(&file.text, &edits);
    let text = text.with_context(|| format!("{} cannot be edited", file.path.display()))?;
    SourceFile::parse(file.path.clone(), text.clone())
        .with_context(|| format!("the edits of {} lead to no Rust", file.path.display()))?;
    Ok(text)
}
