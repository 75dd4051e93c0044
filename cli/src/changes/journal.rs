//! What was written, so that it can be taken back.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::write::{read, replace_all};
use super::FileChange;

/// All that was written and not taken back, the latest last.
pub(crate) struct Journal {
    /// The command that writes it.
    command: &'static str,
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
    /// What it had in it, if it was there.
    before: Option<String>,
    /// The digest of what was written.
    after: String,
}

impl Journal {
    /// Reads the journal of a command below Cargo's target directory.
    pub(crate) fn read(target_dir: &Path, command: &'static str) -> Result<Journal> {
        let file = target_dir.join(format!("bulkhead/{command}.json"));
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
        Ok(Journal {
            command,
            file,
            content,
        })
    }

    /// Adds a plan, before anything of it is written: what is written only in part can be taken
    /// back as well.
    pub(super) fn add(&mut self, files: &[FileChange]) -> Result<()> {
        let files = files.iter().map(|file| Written {
            path: file.path.clone(),
            before: file.before.clone(),
            after: digest(file.after.as_deref().unwrap_or_default()),
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
    pub(crate) fn undo(&mut self) -> Result<Vec<PathBuf>> {
        let Some(run) = self.content.runs.last() else {
            bail!(
                "there is nothing to undo: no record of `{} --write` in {}",
                self.command,
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
            let now = read(path)?;
            let is_ours = now.as_deref().map(digest).as_ref() == Some(after);
            if now != *before && !is_ours {
                changed.push(path.display().to_string());
            }
            back.push(FileChange {
                path: path.clone(),
                before: now,
                after: before.clone(),
            });
        }
        if !changed.is_empty() {
            bail!(
                "these files have changed since, and nothing was undone:\n  {}\n\
                 help: take what `{}` wrote out of them by hand, or let git put them back",
                changed.join("\n  "),
                self.command
            );
        }
        back.retain(|file| file.before != file.after);
        replace_all(&back)?;
        self.forget_last()?;
        Ok(back.into_iter().map(|file| file.path).collect())
    }
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
