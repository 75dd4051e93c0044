//! What was written, so that it can be taken back.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::plan::Plan;
use super::write::replace_all;

/// All that was written and not taken back, the latest last.
pub(super) struct Journal {
    file: PathBuf,
    content: Content,
}

#[derive(Default, Serialize, Deserialize)]
struct Content {
    schema: u32,
    runs: Vec<Run>,
}

/// One `--write`.
#[derive(Serialize, Deserialize)]
struct Run {
    files: Vec<Written>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    path: PathBuf,
    before: String,
    /// The digest of what was written.
    after: String,
}

impl Journal {
    /// Reads the journal below Cargo's target directory.
    pub(super) fn read(target_dir: &Path) -> Result<Journal> {
        let file = target_dir.join("bulkhead/init.json");
        let content = match fs::read_to_string(&file) {
            Ok(text) => {
                let content = serde_json::from_str(&text);
                content.with_context(|| format!("{} cannot be read", file.display()))?
            }
            Err(_) => Content {
                schema: 1,
                runs: Vec::new(),
            },
        };
        Ok(Journal { file, content })
    }

    /// Adds a plan, before anything of it is written: what is written only in part can be taken
    /// back as well.
    pub(super) fn add(&mut self, plan: &Plan) -> Result<()> {
        let files = plan.files.iter().map(|file| Written {
            path: file.path.clone(),
            before: file.before.clone(),
            after: digest(&file.after),
        });
        let files = files.collect();
        self.content.runs.push(Run { files });
        self.save()
    }

    /// Forgets the latest, of which nothing came.
    pub(super) fn forget_last(&mut self) -> Result<()> {
        self.content.runs.pop();
        self.save()
    }

    fn save(&self) -> Result<()> {
        let dir = self.file.parent().context("a file is in a directory")?;
        let shown = self.file.display();
        fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
        let fresh = self.file.with_extension("new");
        fs::write(&fresh, serde_json::to_string(&self.content)?)
            .with_context(|| format!("{shown} cannot be written"))?;
        fs::rename(&fresh, &self.file).with_context(|| format!("{shown} cannot be written"))
    }

    /// Takes back the latest, and returns the files that it put back.
    ///
    /// # Errors
    ///
    /// There is none, or a file has changed since; then nothing is put back.
    pub(super) fn undo(&mut self) -> Result<Vec<PathBuf>> {
        let Some(run) = self.content.runs.last() else {
            bail!(
                "there is nothing to undo: no record of `init --write` in {}",
                self.file.display()
            );
        };
        let mut changed = Vec::new();
        let mut back = Vec::new();
        for Written {
            path,
            before,
            after,
        } in &run.files
        {
            let now = fs::read_to_string(path);
            let now = now.with_context(|| format!("{} cannot be read", path.display()))?;
            if now != *before && digest(&now) != *after {
                changed.push(path.display().to_string());
            }
            back.push((path.clone(), now, before.clone()));
        }
        if !changed.is_empty() {
            bail!(
                "these files have changed since, and nothing was undone:\n  {}\n\
                 help: take `bulkhead` out of them by hand, or let git put them back",
                changed.join("\n  ")
            );
        }
        back.retain(|(_, now, before)| now != before);
        replace_all(&back)?;
        self.forget_last()?;
        Ok(back.into_iter().map(|(path, ..)| path).collect())
    }
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
