//! The report for machines.

use anyhow::Result;
use serde_json::json;

use super::Audit;

pub(super) fn render(audit: &Audit) -> Result<String> {
    let files = audit.files.iter().map(|file| {
        let findings = file.findings.iter().map(|it| {
            json!({
                "rule": it.rule.code,
                "level": it.rule.level,
                "message": it.rule.message(&it.it),
                "help": it.rule.help,
                "page": it.rule.page(),
                "line": it.line,
                "column": it.column,
            })
        });
        json!({
            "path": file.path,
            "findings": findings.collect::<Vec<_>>(),
            "exports": file.exports,
            "assertions": file.assertions,
            "closures": file.closures,
        })
    });
    let notes = audit
        .notes
        .iter()
        .map(|note| json!({ "path": note.path, "line": note.line, "text": note.text }));
    let document = json!({
        "schema": 1,
        "command": "audit",
        "package": audit.package,
        "version": audit.version,
        "files": files.collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
        "findings": audit.findings().count(),
        "accepted": audit.accepted,
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}
