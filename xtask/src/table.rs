//! Tables: for a terminal, with cells that wrap, and for Markdown.

use std::fmt::Write;

/// Titles of columns and rows, of as many cells each.
pub(crate) struct Table {
    titles: Vec<String>,
    rows: Vec<Row>,
}

enum Row {
    Cells(Vec<String>),
    /// A line over the rows that follow, across all columns.
    Heading(String),
}

impl Table {
    /// Begins with the titles of the columns.
    pub(crate) fn new<'a>(titles: impl IntoIterator<Item = &'a str>) -> Table {
        Table {
            titles: titles.into_iter().map(str::to_owned).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<_> = cells.into_iter().collect();
        assert_eq!(cells.len(), self.titles.len(), "rows are of one length");
        self.rows.push(Row::Cells(cells));
    }

    /// Adds a heading for the rows that follow.
    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Heading(text.into()));
    }

    /// As a Markdown table.
    pub(crate) fn markdown(&self) -> String {
        let mut out = markdown_row(&self.titles);
        let _ = writeln!(out, "|{}", " --- |".repeat(self.titles.len()));
        for row in &self.rows {
            match row {
                Row::Cells(cells) => out.push_str(&markdown_row(cells)),
                Row::Heading(text) => {
                    let mut cells = vec![String::new(); self.titles.len()];
                    cells[0] = format!("**{text}**");
                    out.push_str(&markdown_row(&cells));
                }
            }
        }
        out
    }

    /// As text no wider than `width`, unless a single word is wider.
    pub(crate) fn text(&self, width: usize) -> String {
        let widths = self.widths(width);
        let rule: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let mut out = text_row(&self.titles, &widths);
        let _ = writeln!(out, "{}", rule.join("  "));
        for row in &self.rows {
            match row {
                Row::Cells(cells) => out.push_str(&text_row(cells, &widths)),
                Row::Heading(text) => {
                    let _ = writeln!(out, "\n{text}");
                }
            }
        }
        out
    }

    /// Natural widths, the widest column narrowed until the table fits.
    fn widths(&self, limit: usize) -> Vec<usize> {
        let cells = self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Heading(_) => None,
        });
        let rows: Vec<_> = std::iter::once(&self.titles).chain(cells).collect();
        let widest = |column: usize| {
            let lines = rows.iter().flat_map(|cells| cells[column].lines());
            lines.map(chars).max().unwrap_or(0)
        };
        let mut widths: Vec<_> = (0..self.titles.len()).map(widest).collect();
        let gaps = GAP.len() * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > limit {
            match widths.iter_mut().max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            }
        }
        widths
    }
}

/// What stands between two columns of text.
const GAP: &str = "  ";

/// No column is narrowed below this.
const NARROWEST: usize = 12;

fn text_row(cells: &[String], widths: &[usize]) -> String {
    let cells: Vec<_> = cells.iter().zip(widths).map(|(c, w)| wrap(c, *w)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for line in 0..height {
        let mut text = String::new();
        for (cell, width) in cells.iter().zip(widths) {
            let part = cell.get(line).map_or("", String::as_str);
            let _ = write!(text, "{part:<width$}{GAP}");
        }
        let _ = writeln!(out, "{}", text.trim_end());
    }
    out
}

fn markdown_row(cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| escape(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// The width to print tables in: the terminal's, or one that suits a log.
pub(crate) fn terminal_width() -> usize {
    let (_, columns) = console::Term::stdout().size_checked().unwrap_or((0, 120));
    usize::from(columns).clamp(60, 160)
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

fn escape(cell: &str) -> String {
    cell.replace('|', "\\|").replace('\n', "<br>")
}

/// Breaks a cell into lines of at most `width`, between words where it can.
fn wrap(cell: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in cell.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && chars(&line) + 1 + chars(word) > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["id", "saw"]);
        table.row(["P1".into(), "a | b\nthe second line is long".into()]);
        table
    }

    #[test]
    fn markdown_keeps_a_row_on_a_line() {
        assert_eq!(
            table().markdown(),
            "| id | saw |\n| --- | --- |\n| P1 | a \\| b<br>the second line is long |\n"
        );
    }

    #[test]
    fn text_wraps_between_words() {
        let text = table().text(18);
        assert_eq!(
            text,
            "id  saw\n──  ──────────────\nP1  a | b\n    the second\n    line is long\n"
        );
    }

    #[test]
    fn a_heading_widens_no_column() {
        let mut table = Table::new(["a", "b"]);
        table.heading("a heading of some length");
        table.row(["1".into(), "2".into()]);
        assert_eq!(
            table.text(80),
            "a  b\n─  ─\n\na heading of some length\n1  2\n"
        );
        assert!(table
            .markdown()
            .contains("| **a heading of some length** |  |\n"));
    }

    #[test]
    fn wide_terminals_wrap_nothing() {
        assert!(table().text(100).contains("    the second line is long\n"));
    }
}
