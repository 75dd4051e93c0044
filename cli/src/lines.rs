//! Lines of a text, by places in it.

/// The number of the line that a place is in, counted from 1.
pub(crate) fn number(text: &str, at: usize) -> usize {
    let before = &text.as_bytes()[..at.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Where the line of a place begins.
pub(crate) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// Where the line of a place ends, before what ends it.
pub(crate) fn end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    match text[at..end].ends_with('\r') {
        true => end - 1,
        false => end,
    }
}

/// What ends the line of a place, or the first line where that has no end.
pub(crate) fn newline(text: &str, at: usize) -> &'static str {
    let rest = &text[end(text, at)..];
    let ended = if rest.is_empty() {
        &text[end(text, 0)..]
    } else {
        rest
    };
    match ended.starts_with("\r\n") {
        true => "\r\n",
        false => "\n",
    }
}

/// The white space that the line of a place begins with.
pub(crate) fn indentation(text: &str, at: usize) -> &str {
    let line = &text[start(text, at)..at];
    &line[..line.len() - line.trim_start().len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_and_without_a_carriage_return() {
        let text = "a\r\n  b\nc";
        assert_eq!(
            [number(text, 0), number(text, 5), number(text, 99)],
            [1, 2, 3]
        );
        assert_eq!((start(text, 5), end(text, 5)), (3, 6));
        assert_eq!(
            (end(text, 0), newline(text, 0), newline(text, 5)),
            (1, "\r\n", "\n")
        );
        assert_eq!(newline(text, 7), "\r\n", "as the first line");
        assert_eq!(indentation(text, 5), "  ");
        assert_eq!((start("", 0), end("", 0), newline("", 0)), (0, 0, "\n"));
    }
}
