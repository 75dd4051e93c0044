//! A compiler that brings the std of an unwind build along.
//!
//! Cargo rebuilds std for every set of flags, which takes most of a minute. Where a crate is only
//! checked, any std with the right panic strategy will do.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::{write_script, Flags, Panic, Std, Toolchain, TARGET};
use crate::child;
use crate::progress::Task;

impl Toolchain {
    /// This compiler with a std that was built once, below `dir`.
    pub(crate) fn shipping_std(&self, panic: Panic, dir: &Path) -> Result<Toolchain> {
        let sysroot = dir.join("sysroot");
        let std = sysroot.join("lib/rustlib").join(TARGET).join("lib");
        if !std.is_dir() {
            self.build_std(panic, dir, &std)?;
        }
        let bin = dir.join("bin");
        child::create_dir(&bin)?;
        let (own, sysroot) = (self.bin.display(), sysroot.display());
        write_script(&bin.join("cargo"), &format!("exec '{own}/cargo' \"$@\"\n"))?;
        // What is built for the host keeps the compiler's own sysroot.
        let rustc = format!(
            "case \"$*\" in *{TARGET}*) set -- \"--sysroot={sysroot}\" \"$@\" ;; esac\n\
             exec '{own}/rustc' \"$@\"\n"
        );
        write_script(&bin.join("rustc"), &rustc)?;
        Ok(Toolchain {
            name: format!("{} with a std", self.name),
            rustup: None,
            bin,
            std: Std::Shipped,
            flags: Flags::default(),
        })
    }

    /// Builds a crate that is empty, so that all libraries that come of it are those of std.
    fn build_std(&self, panic: Panic, dir: &Path, to: &Path) -> Result<()> {
        let krate = dir.join("empty");
        child::create_dir(&krate.join("src"))?;
        let manifest = "[package]\nname = \"empty\"\nedition = \"2021\"\n\n[workspace]\n";
        fs::write(krate.join("Cargo.toml"), manifest)?;
        fs::write(krate.join("src/lib.rs"), "")?;
        let task = Task::start(format!("building std ({panic})"));
        let target = krate.join("target");
        let mut build: Command = self.build(panic);
        build.current_dir(&krate).arg("--release");
        child::run(build.arg("--target-dir").arg(&target), &task)?;
        let built = target.join(TARGET).join("release/deps");
        // Moved there as a whole, so that a build that broke off is not taken for one.
        let half = dir.join("half");
        child::create_dir(&half)?;
        for library in fs::read_dir(&built).with_context(|| built.display().to_string())? {
            let library = library?;
            fs::copy(library.path(), half.join(library.file_name()))?;
        }
        child::create_dir(to.parent().context("a directory of libraries")?)?;
        fs::rename(&half, to)?;
        task.done();
        Ok(())
    }
}
