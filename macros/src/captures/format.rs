//! The variables that a format string names.

use unicode_ident::{is_xid_continue, is_xid_start};

/// The names in `{name}`, `{name:?}`, `{:width$}` and the like.
pub(crate) fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
            continue;
        }
        let Some(end) = rest.find('}') else { break };
        let (argument, spec) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        names.extend(name(argument.trim()));
        names.extend(counts(spec));
        rest = &rest[end + 1..];
    }
    names
}

/// The names before each `$` of what follows the colon.
fn counts(spec: &str) -> Vec<String> {
    let mut pieces: Vec<_> = spec.split('$').collect();
    // What is behind the last one is the type.
    pieces.pop();
    let counts = pieces.into_iter().filter_map(|piece| {
        let word = piece.rsplit(|c: char| !is_part_of_name(c)).next()?;
        // `>0width$`: a zero before the width is a flag.
        name(word.trim_start_matches('0'))
    });
    counts.collect()
}

/// The word, if the language takes it for a name: `m²` is none, though both are
/// alphanumeric.
fn name(word: &str) -> Option<String> {
    let begins = |c: char| c == '_' || is_xid_start(c);
    let is_name = word.starts_with(begins) && word.chars().all(is_part_of_name);
    is_name.then(|| word.to_owned())
}

fn is_part_of_name(c: char) -> bool {
    is_xid_continue(c)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_of_format_strings_are_found() {
        assert_eq!(names("{a} {b:?} {c:>8.3}"), ["a", "b", "c"]);
        assert_eq!(names("{} {0} {:?} {{no}} {{{yes}}}"), ["yes"]);
        assert_eq!(
            names("{x:>width$.precision$} {:0w$}"),
            ["x", "width", "precision", "w"]
        );
        assert_eq!(names("{ spaced } {r#type}"), ["spaced"]);
        assert_eq!(names("unfinished {"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_name_of_the_language_is_none_here() {
        for text in [
            "{m²}", "{²}", "{½x}", "{a-b}", "{🦀}", "{a b}", "{1a}", "{'a}", "{\u{0}}", "{:²$}",
            "{:.½$}",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text:?}");
        }
        assert_eq!(names("{é} {ñ_1:?} {名前:>幅$}"), ["é", "ñ_1", "名前", "幅"]);
        assert_eq!(names("{e\u{301}}"), ["e\u{301}"]);
        assert_eq!(names("{0:é$} {{é}} {{{é}}}"), ["é", "é"]);
        assert_eq!(names("}}{a}{"), ["a"]);
    }
}
