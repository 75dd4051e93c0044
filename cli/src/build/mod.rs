//! `cargo bulkhead build`: compiles a package for wasm32 and writes its JavaScript.

mod bindgen;
mod companion;
mod compile;
mod map;
mod npm;
mod optimise;
mod options;
mod package;
mod place;
mod report;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, Context, Result};

use crate::cargo_config::{CargoConfig, Rustflags};
use compile::Compiled;

use crate::progress::Task;
use crate::toolchain::{choose, Choice, Encoding, Panic};
use crate::{terminal, Outcome};
pub use options::Args;
use options::Strategy;
use package::Package;
use place::Place;
use report::Report;

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let here = env::current_dir().context("this directory is gone")?;
    let package = Package::find(args, &here)?;
    let config = CargoConfig::read(&package.dir)?;
    let rustflags = Rustflags::of(&config);
    let panic = panic_of(args, &rustflags)?;
    bindgen::check_lock(&package)?;
    if args.finish && !bindgen::can_be_finished(args.target) {
        bail!("glue of the target no-modules has no imports, so there is nothing to finish");
    }
    let wasm_opt = args.wasm_opt.map(optimise::WasmOpt::find).transpose()?;
    let place = Place::new(&here.join(&args.out_dir))?;
    let choice = choose(panic, args.toolchain.as_deref(), &package.dir)?;

    let build = Build {
        args,
        package,
        panic,
        choice,
    };
    let compiled = build.compile(&rustflags)?;
    build.write(compiled, wasm_opt.as_ref(), place)
}

/// One build of one package.
struct Build<'a> {
    args: &'a Args,
    package: Package,
    panic: Panic,
    choice: Choice,
}

impl Build<'_> {
    fn compile(&self, rustflags: &Rustflags) -> Result<Compiled> {
        terminal::say(&format!(
            "  building {} ({}) with {}",
            self.package.name,
            self.kind(),
            self.choice.toolchain.name
        ));
        compile::compile(self, rustflags)
    }

    /// Makes the package in a directory of its own, and then moves it to its place.
    fn write(
        &self,
        compiled: Compiled,
        wasm_opt: Option<&optimise::WasmOpt>,
        place: Place,
    ) -> Result<Outcome> {
        let stem = self.stem();
        let fresh = place.fresh()?;
        let dir = fresh.path();
        let task = Task::start(format!(
            "writing JavaScript ({})",
            bindgen::name(self.args.target)
        ));
        bindgen::generate(self, &stem, compiled.module, dir)?;
        task.done();
        let module = dir.join(format!("{stem}_bg.wasm"));
        if let Some(wasm_opt) = wasm_opt {
            let task = Task::start("optimising with wasm-opt");
            wasm_opt.run(&module, self.args.companion)?;
            task.done();
        }
        let build_id = self
            .args
            .companion
            .then(|| companion::split(&module, &compiled.statics))
            .transpose()?;
        if self.args.finish {
            let finish = match self.args.inline {
                true => wasm_bulkhead_finish::finish_inline,
                false => wasm_bulkhead_finish::finish,
            };
            finish(dir).map_err(|error| anyhow!("the glue is not finished: {error}"))?;
        }
        npm::write(self, &stem, dir, place.path())?;
        let report = Report::of(self, &stem, dir, place.path(), build_id.as_ref())?;
        place.replace(fresh, &report.previous_files())?;
        report.remember()?;
        match self.args.json {
            true => terminal::print(&report.to_json()?),
            false => report.tell(),
        }
        Ok(Outcome::Clean)
    }

    /// What the files are named after.
    fn stem(&self) -> String {
        let stem = self.args.out_name.clone();
        stem.unwrap_or_else(|| self.package.artifact.replace('-', "_"))
    }

    /// `unwind, legacy` or `abort`.
    fn kind(&self) -> &'static str {
        match self.panic {
            Panic::Abort => "abort",
            Panic::Unwind(Encoding::Legacy) => "unwind, legacy",
            Panic::Unwind(Encoding::Exnref) => "unwind, exnref",
        }
    }

    /// Where Cargo works: flags and compilers differ from those of other builds, and would have
    /// these build everything again.
    fn target_dir(&self) -> PathBuf {
        self.package
            .target_dir
            .join("bulkhead")
            .join(self.panic.slug())
    }

    /// Where the last report of such a build is.
    fn record(&self) -> PathBuf {
        let name = format!(
            "{}-{}-{}-{}.json",
            self.package.name,
            bindgen::name(self.args.target),
            self.panic.slug(),
            self.args.profile(),
        );
        self.package
            .target_dir
            .join("bulkhead")
            .join("reports")
            .join(name)
    }
}

/// What is asked for, or else what Cargo's configuration has, or else what stable Rust does.
fn panic_of(args: &Args, rustflags: &Rustflags) -> Result<Panic> {
    let configured = match rustflags.codegen("panic") {
        Some("unwind") => Strategy::Unwind,
        _ => Strategy::Abort,
    };
    match args.panic.unwrap_or(configured) {
        Strategy::Unwind => {
            let exnref = rustflags.llvm_option("wasm-use-legacy-eh") == Some("false");
            let configured = if exnref {
                Encoding::Exnref
            } else {
                Encoding::Legacy
            };
            Ok(Panic::Unwind(args.eh.unwrap_or(configured)))
        }
        Strategy::Abort if args.eh.is_some() => {
            bail!("`--eh` is about unwind builds; say `--panic unwind` with it")
        }
        Strategy::Abort => Ok(Panic::Abort),
    }
}

/// The path as people read it, from where they are.
fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    path.display().to_string()
}
