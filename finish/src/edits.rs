//! Changes of a text at places of it, made all at once.

use oxc::span::Span;

/// Changes that do not overlap, in any order.
#[derive(Debug, Default)]
pub(crate) struct Edits(Vec<Edit>);

#[derive(Debug)]
struct Edit {
    from: u32,
    to: u32,
    text: String,
}

impl Edits {
    pub(crate) fn replace(&mut self, place: Span, text: impl Into<String>) {
        self.0.push(Edit {
            from: place.start,
            to: place.end,
            text: text.into(),
        });
    }

    pub(crate) fn insert(&mut self, at: u32, text: impl Into<String>) {
        self.replace(Span::empty(at), text);
    }

    pub(crate) fn remove(&mut self, place: Span) {
        self.replace(place, "");
    }

    /// Puts `before` and `after` around a place.
    pub(crate) fn wrap(&mut self, place: Span, before: &str, after: &str) {
        self.insert(place.start, before);
        self.insert(place.end, after);
    }

    /// The text with all changes; insertions at one place come in the order they were asked for.
    pub(crate) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|edit| (edit.from, edit.to));
        let mut result = String::with_capacity(text.len() * 2);
        let mut at = 0;
        for edit in &self.0 {
            debug_assert!(at <= edit.from, "changes overlap: {edit:?}");
            result.push_str(&text[at as usize..edit.from as usize]);
            result.push_str(&edit.text);
            at = edit.to;
        }
        result.push_str(&text[at as usize..]);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_come_in_any_order() {
        let mut edits = Edits::default();
        edits.remove(Span::new(8, 10));
        edits.wrap(Span::new(4, 7), "(", ")");
        edits.insert(0, "first ");
        edits.insert(0, "second ");
        edits.replace(Span::new(0, 3), "ONE");
        assert_eq!(edits.apply("one two three"), "first second ONE (two) ree");
    }
}
