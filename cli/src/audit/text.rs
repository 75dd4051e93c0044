//! The report for people, with the lines in question.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::rules;
use super::Audit;
use crate::terminal::{counted, paint, BOLD, DIM, GREEN, RED};

/// Renders all findings, then what else is worth knowing.
pub(super) fn render(audit: &Audit) -> String {
    let mut text = String::new();
    for (file, finding) in audit.findings() {
        let message = finding.rule.message(&finding.it);
        let level = match finding.rule.level {
            rules::Level::Error => Level::ERROR,
            rules::Level::Warning => Level::WARNING,
        };
        let annotation = AnnotationKind::Primary.span(finding.range.clone());
        let snippet = Snippet::source(file.text.as_str())
            .path(file.path.as_str())
            .annotation(annotation);
        let title = level.primary_title(&message).id(finding.rule.code);
        let report = [
            Group::with_title(title).element(snippet),
            Group::with_title(Level::HELP.secondary_title(finding.rule.help)),
        ];
        text += &Renderer::styled().render(&report);
        text += "\n\n";
    }
    for note in &audit.notes {
        text += &format!(
            "note: {}:{}: {}\n",
            note.path.display(),
            note.line,
            note.text
        );
    }
    text + &inventory(audit) + &summary(audit)
}

fn inventory(audit: &Audit) -> String {
    let mut text = String::new();
    let assertions = audit
        .files
        .iter()
        .flat_map(|file| file.assertions.iter().map(move |it| (file, it)));
    let assertions: Vec<_> = assertions.collect();
    if !assertions.is_empty() {
        text += &format!("{}\n", paint(BOLD, "assertions"));
        for (file, it) in assertions {
            let reason = it.reason.as_deref().unwrap_or("without a reason");
            let place = paint(DIM, format!("{}:{}", file.path, it.line));
            text += &format!("  {reason}  {place}\n");
        }
    }
    let closures = audit
        .files
        .iter()
        .flat_map(|file| file.closures.iter().map(move |it| (file, it)));
    let plain: Vec<_> = closures.filter(|(_, closure)| !closure.guarded).collect();
    if !plain.is_empty() {
        text += &format!("{}\n", paint(BOLD, "closures outside of annotated items"));
        for (file, it) in plain {
            let place = paint(DIM, format!("{}:{}", file.path, it.line));
            text += &format!("  {}  {place}\n", it.constructor);
        }
    }
    text
}

/// The last line.
pub(super) fn summary(audit: &Audit) -> String {
    let findings = audit.findings().count();
    let all = audit.exports().count();
    let guarded = audit.exports().filter(|(_, export)| export.guarded).count();
    let accepted = match audit.accepted {
        0 => String::new(),
        accepted => format!(", {accepted} accepted"),
    };
    let mark = match findings {
        0 => paint(GREEN, "done:"),
        _ => paint(RED, "found:"),
    };
    format!(
        "{mark} {} {}: {}{accepted}; {guarded} of {all} exported items are guarded",
        audit.package,
        audit.version,
        counted(findings, "finding")
    )
}
