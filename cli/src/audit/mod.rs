//! `cargo bulkhead audit`: what of a crate is guarded, and what is promised in it.

mod baseline;
mod html;
mod json;
mod rules;
mod sarif;
mod scan;
mod text;

use std::env;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::TargetKind;
use clap::ValueEnum;

use crate::source::{self, Note, SourceFile};
use crate::{lines, packages, terminal, Outcome};
use baseline::Baseline;
use scan::{Assertion, Closure, Export};

/// Scan a crate: what is guarded, what is not, and what is promised.
///
/// Reads the source as it is written, with all its conditions: exports and the boundaries around
/// them, imports whose exceptions skip destructors, closures that are handed to JavaScript, and
/// each assertion with its reason.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead audit
  cargo bulkhead audit --format html --output audit.html
  cargo bulkhead audit --format sarif --output audit.sarif      for code scanning
  cargo bulkhead audit --write-baseline audit.json              accept what is there
  cargo bulkhead audit --baseline audit.json                    find what is new

Rules have pages: docs/rules/B014.md explains B014. `unguarded` is an export without #[bulkhead],
`raw` an extern \"C\" one.")]
pub struct Args {
    /// The package to scan.
    #[arg(long, short)]
    package: Option<String>,
    /// The crate or workspace, instead of the one in this directory.
    #[arg(long, value_name = "CARGO_TOML")]
    manifest_path: Option<PathBuf>,
    /// How to report.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write the report to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Findings to leave out: those that `--write-baseline` found.
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write what is found to a file, as accepted.
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the lines in question.
    Text,
    /// For machines.
    Json,
    /// For code scanning.
    Sarif,
    /// A page of its own.
    Html,
}

/// What is found in a crate.
struct Audit {
    package: String,
    version: String,
    files: Vec<Scanned>,
    notes: Vec<Note>,
    /// How many findings the baseline accepts.
    accepted: usize,
}

/// What is found in a file.
struct Scanned {
    /// Relative to the workspace.
    path: String,
    text: String,
    findings: Vec<Finding>,
    exports: Vec<Export>,
    assertions: Vec<Assertion>,
    closures: Vec<Closure>,
}

/// A rule that is broken, at its place.
struct Finding {
    rule: rules::Rule,
    it: String,
    range: Range<usize>,
    line: usize,
    column: usize,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let mut audit = Audit::make(args)?;
    if let Some(file) = &args.write_baseline {
        let count = Baseline::of(&audit).write(file)?;
        terminal::say(&format!(
            "{} accepts {}",
            file.display(),
            terminal::counted(count, "finding")
        ));
        return Ok(Outcome::Clean);
    }
    if let Some(file) = &args.baseline {
        Baseline::read(file)?.accept(&mut audit);
    }
    let format = if args.json { Format::Json } else { args.format };
    let report = match format {
        Format::Text if args.output.is_some() => {
            anstream::adapter::strip_str(&text::render(&audit)).to_string()
        }
        Format::Text => text::render(&audit),
        Format::Json => json::render(&audit)?,
        Format::Sarif => sarif::render(&audit)?,
        Format::Html => html::render(&audit),
    };
    match (&args.output, format) {
        (Some(file), _) => {
            fs::write(file, report)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            terminal::say(&text::summary(&audit));
        }
        (None, Format::Text) => terminal::say(report.trim_end()),
        (None, _) => terminal::print(&report),
    }
    let is_clean = audit.findings().next().is_none();
    Ok(if is_clean {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

impl Audit {
    fn make(args: &Args) -> Result<Audit> {
        let here = env::current_dir().context("this directory is gone")?;
        let manifest = args.manifest_path.as_deref();
        let metadata = packages::read(manifest, &here)?;
        let dir = packages::dir(manifest, &here)?;
        let package = packages::choose_user(&metadata, args.package.as_deref(), &dir)?;
        let mut audit = Audit {
            package: package.name.to_string(),
            version: package.version.to_string(),
            files: Vec::new(),
            notes: Vec::new(),
            accepted: 0,
        };
        let renamed = package
            .dependencies
            .iter()
            .find(|it| it.name == "wasm-bulkhead");
        let krate = renamed.and_then(|it| it.rename.clone());
        let krate = krate
            .unwrap_or_else(|| "wasm-bulkhead".into())
            .replace('-', "_");
        for target in &package.targets {
            let is_scanned = target.kind.iter().any(|kind| {
                !matches!(
                    kind,
                    TargetKind::Test
                        | TargetKind::Bench
                        | TargetKind::Example
                        | TargetKind::CustomBuild
                )
            });
            if is_scanned {
                audit.scan(
                    target.src_path.as_std_path(),
                    metadata.workspace_root.as_std_path(),
                    &krate,
                )?;
            }
        }
        Ok(audit)
    }

    fn scan(&mut self, root: &Path, workspace: &Path, krate: &str) -> Result<()> {
        let (files, notes) = source::load(root)?;
        self.notes.extend(notes);
        for file in files {
            let scanned = Scanned::of(file, workspace, krate);
            if !self.files.iter().any(|known| known.path == scanned.path) {
                self.files.push(scanned);
            }
        }
        Ok(())
    }

    fn findings(&self) -> impl Iterator<Item = (&Scanned, &Finding)> {
        self.files
            .iter()
            .flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    fn exports(&self) -> impl Iterator<Item = (&Scanned, &Export)> {
        self.files
            .iter()
            .flat_map(|file| file.exports.iter().map(move |export| (file, export)))
    }
}

impl Scanned {
    fn of(file: SourceFile, workspace: &Path, krate: &str) -> Scanned {
        let scan = scan::scan(&file, krate);
        let findings = scan.findings.into_iter().map(|finding| {
            let start = finding.range.start;
            let line_start = lines::start(&file.text, start);
            Finding {
                rule: finding.rule,
                it: finding.it,
                line: file.line_at(start),
                column: file.text[line_start..start].chars().count() + 1,
                range: finding.range,
            }
        });
        let path = file.path.strip_prefix(workspace).unwrap_or(&file.path);
        Scanned {
            path: path.to_string_lossy().replace('\\', "/"),
            findings: findings.collect(),
            exports: scan.exports,
            assertions: scan.assertions,
            closures: scan.closures,
            text: file.text,
        }
    }
}
