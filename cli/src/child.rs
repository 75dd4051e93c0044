//! Child processes: where they are found, what they inherit, and what becomes of their output.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};

/// The first program of this name on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    let mut candidates = env::split_paths(&path).map(|dir| dir.join(&file));
    candidates.find(|candidate| is_executable(candidate))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata();
    metadata.is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// Runs a small query and returns its standard output, trimmed; `None` when it fails, takes
/// longer than a query may, or the program is not there.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = output(command, Duration::from_secs(30)).ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Runs a program to its end, or stops it after `limit`, which is an error.
pub(crate) fn output(command: &mut Command, limit: Duration) -> Result<Output> {
    let program = Path::new(command.get_program()).display().to_string();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{program}` cannot be started"))?;
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // Both pipes are read while the program runs, or it would wait for room in them.
        let out = scope.spawn(|| read_all(stdout.as_mut()));
        let err = scope.spawn(|| read_all(stderr.as_mut()));
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if started.elapsed() > limit {
                child.kill()?;
                child.wait()?;
                bail!("`{program}` was stopped after {} s", limit.as_secs());
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Ok(Output {
            status,
            stdout: out.join().unwrap_or_default(),
            stderr: err.join().unwrap_or_default(),
        })
    })
}

fn read_all(pipe: Option<&mut impl std::io::Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.read_to_end(&mut bytes);
    }
    bytes
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hangs_is_stopped() {
        let limit = Duration::from_millis(50);
        let error = output(Command::new("sleep").arg("60"), limit).unwrap_err();
        assert!(error.to_string().contains("`sleep` was stopped"), "{error}");
    }

    #[test]
    fn much_output_on_both_pipes_is_read() {
        let script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2";
        let limit = Duration::from_secs(20);
        let output = output(Command::new("sh").args(["-c", script]), limit).unwrap();
        assert_eq!(
            (output.stdout.len(), output.stderr.len()),
            (1_000_000, 1_000_000)
        );
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(find("sh").is_some());
        assert_eq!(find("no-such-program-anywhere"), None);
    }
}
