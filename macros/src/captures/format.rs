//! The variables that a format string names.

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

fn name(word: &str) -> Option<String> {
    let begins = |c: char| c == '_' || c.is_alphabetic();
    let is_name = word.starts_with(begins) && word.chars().all(is_part_of_name);
    is_name.then(|| word.to_owned())
}

fn is_part_of_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
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
}
