//! What the crate that is being compiled calls wasm-bulkhead: it may have it under another name, that
//! of wasm-bindgen for one, or by way of the crate that stands for `worker`.

use std::fs;
use std::path::Path;

use toml::de::{DeTable, DeValue};

const PACKAGE: &str = "wasm-bulkhead";
const WORKER: &str = "wasm-bulkhead-worker";

/// The path to it without the leading `::`, if the manifest in `dir` gives one that is not the
/// package's own name.
pub(crate) fn path(manifest: &DeTable<'_>, dir: &Path) -> Option<String> {
    let workspace = Workspace { dir };
    let names_of = |package: &str| -> Vec<String> {
        let all = tables(manifest).flat_map(|dependencies| dependencies.iter());
        let named = all
            .map(|(key, value)| (key.get_ref().as_ref(), value.get_ref()))
            .filter(|(key, value)| workspace.package(key, value).as_deref() == Some(package));
        named.map(|(key, _)| key.replace('-', "_")).collect()
    };
    let names = names_of(PACKAGE);
    if names.iter().any(|name| *name == PACKAGE.replace('-', "_")) {
        return None;
    }
    let by_worker = || Some(format!("{}::wasm_bulkhead", names_of(WORKER).first()?));
    names.first().cloned().or_else(by_worker)
}

/// All tables of dependencies but for those of build scripts.
fn tables<'m>(manifest: &'m DeTable<'m>) -> impl Iterator<Item = &'m DeTable<'m>> {
    let of_targets = table(manifest, "target").into_iter().flatten();
    let of_targets = of_targets.filter_map(|(_, target)| target.get_ref().as_table());
    let all = std::iter::once(manifest).chain(of_targets);
    all.flat_map(|of| {
        ["dependencies", "dev-dependencies"]
            .into_iter()
            .filter_map(move |kind| table(of, kind))
    })
}

fn table<'m>(of: &'m DeTable<'m>, key: &str) -> Option<&'m DeTable<'m>> {
    of.get(key)?.get_ref().as_table()
}

/// Where dependencies are inherited from.
struct Workspace<'d> {
    dir: &'d Path,
}

impl Workspace<'_> {
    /// The package behind the dependency `key`.
    fn package(&self, key: &str, value: &DeValue<'_>) -> Option<String> {
        let entry = value.as_table();
        let text = |key: &str| Some(entry?.get(key)?.get_ref().as_str()?.to_owned());
        let is_inherited = entry.is_some_and(|entry| entry.contains_key("workspace"));
        match is_inherited {
            // No other file is read for what goes by its own name.
            true if key == PACKAGE => Some(key.to_owned()),
            true => Some(self.inherited(key).unwrap_or_else(|| key.to_owned())),
            false => Some(text("package").unwrap_or_else(|| key.to_owned())),
        }
    }

    /// The package that the workspace gives to `key`, if it gives one.
    fn inherited(&self, key: &str) -> Option<String> {
        self.dir.ancestors().find_map(|dir| {
            let text = fs::read_to_string(dir.join("Cargo.toml")).ok()?;
            let manifest = DeTable::parse(&text).ok()?;
            let workspace = table(manifest.get_ref(), "workspace")?;
            let entry = table(workspace, "dependencies")?.get(key)?;
            let package = entry.get_ref().as_table()?.get("package")?;
            Some(package.get_ref().as_str()?.to_owned())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_in(manifest: &str) -> Option<String> {
        let manifest = DeTable::parse(manifest).expect("it is TOML");
        path(manifest.get_ref(), Path::new("/nowhere"))
    }

    #[test]
    fn the_name_is_what_the_manifest_gives_the_package() {
        for (manifest, expected) in [
            ("", None),
            ("[dependencies]\nwasm-bindgen = \"0.2\"", None),
            ("[dependencies]\nwasm-bulkhead = \"0.1\"", None),
            (
                "[dependencies]\nwasm-bindgen = { package = \"wasm-bulkhead\", version = \"0.1\" }",
                Some("wasm_bindgen"),
            ),
            (
                "[dependencies.safe]\npackage = \"wasm-bulkhead\"\nversion = \"0.1\"",
                Some("safe"),
            ),
            (
                "[target.'cfg(target_family = \"wasm\")'.dependencies]\n\
                 wasm-bindgen.package = \"wasm-bulkhead\"",
                Some("wasm_bindgen"),
            ),
            (
                "[dependencies]\nwasm-bulkhead = \"0.1\"\nsafe = { package = \"wasm-bulkhead\" }",
                None,
            ),
            (
                "[dependencies]\nworker = { package = \"wasm-bulkhead-worker\" }",
                Some("worker::wasm_bulkhead"),
            ),
            (
                "[dependencies]\nworker = { package = \"wasm-bulkhead-worker\" }\n\
                 wasm-bindgen = { package = \"wasm-bulkhead\" }",
                Some("wasm_bindgen"),
            ),
            (
                "[build-dependencies]\nsafe.package = \"wasm-bulkhead\"",
                None,
            ),
        ] {
            assert_eq!(path_in(manifest).as_deref(), expected, "{manifest}");
        }
    }

    #[test]
    fn a_workspace_may_give_the_name() {
        let root = std::env::temp_dir().join(format!("wasm-bulkhead-krate-{}", std::process::id()));
        let member = root.join("member");
        fs::create_dir_all(&member).expect("it can be made");
        let workspace = "[workspace.dependencies]\nwasm-bindgen = { package = \"wasm-bulkhead\", version = \"0.1\" }";
        fs::write(root.join("Cargo.toml"), workspace).expect("it can be written");
        let manifest =
            DeTable::parse("[dependencies]\nwasm-bindgen.workspace = true").expect("it is TOML");
        assert_eq!(
            path(manifest.get_ref(), &member).as_deref(),
            Some("wasm_bindgen")
        );
        fs::remove_dir_all(root).expect("it is there");
    }
}
