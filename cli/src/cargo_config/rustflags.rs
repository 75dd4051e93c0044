//! Which flags the compiler gets for wasm32, and from where.

use std::env;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{bail, Result};
use cargo_platform::{Cfg, Platform};
use toml::Value;

use super::CargoConfig;
use crate::toolchain::TARGET;

/// Where Cargo takes flags from. The first of these that is there is the only one that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A variable of the environment, by its name.
    Environment(&'static str),
    /// `target.….rustflags`, in these files.
    Target(Vec<PathBuf>),
    /// `build.rustflags`, in these files.
    Build(Vec<PathBuf>),
    /// There are none.
    Nowhere,
}

/// The flags for wasm32 as they would be without us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rustflags {
    pub(crate) source: Source,
    /// In the order in which the compiler gets them; where two disagree, the last one wins.
    pub(crate) flags: Vec<String>,
}

impl Rustflags {
    /// Those of `config` and of this program's own environment.
    pub(crate) fn of(config: &CargoConfig) -> Rustflags {
        environment()
            .or_else(|| of_target(config))
            .or_else(|| of_build(config))
            .unwrap_or(Rustflags {
                source: Source::Nowhere,
                flags: Vec::new(),
            })
    }

    /// The value of the last `-C key=value`, however it is spelt.
    pub(crate) fn codegen(&self, key: &'static str) -> Option<&str> {
        self.codegen_all(key).next_back()
    }

    fn codegen_all(&self, key: &'static str) -> impl DoubleEndedIterator<Item = &str> {
        let pairs = codegen_options(&self.flags).filter_map(|option| option.split_once('='));
        pairs.filter_map(move |(name, value)| (name.replace('_', "-") == key).then_some(value))
    }

    /// What LLVM is told of an option, which counts as `true` where it has no value.
    pub(crate) fn llvm_option(&self, name: &str) -> Option<&str> {
        let args = self
            .codegen_all("llvm-args")
            .flat_map(str::split_whitespace);
        let values = args.map(llvm_option).filter(|(own, _)| *own == name);
        values.map(|(_, value)| value).next_back()
    }

    /// Those of `ours` that have to be added to these.
    ///
    /// # Errors
    ///
    /// These tell LLVM the contrary, which takes each option once.
    pub(crate) fn lacking(&self, ours: &[String]) -> Result<Vec<String>> {
        let mut lacking = Vec::new();
        for flag in ours {
            let Some(arg) = flag.strip_prefix("-Cllvm-args=") else {
                lacking.push(flag.clone());
                continue;
            };
            let (name, value) = llvm_option(arg);
            match self.llvm_option(name) {
                None => lacking.push(flag.clone()),
                Some(known) if known == value => {}
                Some(known) => bail!(
                    "this build needs the flag -Cllvm-args={arg}, and {} has -{name}={known}",
                    self.origin()
                ),
            }
        }
        Ok(lacking)
    }

    /// Where they come from, for the middle of a sentence.
    pub(crate) fn origin(&self) -> String {
        match &self.source {
            Source::Environment(name) => format!("the variable {name}"),
            Source::Target(files) | Source::Build(files) => {
                let files = files.iter().map(|file| file.display().to_string());
                files.collect::<Vec<_>>().join(" and ")
            }
            Source::Nowhere => "nowhere".into(),
        }
    }
}

/// The name and the value of an argument for LLVM, which takes one dash or two.
fn llvm_option(arg: &str) -> (&str, &str) {
    let arg = arg.trim_start_matches('-');
    match arg.split_once('=') {
        None => (arg, "true"),
        Some((name, "1")) => (name, "true"),
        Some(pair) => pair,
    }
}

/// The `key=value` behind each `-C`, `-Ckey=value` and `--codegen`.
fn codegen_options(flags: &[String]) -> impl DoubleEndedIterator<Item = &str> {
    let mut options = Vec::new();
    let mut rest = flags.iter().map(String::as_str);
    while let Some(flag) = rest.next() {
        match flag {
            "-C" | "--codegen" => options.extend(rest.next()),
            _ => {
                let option = flag.strip_prefix("-C");
                options.extend(option.or_else(|| flag.strip_prefix("--codegen=")));
            }
        }
    }
    options.into_iter()
}

fn environment() -> Option<Rustflags> {
    let from = |name: &'static str, separator: char| {
        let text = env::var(name).ok()?;
        let flags = text
            .split(separator)
            .map(str::trim)
            .filter(|flag| !flag.is_empty());
        Some(Rustflags {
            source: Source::Environment(name),
            flags: flags.map(str::to_owned).collect(),
        })
    };
    from("CARGO_ENCODED_RUSTFLAGS", '\u{1f}').or_else(|| from("RUSTFLAGS", ' '))
}

fn of_target(config: &CargoConfig) -> Option<Rustflags> {
    let mut flags = Vec::new();
    let mut files = Vec::new();
    for file in config.files.iter().rev() {
        let targets = file.table.get("target").and_then(Value::as_table);
        for (name, value) in targets.into_iter().flatten() {
            let found = value.get("rustflags").filter(|_| is_wasm(name));
            if let Some(found) = found {
                flags.extend(list(found));
                files.push(file.path.clone());
            }
        }
    }
    if let Ok(text) = env::var("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS") {
        flags.extend(text.split_whitespace().map(str::to_owned));
    }
    (!flags.is_empty()).then_some(Rustflags {
        source: Source::Target(files),
        flags,
    })
}

fn of_build(config: &CargoConfig) -> Option<Rustflags> {
    let found: Vec<_> = config.all(&["build", "rustflags"]).collect();
    let flags: Vec<_> = found.iter().rev().flat_map(|it| list(it.value)).collect();
    (!flags.is_empty()).then(|| Rustflags {
        source: Source::Build(found.iter().map(|it| it.file.to_owned()).collect()),
        flags,
    })
}

/// Flags may be one string or a list of them.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether `[target.NAME]` is about our target, be it by name or by `cfg(…)`.
fn is_wasm(name: &str) -> bool {
    const CFGS: &[&str] = &[
        "target_arch=\"wasm32\"",
        "target_family=\"wasm\"",
        "target_os=\"unknown\"",
        "target_vendor=\"unknown\"",
        "target_env=\"\"",
        "target_pointer_width=\"32\"",
        "target_endian=\"little\"",
    ];
    let cfgs: Vec<_> = CFGS
        .iter()
        .filter_map(|cfg| Cfg::from_str(cfg).ok())
        .collect();
    Platform::from_str(name).is_ok_and(|platform| platform.matches(TARGET, &cfgs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(text: &str) -> Rustflags {
        Rustflags {
            source: Source::Nowhere,
            flags: text.split_whitespace().map(str::to_owned).collect(),
        }
    }

    #[test]
    fn options_are_read_in_each_spelling() {
        let all = flags(
            "-C panic=abort -Cpanic=unwind --codegen opt-level=3 --codegen=lto=fat -Dwarnings",
        );
        assert_eq!(all.codegen("panic"), Some("unwind"));
        assert_eq!(all.codegen("opt-level"), Some("3"));
        assert_eq!(all.codegen("lto"), Some("fat"));
        assert_eq!(all.codegen("pan"), None);
        let llvm = flags("-Cllvm-args=-a=1 -C llvm_args=-b");
        assert_eq!(llvm.llvm_option("a"), Some("true"));
        assert_eq!(llvm.llvm_option("b"), Some("true"));
        assert_eq!(llvm.llvm_option("c"), None);
        let twice = flags("-Cllvm-args=--a=true -Cllvm-args=-a=false");
        assert_eq!(twice.llvm_option("a"), Some("false"));
        let ours = ["-Cllvm-args=-a".to_owned(), "-Cllvm-args=-b=false".into()];
        assert_eq!(llvm.lacking(&ours[..1]).unwrap(), Vec::<String>::new());
        assert!(llvm.lacking(&ours).is_err());
    }

    #[test]
    fn sections_are_about_wasm_by_name_and_by_cfg() {
        assert!(is_wasm("wasm32-unknown-unknown"));
        assert!(is_wasm("cfg(target_arch = \"wasm32\")"));
        assert!(is_wasm(
            "cfg(all(target_family = \"wasm\", not(target_os = \"wasi\")))"
        ));
        assert!(!is_wasm("x86_64-unknown-linux-gnu"));
        assert!(!is_wasm("cfg(unix)"));
        assert!(!is_wasm("cfg(broken"));
    }
}
