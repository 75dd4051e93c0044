//! Runs the program in a directory of its own, with nothing of this machine's in its way.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A directory with a crate in it, programs beside it, and nothing else on the search path.
pub(crate) struct Place {
    dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Place {
        let place = Place {
            dir: tempfile::tempdir().expect("there is room for a directory"),
        };
        for name in ["crate", "bin", "home"] {
            fs::create_dir(place.dir.path().join(name)).expect("the directory is empty");
        }
        let cargo = env!("CARGO");
        place.program("cargo", &format!("exec '{cargo}' \"$@\""));
        place
    }

    /// The directory of the crate.
    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("crate")
    }

    /// Writes a file of the crate.
    pub(crate) fn file(&self, name: &str, text: &str) -> &Place {
        let file = self.root().join(name);
        let parent = file.parent().expect("a file is in a directory");
        fs::create_dir_all(parent).expect("the directory can be made");
        fs::write(file, text).expect("the file can be written");
        self
    }

    /// Puts a script on the search path.
    pub(crate) fn program(&self, name: &str, script: &str) -> &Place {
        let file = self.dir.path().join("bin").join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).expect("the script can be written");
        make_executable(&file);
        self
    }

    /// The command, with standard output and standard error to be read.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        let dir = self.dir.path();
        command
            .arg("bulkhead")
            .args(args)
            .current_dir(self.root())
            .env_clear()
            .env("PATH", dir.join("bin"))
            .env("HOME", dir.join("home"))
            .env("CARGO_HOME", dir.join("home/.cargo"));
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        Ended::of(self.command(args).output().expect("the program starts"))
    }
}

/// The program, which Cargo builds beside the tests. Asked at run time: what is compiled in is the
/// path in another checkout, where the target directory came along with a copy.
pub(crate) fn program() -> PathBuf {
    let tests = env::current_exe().expect("this is a program");
    let built = tests.ancestors().nth(2).expect("tests are in `deps`");
    built.join("cargo-bulkhead")
}

/// How the program ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(output: Output) -> Ended {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
        Ended {
            code: output.status.code().expect("no signal ends it"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

#[cfg(unix)]
fn make_executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let permissions = fs::Permissions::from_mode(0o755);
    fs::set_permissions(file, permissions).expect("the file is ours");
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}
