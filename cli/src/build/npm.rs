//! `package.json`, which has hosts and bundlers take the package for what it is.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{json, Map, Value};

use super::options::Target;
use super::Build;

/// Writes the manifest to `dir`. What the one in `earlier` has beyond it stays.
pub(super) fn write(build: &Build<'_>, stem: &str, dir: &Path, earlier: &Path) -> Result<()> {
    let file = dir.join("package.json");
    let mut manifest = read(&earlier.join("package.json"))?;
    // wasm-bindgen writes one where imports name packages of npm.
    manifest.extend(read(&file)?);
    manifest
        .entry("name")
        .or_insert_with(|| json!(build.package.name));
    manifest.extend(fields(build, stem));
    let files = files(dir)?;
    add(&mut manifest, "files", &files);
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))
}

fn read(file: &Path) -> Result<Map<String, Value>> {
    let Ok(text) = fs::read_to_string(file) else {
        return Ok(Map::new());
    };
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON object", file.display()))
}

fn fields(build: &Build<'_>, stem: &str) -> Map<String, Value> {
    let package = &build.package;
    let mut fields = Map::new();
    let mut set = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    set("version", json!(package.version));
    for (key, value) in [
        ("description", &package.description),
        ("license", &package.license),
        ("repository", &package.repository),
    ] {
        if let Some(value) = value {
            set(key, json!(value));
        }
    }
    let entry = format!("{stem}.js");
    set("main", json!(entry));
    // CommonJS takes modules for what they are, as long as nothing is said.
    if !matches!(build.args.target, Target::Nodejs | Target::NoModules) {
        set("type", json!("module"));
    }
    if !build.args.no_typescript {
        set("types", json!(format!("{stem}.d.ts")));
    }
    // The glue of a bundler makes the instance as it is loaded.
    let effects = match build.args.target {
        Target::Bundler => json!([format!("./{entry}"), "./snippets/**"]),
        _ => json!(["./snippets/**"]),
    };
    set("sideEffects", effects);
    fields
}

/// What npm packs: all but the companion, which is not for shipping.
fn files(dir: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != "package.json" && !name.ends_with(".debug.wasm") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Adds to a list what it lacks.
fn add(manifest: &mut Map<String, Value>, key: &str, names: &[String]) {
    let mut list = match manifest.remove(key) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    for name in names {
        if !list.iter().any(|known| known == name) {
            list.push(json!(name));
        }
    }
    manifest.insert(key.to_owned(), Value::Array(list));
}
