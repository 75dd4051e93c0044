//! What is to be explained: a stack as text, a report with stacks in it, or a core dump.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{bail, Context, Result};
use serde_json::Value;

use super::core::Core;

/// The stacks of a report, and the build that they are of; or a core dump, which has its own.
pub(super) struct Input {
    pub(super) stacks: Vec<String>,
    pub(super) build_id: Option<String>,
    pub(super) core: Option<Core>,
}

impl Input {
    /// Reads a file, or standard input for `-`.
    pub(super) fn read(path: &Path) -> Result<Input> {
        let mut bytes = Vec::new();
        if path == Path::new("-") {
            std::io::stdin()
                .read_to_end(&mut bytes)
                .context("standard input cannot be read")?;
        } else {
            bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        }
        if !Core::is(&bytes) {
            return Input::parse(&String::from_utf8_lossy(&bytes));
        }
        let core = Core::parse(bytes)
            .with_context(|| format!("{} cannot be explained", path.display()))?;
        Ok(Input {
            stacks: Vec::new(),
            build_id: core.build_id(),
            core: Some(core),
        })
    }

    /// What begins as JSON does is a report; everything else is a stack.
    fn parse(text: &str) -> Result<Input> {
        if !text.trim_start().starts_with(['{', '[']) {
            return Ok(Input {
                stacks: vec![text.to_owned()],
                build_id: None,
                core: None,
            });
        }
        let report: Value = serde_json::from_str(text).context("the report is no JSON")?;
        let mut input = Input {
            stacks: Vec::new(),
            build_id: None,
            core: None,
        };
        input.collect(&report);
        if input.stacks.is_empty() {
            bail!("there is no `stack` in the report");
        }
        Ok(input)
    }

    /// Finds `stack` and `buildId` wherever they are, as each service nests reports in its way.
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match (key.as_str(), value) {
                        ("stack", Value::String(stack)) => self.stacks.push(stack.clone()),
                        ("buildId" | "build_id", Value::String(id)) => {
                            self.build_id = Some(id.to_ascii_lowercase().replace('-', ""));
                        }
                        _ => self.collect(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_are_found_in_reports() {
        let report = r#"[{ "kind": "panic", "buildId": "AB-cd", "error": { "stack": "a" },
                           "cause": { "stack": "b", "message": "{" } }]"#;
        let input = Input::parse(report).unwrap();
        let mut stacks = input.stacks;
        stacks.sort();
        assert_eq!(stacks, ["a", "b"]);
        assert_eq!(input.build_id.as_deref(), Some("abcd"));
        assert!(Input::parse("{ \"message\": \"x\" }").is_err());
        assert!(Input::parse("{").is_err());
        assert_eq!(Input::parse("Error: x\n at y").unwrap().stacks.len(), 1);
    }
}
