//! Whether git could give back what is about to be edited.

use std::path::Path;
use std::process::Command;

use anyhow::{bail, Result};

use super::FileChange;
use crate::child;

/// Refuses where tracked files have changes that are not committed, or a file that is to be
/// edited is not in git. Where there is no git, `--undo` has to do.
pub(crate) fn check_clean(dir: &Path, files: &[FileChange]) -> Result<()> {
    let mut all = status(dir);
    all.arg("--untracked-files=no");
    let mut edited = status(dir);
    edited.args(["--untracked-files=all", "--ignored=no", "--"]);
    let known = files.iter().filter(|file| file.before.is_some());
    edited.args(known.map(|file| &file.path));
    let Some(changed) = child::answer(&mut all) else {
        return Ok(());
    };
    let changed = changed + "\n" + &child::answer(&mut edited).unwrap_or_default();
    let mut names: Vec<_> = changed
        .lines()
        .filter_map(|line| line.get(2..))
        .map(str::trim)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !name.is_empty());
    if names.is_empty() {
        return Ok(());
    }
    let more = names.len().saturating_sub(10);
    names.truncate(10);
    let more = if more > 0 {
        format!("\n  and {more} more")
    } else {
        String::new()
    };
    bail!(
        "git has changes that are not committed:\n  {}{more}\n\
         help: commit or stash them, or say --allow-dirty",
        names.join("\n  ")
    )
}

fn status(dir: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(dir).args(["status", "--porcelain"]);
    command
}
