//! Findings that are accepted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{ensure, Context, Result};
use serde::{Deserialize, Serialize};

use super::{Audit, Finding};

/// How many findings of a kind are accepted: by rule, file and what breaks the rule, so that code
/// may move within its file.
#[derive(Serialize, Deserialize)]
pub(super) struct Baseline {
    schema: u32,
    accepted: BTreeMap<String, usize>,
}

impl Baseline {
    pub(super) fn of(audit: &Audit) -> Baseline {
        let mut accepted = BTreeMap::new();
        for (file, finding) in audit.findings() {
            *accepted.entry(key(&file.path, finding)).or_insert(0) += 1;
        }
        Baseline {
            schema: 1,
            accepted,
        }
    }

    pub(super) fn read(file: &Path) -> Result<Baseline> {
        let shown = file.display();
        let text = fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
        let baseline: Baseline =
            serde_json::from_str(&text).with_context(|| format!("{shown} is no baseline"))?;
        ensure!(
            baseline.schema == 1,
            "{shown} is of a later version of this command"
        );
        Ok(baseline)
    }

    /// Writes it, and returns how many findings it accepts.
    pub(super) fn write(&self, file: &Path) -> Result<usize> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
        Ok(self.accepted.values().sum())
    }

    /// Takes the accepted findings out.
    pub(super) fn accept(mut self, audit: &mut Audit) {
        for file in &mut audit.files {
            let path = file.path.clone();
            let before = file.findings.len();
            file.findings.retain(|finding| {
                let left = self.accepted.get_mut(&key(&path, finding));
                match left {
                    Some(left) if *left > 0 => {
                        *left -= 1;
                        false
                    }
                    _ => true,
                }
            });
            audit.accepted += before - file.findings.len();
        }
    }
}

fn key(path: &str, finding: &Finding) -> String {
    format!("{} {path} {}", finding.rule.code, finding.it)
}
