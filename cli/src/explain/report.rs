//! The stacks with their frames explained.

use std::ops::Range;
use std::path::Path;

use anyhow::{bail, Result};
use serde_json::{json, Value};

use super::companion::{Companion, Explained, Place};
use super::input::Input;
use super::post_mortem::PostMortem;
use super::stack::{self, Function, Line};
use crate::terminal::{self, paint, BOLD, CYAN, DIM};

/// All stacks of a report, line by line.
pub(super) struct Report<'a> {
    stacks: Vec<Vec<Entry>>,
    post_mortem: Option<PostMortem<'a>>,
}

/// A line, and what is made of it.
struct Entry {
    line: String,
    explained: Option<Explained>,
}

impl<'a> Report<'a> {
    pub(super) fn of(
        input: &Input,
        companion: &Companion<'_>,
        post_mortem: Option<PostMortem<'a>>,
    ) -> Report<'a> {
        let stacks = input.stacks.iter().map(|text| {
            let entries = stack::lines(text).map(|line| match line {
                Line::Other(line) => Entry {
                    line: line.to_owned(),
                    explained: None,
                },
                Line::Wasm(frame) => Entry {
                    line: match (&frame.function, frame.offset) {
                        (Function::Index(index), Some(offset)) => {
                            format!("wasm-function[{index}]:{offset:#x}")
                        }
                        (Function::Index(index), None) => format!("wasm-function[{index}]"),
                        (Function::Name(name), _) => format!("wasm-function[{name}]"),
                    },
                    explained: Some(companion.explain(&frame)),
                },
            });
            entries.collect()
        });
        Report {
            stacks: stacks.collect(),
            post_mortem,
        }
    }

    /// Refuses a companion that has not one of the frames, and stacks that have none. A core dump has
    /// memory all the same.
    pub(super) fn check(&self, companion: &Path) -> Result<()> {
        let mut frames = self
            .entries()
            .filter_map(|entry| entry.explained.as_ref())
            .peekable();
        if frames.peek().is_none() {
            if self.post_mortem.is_some() {
                return Ok(());
            }
            bail!("there is no wasm frame in the stack");
        }
        if frames.all(|explained| *explained == Explained::Elsewhere) {
            bail!(
                "{} is the companion of another module: it has none of the stack's functions at \
                 their places",
                companion.display()
            );
        }
        Ok(())
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.stacks.iter().flatten()
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for stack in &self.stacks {
            let frames = machinery(stack);
            for entry in &stack[..frames.start] {
                text += &entry.to_text();
            }
            if !frames.is_empty() {
                let aside = format!(
                    "{} of the panic's machinery",
                    terminal::counted(frames.len(), "frame")
                );
                text += &format!("    {}\n", paint(DIM, aside));
            }
            for entry in &stack[frames.end..] {
                text += &entry.to_text();
            }
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        if let Some(post_mortem) = &self.post_mortem {
            text += &format!("\n{}", post_mortem.to_text());
        }
        text
    }

    pub(super) fn to_json(&self) -> Result<String> {
        let stacks = self
            .stacks
            .iter()
            .map(|stack| stack.iter().map(Entry::to_json).collect::<Vec<_>>());
        let mut document = json!({
            "schema": 1,
            "command": "explain",
            "stacks": stacks.collect::<Vec<_>>(),
        });
        if let Some(post_mortem) = &self.post_mortem {
            document["core"] = post_mortem.to_json();
        }
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

/// The frames on the top of a stack in which a panic is told of, if what panicked is below them.
fn machinery(stack: &[Entry]) -> Range<usize> {
    let start = stack
        .iter()
        .take_while(|entry| entry.explained.is_none())
        .count();
    let frames = stack[start..].iter();
    let end = start + frames.take_while(|entry| entry.is_machinery()).count();
    match stack.get(end) {
        Some(Entry {
            explained: Some(_), ..
        }) => start..end,
        _ => start..start,
    }
}

/// What functions are called that stand between a panic and who is told of it.
const MACHINERY: &[&str] = &[
    "wasm_bulkhead::",
    "std::panicking::",
    "core::panicking::",
    "std::sys::backtrace::",
    "__rustc::",
    "rust_begin_unwind",
    "rust_panic",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "__wbg_",
    "__wbh_",
];

impl Entry {
    /// By the function itself; what is inlined into it has no path to its name.
    fn is_machinery(&self) -> bool {
        let place = match &self.explained {
            Some(Explained::Function(place)) => Some(place),
            Some(Explained::Places(places)) => places.last(),
            Some(Explained::Elsewhere) | None => None,
        };
        let function = place.and_then(|place| place.function.as_deref());
        function.is_some_and(|name| MACHINERY.iter().any(|prefix| name.starts_with(prefix)))
    }

    fn to_text(&self) -> String {
        let aside = paint(DIM, &self.line);
        match &self.explained {
            None => format!("{}\n", self.line),
            Some(Explained::Elsewhere) => format!("    in another module  {aside}\n"),
            Some(Explained::Function(place)) => {
                format!("    at {}  {aside}\n", told(place, "somewhere below "))
            }
            Some(Explained::Places(places)) => {
                let mut text = String::new();
                for (at, place) in places.iter().enumerate() {
                    let is_outermost = at + 1 == places.len();
                    let end = if is_outermost {
                        format!("  {aside}")
                    } else {
                        paint(DIM, "  inlined into")
                    };
                    text += &format!("    at {}{end}\n", told(place, ""));
                }
                text
            }
        }
    }

    fn to_json(&self) -> Value {
        let (kind, places) = match &self.explained {
            None => ("line", Vec::new()),
            Some(Explained::Elsewhere) => ("elsewhere", Vec::new()),
            Some(Explained::Function(place)) => ("function", vec![place]),
            Some(Explained::Places(places)) => ("frame", places.iter().collect()),
        };
        let places = places.iter().map(|place| {
            json!({
                "function": place.function,
                "file": place.file,
                "line": place.line,
                "column": place.column,
            })
        });
        json!({ "line": self.line, "kind": kind, "frames": places.collect::<Vec<_>>() })
    }
}

/// The function, then the file with its line.
fn told(place: &Place, nearness: &str) -> String {
    let function = paint(BOLD, place.function.as_deref().unwrap_or("?"));
    let Some(file) = &place.file else {
        return function;
    };
    let mut position = file.clone();
    for number in [place.line, place.column].into_iter().flatten() {
        position += &format!(":{number}");
    }
    format!("{function} ({nearness}{})", paint(CYAN, position))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(function: &str) -> Entry {
        let place = Place {
            function: Some(function.to_owned()),
            file: None,
            line: None,
            column: None,
        };
        Entry {
            line: "wasm-function[1]".to_owned(),
            explained: Some(Explained::Function(place)),
        }
    }

    fn line(text: &str) -> Entry {
        Entry {
            line: text.to_owned(),
            explained: None,
        }
    }

    #[test]
    fn the_machinery_of_a_panic_is_folded_if_a_site_is_below_it() {
        let hook = || at("wasm_bulkhead::panic::in_front_of::{closure#0}");
        let std = || at("core::panicking::panic_fmt");
        let stack = |below| vec![line("PanicError: x"), hook(), std(), below];
        assert_eq!(machinery(&stack(at("app::divide"))), 1..3);
        assert!(machinery(&stack(line("at main.js:1:2"))).is_empty());
        assert!(machinery(&[at("app::divide"), std()]).is_empty());
        let report = Report {
            stacks: vec![stack(at("app::divide"))],
            post_mortem: None,
        };
        let text = report.to_text();
        assert!(text.contains("2 frames of the panic's machinery"), "{text}");
        assert!(!text.contains("panic_fmt"), "{text}");
    }
}
