//! What a package declares to JavaScript is the same with and without the attribute.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, workspace};

/// Packages with a feature `bulkhead` that puts the attribute on.
const PACKAGES: &[&str] = &["every-kind", "markdown"];

const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// Compares declarations and exported names of every package, in both builds.
pub(crate) fn test() -> Result<Tally> {
    let dir = workspace::target_dir()?.join("declarations");
    let engine = engines::any_for(BUILDS[0])?;
    let mut tally = Tally::default();
    for package in PACKAGES {
        for panic in BUILDS {
            let at = |which| dir.join(format!("{package}-{}-{which}", panic.slug()));
            let (with, alone) = (at("with"), at("alone"));
            build(package, panic, &["bulkhead"]).write(&with)?;
            build(package, panic, &[]).write(&alone)?;
            let task = Task::start(format!("comparing {package} ({panic})"));
            let stem = package.replace('-', "_");
            let read = |dir: &Path| declared(dir, &stem);
            let what = format!("{package} ({panic}): declarations");
            tally.equal(&what, &read(&alone)?, &read(&with)?);
            let names = |dir: &Path| names(&engine, &dir.join(format!("{stem}.js")), &task);
            let what = format!("{package} ({panic}): exported names");
            tally.equal(&what, &names(&alone)?, &names(&with)?);
            task.done();
        }
    }
    Ok(tally)
}

fn build(package: &str, panic: Panic, features: &[&str]) -> Build {
    Build {
        default_features: false,
        features: features.iter().map(|&feature| feature.to_owned()).collect(),
        ..Build::new(package, panic)
    }
}

/// The declarations of one build, without the list of raw exports.
fn declared(dir: &Path, stem: &str) -> Result<String> {
    let path = dir.join(format!("{stem}.d.ts"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(without_raw_exports(&text))
}

/// Leaves out `InitOutput`, which lists what the module exports to its own glue: helpers of ours
/// are there, and nobody calls them by name.
fn without_raw_exports(declarations: &str) -> String {
    const BEGIN: &str = "export interface InitOutput {";
    let Some((before, rest)) = declarations.split_once(BEGIN) else {
        return declarations.to_owned();
    };
    let after = rest.split_once("\n}").map_or("", |(_, after)| after);
    format!("{before}{after}")
}

/// The names a module exports and those of its classes' members, as an engine sees them.
fn names(engine: &Installed, glue: &Path, task: &Task) -> Result<String> {
    let script = workspace::root().join("xtask/src/declarations/names.mjs");
    child::run(engine.script(&script).arg(glue), task)
}

/// Where two texts part, for people; `None` when they do not.
pub(crate) fn first_difference(alone: &str, with: &str) -> Option<String> {
    if alone == with {
        return None;
    }
    let (left, right): (Vec<_>, Vec<_>) = (alone.lines().collect(), with.lines().collect());
    let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let mut text = format!("line {}", same + 1);
    for (sign, lines) in [('-', &left), ('+', &right)] {
        for line in lines.iter().skip(same).take(3) {
            let _ = write!(text, "\n    {sign} {line}");
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARATIONS: &str = "export function a(): void;\n\nexport interface InitOutput {\n    \
                                readonly a: () => void;\n}\n\nexport default function init();\n";

    #[test]
    fn the_list_of_raw_exports_is_left_out() {
        let rest = without_raw_exports(DECLARATIONS);
        assert!(rest.contains("function a()") && rest.contains("default function init"));
        assert!(!rest.contains("readonly"));
        assert_eq!(
            without_raw_exports("export function a();"),
            "export function a();"
        );
    }

    #[test]
    fn a_difference_is_shown_where_it_begins() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            first_difference("a\nb\n", "a\nc\n").unwrap(),
            "line 2\n    - b\n    + c"
        );
        assert_eq!(
            first_difference("a\n", "a\nc\n").unwrap(),
            "line 2\n    + c"
        );
    }
}
