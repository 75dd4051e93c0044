//! Which compilers there are: the active one, rustup's, and what else is on the search path.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Toolchain;
use crate::child;

/// All of them, the active one first, then those that take unstable flags.
pub(crate) fn all(dir: &Path) -> Vec<Toolchain> {
    let managed = rustup_toolchains();
    let mut all: Vec<Toolchain> = Vec::new();
    let active = active_rustc();
    let others = managed
        .iter()
        .map(|(_, dir)| dir.join("bin").join(rustc_file()));
    let candidates = active.iter().cloned().chain(others).chain(on_path());
    for rustc in candidates {
        let is_active = all.is_empty() && Some(&rustc) == active.as_ref();
        let Some(found) = toolchain(&rustc, dir, is_active, &managed) else {
            continue;
        };
        if !all.iter().any(|known| known.sysroot == found.sysroot) {
            all.push(found);
        }
    }
    all.sort_by_key(|it| (!it.is_active, !it.is_unstable()));
    all
}

/// The compiler that Cargo takes here: the one beside the Cargo that started this program, else
/// the first on the search path, which may be rustup's proxy.
fn active_rustc() -> Option<PathBuf> {
    if let Some(rustc) = env::var_os("RUSTC") {
        return Some(rustc.into());
    }
    let beside = env::var_os("CARGO").map(|cargo| Path::new(&cargo).with_file_name(rustc_file()));
    beside
        .filter(|rustc| rustc.is_file())
        .or_else(|| child::find("rustc"))
}

fn on_path() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let files = env::split_paths(&path).map(|dir| dir.join(rustc_file()));
    files.filter(|file| file.is_file()).collect()
}

fn rustc_file() -> String {
    format!("rustc{}", env::consts::EXE_SUFFIX)
}

/// Asks a compiler what it is. A proxy of rustup's answers for the compiler behind it.
fn toolchain(
    rustc: &Path,
    dir: &Path,
    is_active: bool,
    managed: &[(String, PathBuf)],
) -> Option<Toolchain> {
    let ask = |arg: &[&str]| child::answer(Command::new(rustc).args(arg).current_dir(dir));
    let verbose = ask(&["-vV"])?;
    let sysroot = PathBuf::from(ask(&["--print", "sysroot"])?);
    let value = |key: &str| {
        let line = verbose.lines().find_map(|line| line.strip_prefix(key));
        line.map(|value| value.trim().to_owned())
    };
    let version = semver::Version::parse(&value("release:")?).ok()?;
    let rustup = managed.iter().find(|(_, dir)| is_same(dir, &sysroot));
    let rustup = rustup.map(|(name, _)| name.clone());
    let name = match &rustup {
        Some(name) => format!("rustup's {name}"),
        None => format!("Rust in {}", sysroot.display()),
    };
    let own = |program: &str| {
        let file = format!("{program}{}", env::consts::EXE_SUFFIX);
        sysroot.join("bin").join(file)
    };
    let cargo = Some(own("cargo")).filter(|it| it.is_file());
    Some(Toolchain {
        name,
        rustup,
        is_active,
        rustc: Some(own("rustc"))
            .filter(|it| it.is_file())
            .unwrap_or(rustc.into()),
        cargo: cargo.or_else(|| child::find("cargo"))?,
        version,
        host: value("host:")?,
        llvm: value("LLVM version:"),
        sysroot,
    })
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real(one) == real(other)
}

/// Names and directories of rustup's toolchains, the nightly ones first.
fn rustup_toolchains() -> Vec<(String, PathBuf)> {
    let list = child::answer(Command::new("rustup").args(["toolchain", "list", "-v"]));
    let mut all: Vec<_> = list
        .iter()
        .flat_map(|list| list.lines())
        .filter_map(listed)
        .collect();
    all.sort_by_key(|(name, _)| !name.starts_with("nightly"));
    all
}

/// Reads `stable-x86_64-unknown-linux-gnu (active, default) /home/me/.rustup/toolchains/stable`,
/// whose middle is not always there.
fn listed(line: &str) -> Option<(String, PathBuf)> {
    let (name, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let dir = match rest.strip_prefix('(') {
        Some(rest) => rest.split_once(')')?.1.trim(),
        None => rest.trim(),
    };
    (!dir.is_empty()).then(|| (name.to_owned(), dir.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rustups_list_is_read() {
        let read = |line| listed(line).unwrap();
        let expected = ("stable-x".to_owned(), PathBuf::from("/a dir/stable-x"));
        assert_eq!(read("stable-x (active, default) /a dir/stable-x"), expected);
        assert_eq!(read("stable-x (default)\t/a dir/stable-x"), expected);
        assert_eq!(read("stable-x\t/a dir/stable-x"), expected);
        assert_eq!(
            listed("no installed toolchains"),
            Some(("no".into(), "installed toolchains".into()))
        );
        assert_eq!(listed("stable-x (active, default)"), None);
        assert_eq!(listed(""), None);
    }
}
