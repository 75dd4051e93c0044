use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::PathBuf;

/// Why an output was not finished. No file is changed then.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no `*_bg.wasm` in the directory.
    NoOutput {
        /// The directory.
        dir: PathBuf,
    },
    /// The glue does not import the JavaScript module of wasm-bulkhead.
    NoBulkhead {
        /// The glue.
        file: PathBuf,
    },
    /// The glue is not as any known version of wasm-bindgen writes it.
    UnknownGlue {
        /// The part of the glue that is not known.
        file: PathBuf,
        /// What is not as it is known, for the end of a sentence.
        what: &'static str,
        /// The version of wasm-bindgen that wrote it, where the module tells.
        version: Option<String>,
    },
    /// The module in the output is of a wasm-bulkhead that this crate does not belong to.
    UnknownBulkhead {
        /// The copy of `core.js`.
        file: PathBuf,
    },
    /// A file could not be read or written.
    Io {
        /// The file.
        file: PathBuf,
        /// What the file system answered.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`.
    pub(crate) fn at(file: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        let file = file.into();
        |source| Error::Io { file, source }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoOutput { dir } => write!(
                f,
                "no output of wasm-bindgen in `{}`\n\
                 help: name the directory that holds the `*_bg.wasm`",
                dir.display()
            ),
            Error::NoBulkhead { file } => write!(
                f,
                "wasm-bulkhead is not in the glue `{}`\n\
                 help: put `#[bulkhead]` on an export, and leave the feature `js` of \
                 wasm-bulkhead on",
                file.display()
            ),
            Error::UnknownGlue {
                file,
                what,
                version,
            } => write!(
                f,
                "unknown glue in `{}`, written by {}: {what}\n\
                 help: {} is known; the package works as it is, guarded by the module in it",
                file.display(),
                match version {
                    Some(version) => format!("wasm-bindgen {version}"),
                    None => "a version of wasm-bindgen that cannot be told".to_owned(),
                },
                crate::glue::KNOWN
            ),
            Error::UnknownBulkhead { file } => write!(
                f,
                "`{}` is of another version of wasm-bulkhead\n\
                 help: use wasm-bulkhead and wasm-bulkhead-finish of one version, {}",
                file.display(),
                env!("CARGO_PKG_VERSION")
            ),
            Error::Io { file, source } => write!(f, "`{}`: {source}", file.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
