//! `cargo bulkhead explain`: the frames of a stack as functions, files and lines.

pub(crate) mod companion;
mod core;
mod input;
mod post_mortem;
mod report;
mod stack;
mod wasmgdb;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};

use crate::sections::BuildId;
use crate::{statics, terminal, Outcome};
use companion::Companion;
use input::Input;
use post_mortem::PostMortem;
use report::Report;

/// Turn the wasm frames of a stack into functions, files and lines.
///
/// Works offline, from the companion that `cargo bulkhead build --companion` wrote beside the
/// module that shipped. Inlined functions are told as well. Stacks may be of V8, JavaScriptCore or
/// SpiderMonkey; JavaScriptCore tells the function and no place in it.
///
/// Of a core dump, which `bulkhead.coredump()` gives, it also tells the fault, the instance, and what
/// statics had in them.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead explain stack.txt --companion pkg/app_bg.debug.wasm
  cargo bulkhead explain fault.json --companion pkg/app_bg.debug.wasm
  pbpaste | cargo bulkhead explain - --companion pkg/app_bg.debug.wasm
  cargo bulkhead explain stack.txt --module pkg/app_bg.wasm     the companion beside it
  cargo bulkhead explain core.wasm --module pkg/app_bg.wasm --static COUNT

A companion of another build is an error: by its build id, if the report has one (\"buildId\") or
--module is given, and in any case if its functions are not where the stack says.")]
pub struct Args {
    /// A stack as text, a report with `stack` in it as JSON, or a core dump; `-` is standard input.
    input: PathBuf,
    /// The companion of the module that failed.
    #[arg(long, value_name = "FILE", required_unless_present = "module")]
    companion: Option<PathBuf>,
    /// The module that failed, which tells the build id.
    #[arg(long, value_name = "FILE")]
    module: Option<PathBuf>,
    /// Of a core dump, show the static of this name, with its path or without; may be given again.
    #[arg(long = "static", value_name = "NAME")]
    statics: Vec<String>,
    /// Write core.wasm and module.wasm to this directory, for the debugger wasmgdb.
    #[arg(long, value_name = "DIR")]
    for_wasmgdb: Option<PathBuf>,
    /// Write one document of JSON to standard output.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let mut input = Input::read(&args.input)?;
    let path = match (&args.companion, &args.module) {
        (Some(companion), _) => companion.clone(),
        (None, Some(module)) => module.with_extension("debug.wasm"),
        (None, None) => bail!("name the companion with --companion"),
    };
    let bytes = read(&path)?;
    let companion = Companion::parse(&bytes);
    let companion = companion.with_context(|| format!("{} is no companion", path.display()))?;
    check_id(args, &input, &bytes, &path)?;
    if let Some(core) = &input.core {
        input.stacks = vec![core.stack(&companion)];
    }
    let post_mortem = post_mortem(args, &input, &bytes)?;
    let report = Report::of(&input, &companion, post_mortem);
    report.check(&path)?;
    if let (Some(dir), Some(core)) = (&args.for_wasmgdb, &input.core) {
        wasmgdb::write(dir, core, &companion, &bytes)?;
    }
    terminal::print(&match args.json {
        true => report.to_json()?,
        false => report.to_text(),
    });
    Ok(Outcome::Clean)
}

/// What a core dump tells besides its stack.
fn post_mortem<'a>(
    args: &Args,
    input: &'a Input,
    companion: &[u8],
) -> Result<Option<PostMortem<'a>>> {
    let Some(core) = &input.core else {
        if !args.statics.is_empty() || args.for_wasmgdb.is_some() {
            bail!(
                "{} is no core dump, which alone has memory",
                args.input.display()
            );
        }
        return Ok(None);
    };
    PostMortem::of(core, &statics::of(companion), &args.statics).map(Some)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The build id of the module that failed has to be the companion's.
fn check_id(args: &Args, input: &Input, companion: &[u8], path: &Path) -> Result<()> {
    let shown = path.display();
    let of_module = match &args.module {
        None => None,
        Some(module) => {
            let id = BuildId::of(&read(module)?);
            Some(id.with_context(|| {
                format!(
                    "{} has no build id: it was built without --companion",
                    module.display()
                )
            })?)
        }
    };
    let ids = input
        .build_id
        .iter()
        .cloned()
        .chain(of_module.map(|id| id.to_string()));
    for id in ids {
        match BuildId::of(companion) {
            Some(own) if own.to_string() == id => {}
            Some(own) => bail!("{shown} is of build {own}, and the stack is of build {id}"),
            None => bail!("{shown} has no build id, and the stack is of build {id}"),
        }
    }
    Ok(())
}
