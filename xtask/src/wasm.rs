//! Building a package for wasm32 and writing its JavaScript.
//!
//! The generator is the library behind wasm-bindgen's own command, and Cargo.lock keeps it in
//! step with the `wasm-bindgen` the packages use: no separately installed command can drift.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, Context, Result};
use clap::ValueEnum;
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::progress::Task;
use crate::toolchain::{Encoding, Flags, Panic, Toolchain};
use crate::{child, workspace, Outcome};

/// Build one package for wasm32 and write its JavaScript.
///
/// For example `cargo xtask wasm-build --package markdown --panic abort --out /tmp/markdown`.
/// The directory given with `--out` is replaced as a whole, once everything has succeeded.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The package to build; it has to be a `cdylib` or a program.
    #[arg(long, short)]
    package: String,
    /// Another workspace than this one.
    #[arg(long, value_name = "CARGO_TOML")]
    manifest_path: Option<PathBuf>,
    /// What a panic does.
    #[arg(long, value_enum, default_value = "unwind")]
    panic: PanicArg,
    /// How exceptions are written; means nothing to an abort build.
    #[arg(long, value_enum, default_value = "legacy")]
    encoding: Encoding,
    /// Features to turn on, separated by commas.
    #[arg(long, value_delimiter = ',')]
    features: Vec<String>,
    /// Leave the default features off.
    #[arg(long)]
    no_default_features: bool,
    /// Build the package, and wasm-bulkhead below it, with this opt-level.
    #[arg(long, value_name = "0|1|2|3|s|z")]
    opt_level: Option<String>,
    /// What kind of JavaScript to write.
    #[arg(long, value_enum, default_value = "web")]
    target: Target,
    /// Options of wasm-bindgen's own command: `experimental-reset-state-function`,
    /// `force-enable-abort-handler`, `keep-debug`, `debug`.
    #[arg(long, value_enum, value_delimiter = ',')]
    bindgen: Vec<Flag>,
    /// Where the files go.
    #[arg(long, short)]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum PanicArg {
    /// Rebuilds std.
    Unwind,
    /// As on stable Rust.
    Abort,
}

/// Runs `cargo xtask wasm-build`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let panic = match args.panic {
        PanicArg::Unwind => Panic::Unwind(args.encoding),
        PanicArg::Abort => Panic::Abort,
    };
    let build = Build {
        manifest_path: args.manifest_path,
        features: args.features,
        default_features: !args.no_default_features,
        opt_level: args.opt_level,
        target: args.target,
        flags: args.bindgen,
        ..Build::new(&args.package, panic)
    };
    build.write(&args.out)?;
    Ok(Outcome::Clean)
}

/// The kinds of JavaScript wasm-bindgen writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    Web,
    Nodejs,
    Bundler,
    Deno,
    Module,
    NoModules,
}

/// Options of wasm-bindgen's own command, by their names there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Flag {
    ExperimentalResetStateFunction,
    ForceEnableAbortHandler,
    KeepDebug,
    Debug,
}

/// One build of one package.
#[derive(Clone)]
pub(crate) struct Build {
    pub(crate) package: String,
    pub(crate) manifest_path: Option<PathBuf>,
    /// Where to build instead of where all builds of this kind share std. Cargo tells packages
    /// apart by their path in the workspace, so a copy of this one must not meet the original.
    pub(crate) target_dir: Option<PathBuf>,
    pub(crate) features: Vec<String>,
    pub(crate) default_features: bool,
    pub(crate) panic: Panic,
    pub(crate) opt_level: Option<String>,
    /// Whether all crates are optimised as one.
    pub(crate) lto: bool,
    pub(crate) rustflags: Flags,
    pub(crate) target: Target,
    pub(crate) flags: Vec<Flag>,
}

impl Build {
    /// The package as its own manifest has it, for the web.
    pub(crate) fn new(package: &str, panic: Panic) -> Build {
        Build {
            package: package.to_owned(),
            manifest_path: None,
            target_dir: None,
            features: Vec::new(),
            default_features: true,
            panic,
            opt_level: None,
            lto: false,
            rustflags: Flags::default(),
            target: Target::Web,
            flags: Vec::new(),
        }
    }

    /// Builds, and replaces `out` by the JavaScript and the module.
    pub(crate) fn write(&self, out: &Path) -> Result<()> {
        refuse_foreign(out)?;
        let toolchain = Toolchain::with_flags(self.panic, self.rustflags)?;
        let task = Task::start(format!("building {self} with {}", toolchain.name()));
        let module = self.compile(&toolchain, &task)?;
        self.bind(&module, out)?;
        task.done();
        Ok(())
    }

    /// The module as the compiler made it, before wasm-bindgen.
    pub(crate) fn module(&self) -> Result<Vec<u8>> {
        let toolchain = Toolchain::with_flags(self.panic, self.rustflags)?;
        let task = Task::start(format!("building {self} with {}", toolchain.name()));
        let module = self.compile(&toolchain, &task)?;
        task.done();
        Ok(module.bytes)
    }

    /// Compiles the package and reads its module.
    ///
    /// Builds of one kind share a target directory, so that std is built once. Cargo gives
    /// their modules one file name whatever their features, and rebuilds as needed; so the
    /// module is read before another build may begin.
    fn compile(&self, toolchain: &Toolchain, task: &Task) -> Result<Module> {
        let dir = match &self.target_dir {
            Some(dir) => dir.clone(),
            None => workspace::target_dir()?.join("wasm"),
        };
        let threads = if self.rustflags.threads {
            "-threads"
        } else {
            ""
        };
        let dir = dir.join(format!("{}{threads}", self.panic.slug()));
        child::create_dir(&dir)?;
        let turn = File::create(dir.join(".turn"))?;
        turn.lock()?;

        let mut command = toolchain.build(self.panic);
        command
            .current_dir(workspace::root())
            .args([
                "--release",
                "--message-format=json",
                "--package",
                &self.package,
            ])
            .arg("--target-dir")
            .arg(&dir);
        if let Some(manifest) = &self.manifest_path {
            command.arg("--manifest-path").arg(manifest);
        }
        if !self.default_features {
            command.arg("--no-default-features");
        }
        if !self.features.is_empty() {
            command.arg("--features").arg(self.features.join(","));
        }
        if let Some(level) = &self.opt_level {
            for package in [self.package.as_str(), "wasm-bulkhead"] {
                command.arg("--config").arg(opt_level_of(package, level));
            }
        }
        if self.lto {
            command.args(["--config", "profile.release.lto=true"]);
        }
        let mut found = None;
        child::run_lines(&mut command, task, |line| {
            let Ok(message) = serde_json::from_str::<Value>(line) else {
                return;
            };
            if let Some(rendered) = message["message"]["rendered"].as_str() {
                task.print(rendered.trim_end());
            }
            found = wasm_file(&message).or(found.take());
        })
        .with_context(|| format!("{self} does not build"))?;
        let path = found.with_context(|| {
            format!(
                "package `{}` makes no wasm module; its library needs crate-type cdylib",
                self.package
            )
        })?;
        Module::read(&path)
    }

    /// Writes the JavaScript beside `out`, then moves it there.
    fn bind(&self, module: &Module, out: &Path) -> Result<()> {
        let parent = match out.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        child::create_dir(parent)?;
        let name = out.file_name().context("`--out` has to name a directory")?;
        let name = name.to_string_lossy();
        let fresh = parent.join(format!(".{name}.{}.new", std::process::id()));
        let old = parent.join(format!(".{name}.{}.old", std::process::id()));

        let written = self
            .generate(module, &fresh)
            .and_then(|()| declare_modules(self.target, &fresh));
        if let Err(error) = written {
            let _ = fs::remove_dir_all(&fresh);
            return Err(error);
        }
        if out.exists() {
            fs::rename(out, &old)?;
        }
        fs::rename(&fresh, out)?;
        let _ = fs::remove_dir_all(&old);
        Ok(())
    }

    fn generate(&self, module: &Module, dir: &Path) -> Result<()> {
        let mut bindgen = Bindgen::new();
        bindgen.input_bytes(&module.stem, module.bytes.clone());
        match self.target {
            Target::Web => bindgen.web(true)?,
            Target::Nodejs => bindgen.nodejs(true)?,
            Target::Bundler => bindgen.bundler(true)?,
            Target::Deno => bindgen.deno(true)?,
            Target::Module => bindgen.module(true)?,
            Target::NoModules => bindgen.no_modules(true)?,
        };
        for flag in &self.flags {
            match flag {
                Flag::ExperimentalResetStateFunction => bindgen.reset_state_function(true),
                Flag::ForceEnableAbortHandler => bindgen.force_enable_abort_handler(true),
                Flag::KeepDebug => bindgen.keep_debug(true),
                Flag::Debug => bindgen.debug(true),
            };
        }
        bindgen
            .typescript(true)
            // As wasm-bindgen's own command does: glue for the web knows where its module is.
            .omit_default_module_path(false)
            .generate(dir)
            .map_err(|error| in_one_sentence(&self.package, error))
    }
}

impl std::fmt::Display for Build {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}", self.package, self.panic)?;
        if let Some(level) = &self.opt_level {
            write!(f, ", opt-level {level}")?;
        }
        if self.lto {
            f.write_str(", LTO")?;
        }
        if self.rustflags.threads {
            f.write_str(", threads")?;
        }
        if self.rustflags.unsplit_edges {
            f.write_str(", edges not split")?;
        }
        for feature in &self.features {
            write!(f, ", {feature}")?;
        }
        f.write_str(")")
    }
}

struct Module {
    stem: String,
    bytes: Vec<u8>,
}

impl Module {
    fn read(path: &Path) -> Result<Module> {
        let stem = path.file_stem().context("Cargo names no file")?;
        Ok(Module {
            stem: stem.to_string_lossy().replace('-', "_"),
            bytes: fs::read(path).with_context(|| path.display().to_string())?,
        })
    }
}

/// Refuses to replace a directory that holds something else than a former build.
fn refuse_foreign(out: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(out) else {
        return Ok(());
    };
    let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    let ours = |name: &std::ffi::OsString| name.to_string_lossy().ends_with("_bg.wasm");
    if !names.is_empty() && !names.iter().any(ours) {
        bail!(
            "{} holds no earlier build and is not empty; name another directory",
            out.display()
        );
    }
    Ok(())
}

/// The module in one of Cargo's messages, if it announces one.
fn wasm_file(message: &Value) -> Option<PathBuf> {
    let kinds = message["target"]["kind"].as_array()?;
    let linked = kinds.iter().any(|kind| kind == "cdylib" || kind == "bin");
    let files = message["filenames"].as_array().filter(|_| linked)?;
    files
        .iter()
        .filter_map(Value::as_str)
        .find(|file| file.ends_with(".wasm"))
        .map(PathBuf::from)
}

/// A line of configuration for one package's opt-level, which is a number or a letter.
fn opt_level_of(package: &str, level: &str) -> String {
    match level.parse::<u8>() {
        Ok(number) => format!("profile.release.package.{package}.opt-level={number}"),
        Err(_) => format!("profile.release.package.{package}.opt-level=\"{level}\""),
    }
}

/// Tells Node, which would have to guess, that the files are ES modules. The nodejs target is
/// left to it, because there the glue is CommonJS and snippets are not.
fn declare_modules(target: Target, dir: &Path) -> Result<()> {
    let manifest = dir.join("package.json");
    let modules = matches!(
        target,
        Target::Web | Target::Bundler | Target::Deno | Target::Module
    );
    if modules && !manifest.exists() {
        fs::write(manifest, "{ \"type\": \"module\" }\n")?;
    }
    Ok(())
}

/// Turns the generator's page on mismatching versions into one sentence.
fn in_one_sentence(package: &str, error: anyhow::Error) -> anyhow::Error {
    let text = format!("{error:#}");
    let after = |label: &str| {
        let rest = text.split_once(label)?.1;
        rest.split_whitespace().next().map(str::to_owned)
    };
    match (
        after("rust Wasm file schema version: "),
        after("this binary schema version: "),
    ) {
        (Some(theirs), Some(ours)) => anyhow!(
            "`{package}` uses wasm-bindgen {theirs} and the JavaScript would be written by \
             {ours}; run `cargo update -p wasm-bindgen --precise {ours}` in its workspace"
        ),
        _ => error.context(format!("no JavaScript could be written for `{package}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mismatch_is_one_sentence_with_its_remedy() {
        let page = "it looks like …\n\n  rust Wasm file schema version: 0.2.100\n     this binary \
                    schema version: 0.2.130\n  this binary path: /x\n\nCurrently …";
        let said = in_one_sentence("p", anyhow!(page.to_owned())).to_string();
        assert!(said.contains("uses wasm-bindgen 0.2.100") && said.contains("--precise 0.2.130`"));
        assert!(!said.contains('\n'));
    }

    #[test]
    fn modules_are_found_in_cargos_messages() {
        let message = |kind: &str, file: &str| serde_json::json!({ "target": { "kind": [kind] }, "filenames": [file] });
        assert_eq!(
            wasm_file(&message("cdylib", "/t/a.wasm")),
            Some(PathBuf::from("/t/a.wasm"))
        );
        assert_eq!(wasm_file(&message("lib", "/t/a.rlib")), None);
        assert_eq!(
            wasm_file(&serde_json::json!({ "reason": "build-finished" })),
            None
        );
    }

    #[test]
    fn an_opt_level_is_a_number_or_a_letter() {
        assert!(opt_level_of("p", "1").ends_with("p.opt-level=1"));
        assert!(opt_level_of("p", "s").ends_with("p.opt-level=\"s\""));
    }
}
