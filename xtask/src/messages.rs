//! What the compiler says of typical mistakes: `cargo xtask messages`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};
use serde_json::Value;

use crate::progress::Task;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{child, workspace, Outcome};

/// Compile typical mistakes with wasm-bindgen alone and with wasm-bulkhead, for wasm32 with
/// unwinding, and with wasm-bulkhead on the host, and write what the compiler says of each to
/// `docs/messages.md`.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// A mistake, as a crate without wasm-bulkhead.
struct Case {
    title: &'static str,
    source: &'static str,
}

const CASES: &[Case] = &[
    Case {
        title: "A `RefCell` behind `&self`",
        source: include_str!("messages/receiver.rs"),
    },
    Case {
        title: "A callback in a field",
        source: include_str!("messages/callback.rs"),
    },
    Case {
        title: "An `Rc<RefCell<_>>` by value",
        source: include_str!("messages/argument.rs"),
    },
    Case {
        title: "A `Cell` behind `&mut self` of an `async fn`",
        source: include_str!("messages/async_method.rs"),
    },
    Case {
        title: "A closure that captures an `Rc<RefCell<_>>`",
        source: include_str!("messages/closure.rs"),
    },
];

const INTRODUCTION: &str = "\
# What the compiler says

Typical mistakes, and the messages they get: from wasm-bindgen alone in a `panic=unwind` build for
wasm32, which is the only one to complain, from wasm-bulkhead in the same build, and from
wasm-bulkhead with `cargo check` on the host, where it warns. Written by `cargo xtask messages`, not
by hand; paths are shortened.
";

/// Runs `cargo xtask messages`.
pub(crate) fn run(_: Args) -> Result<Outcome> {
    let unwind = Panic::Unwind(Encoding::Legacy);
    let toolchain = Toolchain::find_or_install(unwind)?;
    let target = workspace::target_dir()?;
    let krate = target.join("messages");
    let mut summary = String::from(
        "| mistake | wasm-bindgen alone, lines | wasm-bulkhead, lines | on the host, lines |\n\
         |---|---|---|---|\n",
    );
    let mut details = String::new();
    for Case { title, source } in CASES {
        let task = Task::start(format!("compiling: {title}"));
        write_crate(&krate, source)?;
        let build = || {
            let mut build = toolchain.build(unwind);
            build.arg("--release").arg("--target-dir");
            build.arg(target.join("wasm").join(unwind.slug()));
            build
        };
        let alone = messages(&krate, build(), &task)?;
        let annotated = source.replace(
            "#[wasm_bindgen]",
            "#[wasm_bulkhead::bulkhead]\n#[wasm_bindgen]",
        );
        write_crate(&krate, &annotated)?;
        let with = messages(&krate, build(), &task)?;
        let mut host = workspace::host_cargo();
        host.arg("check").arg("--target-dir").arg(&target);
        let host = messages(&krate, host, &task)?;
        task.done();
        let (few, fewer, many) = (length(&with), length(&host), length(&alone));
        writeln!(summary, "| {title} | {many} | {few} | {fewer} |")?;
        write!(
            details,
            "\n## {title}\n\n```rust,ignore\n{source}```\n\nwasm-bindgen alone:\n\n```text\n{alone}```\n\n\
             wasm-bulkhead:\n\n```text\n{with}```\n\nwasm-bulkhead, on the host:\n\n```text\n{host}```\n"
        )?;
    }
    let page = workspace::root().join("docs/messages.md");
    fs::write(&page, format!("{INTRODUCTION}\n{summary}{details}"))
        .with_context(|| format!("{} could not be written", page.display()))?;
    println!("{summary}");
    Ok(Outcome::Clean)
}

fn length(message: &str) -> String {
    match message.lines().count() {
        0 => String::from("none, it compiles"),
        lines => lines.to_string(),
    }
}

fn write_crate(krate: &Path, source: &str) -> Result<()> {
    let root = workspace::root();
    let manifest = format!(
        "[package]\nname = \"mistake\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
         [dependencies]\nwasm-bindgen = \"0.2\"\nwasm-bindgen-futures = \"0.4\"\n\
         wasm-bulkhead = {{ path = {:?} }}\n",
        root.join("runtime")
    );
    child::create_dir(&krate.join("src"))?;
    fs::write(krate.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), krate.join("Cargo.lock"))?;
    Ok(fs::write(krate.join("src/lib.rs"), source)?)
}

/// What the compiler says of the crate, but for its last words.
fn messages(krate: &Path, mut cargo: Command, task: &Task) -> Result<String> {
    cargo.current_dir(krate).arg("--message-format=json");
    let ended = child::run_to_end(&mut cargo, task, None, &mut |_| {})?;
    let parsed = ended
        .out
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let of_crate = parsed
        .filter(|line| line["reason"] == "compiler-message" && line["target"]["name"] == "mistake");
    let rendered = of_crate.filter_map(|line| {
        // What is about no place is a summary.
        let has_place = line["message"]["spans"]
            .as_array()
            .is_some_and(|spans| !spans.is_empty());
        let text = line["message"]["rendered"].as_str()?.trim_end().to_owned();
        has_place.then_some(text)
    });
    let rendered: Vec<_> = rendered.collect();
    if rendered.is_empty() && !ended.status.success() {
        bail!("the crate was not compiled:\n{}", ended.complaints());
    }
    Ok(match rendered.is_empty() {
        true => String::new(),
        false => shortened(&rendered.join("\n\n")),
    })
}

/// The text without what is this machine's: of paths only what is behind the sources' directory.
fn shortened(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let Some((before, path)) = line.split_once("--> ").or_else(|| line.split_once("::: "))
        else {
            return line.to_owned();
        };
        let arrow = &line[before.len()..before.len() + 4];
        format!("{before}{arrow}{}", short_path(path).display())
    });
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

fn short_path(path: &str) -> PathBuf {
    let path = Path::new(path);
    let parts: Vec<_> = path.iter().collect();
    let root: Vec<_> = workspace::root().iter().collect();
    let at = |name: &str| parts.iter().position(|part| *part == name);
    let from = match (at("library"), at("registry")) {
        (Some(library), _) => library,
        // Behind it are `src` and the name of the registry.
        (None, Some(registry)) => registry + 3,
        (None, None) if parts.starts_with(&root) => root.len(),
        (None, None) => 0,
    };
    parts[from.min(parts.len())..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_what_is_the_machines() {
        let text =
            "error\n  --> src/lib.rs:1:2\n ::: /a/registry/src/b/wasm-bindgen-1/src/rt.rs:3:4";
        let short = "error\n  --> src/lib.rs:1:2\n ::: wasm-bindgen-1/src/rt.rs:3:4\n";
        assert_eq!(shortened(text), short);
        assert_eq!(
            short_path("/x/library/core/src/a.rs:1"),
            Path::new("library/core/src/a.rs:1")
        );
    }
}
