//! Writes the exports guard of wasm-bulkhead into the JavaScript of wasm-bindgen.
//!
//! A package that depends on wasm-bulkhead is guarded as it is: the JavaScript module in it
//! replaces the getter of `WebAssembly.Instance.prototype.exports`, and hands out guarded
//! exports where they are ours. [`finish`] makes do without that. It takes the directory that
//! wasm-bindgen wrote and changes the one place, or two, where the glue assigns its exports;
//! then no intrinsic is touched. It also makes possible what cannot be had otherwise:
//!
//! - The guard works with the bundler target, where the embedder imports the module and nothing asks
//!   an instance for its exports, and under frozen intrinsics.
//! - In abort builds every import is checked: when an abort further in was swallowed by
//!   JavaScript in between, the outer body does not go on. That costs some nanoseconds for
//!   each call of an import. Unwind builds have the check in their wasm already.
//! - An instance that the glue makes later, by `__wbg_reset_state`, is guarded as well.
//! - Objects and closures of an instance that has been replaced throw a `StaleError`, to `free()`
//!   one does nothing, and promises that outlive their instance are no unhandled rejections.
//! - The targets deno and bundler can replace an instance. On the latter only the embedder has the
//!   module, so it is fetched once more, when restart or the feature `js-api` may need it.
//!
//! The targets web, nodejs, experimental-nodejs-module, module, deno and bundler are known,
//! with and without shared memory, as wasm-bindgen 0.2.130 writes them. Glue that is not is an
//! error, and nothing is written.
//!
//! ```no_run
//! # fn main() -> Result<(), wasm_bulkhead_finish::Error> {
//! let finished = wasm_bulkhead_finish::finish("pkg".as_ref())?;
//! for file in &finished.written {
//!     println!("finished {}", file.display());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Caveats
//!
//! Nothing is checked of other JavaScript that makes instances of the same module on its own,
//! past the glue. On the bundler target, an import that wasm-bindgen lets wasm take from a
//! module of the user's directly, without a function of its own in between, goes unchecked in
//! abort builds; `#[bulkhead]` above its `extern` block puts a check in front of it in Rust.

#![forbid(unsafe_code)]

mod edits;
mod error;
mod files;
mod glue;
mod inline;
mod module;
mod snippet;
mod source;

use std::path::{Path, PathBuf};

pub use error::Error;

use files::{Files, Output};

/// What [`finish`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finished {
    /// The files it changed; none when all were finished before.
    pub written: Vec<PathBuf>,
}

/// How the guard comes to the exports of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// It does not: the glue does not import wasm-bulkhead.
    None,
    /// The glue imports wasm-bulkhead, which guards by itself.
    Plain,
    /// It is written into the glue.
    Finished,
}

/// Tells how the guard is delivered by glue with this text; `None` if it is no JavaScript. Of the
/// bundler target the glue is `*_bg.js`.
pub fn delivery(glue: &str) -> Option<Delivery> {
    glue::delivery(glue)
}

/// Finishes every output of wasm-bindgen in the directory `dir`.
///
/// Declarations, source maps and the module itself stay as they are. To finish a second time
/// changes nothing. The new files are written beside the old ones and then moved into their
/// places; should that be interrupted, the package works, and can be finished again.
///
/// # Errors
///
/// Glue that is not known, glue that does not import wasm-bulkhead, a directory without output
/// of wasm-bindgen, and what the file system answers. Nothing is changed then.
pub fn finish(dir: &Path) -> Result<Finished, Error> {
    finish_all(dir, Files::Beside)
}

/// Does what [`finish`] does, and puts the JavaScript of wasm-bulkhead into the glue. Its files, in
/// `snippets/wasm-bulkhead-*`, are removed.
///
/// It is for whoever loads no module beside the glue of the target nodejs: Jest, Node before 22.12,
/// what bundles CommonJS for Node. It works for every target.
///
/// # Errors
///
/// As [`finish`].
pub fn finish_inline(dir: &Path) -> Result<Finished, Error> {
    finish_all(dir, Files::Inside)
}

fn finish_all(dir: &Path, files: Files) -> Result<Finished, Error> {
    let mut changes = files::Changes::default();
    for output in Output::all_in(dir)? {
        output.finish(files, &mut changes)?;
    }
    let written = changes.write()?;
    Ok(Finished { written })
}
