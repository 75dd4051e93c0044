//! What is told of changes that were taken back.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use crate::terminal::{self, paint, GREEN};

/// Tells what was taken back.
pub(crate) fn tell_undone(command: &str, files: &[PathBuf], is_json: bool) -> Result<()> {
    if is_json {
        let document = json!({ "schema": 1, "command": command, "undone": files });
        terminal::print(&(serde_json::to_string_pretty(&document)? + "\n"));
        return Ok(());
    }
    for file in files {
        terminal::say(&format!("  {} is as it was", file.display()));
    }
    terminal::say(&format!(
        "{} {} put back",
        paint(GREEN, "done:"),
        terminal::counted(files.len(), "file")
    ));
    Ok(())
}
