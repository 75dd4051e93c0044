//! Compilers for wasm32 on this machine, and what each of them can build.
//!
//! An unwind build rebuilds std, which takes the sources of std and a compiler that may use
//! unstable flags: one of rustup's nightlies with `rust-src`, or a distribution's compiler, which
//! has no nightly to go to. An abort build is content with a compiler that has a std for wasm32.

mod choose;
mod find;
mod flags;
mod remedy;

use std::path::PathBuf;

pub(crate) use choose::{choose, Choice, Std};
pub(crate) use find::all;
pub(crate) use flags::{Encoding, Panic, SPLIT_CRITICAL_EDGES};
pub(crate) use remedy::remedy;

/// The target that everything here is about.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest minor version of Rust 1 whose unwind builds are known to work.
const OLDEST_UNWINDING: u64 = 96;

/// A compiler with its Cargo.
#[derive(Clone, Debug)]
pub(crate) struct Toolchain {
    /// What people call it.
    pub(crate) name: String,
    /// Its name for rustup, where it is one of rustup's.
    pub(crate) rustup: Option<String>,
    /// Whether it is the one that plain `cargo` and `rustc` mean here.
    pub(crate) is_active: bool,
    pub(crate) rustc: PathBuf,
    pub(crate) cargo: PathBuf,
    pub(crate) sysroot: PathBuf,
    pub(crate) version: semver::Version,
    /// The machine it runs on, as a target.
    pub(crate) host: String,
    pub(crate) llvm: Option<String>,
}

impl Toolchain {
    /// Whether it brings a std for wasm32.
    pub(crate) fn has_target(&self) -> bool {
        self.rustlib().join(TARGET).join("lib").is_dir()
    }

    /// Whether it brings the sources of std.
    pub(crate) fn has_sources(&self) -> bool {
        let std = self.rustlib().join("src/rust/library/std/Cargo.toml");
        std.is_file()
    }

    /// Whether it takes unstable flags. A stable compiler of a distribution does with
    /// `RUSTC_BOOTSTRAP`; one of rustup's has a nightly beside it that is meant for this.
    pub(crate) fn is_unstable(&self) -> bool {
        self.is_nightly() || self.rustup.is_none()
    }

    pub(crate) fn is_nightly(&self) -> bool {
        !self.version.pre.is_empty() && !self.version.pre.starts_with("beta")
    }

    /// Whether unwinding is known to work with its version.
    pub(crate) fn is_recent(&self) -> bool {
        (self.version.major, self.version.minor) >= (1, OLDEST_UNWINDING)
    }

    /// The linker for wasm32 that this compiler calls unless it is told otherwise.
    pub(crate) fn linker(&self) -> Option<PathBuf> {
        let file = format!("rust-lld{}", std::env::consts::EXE_SUFFIX);
        let own = self.rustlib().join(&self.host).join("bin").join(file);
        match own.is_file() {
            true => Some(own),
            false => crate::child::find("rust-lld"),
        }
    }

    fn rustlib(&self) -> PathBuf {
        self.sysroot.join("lib").join("rustlib")
    }
}
