//! Crates whose sizes are compared: generated, compiled for size, and bound to JavaScript.
//!
//! They are examples of one generated package, because Cargo keeps the modules of examples apart,
//! by their names and by features, and so builds only what has changed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::progress::Task;
use crate::toolchain::{Flags, Panic, Toolchain};
use crate::{child, workspace};

/// A generated crate.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
}

/// How a crate is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Column {
    Alone,
    With,
    /// With wasm-bulkhead and its feature `js-api`.
    JsApi,
}

impl Column {
    pub(super) fn slug(self) -> &'static str {
        match self {
            Column::Alone => "alone",
            Column::With => "with",
            Column::JsApi => "js-api",
        }
    }

    fn feature(self) -> Option<&'static str> {
        match self {
            Column::Alone => None,
            Column::With => Some("bulkhead"),
            Column::JsApi => Some("js-api"),
        }
    }
}

/// One kind of build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mode {
    pub(super) panic: Panic,
    pub(super) threads: bool,
}

impl Mode {
    pub(super) fn new(panic: Panic) -> Mode {
        Mode {
            panic,
            threads: false,
        }
    }

    /// A word for directories and for `bench/budget.toml`.
    pub(super) fn slug(self) -> String {
        let threads = if self.threads { "-threads" } else { "" };
        format!("{}{threads}", self.panic.slug())
    }

    /// The compiler, for people.
    pub(super) fn toolchain_name(self) -> Result<String> {
        Ok(self.toolchain()?.name().to_owned())
    }

    fn toolchain(self) -> Result<Toolchain> {
        let flags = Flags {
            threads: self.threads,
            ..Flags::default()
        };
        Toolchain::with_flags(self.panic, flags)
    }
}

/// The generated package.
pub(super) struct Package {
    dir: PathBuf,
}

impl Package {
    /// Writes the package with all of its examples.
    pub(super) fn write<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Result<Package> {
        let dir = workspace::target_dir()?.join("bench/sized");
        child::create_dir(&dir.join("src"))?;
        child::create_dir(&dir.join("examples"))?;
        let package = Package { dir };
        let dir = package.dir();
        let mut manifest = manifest();
        for Source { name, text } in sources {
            manifest += &format!("[[example]]\nname = \"{name}\"\ncrate-type = [\"cdylib\"]\n\n");
            replace(&package.example(name), text)?;
        }
        replace(&dir.join("src/lib.rs"), "")?;
        replace(&dir.join("Cargo.toml"), &manifest)?;
        // The versions are those of the repository; Cargo drops what is not needed here.
        fs::copy(workspace::root().join("Cargo.lock"), dir.join("Cargo.lock"))?;
        Ok(package)
    }

    /// The directory of the package.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The source of a crate.
    pub(super) fn example(&self, name: &str) -> PathBuf {
        self.dir.join("examples").join(format!("{name}.rs"))
    }

    /// Compiles the crates of these names, and returns the module of each as the compiler made it.
    ///
    /// Cargo gives the modules of a crate one place whatever their features, so they are read
    /// before another build may begin.
    pub(super) fn compile(
        &self,
        names: &[&str],
        mode: Mode,
        column: Column,
    ) -> Result<BTreeMap<String, Vec<u8>>> {
        let toolchain = mode.toolchain()?;
        let label = format!(
            "{} crates for size ({}, {})",
            names.len(),
            mode.slug(),
            column.slug()
        );
        let task = Task::start(format!("building {label} with {}", toolchain.name()));
        let target = self.dir.with_file_name("wasm").join(mode.slug());
        child::create_dir(&target)?;
        let turn = File::create(target.join(".turn"))?;
        turn.lock()?;

        let mut command = toolchain.build(mode.panic);
        forget_paths(&mut command)?;
        command
            .current_dir(&self.dir)
            .args(["--release", "--message-format=json", "--target-dir"])
            .arg(&target);
        if let Some(feature) = column.feature() {
            command.args(["--features", feature]);
        }
        for name in names {
            command.args(["--example", name]);
        }
        let mut files = Vec::new();
        child::run_lines(&mut command, &task, |line| {
            let Ok(message) = serde_json::from_str::<Value>(line) else {
                return;
            };
            if let Some(rendered) = message["message"]["rendered"].as_str() {
                task.print(rendered.trim_end());
            }
            files.extend(example(&message));
        })
        .with_context(|| format!("{label} do not build"))?;
        let modules = files
            .into_iter()
            .map(|(name, file)| Ok((name, fs::read(file)?)));
        let modules = modules.collect::<Result<_>>()?;
        task.done();
        Ok(modules)
    }
}

/// The name and the module of an example that one of Cargo's messages announces.
fn example(message: &Value) -> Option<(String, PathBuf)> {
    let kinds = message["target"]["kind"].as_array()?;
    let files = message["filenames"].as_array()?;
    let mut files = files.iter().filter_map(Value::as_str);
    let file =
        files.find(|file| kinds.iter().any(|kind| kind == "example") && file.ends_with(".wasm"))?;
    Some((message["target"]["name"].as_str()?.to_owned(), file.into()))
}

/// The manifest but for its examples.
fn manifest() -> String {
    let root = workspace::root();
    let path = |member: &str| toml::Value::from(root.join(member).display().to_string());
    format!(
        "[workspace]\n\n[package]\nname = \"sized\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\
         autoexamples = false\n\n[features]\nbulkhead = [\"dep:wasm-bulkhead\", \
         \"markdown/bulkhead\"]\njs-api = [\"bulkhead\", \"wasm-bulkhead/js-api\"]\n\n\
         [dependencies]\nmarkdown = {{ path = {}, default-features = false }}\n\
         wasm-bindgen = \"*\"\nwasm-bindgen-futures = \"*\"\n\
         wasm-bulkhead = {{ path = {}, optional = true }}\n\n[profile.release]\n\
         opt-level = \"z\"\nlto = true\ncodegen-units = 1\n\n",
        path("examples/markdown"),
        path("runtime"),
    )
}

/// Has the compiler leave the machine's directories out of the modules, in which panics name
/// their files: sizes are to be the same on all machines.
fn forget_paths(command: &mut Command) -> Result<()> {
    let given = |name: &str| {
        let value = command.get_envs().find(|(key, _)| *key == name)?.1?;
        value.to_str().map(str::to_owned)
    };
    let rustc = given("RUSTC").context("the toolchain names its compiler")?;
    let sysroot = child::answer(Command::new(rustc).args(["--print", "sysroot"]));
    let sysroot = sysroot.context("the compiler does not know its directory")?;
    let mut flags: Vec<_> = given("RUSTFLAGS")
        .iter()
        .flat_map(|flags| flags.split_whitespace())
        .map(str::to_owned)
        .collect();
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let mut forget = |path: &Path, name: &str| {
        flags.push(format!("--remap-path-prefix={}={name}", path.display()));
    };
    forget(&Path::new(&sysroot).join("lib/rustlib/src/rust"), "rust");
    forget(workspace::root(), "bulkhead");
    // Each registry has a directory of its own, whose name tells how it is reached.
    let registries = home.map(|home| home.join("registry/src"));
    for registry in registries.iter().flat_map(fs::read_dir).flatten().flatten() {
        forget(&registry.path(), "registry");
    }
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    Ok(())
}

/// Writes a file unless it is there already, for Cargo looks at the time of the last change.
fn replace(path: &Path, text: &str) -> Result<()> {
    if !fs::read_to_string(path).is_ok_and(|there| there == text) {
        fs::write(path, text)?;
    }
    Ok(())
}

/// Writes the JavaScript of the module of a crate and the module itself, without the names of
/// functions, to `out`, which is replaced.
pub(super) fn bind(name: &str, module: &[u8], out: &Path, glue: Glue) -> Result<()> {
    write(name, module, out, glue, false)
}

/// Likewise with the names of functions.
pub(super) fn bind_named(name: &str, module: &[u8], out: &Path, glue: Glue) -> Result<()> {
    write(name, module, out, glue, true)
}

fn write(name: &str, module: &[u8], out: &Path, glue: Glue, names: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, module.to_owned());
    match glue {
        Glue::Web => bindgen.web(true)?,
        Glue::Nodejs => bindgen.nodejs(true)?,
    };
    let _ = fs::remove_dir_all(out);
    bindgen
        .typescript(false)
        .omit_default_module_path(false)
        .demangle(false)
        .remove_name_section(!names)
        .remove_producers_section(true)
        .generate(out)
        .with_context(|| format!("no JavaScript could be written for `{name}`"))
}

/// The kinds of JavaScript that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    Web,
    Nodejs,
}

impl Glue {
    pub(super) fn slug(self) -> &'static str {
        match self {
            Glue::Web => "web",
            Glue::Nodejs => "nodejs",
        }
    }
}
