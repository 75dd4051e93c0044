//! Who depends on wasm-bulkhead and annotates nothing is left alone (U2 of the contract).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{ensure, Context, Result};

use crate::engines;
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::{Build, Target};
use crate::{child, workspace};

/// Uses published libraries, and wasm-bulkhead at most as a dependency.
const BYSTANDER: &str = "bystander";

/// Depends on a library that is annotated.
const USER: &str = "user";

const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

const TARGETS: [(Target, &str); 6] = [
    (Target::Web, "web"),
    (Target::Nodejs, "nodejs"),
    (Target::Bundler, "bundler"),
    (Target::Deno, "deno"),
    (Target::Module, "module"),
    (Target::NoModules, "no-modules"),
];

/// Longer than any run should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(60);

/// Builds for every target: what the dependency adds to a bystander, which has to be nothing, and
/// whether the user of an annotated library works.
pub(crate) fn test() -> Result<Tally> {
    let dir = workspace::target_dir()?.join("undisturbed");
    let mut tally = Tally::default();
    for panic in BUILDS {
        let write = |package: &str, feature: Option<&str>, target: (Target, &str)| {
            let (target, name) = target;
            let which = feature.unwrap_or("alone");
            let out = dir.join(format!("{package}-{}-{name}-{which}", panic.slug()));
            let build = Build {
                default_features: false,
                features: feature.into_iter().map(str::to_owned).collect(),
                target,
                ..Build::new(package, panic)
            };
            build.write(&out).map(|()| out)
        };
        // All targets of one build after the other, so that it is compiled once.
        let every = |package: &str, feature: Option<&str>| {
            let written = TARGETS.map(|target| write(package, feature, target));
            written.into_iter().collect::<Result<Vec<_>>>()
        };
        let alone = every(BYSTANDER, None)?;
        let with = every(BYSTANDER, Some("bulkhead"))?;
        for ((alone, with), (_, name)) in alone.iter().zip(&with).zip(TARGETS) {
            let what = format!("an unused dependency ({panic}, {name})");
            tally.check(&what, difference(alone, with)?);
            tally.check(&what, drive(BYSTANDER, panic, name, with)?);
        }
        for target in TARGETS {
            // A classic script imports no module of ours.
            let feature = (target.0 != Target::NoModules).then_some("js");
            let out = write(USER, feature, target)?;
            let what = format!("an annotated dependency ({panic}, {})", target.1);
            tally.check(&what, drive(USER, panic, target.1, &out)?);
        }
    }
    Ok(tally)
}

/// Calls everything a package exports, and says what does not work.
fn drive(package: &str, panic: Panic, target: &str, glue: &Path) -> Result<Option<String>> {
    let engine = engines::any_for(panic)?;
    let mut command = engine.script(&workspace::root().join("undisturbed/drive.mjs"));
    command.args(["--package", package, "--target", target]);
    command.args(["--build", panic.build()]);
    command.arg("--glue").arg(glue);
    let task = Task::start(format!("{package} ({panic}, {target})"));
    let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?;
    task.done();
    Ok(ended.success().err().map(|error| format!("{error:#}")))
}

/// What differs between two builds but for the hashes in the names of functions, which tell the
/// features of a crate.
fn difference(alone: &Path, with: &Path) -> Result<Option<String>> {
    let (alone, with) = (contents(alone)?, contents(with)?);
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    if names(&alone) != names(&with) {
        return Ok(Some(format!(
            "{:?} became {:?}",
            names(&alone),
            names(&with)
        )));
    }
    for (name, left) in &alone {
        let right = &with[name];
        let same = match name
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            // Fewer bytes come of hashes as well, by which functions are sorted and merged.
            true => size(&code(right)?) <= size(&code(left)?),
            false => left == right,
        };
        if !same {
            let (left, right) = (left.len(), right.len());
            let name = name.display();
            return Ok(Some(format!("{name} of {left} bytes, with {right}")));
        }
    }
    Ok(None)
}

/// All files below a directory, by their path in it.
fn contents(dir: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(dir.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                files.insert(path, fs::read(entry.path())?);
            }
        }
    }
    Ok(files)
}

/// The sections of a module that an engine runs: all but the custom ones.
fn code(module: &[u8]) -> Result<Vec<&[u8]>> {
    const HEADER: usize = 8;
    ensure!(module.starts_with(b"\0asm"), "this is no wasm module");
    let mut sections = Vec::new();
    let mut at = HEADER;
    while let Some(&id) = module.get(at) {
        let (length, digits) = leb128(&module[at + 1..]).context("a section has no length")?;
        let end = at + 1 + digits + length;
        let section = module.get(at..end).context("a section has no end")?;
        if id != 0 {
            sections.push(section);
        }
        at = end;
    }
    Ok(sections)
}

fn size(sections: &[&[u8]]) -> usize {
    sections.iter().map(|section| section.len()).sum()
}

/// A number, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_sections_do_not_count() {
        let module = b"\0asm\x01\0\0\0\x01\x02ab\0\x01n\x03\x01c";
        assert_eq!(code(module).unwrap(), [&b"\x01\x02ab"[..], b"\x03\x01c"]);
        assert!(code(b"\0asm\x01\0\0\0\x01\x09ab").is_err());
        assert!(code(b"text").is_err());
    }

    #[test]
    fn numbers_have_seven_bits_a_byte() {
        assert_eq!(leb128(&[0x05, 0xff]), Some((5, 1)));
        assert_eq!(leb128(&[0x80, 0x01]), Some((128, 2)));
        assert_eq!(leb128(&[0x80]), None);
    }
}
