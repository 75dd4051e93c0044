//! A report as blocks: for a terminal, and as a document with charts beside it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;

use super::chart::Chart;
use crate::table::{terminal_width, Table};

/// What is reported, in its order.
#[derive(Default)]
pub(super) struct Page(Vec<Block>);

enum Block {
    Heading(String),
    Text(String),
    Table(Table),
    Chart(Chart),
}

impl Page {
    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.0.push(Block::Heading(text.into()));
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.0.push(Block::Text(text.into()));
    }

    pub(super) fn table(&mut self, table: Table) {
        self.0.push(Block::Table(table));
    }

    pub(super) fn chart(&mut self, chart: Chart) {
        self.0.push(Block::Chart(chart));
    }

    /// For a terminal, which has no charts.
    pub(super) fn terminal(&self) -> String {
        let mut out = String::new();
        for block in &self.0 {
            let _ = match block {
                Block::Heading(text) => {
                    writeln!(out, "\n{text}\n{}", "═".repeat(text.chars().count()))
                }
                Block::Text(text) => writeln!(out, "\n{text}"),
                Block::Table(table) => write!(out, "\n{}", table.text(terminal_width())),
                Block::Chart(_) => Ok(()),
            };
        }
        out.trim().to_owned()
    }

    /// Writes the document `file` with the title, and its charts to the directory beside it that
    /// has its name.
    pub(super) fn write(&self, title: &str, file: &Path) -> Result<()> {
        let charts = file.with_extension("");
        fs::create_dir_all(&charts)?;
        let mut out = format!("# {title}\n");
        for block in &self.0 {
            let _ = match block {
                Block::Heading(text) => writeln!(out, "\n## {text}"),
                Block::Text(text) => writeln!(out, "\n{text}"),
                Block::Table(table) => write!(out, "\n{}", table.markdown()),
                Block::Chart(chart) => {
                    fs::write(charts.join(chart.file), chart.svg())?;
                    let stem = charts.file_name().unwrap_or_default().to_string_lossy();
                    writeln!(out, "\n![{}]({stem}/{})", chart.title, chart.file)
                }
            };
        }
        Ok(fs::write(file, out)?)
    }
}
