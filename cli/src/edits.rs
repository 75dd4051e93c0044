//! Edits of a text by spans: what changes is named by its place, and everything else stays byte
//! for byte.

use std::ops::Range;

use anyhow::{bail, Result};

/// A piece of a text, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

impl Edit {
    /// Puts text at a place.
    pub(crate) fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit {
            range: at..at,
            text: text.into(),
        }
    }
}

/// Applies the edits, in whatever order they are given. Those that insert at one place keep
/// theirs.
///
/// # Errors
///
/// Two of them change the same bytes, or one is not within the text or splits a character.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> Result<String> {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted(edits) {
        let Range { start, end } = edit.range;
        let Some(kept) = text
            .get(at..start)
            .filter(|_| text.get(start..end).is_some())
        else {
            bail!("an edit of {start}..{end} does not fit: what is before it ends at {at}");
        };
        result.push_str(kept);
        result.push_str(&edit.text);
        at = end;
    }
    result.push_str(&text[at..]);
    Ok(result)
}

fn sorted(edits: &[Edit]) -> Vec<&Edit> {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What takes the edits back, for the text that they lead to.
    fn inverse(text: &str, edits: &[Edit]) -> Vec<Edit> {
        let mut grown = 0_isize;
        let inverted = sorted(edits).into_iter().map(|edit| {
            let start = edit.range.start.strict_add_signed(grown);
            grown += edit.text.len() as isize - edit.range.len() as isize;
            Edit {
                range: start..start + edit.text.len(),
                text: text[edit.range.clone()].to_owned(),
            }
        });
        inverted.collect()
    }

    /// A text, and edits of it that do not meet.
    fn edited() -> impl Strategy<Value = (String, Vec<Edit>)> {
        let piece = (".{0,12}", prop::option::of(".{0,6}"));
        prop::collection::vec(piece, 0..12).prop_map(|pieces| {
            let mut text = String::new();
            let mut edits = Vec::new();
            for (piece, change) in pieces {
                let start = text.len();
                text += &piece;
                if let Some(change) = change {
                    edits.push(Edit {
                        range: start..text.len(),
                        text: change,
                    });
                }
                // Something between two edits, so that none begins where another one ends.
                text.push('|');
            }
            (text, edits)
        })
    }

    proptest! {
        #[test]
        fn what_is_not_edited_stays((text, edits) in edited()) {
            let after = apply(&text, &edits).unwrap();
            let kept = |text: &str| text.matches('|').count();
            let removed: usize = edits.iter().map(|it| kept(&text[it.range.clone()])).sum();
            let added: usize = edits.iter().map(|it| kept(&it.text)).sum();
            prop_assert_eq!(kept(&after), kept(&text) - removed + added);
            let grown: usize = edits.iter().map(|it| it.text.len()).sum();
            let shrunk: usize = edits.iter().map(|it| it.range.len()).sum();
            prop_assert_eq!(after.len(), text.len() - shrunk + grown);
        }

        #[test]
        fn edits_can_be_taken_back((text, edits) in edited()) {
            let after = apply(&text, &edits).unwrap();
            prop_assert_eq!(apply(&after, &inverse(&text, &edits)).unwrap(), text);
        }

        #[test]
        fn their_order_does_not_matter((text, edits) in edited(), seed in any::<u64>()) {
            let mut shuffled = edits.clone();
            if !shuffled.is_empty() {
                let at = (seed % shuffled.len() as u64) as usize;
                shuffled.rotate_left(at);
            }
            prop_assert_eq!(apply(&text, &shuffled).unwrap(), apply(&text, &edits).unwrap());
        }

        #[test]
        fn any_edits_at_all_are_applied_or_refused(
            text in ".{0,20}",
            edits in prop::collection::vec((0_usize..40, 0_usize..40, ".{0,3}"), 0..6),
        ) {
            let edits: Vec<_> = edits
                .into_iter()
                .map(|(start, end, text)| Edit { range: start..end, text })
                .collect();
            let _ = apply(&text, &edits);
        }
    }

    #[test]
    fn edits_that_meet_are_refused() {
        let edit = |range: Range<usize>| Edit {
            range,
            text: "x".into(),
        };
        assert!(apply("abcdef", &[edit(0..3), edit(2..4)]).is_err());
        assert!(apply("abcdef", &[edit(4..9)]).is_err());
        assert!(apply("é", &[edit(1..2)]).is_err());
        assert_eq!(apply("abcdef", &[edit(0..2), edit(2..4)]).unwrap(), "xxef");
    }

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        let edits = [Edit::insert(1, "1"), Edit::insert(1, "2")];
        assert_eq!(apply("ab", &edits).unwrap(), "a12b");
    }
}
