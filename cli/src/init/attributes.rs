//! `#[bulkhead]` above each item that `#[wasm_bindgen]` exports or imports.

use super::plan::{Change, ChangeKind};
use crate::edits::Edit;
use crate::lines;
use crate::source::{condition, items, Item, Kind, Note, Scope, SourceFile};

/// What is to be written into a file, and what a person should look at. `krate` is what
/// wasm-bulkhead is called there.
pub(super) fn plan(file: &SourceFile, krate: &str) -> (Vec<Change>, Vec<Note>) {
    let found = items(file, krate);
    let mut changes = Vec::new();
    let mut short = vec![false; found.scopes.len()];
    for item in &found.items {
        if item.kind == Kind::Passive || item.is_covered || item.bulkhead.is_some() {
            continue;
        }
        let scope = &found.scopes[item.scope];
        let is_short = can_be_short(item, scope);
        short[item.scope] |= is_short;
        changes.push(attribute(
            file,
            item,
            if is_short { None } else { Some(krate) },
        ));
    }
    for (scope, is_short) in found.scopes.iter().zip(short) {
        if let Some(change) = import(file, scope, krate).filter(|_| is_short) {
            changes.push(change);
        }
    }
    let mut notes = found.notes;
    notes.extend(found.items.iter().filter_map(|item| misordered(file, item)));
    (changes, notes)
}

/// Whether `#[bulkhead]` will do without a path. An import for conditional items alone would be
/// unused without them.
fn can_be_short(item: &Item<'_>, scope: &Scope<'_>) -> bool {
    let can_import = scope.has_bulkhead || scope.bindgen_use.is_some();
    item.bindgen.conditions.is_empty() && can_import
}

/// The attribute, on the line above `#[wasm_bindgen]`.
fn attribute(file: &SourceFile, item: &Item<'_>, krate: Option<&str>) -> Change {
    let name = match krate {
        None => "bulkhead".to_owned(),
        Some(krate) => format!("{krate}::bulkhead"),
    };
    let when = condition(&item.bindgen.conditions, |meta| {
        file.text_of(meta).to_owned()
    });
    let text = match when {
        None => format!("#[{name}]"),
        Some(when) => format!("#[cfg_attr({when}, {name})]"),
    };
    let at = file.range(item.bindgen.attr).start;
    let line = file.line_at(at);
    let (newline, indentation) = around(file, at);
    Change {
        kind: ChangeKind::Attribute,
        line,
        about: format!("{} `{}`", item.kind.word(), item.name),
        edit: Edit::insert(at, format!("{text}{newline}{indentation}")),
        text,
    }
}

/// `use wasm_bulkhead::bulkhead;`, below what the scope has of wasm-bindgen.
fn import(file: &SourceFile, scope: &Scope<'_>, krate: &str) -> Option<Change> {
    let neighbour = scope.bindgen_use.filter(|_| !scope.has_bulkhead)?;
    let range = file.range(neighbour);
    let (newline, indentation) = around(file, range.start);
    let text = format!("use {krate}::bulkhead;");
    Some(Change {
        kind: ChangeKind::Import,
        line: file.line_at(range.end),
        about: "the attribute's name".into(),
        edit: Edit::insert(range.end, format!("{newline}{indentation}{text}")),
        text,
    })
}

/// How the line of a place ends, and what it begins with.
fn around(file: &SourceFile, at: usize) -> (&'static str, &str) {
    let text = &file.text;
    (lines::newline(text, at), lines::indentation(text, at))
}

/// An attribute that stands below the one that it has to stand above.
fn misordered(file: &SourceFile, item: &Item<'_>) -> Option<Note> {
    let bulkhead = file.range(item.bulkhead.as_ref()?.attr).start;
    let bindgen = file.range(item.bindgen.attr).start;
    (bulkhead > bindgen).then(|| Note {
        path: file.path.clone(),
        line: file.line_at(bulkhead),
        text: format!(
            "`bulkhead` stands below `wasm_bindgen` on `{}`; write it above",
            item.name
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::apply;
    use proptest::prelude::*;

    fn parse(text: &str) -> SourceFile {
        SourceFile::parse("a.rs".into(), text.to_owned()).unwrap()
    }

    fn annotate(text: &str) -> String {
        let (changes, _) = plan(&parse(text), "wasm_bulkhead");
        let edits: Vec<_> = changes.into_iter().map(|change| change.edit).collect();
        apply(text, &edits).unwrap()
    }

    #[track_caller]
    fn check(before: &str, after: &str) {
        assert_eq!(annotate(before), after);
        assert_eq!(annotate(after), after, "once more");
    }

    #[test]
    fn each_kind_of_item_is_annotated_and_others_are_not() {
        check(
            "use wasm_bindgen::prelude::*;\n\n/// Doc.\n#[wasm_bindgen]\npub fn f() {}\n\n\
             #[derive(Clone)]\n#[wasm_bindgen(inspectable)]\npub struct S;\n\n#[wasm_bindgen]\nimpl S {\n    \
             #[wasm_bindgen(constructor)]\n    pub fn new() -> S { S }\n}\n\n#[wasm_bindgen]\n\
             extern \"C\" {\n    fn g();\n}\n\n#[wasm_bindgen]\npub enum E { A }\n\nfn plain() {}\n\
             #[wasm_bindgen_test]\nfn t() {}\n",
            "use wasm_bindgen::prelude::*;\nuse wasm_bulkhead::bulkhead;\n\n/// Doc.\n#[bulkhead]\n#[wasm_bindgen]\npub fn f() {}\n\n\
             #[derive(Clone)]\n#[bulkhead]\n#[wasm_bindgen(inspectable)]\npub struct S;\n\n#[bulkhead]\n#[wasm_bindgen]\nimpl S {\n    \
             #[wasm_bindgen(constructor)]\n    pub fn new() -> S { S }\n}\n\n#[bulkhead]\n#[wasm_bindgen]\n\
             extern \"C\" {\n    fn g();\n}\n\n#[wasm_bindgen]\npub enum E { A }\n\nfn plain() {}\n\
             #[wasm_bindgen_test]\nfn t() {}\n",
        );
    }

    #[test]
    fn conditions_are_kept() {
        check(
            "#[cfg_attr(feature = \"wasm\", wasm_bindgen::prelude::wasm_bindgen(js_name = x))]\nfn f() {}\n",
            "#[cfg_attr(feature = \"wasm\", wasm_bulkhead::bulkhead)]\n#[cfg_attr(feature = \"wasm\", wasm_bindgen::prelude::wasm_bindgen(js_name = x))]\nfn f() {}\n",
        );
        check(
            "#[cfg_attr(a, cfg_attr(b, wasm_bindgen))]\nfn f() {}\n",
            "#[cfg_attr(all(a, b), wasm_bulkhead::bulkhead)]\n#[cfg_attr(a, cfg_attr(b, wasm_bindgen))]\nfn f() {}\n",
        );
    }

    #[test]
    fn a_scope_that_cannot_import_gets_the_path() {
        check(
            "mod a {\n    use super::*;\n    #[wasm_bindgen]\n    pub fn f() {}\n}\nfn body() {\n    #[wasm_bindgen] extern \"C\" { fn g(); }\n}\n",
            "mod a {\n    use super::*;\n    #[wasm_bulkhead::bulkhead]\n    #[wasm_bindgen]\n    pub fn f() {}\n}\nfn body() {\n    #[wasm_bulkhead::bulkhead]\n    #[wasm_bindgen] extern \"C\" { fn g(); }\n}\n",
        );
        check(
            "#[cfg(x)]\nuse wasm_bindgen::prelude::*;\n#[wasm_bindgen]\nfn f() {}\n",
            "#[cfg(x)]\nuse wasm_bindgen::prelude::*;\n#[wasm_bulkhead::bulkhead]\n#[wasm_bindgen]\nfn f() {}\n",
        );
    }

    #[test]
    fn what_is_annotated_already_stays() {
        for text in [
            "use wasm_bulkhead::bulkhead;\n#[bulkhead(on_panic = abort)]\n#[wasm_bindgen]\nfn f() {}\n",
            "#[bulkhead]\nmod a {\n    #[wasm_bindgen]\n    fn f() {}\n    mod b { #[wasm_bindgen] fn g() {} }\n}\n",
            "#[cfg_attr(x, bulkhead)]\n#[cfg_attr(x, wasm_bindgen)]\nfn f() {}\n",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn names_that_are_imported_are_used() {
        for import in [
            "use wasm_bulkhead::{bulkhead, Poison};",
            "use wasm_bulkhead::*;",
            "use wasm_bulkhead::prelude::*;",
        ] {
            let before = format!("{import}\n#[wasm_bindgen]\nfn f() {{}}\n");
            check(&before, &before.replace("#[wasm", "#[bulkhead]\n#[wasm"));
        }
        let other = "use wasm_bulkhead::vault::*;\n#[wasm_bindgen]\nfn f() {}\n";
        assert!(annotate(other).contains("#[wasm_bulkhead::bulkhead]"));
    }

    #[test]
    fn lines_end_as_they_did() {
        check(
            "use wasm_bindgen::prelude::*;\r\n#[wasm_bindgen]\r\nfn f() {}\r\n",
            "use wasm_bindgen::prelude::*;\r\nuse wasm_bulkhead::bulkhead;\r\n#[bulkhead]\r\n#[wasm_bindgen]\r\nfn f() {}\r\n",
        );
    }

    #[test]
    fn what_cannot_be_edited_is_noted() {
        let notes = |text: &str| plan(&parse(text), "wasm_bulkhead").1;
        let inside = notes("macro_rules! m { () => { #[wasm_bindgen] fn f() {} } }");
        assert!(inside[0].text.contains("`m!`"), "{inside:?}");
        assert!(
            notes("macro_rules! m { () => { #[bulkhead] #[wasm_bindgen] fn f() {} } }").is_empty()
        );
        let below = notes("\n#[wasm_bindgen]\n#[bulkhead]\nfn f() {}");
        assert_eq!(below[0].line, 3);
    }

    /// A file of items in random order, indentation and company.
    fn source() -> impl Strategy<Value = String> {
        let attribute = prop::sample::select(vec![
            "",
            "#[wasm_bindgen]",
            "#[wasm_bindgen(js_name = \"é\")]",
            "#[bulkhead]\n#[wasm_bindgen]",
            "#[cfg_attr(feature = \"a\", wasm_bindgen)]",
            "#[cfg_attr(any(unix, windows), allow(x), wasm_bindgen(start))]",
            "#[doc = \"ö\"] #[wasm_bindgen] #[allow(x)]",
        ]);
        let item = prop::sample::select(vec![
            "fn f() {}",
            "struct S { x: u8 }",
            "impl S { #[wasm_bindgen(getter)] fn x(&self) {} }",
            "extern \"C\" { fn g(); }",
            "enum E { A }",
            "mod m {\n\tuse wasm_bindgen::prelude::*;\n\t#[wasm_bindgen]\n\tfn h() {}\n}",
            "#[bulkhead] mod m { #[wasm_bindgen] fn h() {} }",
            "fn body() { #[wasm_bindgen] fn h() {} }",
        ]);
        let before = prop::sample::select(vec![
            "",
            "// é #[wasm_bindgen]\n",
            "/* x */ ",
            "    ",
            "\n\n",
        ]);
        let head = prop::sample::select(vec![
            "",
            "\u{feff}",
            "#!/bin/run\n",
            "use wasm_bindgen::prelude::*;\n",
            "use wasm_bulkhead::bulkhead;\r\n",
        ]);
        let items = prop::collection::vec((before, attribute, item), 0..8);
        (head, items).prop_map(|(head, items)| {
            let items = items.into_iter().filter(|(_, attribute, item)| {
                // No attribute goes above `#[bulkhead] mod`, and none of wasm-bindgen's above `mod`.
                attribute.is_empty() || !item.contains("mod m")
            });
            let items =
                items.map(|(before, attribute, item)| format!("{before}{attribute} {item}\n"));
            head.to_owned() + &items.collect::<String>()
        })
    }

    proptest! {
        #[test]
        fn nothing_but_whole_attributes_and_imports_is_added(text in source()) {
            let file = parse(&text);
            let (changes, _) = plan(&file, "wasm_bulkhead");
            let after = annotate(&text);
            parse(&after);
            let mut rest = after.clone();
            for change in &changes {
                prop_assert_eq!(change.edit.range.len(), 0);
                rest = rest.replacen(&change.edit.text, "", 1);
            }
            prop_assert_eq!(rest.len(), text.len());
            prop_assert_eq!(annotate(&after), after);
        }

        #[test]
        fn afterwards_each_item_has_it_above(text in source()) {
            let after = annotate(&text);
            let file = parse(&after);
            for item in items(&file, "wasm_bulkhead").items {
                let is_meant = item.kind != Kind::Passive && !item.is_covered;
                prop_assert!(!is_meant || item.bulkhead.is_some(), "{}", after);
            }
        }
    }
}
