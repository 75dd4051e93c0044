//! What is told of a plan.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use super::plan::{ChangeKind, Plan, Way};
use crate::changes;
use crate::terminal::{self, paint, BOLD, CYAN, DIM, GREEN, YELLOW};

/// Tells people, or machines, what is planned or done.
pub(super) fn tell(plan: &Plan, way: Way, is_written: bool, is_json: bool) -> Result<()> {
    if is_json {
        terminal::print(&to_json(plan, is_written)?);
        return Ok(());
    }
    for note in &plan.notes {
        let place = place(&plan.dir, &note.path, note.line);
        terminal::say(&format!(
            "{} {place}: {}",
            paint(YELLOW, "note:"),
            note.text
        ));
    }
    if plan.files.is_empty() {
        terminal::say(&format!(
            "{} there is nothing to do in {}",
            paint(GREEN, "done:"),
            plan.package
        ));
        return Ok(());
    }
    if !is_written {
        tell_plan(plan);
        for file in &plan.files {
            let path = file.path.strip_prefix(&plan.dir).unwrap_or(&file.path);
            terminal::say(changes::unified(path, &file.before, &file.after).trim_end());
        }
    }
    let changes: usize = plan.files.iter().map(|file| file.changes.len()).sum();
    let changes = terminal::counted(changes, "edit");
    let files = terminal::counted(plan.files.len(), "file");
    terminal::say(&match is_written {
        true => format!(
            "{} {changes} in {files}; `cargo bulkhead init --undo` takes them back",
            paint(GREEN, "done:")
        ),
        false => format!(
            "{} {changes} in {files}; add --write to make them",
            paint(CYAN, "plan:")
        ),
    });
    if way == Way::Dependency {
        let text = "items are guarded where #[bulkhead] stands above #[wasm_bindgen]; --attributes writes it";
        terminal::say(&paint(DIM, format!("      {text}")));
    }
    Ok(())
}

fn tell_plan(plan: &Plan) {
    terminal::say(&paint(BOLD, format!("{}:", plan.package)));
    for file in &plan.files {
        for change in &file.changes {
            let place = place(&plan.dir, &file.path, change.line);
            let first = change.text.lines().next().unwrap_or_default();
            let about = match change.kind {
                ChangeKind::Attribute => format!("above {}", change.about),
                _ => change.about.clone(),
            };
            terminal::say(&format!("  {place:<24} {first}  {}", paint(DIM, about)));
        }
    }
}

fn place(dir: &Path, path: &Path, line: usize) -> String {
    let path = path.strip_prefix(dir).unwrap_or(path).display();
    match line {
        0 => path.to_string(),
        line => format!("{path}:{line}"),
    }
}

fn to_json(plan: &Plan, is_written: bool) -> Result<String> {
    let edits = plan.files.iter().flat_map(|file| {
        file.changes.iter().map(move |change| {
            json!({
                "file": file.path,
                "line": change.line,
                "kind": change.kind,
                "about": change.about,
                "text": change.text,
            })
        })
    });
    let notes = plan
        .notes
        .iter()
        .map(|note| json!({ "file": note.path, "line": note.line, "text": note.text }));
    let document = json!({
        "schema": 1,
        "command": "init",
        "package": plan.package,
        "written": is_written && !plan.files.is_empty(),
        "edits": edits.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
