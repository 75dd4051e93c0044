//! Which files a crate consists of: its root, and what `mod` names from there.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, Context, Result};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, ItemMod, Lit, Meta};

use crate::lines;

/// A file of a crate, read and parsed.
pub(crate) struct SourceFile {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) syntax: syn::File,
    /// How many bytes stand before what is parsed: a byte order mark and a `#!` line.
    prefix: usize,
}

/// Something that could not be looked at, or is better looked at by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) path: PathBuf,
    /// Counted from 1; 0 where the note is about the whole file.
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl SourceFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is no Rust, which the error says with its line.
    pub(crate) fn read(path: &Path) -> Result<SourceFile> {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| format!("{shown} cannot be read"))?;
        let text = String::from_utf8(bytes).map_err(|_| anyhow!("{shown} is no UTF-8"))?;
        SourceFile::parse(path.to_owned(), text)
    }

    /// Parses what a file has in it.
    pub(crate) fn parse(path: PathBuf, text: String) -> Result<SourceFile> {
        let prefix = prefix(&text);
        let syntax = syn::parse_str(&text[prefix..]).map_err(|error: syn::Error| {
            let line = error.span().start().line + lines::number(&text, prefix) - 1;
            anyhow!("{}:{line} is no Rust: {error}", path.display())
        })?;
        Ok(SourceFile {
            path,
            text,
            syntax,
            prefix,
        })
    }

    /// Where something stands in the text.
    pub(crate) fn range(&self, it: &impl Spanned) -> Range<usize> {
        self.range_of(it.span())
    }

    pub(crate) fn range_of(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.prefix..range.end + self.prefix
    }

    /// The text of something, as it was written.
    pub(crate) fn text_of(&self, it: &impl Spanned) -> &str {
        self.text.get(self.range(it)).unwrap_or_default()
    }

    /// The line that a place is in, counted from 1.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        lines::number(&self.text, offset)
    }
}

/// What the parser does not take: a byte order mark, and a `#!` line that is no attribute.
fn prefix(text: &str) -> usize {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let rest = &text[mark..];
    let Some(after) = rest.strip_prefix("#!") else {
        return mark;
    };
    match after.trim_start().starts_with('[') {
        true => mark,
        false => mark + rest.find('\n').unwrap_or(rest.len()),
    }
}

/// Reads the files of a crate from its root.
///
/// Modules whose file is not there are notes: they may belong to another configuration, or be
/// written by a build script.
pub(crate) fn load(root: &Path) -> Result<(Vec<SourceFile>, Vec<Note>)> {
    let mut loader = Loader::default();
    let dir = root.parent().unwrap_or(Path::new(""));
    loader.load(root, dir)?;
    Ok((loader.files, loader.notes))
}

#[derive(Default)]
struct Loader {
    files: Vec<SourceFile>,
    notes: Vec<Note>,
    seen: BTreeSet<PathBuf>,
}

impl Loader {
    /// Reads a file, and the modules that it names, which are in `dir`.
    fn load(&mut self, path: &Path, dir: &Path) -> Result<()> {
        let known = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if !self.seen.insert(known) {
            return Ok(());
        }
        let file = SourceFile::read(path)?;
        let mut modules = Vec::new();
        collect(&file, &file.syntax.items, dir, true, &mut modules);
        self.files.push(file);
        for module in modules {
            match module.candidates.iter().find(|path| path.is_file()) {
                Some(found) => self.load(&found.clone(), &module.dir(found))?,
                None => self.notes.push(Note {
                    path: path.to_owned(),
                    line: module.line,
                    text: format!("the file of module `{}` is not there", module.name),
                }),
            }
        }
        Ok(())
    }
}

/// A `mod name;`.
struct Module {
    name: String,
    line: usize,
    /// Where its file may be, the first that is there counts.
    candidates: Vec<PathBuf>,
}

impl Module {
    /// Where the modules are that the file names.
    fn dir(&self, file: &Path) -> PathBuf {
        let parent = file.parent().unwrap_or(Path::new(""));
        let is_named_after = file
            .file_stem()
            .is_some_and(|stem| stem == self.name.as_str());
        match is_named_after && self.candidates.len() > 1 {
            true => parent.join(&self.name),
            false => parent.to_owned(),
        }
    }
}

/// Finds each `mod name;`, also within inline modules.
fn collect(
    file: &SourceFile,
    items: &[syn::Item],
    dir: &Path,
    is_top: bool,
    modules: &mut Vec<Module>,
) {
    for item in items {
        let syn::Item::Mod(module) = item else {
            continue;
        };
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let given = path_of(&module.attrs);
        // A path is relative to the file, unless an inline module is around it.
        let beside = file.path.parent().unwrap_or(Path::new(""));
        let base = if is_top { beside } else { dir };
        if let Some((_, inner)) = &module.content {
            let inner_dir = given.map_or_else(|| dir.join(name), |path| base.join(path));
            collect(file, inner, &inner_dir, false, modules);
            continue;
        }
        let candidates = match given {
            Some(path) => vec![base.join(path)],
            None => vec![
                dir.join(format!("{name}.rs")),
                dir.join(name).join("mod.rs"),
            ],
        };
        modules.push(Module {
            name: name.to_owned(),
            line: line_of(file, module),
            candidates,
        });
    }
}

fn line_of(file: &SourceFile, module: &ItemMod) -> usize {
    file.line_at(file.range(&module.ident).start)
}

/// The `x` of `#[path = "x"]`.
fn path_of(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().find_map(|attr| match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> SourceFile {
        SourceFile::parse("a.rs".into(), text.to_owned()).unwrap()
    }

    #[test]
    fn places_are_bytes_of_the_whole_text() {
        for before in [
            "",
            "\u{feff}",
            "#!/usr/bin/env x é\n",
            "\u{feff}#!x\r\n",
            "// é\r\n",
        ] {
            let text = format!("{before}#![allow(x)]\nfn f() {{}} // ö\nfn g() {{}}\n");
            let file = parse(&text);
            let last = file.syntax.items.last().unwrap();
            assert_eq!(file.text_of(last), "fn g() {}", "{before:?}");
            let line = text.lines().position(|line| line == "fn g() {}").unwrap() + 1;
            assert_eq!(file.line_at(file.range(last).start), line);
        }
    }

    #[test]
    fn an_attribute_is_no_first_line_of_a_script() {
        assert_eq!(prefix("#![no_std]\n"), 0);
        assert_eq!(prefix("#! [no_std]\n"), 0);
        assert_eq!(prefix("#!/bin/x"), 8);
    }

    #[test]
    fn what_is_no_rust_is_told_with_its_line() {
        let text = "#!x\nfn f() {}\nfn (\n".to_owned();
        let error = SourceFile::parse("a.rs".into(), text).err().unwrap();
        assert!(
            error.to_string().starts_with("a.rs:3 is no Rust"),
            "{error}"
        );
    }

    #[test]
    fn modules_are_found_as_rustc_finds_them() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let file = dir.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        write("lib.rs", "mod a; mod b { mod c; #[path = \"x.rs\"] mod y; } #[path = \"z.rs\"] mod d; mod gone; mod r#in;");
        write("a.rs", "mod deep;");
        write("a/deep.rs", "");
        write("b/c/mod.rs", "mod below;");
        write("b/c/below.rs", "");
        write("b/x.rs", "");
        write("z.rs", "mod w;");
        write("w.rs", "#[path = \"z.rs\"] mod z_again;");
        write("in.rs", "");
        let (files, notes) = load(&dir.path().join("lib.rs")).unwrap();
        let mut names: Vec<_> = files
            .iter()
            .map(|file| {
                file.path
                    .strip_prefix(dir.path())
                    .unwrap()
                    .display()
                    .to_string()
            })
            .collect();
        names.sort();
        assert_eq!(
            names,
            [
                "a.rs",
                "a/deep.rs",
                "b/c/below.rs",
                "b/c/mod.rs",
                "b/x.rs",
                "in.rs",
                "lib.rs",
                "w.rs",
                "z.rs"
            ]
        );
        let texts: Vec<_> = notes.iter().map(|note| note.text.as_str()).collect();
        assert!(texts[0].contains("`gone`"), "{texts:?}");
    }
}
