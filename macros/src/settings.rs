//! What a crate says of all its items at once, in its Cargo.toml:
//!
//! ```toml
//! [package.metadata.wasm-bulkhead]
//! unwind = "never"
//! ```
//!
//! There and not in a macro, because the package is what it is about, because every
//! expansion can read it whatever module it is in and whatever stands before it, and
//! because tools that never compile the crate find it by `cargo metadata`.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;
use std::{env, fs};

use proc_macro2::{Span, TokenStream};
use quote::quote;
use toml::de::{DeTable, DeValue};

use crate::cx::Cx;
use crate::{krate, rules};

/// The table's name below `package.metadata`.
const TABLE: &str = "wasm-bulkhead";

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settings {
    /// What the crate calls wasm-bulkhead, if not that.
    pub(crate) krate: Option<String>,
    pub(crate) unwind: Unwind,
    pub(crate) closures: OfClosures,
    /// What structs and raw exports do that say nothing themselves.
    pub(crate) on_panic: Option<OfPanics>,
}

/// Whether the crate is ever built with `panic=unwind` for wasm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Unwind {
    /// It is; what would not compile there is an error everywhere.
    Required,
    /// It may be; what would not compile there is a warning elsewhere.
    #[default]
    Maybe,
    /// It is not, so nothing is asked of types.
    Never,
}

/// What a panic does in a closure whose captures are not unwind safe.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum OfClosures {
    /// It ends the instance.
    #[default]
    Abort,
    /// It is caught, and the closure is refused afterwards.
    Poison,
    /// It is caught, for this reason.
    Assert(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum OfPanics {
    Throw,
    Poison,
    Rollback,
    Abort,
}

/// The settings of a crate, and what has to be done about them.
#[derive(Debug, Default)]
pub(crate) struct OfCrate {
    pub(crate) settings: Settings,
    /// What is wrong in the table, told to one expansion of the crate.
    problems: Vec<String>,
    /// The manifest, told to one expansion of the crate, which makes the compiler
    /// look at the crate again when it changes.
    manifest: Option<PathBuf>,
}

impl OfCrate {
    /// Reads the settings of the crate that is being compiled.
    pub(crate) fn read() -> Self {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        manifest.map_or_else(Self::default, |dir| Self::of(&dir.join("Cargo.toml")))
    }

    /// A compiler process expands one crate, so a file is parsed once. A language
    /// server expands many, some of them again after a change.
    fn of(manifest: &Path) -> Self {
        static LATEST: Mutex<Option<Known>> = Mutex::new(None);
        let Some(modified) = fs::metadata(manifest).and_then(|file| file.modified()).ok() else {
            return Self::default();
        };
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        let known = latest.as_ref().filter(|known| known.is(manifest, modified));
        if let Some(Known { settings, .. }) = known {
            let settings = settings.clone();
            return OfCrate {
                settings,
                ..OfCrate::default()
            };
        }
        let dir = manifest.parent().unwrap_or(Path::new("."));
        let (settings, problems) = match fs::read_to_string(manifest) {
            Ok(text) => Settings::parse(&text, dir),
            Err(_) => Default::default(),
        };
        *latest = Some(Known {
            manifest: manifest.to_owned(),
            modified,
            settings: settings.clone(),
        });
        let manifest = Some(manifest.to_owned());
        OfCrate {
            settings,
            problems,
            manifest,
        }
    }

    /// Reports what is wrong.
    pub(crate) fn report(&self, cx: &Cx) {
        for problem in &self.problems {
            cx.report_at(&rules::INVALID_SETTING, Span::call_site(), problem);
        }
    }

    /// An item by which the compiler learns that it has read the manifest.
    pub(crate) fn tracking(&self) -> Option<TokenStream> {
        let manifest = self.manifest.as_ref()?.to_str()?;
        Some(quote!(
            const _: &[u8] = ::core::include_bytes!(#manifest);
        ))
    }
}

/// Settings that were read before.
struct Known {
    manifest: PathBuf,
    modified: SystemTime,
    settings: Settings,
}

impl Known {
    fn is(&self, manifest: &Path, modified: SystemTime) -> bool {
        self.manifest == manifest && self.modified == modified
    }
}

impl Settings {
    /// Where the crate finds wasm-bulkhead.
    pub(crate) fn krate(&self) -> syn::Path {
        let path = self.krate.as_deref().unwrap_or("wasm_bulkhead");
        let path = syn::parse_str(&format!("::{path}"));
        path.unwrap_or_else(|_| syn::parse_quote!(::wasm_bulkhead))
    }

    /// The settings in a manifest, and what is wrong with them. What cannot be read
    /// at all Cargo has refused before.
    fn parse(manifest: &str, dir: &Path) -> (Self, Vec<String>) {
        let mut settings = Settings::default();
        let mut problems = Vec::new();
        let Ok(document) = DeTable::parse(manifest) else {
            return (settings, problems);
        };
        let table = ["package", "metadata", TABLE]
            .iter()
            .try_fold(document.get_ref(), |table, key| {
                table.get(*key)?.get_ref().as_table()
            });
        settings.krate = krate::path(document.get_ref(), dir);
        for (key, value) in table.into_iter().flatten() {
            if let Err(problem) = settings.set(key.get_ref(), value.get_ref()) {
                problems.push(problem);
            }
        }
        (settings, problems)
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), String> {
        match key {
            "unwind" => self.unwind = word(key, value, UNWIND)?,
            "on_panic" => self.on_panic = Some(word(key, value, ON_PANIC)?),
            "closures" => match value {
                DeValue::Table(table) => self.closures = OfClosures::Assert(reason(table)?),
                _ => self.closures = word(key, value, CLOSURES)?,
            },
            _ => return Err(format!("`{key}` is no setting")),
        }
        Ok(())
    }
}

const UNWIND: &[(&str, Unwind)] = &[
    ("required", Unwind::Required),
    ("maybe", Unwind::Maybe),
    ("never", Unwind::Never),
];

const CLOSURES: &[(&str, OfClosures)] =
    &[("abort", OfClosures::Abort), ("poison", OfClosures::Poison)];

const ON_PANIC: &[(&str, OfPanics)] = &[
    ("throw", OfPanics::Throw),
    ("poison", OfPanics::Poison),
    ("rollback", OfPanics::Rollback),
    ("abort", OfPanics::Abort),
];

/// What one of a few words means.
fn word<T: Clone>(key: &str, value: &DeValue<'_>, known: &[(&str, T)]) -> Result<T, String> {
    let word = value.as_str().unwrap_or_default();
    let found = known.iter().find(|(known, _)| *known == word);
    found.map(|(_, meaning)| meaning.clone()).ok_or_else(|| {
        let known: Vec<_> = known
            .iter()
            .map(|(word, _)| format!("\"{word}\""))
            .collect();
        format!("`{key}` is none of {}", known.join(", "))
    })
}

/// `{ assert_unwind_safe = "reason" }`.
fn reason(table: &DeTable<'_>) -> Result<String, String> {
    let reason = table
        .get("assert_unwind_safe")
        .and_then(|value| value.get_ref().as_str());
    match reason {
        Some(reason) if table.len() == 1 && !reason.trim().is_empty() => Ok(reason.to_owned()),
        _ => Err("`closures` asserts without a reason".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(manifest: &str) -> (Settings, Vec<String>) {
        Settings::parse(manifest, Path::new("."))
    }

    fn settings(table: &str) -> (Settings, Vec<String>) {
        parse(&format!(
            "[package]\nname = \"a\"\n[package.metadata.wasm-bulkhead]\n{table}"
        ))
    }

    fn good(table: &str) -> Settings {
        let (settings, problems) = settings(table);
        assert_eq!(problems, Vec::<String>::new(), "{table}");
        settings
    }

    fn problem(table: &str) -> String {
        let (settings, mut problems) = settings(table);
        assert_eq!(settings, Settings::default(), "{table}");
        assert_eq!(problems.len(), 1, "{table}: {problems:?}");
        problems.remove(0)
    }

    #[test]
    fn a_crate_that_says_nothing_has_the_default() {
        let default = Settings::default();
        assert_eq!(default.unwind, Unwind::Maybe);
        assert_eq!(default.closures, OfClosures::Abort);
        for manifest in [
            "",
            "[package]\nname = \"a\"",
            "[package.metadata.docs.rs]\nall-features = true",
            "[package.metadata]\nwasm-bulkhead = {}",
            "[workspace.metadata.wasm-bulkhead]\nunwind = \"never\"",
            "not a manifest",
        ] {
            assert_eq!(parse(manifest), (default.clone(), Vec::new()), "{manifest}");
        }
    }

    #[test]
    fn every_setting_is_read() {
        let all =
            good("unwind = \"required\"\nclosures = \"poison\" # a comment\non_panic = 'rollback'");
        let expected = Settings {
            krate: None,
            unwind: Unwind::Required,
            closures: OfClosures::Poison,
            on_panic: Some(OfPanics::Rollback),
        };
        assert_eq!(all, expected);
        assert_eq!(good("unwind = \"never\"").unwind, Unwind::Never);
        assert_eq!(good("on_panic = \"abort\"").on_panic, Some(OfPanics::Abort));
        let asserted = OfClosures::Assert("only counters".into());
        assert_eq!(
            good("closures = { assert_unwind_safe = \"only counters\" }").closures,
            asserted
        );
        assert_eq!(
            good("closures.assert_unwind_safe = \"only counters\"").closures,
            asserted
        );
        let inline = "[package]\nmetadata.wasm-bulkhead = { unwind = \"never\" }";
        assert_eq!(parse(inline).0.unwind, Unwind::Never);
    }

    #[test]
    fn what_is_no_setting_is_a_problem() {
        assert_eq!(problem("unwnd = \"never\""), "`unwnd` is no setting");
        assert_eq!(
            problem("unwind = \"always\""),
            "`unwind` is none of \"required\", \"maybe\", \"never\""
        );
        assert_eq!(problem("unwind = false"), problem("unwind = \"\""));
        assert_eq!(
            problem("closures = \"off\""),
            "`closures` is none of \"abort\", \"poison\""
        );
        for table in [
            "closures = { assert_unwind_safe = \" \" }",
            "closures = { assert_unwind_safe = 1 }",
            "closures = { because = \"it is\" }",
            "closures = { assert_unwind_safe = \"it is\", poison = true }",
        ] {
            assert_eq!(problem(table), "`closures` asserts without a reason");
        }
        assert_eq!(
            problem("on_panic = true"),
            "`on_panic` is none of \"throw\", \"poison\", \"rollback\", \"abort\""
        );
        let (_, problems) = settings("a = 1\nb = 2");
        assert_eq!(problems, ["`a` is no setting", "`b` is no setting"]);
    }

    #[test]
    fn a_manifest_is_told_of_once_until_it_changes() {
        let dir = env::temp_dir().join(format!("wasm-bulkhead-settings-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("it can be made");
        let manifest = dir.join("Cargo.toml");
        let write = |table: &str, seconds: u64| {
            let text = format!("[package.metadata.wasm-bulkhead]\n{table}");
            fs::write(&manifest, text).expect("it can be written");
            let file = fs::File::options()
                .write(true)
                .open(&manifest)
                .expect("it is there");
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            file.set_modified(time).expect("it has a time");
        };
        write("unwind = \"never\"\nother = 1", 1);
        let first = OfCrate::of(&manifest);
        assert_eq!(first.problems, ["`other` is no setting"]);
        assert!(first.tracking().is_some());
        let second = OfCrate::of(&manifest);
        assert_eq!(second.settings, first.settings);
        assert!(second.problems.is_empty() && second.tracking().is_none());
        write("unwind = \"required\"", 2);
        let changed = OfCrate::of(&manifest);
        assert_eq!(changed.settings.unwind, Unwind::Required);
        assert!(changed.tracking().is_some());
        fs::remove_dir_all(&dir).expect("it can be removed");
        assert_eq!(OfCrate::of(&manifest).settings, Settings::default());
    }
}
