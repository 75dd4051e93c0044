//! Child processes: what they inherit, and what becomes of their output.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail, Context, Result};

use crate::progress::{seconds, Task};

/// How many of a failed child's last lines are shown.
const TAIL: usize = 40;

/// Keeps from `command` what the Cargo around this program has put into the environment.
///
/// A child may be another Cargo with another compiler. `RUSTUP_TOOLCHAIN`, `RUSTC` and
/// `RUSTFLAGS` would lead it astray, and the `CARGO_PKG_*` of this package are a lie to it.
pub(crate) fn forget_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_the_outer_cargo) {
            command.env_remove(name);
        }
    }
}

fn is_of_the_outer_cargo(name: &str) -> bool {
    // What tells a Cargo how to reach its registries is the user's, and stays.
    const KEPT: &[&str] = &[
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
    ];
    const DROPPED: &[&str] = &[
        "CARGO",
        "RUSTC",
        "RUSTDOC",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
        "RUST_RECURSION_COUNT",
    ];
    let starts_with = |prefix: &&str| name.starts_with(*prefix);
    DROPPED.iter().any(starts_with) && !KEPT.iter().any(starts_with)
}

/// Runs `command` to its end, with its latest line beside `task`. Its standard output comes
/// back; when it fails, the error ends with the last lines of its standard error.
pub(crate) fn run(command: &mut Command, task: &Task) -> Result<String> {
    run_lines(command, task, |_| {})
}

/// As [`run`], with each line of standard output handed to `seen` as it comes.
pub(crate) fn run_lines(
    command: &mut Command,
    task: &Task,
    mut seen: impl FnMut(&str),
) -> Result<String> {
    let ended = run_to_end(command, task, None, &mut seen)?;
    ended.success()?;
    Ok(ended.out)
}

/// How a child ended.
pub(crate) struct Ended {
    pub(crate) out: String,
    err: String,
    pub(crate) status: ExitStatus,
    program: String,
}

impl Ended {
    /// All that the child complained of.
    pub(crate) fn complaints(&self) -> String {
        without_progress(&self.err).join("\n")
    }

    /// Why it failed, in its own words: the first line of standard error behind `mark` that
    /// is more than a code.
    pub(crate) fn reason(&self, mark: &str) -> String {
        let said = self.err.lines().filter_map(|line| line.strip_prefix(mark));
        let mut sentences = said
            .map(str::trim)
            .filter(|text| text.split(' ').count() > 3);
        sentences.next().unwrap_or("it does not say why").to_owned()
    }

    /// Makes an error of a failure.
    pub(crate) fn success(&self) -> Result<()> {
        if !self.status.success() {
            let Ended {
                program, status, ..
            } = self;
            bail!("`{program}` failed ({status}){}", last_lines(&self.err));
        }
        Ok(())
    }
}

/// Runs `command` to its end however it ends, or stops it once `limit` has passed.
pub(crate) fn run_to_end(
    command: &mut Command,
    task: &Task,
    limit: Option<Duration>,
    seen: &mut dyn FnMut(&str),
) -> Result<Ended> {
    let program = Path::new(command.get_program()).display().to_string();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("`{program}` could not be started"))?;
    let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
    let stderr = BufReader::new(child.stderr.take().expect("stderr is piped"));

    let (mut out, mut err) = (String::new(), String::new());
    let status = std::thread::scope(|scope| {
        scope.spawn(|| read_lines(stderr, &mut err, |line| task.note(line)));
        let watch = scope.spawn(move || wait(&mut child, limit));
        read_lines(stdout, &mut out, seen);
        watch.join().expect("waiting does not panic")
    })?;
    let Some(status) = status else {
        let limit = limit.unwrap_or_default();
        bail!(
            "`{program}` was still running after {} and was stopped{}",
            seconds(limit),
            last_lines(&err)
        );
    };
    Ok(Ended {
        out,
        err,
        status,
        program,
    })
}

fn read_lines(from: impl BufRead, into: &mut String, mut seen: impl FnMut(&str)) {
    for line in from.lines().map_while(Result::ok) {
        seen(&line);
        into.push_str(&line);
        into.push('\n');
    }
}

/// Waits for the child, and ends it when the time is up, which is `None`.
fn wait(child: &mut Child, limit: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    let Some(limit) = limit else {
        return child.wait().map(Some);
    };
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Runs a small query and gives its standard output, trimmed; `None` when it fails or the
/// program is not there.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// What a child had to say on standard error at the end, for the end of a sentence.
fn last_lines(err: &str) -> String {
    let lines = without_progress(err);
    let from = lines.len().saturating_sub(TAIL);
    match &lines[from..] {
        [] => String::new(),
        lines => format!(":\n{}", lines.join("\n")),
    }
}

/// Standard error without blank lines and Cargo's reports of progress.
fn without_progress(err: &str) -> Vec<&str> {
    const PROGRESS: &[&str] = &["Compiling", "Checking", "Downloaded", "Downloading"];
    let progress = |line: &str| {
        let word = line.split_whitespace().next().unwrap_or_default();
        line.starts_with("  ") && PROGRESS.contains(&word)
    };
    let kept = |line: &&str| !line.trim().is_empty() && !progress(line);
    err.lines().filter(kept).collect()
}

/// The directory is created with all its parents, or the error says which one could not be.
pub(crate) fn create_dir(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|e| anyhow!("{} cannot be created: {e}", dir.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_hangs_is_stopped() {
        let limit = Some(Duration::from_millis(50));
        let task = Task::start("hanging");
        let ended = run_to_end(Command::new("sleep").arg("60"), &task, limit, &mut |_| {});
        let error = ended.err().expect("it was stopped").to_string();
        assert!(error.contains("still running after 0.1 s"), "{error}");
    }

    #[test]
    fn the_outer_compiler_is_forgotten_and_the_registry_is_not() {
        for name in [
            "CARGO",
            "CARGO_MANIFEST_DIR",
            "CARGO_PKG_NAME",
            "CARGO_TARGET_DIR",
        ] {
            assert!(is_of_the_outer_cargo(name), "{name}");
        }
        for name in ["RUSTC", "RUSTC_WRAPPER", "RUSTFLAGS", "RUSTUP_TOOLCHAIN"] {
            assert!(is_of_the_outer_cargo(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_REGISTRIES_X_INDEX", "CARGO_HTTP_PROXY"] {
            assert!(!is_of_the_outer_cargo(name), "{name}");
        }
        for name in ["PATH", "RUSTUP_HOME", "HTTPS_PROXY"] {
            assert!(!is_of_the_outer_cargo(name), "{name}");
        }
    }

    #[test]
    fn a_reason_is_a_sentence() {
        let mut sh = Command::new("sh");
        sh.args([
            "-c",
            "echo E: 100 >&2; echo E: no such package here >&2; exit 1",
        ]);
        let ended = run_to_end(&mut sh, &Task::start("failing"), None, &mut |_| {}).unwrap();
        assert_eq!(ended.reason("E:"), "no such package here");
        assert_eq!(ended.reason("W:"), "it does not say why");
    }

    #[test]
    fn a_failure_ends_with_the_last_lines() {
        let long: String = (0..100).map(|n| format!("line {n}\n")).collect();
        let tail = last_lines(&long);
        assert!(tail.starts_with(":\nline 60\n") && tail.ends_with("line 99"));
        assert_eq!(last_lines("\n   Compiling x v1.0.0\n"), "");
    }
}
