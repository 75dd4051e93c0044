//! A unified diff, for people.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::terminal::{paint, BOLD, CYAN, GREEN, RED};

/// What changes in a file, with three lines around it.
pub(crate) fn unified(path: &Path, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut text = paint(BOLD, format!("--- {0}\n+++ {0}", path.display())) + "\n";
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        text += &paint(CYAN, hunk.header());
        text.push('\n');
        for change in hunk.iter_changes() {
            let line = change.value().trim_end_matches(['\r', '\n']);
            text += &match change.tag() {
                ChangeTag::Equal => format!(" {line}"),
                ChangeTag::Delete => paint(RED, format!("-{line}")),
                ChangeTag::Insert => paint(GREEN, format!("+{line}")),
            };
            text.push('\n');
        }
    }
    text
}
