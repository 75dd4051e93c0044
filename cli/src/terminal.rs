//! What people read, on standard error, and results, on standard output.

use std::fmt::Display;
use std::io::Write;

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

/// For `error` and what is as bad.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// For warnings.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// For what is well.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
/// For advice.
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default().bold();
/// For headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// For what matters less.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Has all that follows use colours, or not.
pub(crate) fn use_colors(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Prints a result. A reader who has closed the pipe, as `head` does, has enough of it.
pub(crate) fn print(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// Prints a line for people.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Prints why the command failed.
pub(crate) fn error(text: &str) {
    say(&format!("{} {text}", paint(RED, "error:")));
}

/// The text in a style, which is dropped where colours are not wanted.
pub(crate) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// So many of something: `1 finding`, `2 findings`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
