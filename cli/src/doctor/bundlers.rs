//! What to know of the bundlers and test runners that a `package.json` near the crate names.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::report::{Check, Group, Report};
use super::Place;
use crate::remedy::Remedy;

/// A tool, by its name in npm, with what to know.
struct Known {
    package: &'static str,
    text: &'static str,
    remedy: &'static str,
}

/// As docs/guide/bundlers.md has it, where each of these was tried.
const KNOWN: &[Known] = &[
    Known {
        package: "vite",
        text: "vite takes packages of the target web as they are; those of the target bundler \
               need a plugin",
        remedy: "for the target bundler: npm install --save-dev vite-plugin-wasm, and in \
                 vite.config.js plugins: [wasm()] and build.target: \"esnext\"",
    },
    Known {
        package: "webpack",
        text: "webpack 5 takes packages of the target web as they are; it cannot read unwind \
               builds of the target bundler (\"Unknown import description type: 0x4\")",
        remedy: "take the target web; for abort builds of the target bundler set \
                 experiments.asyncWebAssembly in webpack.config.js",
    },
    Known {
        package: "next",
        text: "Next bundles with webpack or Turbopack, and renders on the server, where there is \
               no page: load the package in the browser alone",
        remedy: "take the target web, and import the package in an effect of a client component",
    },
    Known {
        package: "jest",
        text: "Jest loads modules as CommonJS, and wasm-bulkhead's modules are ES modules",
        remedy: "use node:test or Vitest, or run Jest with NODE_OPTIONS=--experimental-vm-modules",
    },
    Known {
        package: "esbuild",
        text: "esbuild for Node does not follow what the glue of the target nodejs requires by \
               a name that it computes",
        remedy: "for Node, mark the package as external",
    },
];

pub(super) fn check(place: &Place, report: &mut Report) {
    let Some(metadata) = &place.metadata else {
        return;
    };
    for file in manifests(&place.dir, metadata.workspace_root.as_std_path()) {
        let shown = file.display();
        let id = |about: &str| format!("{about}:{shown}");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let Ok(manifest) = serde_json::from_str::<Value>(&text) else {
            let summary = format!("{shown} is no JSON");
            report.add(Check::problem(Group::Bundlers, id("package.json"), summary));
            continue;
        };
        for known in KNOWN.iter().filter(|known| names(&manifest, known.package)) {
            let check = Check::advice(
                Group::Bundlers,
                id(known.package),
                format!("{shown}: {}", known.text),
            );
            report.add(check.remedy(Remedy::say(known.remedy)));
        }
        if leaves_snippets_out(&manifest, &file) {
            let summary = format!("{shown} has a list of `files` without \"snippets\": the package that npm makes of it does not load");
            let check = Check::problem(Group::Bundlers, id("files"), summary);
            report.add(check.remedy(Remedy::say("add \"snippets\" to `files`")));
        }
    }
}

/// The `package.json` files of the crate's directory, of those above it up to the workspace, and
/// of those directly below.
fn manifests(dir: &Path, root: &Path) -> Vec<PathBuf> {
    let above = dir.ancestors().take_while(|dir| dir.starts_with(root));
    let below = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut below: Vec<_> = below
        .map(|entry| entry.path())
        .filter(|path| is_source(path))
        .collect();
    below.sort();
    let dirs = above.map(Path::to_owned).chain(below);
    dirs.map(|dir| dir.join("package.json"))
        .filter(|file| file.is_file())
        .collect()
}

fn is_source(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.is_dir() && !name.starts_with('.') && name != "node_modules" && name != "target"
}

fn names(manifest: &Value, package: &str) -> bool {
    let lists = ["dependencies", "devDependencies", "peerDependencies"];
    lists
        .iter()
        .any(|list| manifest[list].get(package).is_some())
}

fn leaves_snippets_out(manifest: &Value, file: &Path) -> bool {
    let Some(files) = manifest["files"].as_array() else {
        return false;
    };
    let has_snippets = file.with_file_name("snippets").is_dir();
    let mut names = files.iter().filter_map(Value::as_str);
    let all = ["*", "**", ".", "./"];
    has_snippets
        && !names.any(|name| {
            name.trim_start_matches("./").starts_with("snippets") || all.contains(&name)
        })
}
