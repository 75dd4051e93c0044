//! Tables: for a terminal, with cells that wrap, and for Markdown.

use std::fmt::Write;

/// A head and rows, of as many cells each.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Begins with the titles of the columns.
    pub(crate) fn new<const N: usize>(head: [&str; N]) -> Table {
        Table {
            rows: vec![head.map(str::to_owned).into()],
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let row: Vec<_> = cells.into_iter().collect();
        assert_eq!(row.len(), self.rows[0].len(), "rows are of one length");
        self.rows.push(row);
    }

    /// Adds an empty row, which is a blank line in text.
    pub(crate) fn gap(&mut self) {
        self.rows.push(vec![String::new(); self.rows[0].len()]);
    }

    /// As a Markdown table.
    pub(crate) fn markdown(&self) -> String {
        let mut out = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            let cells: Vec<_> = row.iter().map(|cell| escape(cell)).collect();
            let _ = writeln!(out, "| {} |", cells.join(" | "));
            if at == 0 {
                let _ = writeln!(out, "|{}", " --- |".repeat(row.len()));
            }
        }
        out
    }

    /// As text no wider than `width`, unless a single word is wider.
    pub(crate) fn text(&self, width: usize) -> String {
        let widths = self.widths(width);
        let rule: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let mut out = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            let cells: Vec<_> = row.iter().zip(&widths).map(|(c, w)| wrap(c, *w)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
            for line in 0..height {
                let mut text = String::new();
                for (cell, width) in cells.iter().zip(&widths) {
                    let part = cell.get(line).map_or("", String::as_str);
                    let _ = write!(text, "{part:<width$}  ");
                }
                let _ = writeln!(out, "{}", text.trim_end());
            }
            if at == 0 {
                let _ = writeln!(out, "{}", rule.join("  "));
            }
        }
        out
    }

    /// Natural widths, the widest column narrowed until the table fits.
    fn widths(&self, limit: usize) -> Vec<usize> {
        let columns = self.rows[0].len();
        let widest = |column: usize| {
            let cells = self.rows.iter().map(|row| &row[column]);
            cells.flat_map(|cell| cell.lines().map(chars)).max()
        };
        let mut widths: Vec<_> = (0..columns).map(|at| widest(at).unwrap_or(0)).collect();
        let gaps = 2 * columns.saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > limit {
            let widest = widths.iter_mut().max().expect("a table has columns");
            if *widest <= 12 {
                break;
            }
            *widest -= 1;
        }
        widths
    }
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
    fn wide_terminals_wrap_nothing() {
        assert!(table().text(100).contains("    the second line is long\n"));
    }
}
