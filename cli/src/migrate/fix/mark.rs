//! The comment above an assertion that nobody has looked at yet.

use super::Fix;
use crate::edits::{self, Edit};
use crate::lines;
use crate::source::SourceFile;

/// What it begins with. Whoever has looked writes the reason in its place.
pub(crate) const MARK: &str = "NOT REVIEWED: asserted";

pub(super) const TEXT: &str = "NOT REVIEWED: asserted to leave nothing torn when it panics.";

/// Adds the comment to the edits of an assertion: above its line, or before it where the line
/// begins in the middle of a token.
pub(super) fn add(file: &SourceFile, fix: &mut Fix) {
    let text = &file.text;
    let start = lines::start(text, fix.at);
    let indentation = lines::indentation(text, fix.at);
    let newline = lines::newline(text, fix.at);
    let above = Edit::insert(start, format!("{indentation}// {TEXT}{newline}"));
    let has_mark = text[..start]
        .lines()
        .next_back()
        .is_some_and(|line| line.contains(MARK));
    if has_mark {
        return;
    }
    let edit = match is_comment(text, &above) {
        true => above,
        false => Edit::insert(fix.at, format!("/* {TEXT} */ ")),
    };
    // Before the edits at the same place.
    fix.edits.insert(0, edit);
}

/// Whether the text has the same tokens with it.
fn is_comment(text: &str, edit: &Edit) -> bool {
    let tokens = |text: &str| {
        let file = syn::parse_file(text).ok()?;
        Some(quote::quote!(#file).to_string())
    };
    let with = edits::apply(text, std::slice::from_ref(edit));
    with.is_ok_and(|with| tokens(&with) == tokens(text))
}
