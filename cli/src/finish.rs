//! `cargo bulkhead finish`: packages that other builders made.

use std::path::PathBuf;

use anyhow::{anyhow, Result};
use serde_json::json;

use crate::terminal::{self, paint, GREEN};
use crate::Outcome;

/// Write the exports guard into the glue of a package, by any builder.
///
/// For packages that wasm-pack, trunk, worker-build or a plugin of a bundler made;
/// `cargo bulkhead build --finish` does it in one step. Finished glue touches no intrinsic. To
/// finish a package again changes nothing, and glue that is not known is an error.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead finish pkg
  cargo bulkhead finish --inline pkg
  wasm-pack build --target web && cargo bulkhead finish pkg")]
pub(crate) struct Args {
    /// The directory that wasm-bindgen wrote.
    #[arg(value_name = "PKG")]
    dir: PathBuf,
    /// Put the JavaScript of wasm-bulkhead into the glue, for Jest, Node before 22.12, and esbuild
    /// for Node, which load no module beside CommonJS.
    #[arg(long)]
    inline: bool,
    /// Write one document of JSON to standard output.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let shown = args.dir.display();
    // Its errors have what the file system says in them.
    let finish = match args.inline {
        true => wasm_bulkhead_finish::finish_inline,
        false => wasm_bulkhead_finish::finish,
    };
    let finished =
        finish(&args.dir).map_err(|error| anyhow!("{shown} is not finished: {error}"))?;
    if args.json {
        let document = json!({ "schema": 1, "command": "finish", "written": finished.written });
        terminal::print(&(serde_json::to_string_pretty(&document)? + "\n"));
        return Ok(Outcome::Clean);
    }
    for file in &finished.written {
        terminal::say(&format!("  {}", file.display()));
    }
    terminal::say(&match finished.written.len() {
        0 => format!("{} {shown} was finished before", paint(GREEN, "done:")),
        count => format!(
            "{} the guard is in {shown}; {} changed",
            paint(GREEN, "done:"),
            terminal::counted(count, "file")
        ),
    });
    Ok(Outcome::Clean)
}
