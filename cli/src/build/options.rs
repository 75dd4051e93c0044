//! The arguments of `cargo bulkhead build`.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::toolchain::Encoding;

/// Build a package for wasm32 and write its JavaScript.
///
/// Finds a compiler, gives it the flags for the kind of build, rebuilds std where that is
/// needed, and writes the JavaScript with the wasm-bindgen that is built into this command.
/// Cargo's own configuration counts: its flags stay, and ours come after them.
///
/// Each kind of build has its directory below `target/bulkhead`. The output directory is replaced
/// once everything has succeeded, and files in it that no build wrote stay.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead build                                 an abort build for the web, in pkg/
  cargo bulkhead build --panic unwind                  panics are caught; every engine runs it
  cargo bulkhead build --panic unwind --eh exnref      for new engines
  cargo bulkhead build --target nodejs --finish        the guard is in the glue
  cargo bulkhead build --wasm-opt=3 --companion        small, and explained when it fails
  cargo bulkhead build --json | jq .wasm.bytes         for machines

Unwind builds take a nightly with the sources of std (`cargo bulkhead doctor` finds what is
missing). They are compiled with -Cllvm-args=-phi-elim-split-all-critical-edges, without which
LLVM may drop a value twice when it unwinds.")]
pub struct Args {
    /// The package to build; it has to be a `cdylib` or a program.
    #[arg(long, short)]
    pub(super) package: Option<String>,
    /// The program of the package to build, where it has several.
    #[arg(long)]
    pub(super) bin: Option<String>,
    /// The crate or workspace, instead of the one in this directory.
    #[arg(long, value_name = "CARGO_TOML")]
    pub(super) manifest_path: Option<PathBuf>,
    /// What a panic does; as Cargo's configuration has it if it is not said, which is mostly `abort`.
    #[arg(long, value_enum)]
    pub(super) panic: Option<Strategy>,
    /// How an unwind build writes exceptions; as Cargo's configuration has it, or `legacy`.
    #[arg(long, value_enum)]
    pub(super) eh: Option<Encoding>,
    /// What kind of JavaScript to write.
    #[arg(long, short, value_enum, default_value = "web")]
    pub(super) target: Target,
    /// Where the package goes.
    #[arg(long, short, default_value = "pkg")]
    pub(super) out_dir: PathBuf,
    /// What the files are named after, instead of the crate.
    #[arg(long, value_name = "NAME", value_parser = file_name)]
    pub(super) out_name: Option<String>,
    /// Build without optimisation, with the profile `dev`.
    #[arg(long, conflicts_with = "profile")]
    pub(super) dev: bool,
    /// Cargo's profile; `release` if it is not said.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Features to turn on, separated by commas.
    #[arg(long, short = 'F', value_delimiter = ',')]
    pub(super) features: Vec<String>,
    /// Turn all features on.
    #[arg(long)]
    pub(super) all_features: bool,
    /// Leave the default features off.
    #[arg(long)]
    pub(super) no_default_features: bool,
    /// The compiler to take: a name of rustup's, or the sysroot of another one.
    #[arg(long, value_name = "NAME")]
    pub(super) toolchain: Option<String>,
    /// Optimise the module with the `wasm-opt` on the search path.
    #[arg(long, value_enum, value_name = "LEVEL", num_args = 0..=1, require_equals = true,
          default_missing_value = "z")]
    pub(super) wasm_opt: Option<Level>,
    /// Write the exports guard into the glue, so that no intrinsic is touched.
    #[arg(long)]
    pub(super) finish: bool,
    /// Put the JavaScript of wasm-bulkhead into the finished glue, for loaders that take no module
    /// beside CommonJS.
    #[arg(long, requires = "finish")]
    pub(super) inline: bool,
    /// Also write the module with its names and line numbers, for `cargo bulkhead explain`.
    #[arg(long)]
    pub(super) companion: bool,
    /// Write no declarations for TypeScript.
    #[arg(long)]
    pub(super) no_typescript: bool,
    /// Write a report of the build to standard output as JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// More arguments for `cargo build`, such as `--locked`.
    #[arg(last = true, value_name = "CARGO_ARGS")]
    pub(super) cargo: Vec<String>,
}

impl Args {
    /// Cargo's profile.
    pub(super) fn profile(&self) -> &str {
        match (&self.profile, self.dev) {
            (Some(profile), _) => profile,
            (None, true) => "dev",
            (None, false) => "release",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Strategy {
    /// It unwinds, and is caught at the boundary; std is rebuilt.
    Unwind,
    /// It ends the instance, as on stable Rust.
    Abort,
}

/// The kinds of JavaScript that wasm-bindgen writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    /// For pages without a bundler, and for all bundlers.
    Web,
    /// CommonJS for Node.
    Nodejs,
    /// For bundlers that import wasm.
    Bundler,
    /// For Deno.
    Deno,
    /// With `import source`, for hosts that have it.
    Module,
    /// A script that sets a global, without our JavaScript.
    NoModules,
}

/// How much `wasm-opt` does, in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    #[value(name = "1")]
    One,
    #[value(name = "2")]
    Two,
    #[value(name = "3")]
    Three,
    #[value(name = "4")]
    Four,
    S,
    Z,
}

fn file_name(name: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    match !name.is_empty() && !name.starts_with('.') && name.chars().all(plain) {
        true => Ok(name.to_owned()),
        false => Err("a name of letters, digits, `_`, `-` and `.` is wanted".into()),
    }
}
