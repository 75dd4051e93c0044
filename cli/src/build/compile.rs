//! Cargo, with the flags that the kind of build needs.

use std::fs;
use std::io::BufReader;
use std::process::{Command, Stdio};

use anyhow::{bail, Context, Result};
use cargo_metadata::{Message, TargetKind};

use super::{map, Build};
use crate::cargo_config::{Rustflags, Source};
use crate::statics::Static;
use crate::toolchain::{Panic, TARGET};

/// The module as the linker made it.
pub(super) struct Compiled {
    pub(super) module: Vec<u8>,
    /// Where its statics lie, for a companion.
    pub(super) statics: Vec<Static>,
}

/// Compiles the package.
pub(super) fn compile(build: &Build<'_>, rustflags: &Rustflags) -> Result<Compiled> {
    let mut command = command(build);
    flag(&mut command, build, rustflags)?;
    let map = build.args.companion.then(|| map::ask(&mut command, build));
    // Cargo shows its progress and the compiler's messages itself.
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| {
            format!(
                "{} cannot be started",
                build.choice.toolchain.cargo.display()
            )
        })?;
    let mut module = None;
    if let Some(stdout) = child.stdout.take() {
        for message in Message::parse_stream(BufReader::new(stdout)) {
            if let Ok(Message::CompilerArtifact(artifact)) = message {
                module = wasm_file(build, &artifact).or(module);
            }
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!(
            "`{}` does not compile ({})",
            build.package.name,
            build.kind()
        );
    }
    let module =
        module.with_context(|| format!("Cargo names no module of `{}`", build.package.name))?;
    Ok(Compiled {
        module: fs::read(&module).with_context(|| format!("{module} cannot be read"))?,
        statics: map.map_or_else(Vec::new, |map| map::statics(&map)),
    })
}

fn command(build: &Build<'_>) -> Command {
    let (args, package) = (build.args, &build.package);
    // Only `rustc` takes a flag for the module alone.
    let subcommand = if args.companion { "rustc" } else { "build" };
    let mut command = build.choice.cargo(subcommand, build.panic, &package.dir);
    command.arg("--message-format=json-render-diagnostics");
    command.arg("--manifest-path").arg(&package.manifest);
    command.arg("--target-dir").arg(build.target_dir());
    command.args(["--profile", args.profile()]);
    match &package.bin {
        Some(bin) => command.args(["--bin", bin]),
        None => command.arg("--lib"),
    };
    if !args.features.is_empty() {
        command.arg(format!("--features={}", args.features.join(",")));
    }
    for (given, flag) in [
        (args.all_features, "--all-features"),
        (args.no_default_features, "--no-default-features"),
    ] {
        if given {
            command.arg(flag);
        }
    }
    let profile = |key: &str, value: &str| format!("profile.{}.{key}={value}", args.profile());
    // It may say otherwise, and then Cargo would tell the compiler both.
    let strategy = format!("\"{}\"", build.panic.strategy());
    command.arg("--config").arg(profile("panic", &strategy));
    if args.companion {
        command
            .arg("--config")
            .arg(profile("debug", "\"line-tables-only\""));
        command.arg("--config").arg(profile("strip", "\"none\""));
    }
    command.args(&args.cargo);
    command
}

/// Has the compiler get our flags after those that it gets anyway.
fn flag(command: &mut Command, build: &Build<'_>, theirs: &Rustflags) -> Result<()> {
    let mut ours = theirs.lacking(&build.panic.rustflags())?;
    if build.panic == Panic::Abort && theirs.codegen("panic") == Some("unwind") {
        ours.push("-Cpanic=abort".into());
    }
    match &theirs.source {
        // The variable goes before all files, so it has to say everything.
        Source::Environment(_) => {
            let all = [theirs.flags.as_slice(), &ours].concat();
            command.env("CARGO_ENCODED_RUSTFLAGS", all.join("\u{1f}"));
        }
        // Cargo joins lists of the same name.
        Source::Target(_) | Source::Nowhere => add_config(command, &ours),
        // Flags for a target would hide these.
        Source::Build(_) => add_config(command, &[theirs.flags.as_slice(), &ours].concat()),
    }
    Ok(())
}

fn add_config(command: &mut Command, flags: &[String]) {
    if !flags.is_empty() {
        let list = toml::Value::from(flags.to_vec());
        command
            .arg("--config")
            .arg(format!("target.{TARGET}.rustflags={list}"));
    }
}

fn wasm_file(build: &Build<'_>, artifact: &cargo_metadata::Artifact) -> Option<String> {
    let kind = match build.package.bin {
        Some(_) => TargetKind::Bin,
        None => TargetKind::CDyLib,
    };
    let is_meant = artifact.package_id == build.package.id
        && artifact.target.name == build.package.artifact
        && artifact.target.kind.contains(&kind);
    let mut files = artifact.filenames.iter().filter(|_| is_meant);
    files
        .find(|file| file.extension() == Some("wasm"))
        .map(ToString::to_string)
}
