//! The report for code scanning: SARIF 2.1.0.

use anyhow::Result;
use serde_json::{json, Value};

use super::{rules, Audit, Finding, Scanned};

pub(super) fn render(audit: &Audit) -> Result<String> {
    let rules: Vec<_> = rules::ALL.iter().map(rule).collect();
    let results: Vec<_> = audit
        .findings()
        .map(|(file, finding)| result(file, finding))
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-bulkhead",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn rule(rule: &rules::Rule) -> Value {
    let mut description = json!({
        "id": rule.code,
        "shortDescription": { "text": rule.message("it") },
        "help": { "text": rule.help },
        "defaultConfiguration": { "level": rule.level.word() },
    });
    if let Some(page) = rule.page() {
        description["helpUri"] = json!(page);
    }
    description
}

fn result(file: &Scanned, finding: &Finding) -> Value {
    let text = &file.text[finding.range.clone()];
    let width = text.lines().next().unwrap_or_default().chars().count();
    json!({
        "ruleId": finding.rule.code,
        "level": finding.rule.level.word(),
        "message": { "text": format!("{}; {}", finding.rule.message(&finding.it), finding.rule.help) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&file.path) },
            "region": {
                "startLine": finding.line,
                "startColumn": finding.column,
                "endColumn": finding.column + width,
            },
        } }],
    })
}

/// The path as a relative reference, in which some characters have to be escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(byte.into())
            }
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(uri("src/a b/é.rs"), "src/a%20b/%C3%A9.rs");
    }
}
