//! The report as a page of its own: no script, no font, nothing that is loaded.

use super::{Audit, Finding, Scanned};
use crate::lines;

const STYLE: &str = include_str!("page.css");

pub(super) fn render(audit: &Audit) -> String {
    let title = format!("{} {}", escape(&audit.package), escape(&audit.version));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Audit of {title}</title>\n<style>\n{STYLE}</style>\n\
         <h1>{title}</h1>\n<p class=\"lead\">cargo bulkhead audit</p>\n{}{}{}{}{}</html>\n",
        cards(audit),
        findings(audit),
        exports(audit),
        assertions(audit),
        closures(audit),
    )
}

fn cards(audit: &Audit) -> String {
    let all = audit.exports().count();
    let guarded = audit.exports().filter(|(_, export)| export.guarded).count();
    let assertions: usize = audit.files.iter().map(|file| file.assertions.len()).sum();
    let closures: usize = audit.files.iter().map(|file| file.closures.len()).sum();
    let card = |number: String, label: &str| {
        format!("<div class=\"card\"><b>{number}</b><span>{label}</span></div>\n")
    };
    let percent = (guarded * 100).checked_div(all).unwrap_or(100);
    format!(
        "<div class=\"cards\">\n{}{}{}{}</div>\n\
         <div class=\"bar\" role=\"img\" aria-label=\"{percent} percent guarded\"><i style=\"width:{percent}%\"></i></div>\n",
        card(audit.findings().count().to_string(), "findings"),
        card(format!("{guarded} / {all}"), "exported items guarded"),
        card(assertions.to_string(), "assertions"),
        card(closures.to_string(), "closures"),
    )
}

fn findings(audit: &Audit) -> String {
    let mut html = String::from("<h2>Findings</h2>\n");
    for (file, finding) in audit.findings() {
        let code = finding.rule.code;
        let code = match finding.rule.page() {
            Some(page) => format!("<a href=\"{}\">{code}</a>", escape(&page)),
            None => format!("<code class=\"rule\">{code}</code>"),
        };
        html += &format!(
            "<section class=\"finding {}\">\n<header>{code} {} <span class=\"place\">{}:{}</span></header>\n\
             {}<footer>{}</footer>\n</section>\n",
            finding.rule.level.word(),
            prose(&finding.rule.message(&finding.it)),
            escape(&file.path),
            finding.line,
            excerpt(file, finding),
            prose(finding.rule.help),
        );
    }
    if audit.findings().next().is_none() {
        html += "<p>None.</p>\n";
    }
    if audit.accepted > 0 {
        html += &format!(
            "<p>{} more are accepted by the baseline.</p>\n",
            audit.accepted
        );
    }
    html
}

/// The line, and one around it on each side.
fn excerpt(file: &Scanned, finding: &Finding) -> String {
    let text = &file.text;
    let (start, end) = (finding.range.start, finding.range.end);
    let first = lines::start(text, lines::start(text, start).saturating_sub(1));
    let last = lines::end(text, (lines::end(text, end) + 1).min(text.len()));
    let part = |range| escape(text.get(range).unwrap_or_default());
    format!(
        "<pre>{}<mark>{}</mark>{}</pre>\n",
        part(first..start),
        part(start..end),
        part(end..last.max(end)),
    )
}

fn exports(audit: &Audit) -> String {
    let rows = audit.exports().map(|(file, export)| {
        let (class, word) = if export.guarded { ("yes", "guarded") } else { ("no", "not guarded") };
        let condition = export.condition.as_deref().unwrap_or_default();
        format!(
            "<tr><td><code>{}</code></td><td>{}</td><td class=\"{class}\">{word}</td><td><code>{}</code></td><td class=\"place\">{}:{}</td></tr>\n",
            escape(&export.name),
            export.kind,
            escape(condition),
            escape(&file.path),
            export.line,
        )
    });
    table(
        "Exported items",
        &["Name", "Kind", "Boundary", "Condition", "Place"],
        rows,
    )
}

fn assertions(audit: &Audit) -> String {
    let all = audit
        .files
        .iter()
        .flat_map(|file| file.assertions.iter().map(move |it| (file, it)));
    let rows = all.map(|(file, it)| {
        format!(
            "<tr><td>{}</td><td><code>{}</code></td><td class=\"place\">{}:{}</td></tr>\n",
            escape(it.reason.as_deref().unwrap_or("without a reason")),
            escape(&it.text),
            escape(&file.path),
            it.line,
        )
    });
    table("Assertions", &["Reason", "Source", "Place"], rows)
}

fn closures(audit: &Audit) -> String {
    let all = audit
        .files
        .iter()
        .flat_map(|file| file.closures.iter().map(move |it| (file, it)));
    let rows = all.map(|(file, it)| {
        let (class, word) = if it.guarded { ("yes", "guarded") } else { ("no", "not guarded") };
        format!(
            "<tr><td><code>{}</code></td><td class=\"{class}\">{word}</td><td class=\"place\">{}:{}</td></tr>\n",
            escape(&it.constructor),
            escape(&file.path),
            it.line,
        )
    });
    table("Closures", &["Constructor", "Boundary", "Place"], rows)
}

fn table(title: &str, heads: &[&str], rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let heads: String = heads
        .iter()
        .map(|head| format!("<th>{head}</th>"))
        .collect();
    format!(
        "<h2>{title}</h2>\n<div class=\"scroll\"><table>\n<tr>{heads}</tr>\n{rows}</table></div>\n"
    )
}

/// Text with what stands between backticks as code.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for (at, part) in text.split('`').enumerate() {
        match at % 2 {
            0 => html += &escape(part),
            _ => html += &format!("<code>{}</code>", escape(part)),
        }
    }
    html
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_the_source_stays_text() {
        assert_eq!(
            prose("`a<b>` & \"c\""),
            "<code>a&lt;b&gt;</code> &amp; &quot;c&quot;"
        );
    }
}
