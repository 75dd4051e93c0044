//! wasm-bindgen's generator, which is a library, so that no separately installed program of
//! another version can come in between.

use std::fs;
use std::path::Path;

use anyhow::{anyhow, bail, Result};
use semver::Version;
use toml::{Table, Value};
use wasm_bindgen_cli_support::Bindgen;

use super::options::Target;
use super::package::Package;
use super::Build;

/// The oldest wasm-bindgen whose modules the generator reads.
const OWN: &str = wasm_bindgen_shared::SCHEMA_VERSION;

/// Refuses, before anything is compiled, what the generator would refuse afterwards.
pub(super) fn check_lock(package: &Package) -> Result<()> {
    let text = fs::read_to_string(package.workspace.join("Cargo.lock")).unwrap_or_default();
    // Cargo says what is wrong with a file that it cannot read.
    let table: Table = text.parse().unwrap_or_default();
    let packages = table.get("package").and_then(Value::as_array);
    let versions = packages.into_iter().flatten().filter_map(|package| {
        let text = |key| package.get(key).and_then(Value::as_str);
        (text("name")? == "wasm-bindgen").then_some(())?;
        text("version")?.parse::<Version>().ok()
    });
    let own: Version = OWN.parse()?;
    match versions.max() {
        Some(locked) if locked < own => bail!("{}", mismatch(&package.name, &locked.to_string())),
        _ => Ok(()),
    }
}

fn mismatch(package: &str, theirs: &str) -> String {
    format!(
        "`{package}` uses wasm-bindgen {theirs}, and this command writes JavaScript for {OWN}\n\
         help: run `cargo update -p wasm-bindgen --precise {OWN}`, or install the \
         cargo-bulkhead that goes with {theirs}"
    )
}

/// Whether glue of this kind imports our module, which is where the guard goes.
pub(super) fn can_be_finished(target: Target) -> bool {
    target != Target::NoModules
}

/// The target as the command line has it.
pub(super) fn name(target: Target) -> &'static str {
    match target {
        Target::Web => "web",
        Target::Nodejs => "nodejs",
        Target::Bundler => "bundler",
        Target::Deno => "deno",
        Target::Module => "module",
        Target::NoModules => "no-modules",
    }
}

/// Writes the module and its JavaScript to `dir`.
pub(super) fn generate(build: &Build<'_>, stem: &str, bytes: Vec<u8>, dir: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(stem, bytes);
    match build.args.target {
        Target::Web => bindgen.web(true)?,
        Target::Nodejs => bindgen.nodejs(true)?,
        Target::Bundler => bindgen.bundler(true)?,
        Target::Deno => bindgen.deno(true)?,
        Target::Module => bindgen.module(true)?,
        Target::NoModules => bindgen.no_modules(true)?,
    };
    bindgen
        .typescript(!build.args.no_typescript)
        .keep_debug(build.args.companion)
        // As wasm-bindgen's own program does: glue for the web knows where its module is.
        .omit_default_module_path(false)
        .generate(dir)
        .map_err(|error| in_short(&build.package.name, error))
}

/// Turns the generator's page on mismatching versions into what matters of it.
fn in_short(package: &str, error: anyhow::Error) -> anyhow::Error {
    let text = format!("{error:#}");
    let theirs = text.split_once("rust Wasm file schema version: ");
    match theirs.and_then(|(_, rest)| rest.split_whitespace().next()) {
        Some(theirs) => anyhow!("{}", mismatch(package, theirs)),
        None => error.context(format!("no JavaScript can be written for `{package}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mismatch_is_short_and_has_its_remedy() {
        let page = "it looks like …\n\n  rust Wasm file schema version: 0.2.100\n     this binary \
                    schema version: 0.2.130\n\nCurrently …";
        let said = in_short("p", anyhow!(page.to_owned())).to_string();
        assert!(said.contains("uses wasm-bindgen 0.2.100"), "{said}");
        assert!(said.contains(&format!("--precise {OWN}`")), "{said}");
        assert!(!said.contains("Currently"));
    }
}
