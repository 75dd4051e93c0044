//! What is found in one file.

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use serde::Serialize;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Attribute, ForeignItem, Visibility};

use super::rules::{self, Rule};
use crate::migrate::MARK;
use crate::source::{condition, items, tokens, Item, Kind, Mark, Node, SourceFile};

/// What there is in a file.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) findings: Vec<Finding>,
    pub(super) exports: Vec<Export>,
    pub(super) assertions: Vec<Assertion>,
    pub(super) closures: Vec<Closure>,
}

/// A rule that is broken.
pub(super) struct Finding {
    pub(super) rule: Rule,
    /// What breaks it.
    pub(super) it: String,
    /// Where, in bytes of the file.
    pub(super) range: Range<usize>,
}

/// Something that JavaScript can call.
#[derive(Serialize)]
pub(super) struct Export {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) line: usize,
    pub(super) guarded: bool,
    /// The condition of the `cfg_attr` that exports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) condition: Option<String>,
}

/// A promise that nothing is left torn.
#[derive(Serialize)]
pub(super) struct Assertion {
    pub(super) line: usize,
    /// Why; `AssertUnwindSafe` says nothing of that.
    pub(super) reason: Option<String>,
    pub(super) text: String,
}

/// A closure that is handed to JavaScript.
#[derive(Serialize)]
pub(super) struct Closure {
    pub(super) line: usize,
    pub(super) constructor: String,
    /// Whether the attribute picks its constructor.
    pub(super) guarded: bool,
}

/// Looks at a file, in which wasm-bulkhead is called `krate`.
pub(super) fn scan(file: &SourceFile, krate: &str) -> Scan {
    let mut scan = Scan::default();
    let mut stand_ins = BTreeSet::new();
    for item in items(file, krate).items {
        scan.add(file, &item);
        if item.is_stand_in {
            stand_ins.insert(file.range(item.bindgen.attr).start);
        }
    }
    let mut bodies = Bodies {
        file,
        scan: &mut scan,
        stand_ins,
        annotated: 0,
    };
    bodies.visit_file(&file.syntax);
    for (start, mark) in file.text.match_indices(MARK) {
        let range = start..start + mark.len();
        scan.find(rules::UNREVIEWED, "an assertion".into(), range);
    }
    scan.findings.sort_by_key(|finding| finding.range.start);
    scan
}

impl Scan {
    fn add(&mut self, file: &SourceFile, item: &Item<'_>) {
        let guarded = item.is_covered || item.bulkhead.is_some() || item.is_stand_in;
        if !matches!(item.kind, Kind::Passive | Kind::Imports) {
            let conditions = &item.bindgen.conditions;
            self.exports.push(Export {
                name: item.name.clone(),
                kind: item.kind.word(),
                line: file.line_at(file.range(item.bindgen.attr).start),
                guarded,
                condition: condition(conditions, |meta| file.text_of(meta).to_owned()),
            });
        }
        // The attribute that stands in for that of wasm-bindgen takes the arguments of one below.
        if let (Some(bulkhead), false) = (&item.bulkhead, item.is_stand_in) {
            let (above, below) = (file.range(bulkhead.attr), file.range(item.bindgen.attr));
            if above.start > below.start {
                self.find(rules::WRONG_ORDER, quoted(&item.name), above);
            }
        }
        if guarded {
            return;
        }
        match item.node {
            Node::Function(function) => {
                let rule = match item.bindgen.has_argument("start") {
                    true => rules::PLAIN_START,
                    false => rules::UNGUARDED,
                };
                let it = match rule == rules::PLAIN_START {
                    true => quoted(&item.name),
                    false => format!("function `{}`", item.name),
                };
                self.find(rule, it, file.range(&function.sig.ident));
            }
            Node::Impl(block) => {
                let it = format!("the methods of `{}`", item.name);
                self.find(rules::UNGUARDED, it, file.range(&block.self_ty));
            }
            Node::Struct(it) => self.add_fields(file, it),
            Node::Imports(block) => self.add_imports(file, block),
            Node::Passive => {}
        }
    }

    fn find(&mut self, rule: Rule, it: String, range: Range<usize>) {
        self.findings.push(Finding { rule, it, range });
    }

    fn add_fields(&mut self, file: &SourceFile, item: &syn::ItemStruct) {
        for (index, field) in item.fields.iter().enumerate() {
            let is_public = matches!(field.vis, Visibility::Public(_));
            let marks = Mark::all(&field.attrs, "wasm_bindgen");
            if !is_public || marks.iter().any(|mark| mark.has_argument("skip")) {
                continue;
            }
            let (name, range) = match &field.ident {
                Some(ident) => (ident.to_string(), file.range(ident)),
                None => (index.to_string(), file.range(&field.ty)),
            };
            self.find(
                rules::PLAIN_FIELD,
                format!("`{}.{name}`", item.ident),
                range,
            );
        }
    }

    fn add_imports(&mut self, file: &SourceFile, block: &syn::ItemForeignMod) {
        let blocks_own = Mark::all(&block.attrs, "wasm_bindgen");
        for item in &block.items {
            let ForeignItem::Fn(function) = item else {
                continue;
            };
            let own = Mark::all(&function.attrs, "wasm_bindgen");
            let mut marks = blocks_own.iter().chain(&own);
            if !marks.any(|mark| mark.has_argument("catch")) {
                let ident = &function.sig.ident;
                self.find(
                    rules::PLAIN_IMPORT,
                    quoted(&ident.to_string()),
                    file.range(ident),
                );
            }
        }
    }
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// Looks into bodies: raw exports, closures and assertions.
struct Bodies<'s, 'f> {
    file: &'f SourceFile,
    scan: &'s mut Scan,
    /// Where a `#[wasm_bindgen]` stands that annotates by itself, in bytes of the file.
    stand_ins: BTreeSet<usize>,
    /// How many annotated items are around.
    annotated: usize,
}

impl Bodies<'_, '_> {
    /// Visits an item, and knows meanwhile whether it is annotated.
    fn within(&mut self, attrs: &[Attribute], visit: impl FnOnce(&mut Self)) {
        let is_annotated = Mark::find(attrs, "bulkhead").is_some() || self.has_stand_in(attrs);
        self.annotated += usize::from(is_annotated);
        visit(self);
        self.annotated -= usize::from(is_annotated);
    }

    fn has_stand_in(&self, attrs: &[Attribute]) -> bool {
        let mark = Mark::find(attrs, "wasm_bindgen");
        mark.is_some_and(|mark| self.stand_ins.contains(&self.file.range(mark.attr).start))
    }

    fn line(&self, it: &impl Spanned) -> usize {
        self.file.line_at(self.file.range(it).start)
    }

    fn check_raw(&mut self, item: &syn::ItemFn) {
        let has = |name: &str| {
            let direct = Mark::find(&item.attrs, name).is_some();
            let mut unsafe_ones = item
                .attrs
                .iter()
                .filter(|attr| attr.path().is_ident("unsafe"));
            direct || unsafe_ones.any(|attr| tokens(attr).contains(name))
        };
        let is_raw = (has("no_mangle") || has("export_name")) && item.sig.abi.is_some();
        let is_plain = Mark::find(&item.attrs, "bulkhead").is_none()
            && Mark::find(&item.attrs, "wasm_bindgen").is_none();
        if is_raw && is_plain {
            let ident = &item.sig.ident;
            let range = self.file.range(ident);
            self.scan
                .find(rules::RAW, quoted(&ident.to_string()), range);
        }
    }

    fn add_closure(&mut self, it: &impl Spanned, constructor: String, guarded: bool) {
        let line = self.line(it);
        self.scan.closures.push(Closure {
            line,
            constructor,
            guarded,
        });
    }

    fn add_assertion(&mut self, it: &impl Spanned, reason: Option<String>) {
        let line = self.line(it);
        let text = self.file.text_of(it).lines().next().unwrap_or_default();
        self.scan.assertions.push(Assertion {
            line,
            reason,
            text: text.to_owned(),
        });
    }
}

/// The functions of `Closure` that make one.
const CONSTRUCTORS: &[&str] = &[
    "new",
    "wrap",
    "once",
    "once_into_js",
    "own_assert_unwind_safe",
    "once_assert_unwind_safe",
    "wrap_assert_unwind_safe",
    "borrow_assert_unwind_safe",
    "borrow_mut_assert_unwind_safe",
];

impl<'a> Visit<'a> for Bodies<'_, '_> {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.check_raw(item);
        self.within(&item.attrs, |this| syn::visit::visit_item_fn(this, item));
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        let of = item
            .trait_
            .as_ref()
            .and_then(|(path, ..)| path.segments.last());
        if of.is_some_and(|it| it.ident == "UnwindSafe" || it.ident == "RefUnwindSafe") {
            self.add_assertion(item, None);
        }
        self.within(&item.attrs, |this| syn::visit::visit_item_impl(this, item));
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        self.within(&item.attrs, |this| syn::visit::visit_item_mod(this, item));
    }

    fn visit_attribute(&mut self, attr: &'a Attribute) {
        for mark in Mark::all(std::slice::from_ref(attr), "bulkhead") {
            for reason in reasons(mark.arguments()) {
                self.add_assertion(attr, Some(reason));
            }
        }
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if let syn::Expr::Path(path) = &*call.func {
            let names: Vec<_> = path
                .path
                .segments
                .iter()
                .map(|it| it.ident.to_string())
                .collect();
            match names.as_slice() {
                [.., class, function]
                    if class == "Closure" && CONSTRUCTORS.contains(&function.as_str()) =>
                {
                    self.add_closure(call, format!("Closure::{function}"), self.annotated > 0);
                    if function.ends_with("_assert_unwind_safe") {
                        self.add_assertion(call, None);
                    }
                }
                [.., last] if last == "AssertUnwindSafe" => self.add_assertion(call, None),
                _ => {}
            }
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        if call
            .path
            .segments
            .last()
            .is_some_and(|it| it.ident == "closure")
        {
            self.add_closure(call, "closure!".into(), true);
            for reason in reasons(call.tokens.clone()) {
                self.add_assertion(call, Some(reason));
            }
        }
    }
}

/// The reasons of each `assert_unwind_safe = "…"` and `assert_unwind_safe(…) = "…"`.
fn reasons(arguments: TokenStream) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut is_meant = false;
    for token in arguments {
        match &token {
            TokenTree::Ident(ident) => is_meant = ident == "assert_unwind_safe",
            TokenTree::Literal(_) if is_meant => reasons.extend(text_of(&token)),
            TokenTree::Punct(punct) if punct.as_char() == ',' => is_meant = false,
            _ => {}
        }
    }
    reasons
}

/// What a string has in it.
fn text_of(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    let text: syn::LitStr = syn::parse_str(&literal.to_string()).ok()?;
    Some(text.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Scan {
        let file = SourceFile::parse("a.rs".into(), text.to_owned()).unwrap();
        scan(&file, "wasm_bulkhead")
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let scan = of(text);
        let found: Vec<_> = scan
            .findings
            .iter()
            .map(|it| (it.rule.code, &text[it.range.clone()]))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_nothing_guards_is_found() {
        check("#[wasm_bindgen] fn f() {}", &[("unguarded", "f")]);
        check(
            "#[wasm_bindgen] impl S { fn f() {} }",
            &[("unguarded", "S")],
        );
        check("#[wasm_bindgen(start)] fn main() {}", &[("B021", "main")]);
        check(
            "#[wasm_bindgen] struct S { pub a: u8, b: u8, #[wasm_bindgen(skip)] pub c: u8 }",
            &[("B019", "a")],
        );
        check("#[wasm_bindgen] struct S(pub u8);", &[("B019", "u8")]);
        check(
            "#[wasm_bindgen] extern \"C\" { fn f(); #[wasm_bindgen(catch)] fn g() -> R; type T; }",
            &[("B014", "f")],
        );
        check(
            "#[no_mangle] pub extern \"C\" fn f() {}",
            &[("RAW", "f")].map(|_| ("raw", "f")),
        );
        check(
            "#[unsafe(no_mangle)] pub extern \"C\" fn f() {}",
            &[("raw", "f")],
        );
        check(
            "#[wasm_bindgen] #[bulkhead] fn f() {}",
            &[("B001", "#[bulkhead]")],
        );
        check(
            "#[cfg_attr(x, wasm_bindgen)] fn f() {}",
            &[("unguarded", "f")],
        );
        check(
            "mod a { mod b { #[wasm_bindgen] fn f() {} } }",
            &[("unguarded", "f")],
        );
    }

    #[test]
    fn what_is_guarded_is_not() {
        for text in [
            "#[bulkhead] #[wasm_bindgen] fn f() {}",
            "#[bulkhead] mod a { #[wasm_bindgen] fn f() {} #[wasm_bindgen] extern \"C\" { fn g(); } }",
            "#[bulkhead] #[wasm_bindgen] struct S { pub a: u8 }",
            "#[bulkhead(on_panic = -1)] #[no_mangle] extern \"C\" fn f() {}",
            "#[wasm_bindgen] enum E { A } fn f() {} #[no_mangle] static X: u8 = 0;",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn what_the_stand_in_is_above_is_guarded() {
        let is_clean = |krate: &str, text: &str| {
            let file = SourceFile::parse("a.rs".into(), text.to_owned()).unwrap();
            let scan = scan(&file, krate);
            let is_clean = scan.findings.is_empty();
            let mut guarded = scan.exports.iter().map(|it| it.guarded);
            let mut closures = scan.closures.iter().map(|it| it.guarded);
            assert!(
                guarded.all(|it| it == is_clean) && closures.all(|it| it == is_clean),
                "{text}"
            );
            is_clean
        };
        const ITEMS: &str = "#[wasm_bindgen] pub fn f() { Closure::new(|| {}); }\n\
                             #[wasm_bindgen] impl S {}\n#[wasm_bindgen] pub struct S { pub a: u8 }\n\
                             #[wasm_bindgen(start)] fn main() {}\n\
                             #[wasm_bindgen] extern \"C\" { fn g(); }\n";
        // By the name of wasm-bindgen, whatever is imported.
        assert!(is_clean("wasm_bindgen", ITEMS));
        assert!(is_clean(
            "wasm_bindgen",
            "#[cfg_attr(x, wasm_bindgen::prelude::wasm_bindgen)] fn f() {}"
        ));
        assert!(is_clean(
            "wasm_bindgen",
            "#[wasm_bindgen] #[bulkhead] fn f() {}"
        ));
        // By a changed `use`, as far as that reaches.
        for (import, expected) in [
            ("use wasm_bulkhead::prelude::*;", true),
            ("use wasm_bulkhead::prelude::{wasm_bindgen, Closure};", true),
            ("use wasm_bulkhead::wasm_bindgen;", true),
            ("use wasm_bulkhead::bulkhead;", false),
            ("use wasm_bindgen::prelude::*;", false),
        ] {
            assert_eq!(
                is_clean("wasm_bulkhead", &format!("{import}\n{ITEMS}")),
                expected,
                "{import}"
            );
        }
        let inner =
            |import| format!("use wasm_bulkhead::prelude::*;\nmod a {{ {import} {ITEMS} }}");
        assert!(is_clean("wasm_bulkhead", &inner("use super::*;")));
        assert!(!is_clean(
            "wasm_bulkhead",
            &inner("use wasm_bindgen::prelude::*;")
        ));
        assert!(is_clean("safe", "#[safe::prelude::wasm_bindgen] fn f() {}"));
        assert!(is_clean(
            "wasm_bulkhead",
            "use wasm_bulkhead::prelude::*; fn f() { #[wasm_bindgen] fn g() {} }"
        ));
    }

    #[test]
    fn assertions_are_listed_with_their_reasons() {
        let scan = of(
            "#[bulkhead(assert_unwind_safe = \"one\", name = \"x\")] #[wasm_bindgen] struct S;\n\
             #[bulkhead] #[wasm_bindgen] impl S { #[bulkhead(assert_unwind_safe(a, self) = r\"two\")] fn f() {\n\
             closure!(assert_unwind_safe = \"three\", || {}); closure!(abort || {}); catch_unwind(AssertUnwindSafe(|| {})); } }",
        );
        let reasons: Vec<_> = scan
            .assertions
            .iter()
            .map(|it| it.reason.as_deref())
            .collect();
        assert_eq!(reasons, [Some("one"), Some("two"), Some("three"), None]);
        assert_eq!(scan.assertions[3].line, 3);
    }

    #[test]
    fn assertions_that_await_a_review_are_found() {
        let text = "fn f() {\n// NOT REVIEWED: asserted.\nClosure::once_assert_unwind_safe(g); }\n\
                    impl core::panic::UnwindSafe for S {}";
        check(text, &[("unreviewed", "NOT REVIEWED: asserted")]);
        let lines: Vec<_> = of(text).assertions.iter().map(|it| it.line).collect();
        assert_eq!(lines, [3, 4]);
    }

    #[test]
    fn closures_are_listed_with_their_constructors() {
        let scan = of(
            "#[bulkhead] #[wasm_bindgen] fn f() { Closure::new(|| {}); closure!(|| {}); }\n\
             fn g() { Closure::<dyn Fn()>::wrap(Box::new(|| {})); wasm_bindgen::closure::Closure::once(|| {}); Other::new(1); }",
        );
        let all: Vec<_> = scan
            .closures
            .iter()
            .map(|it| (it.constructor.as_str(), it.guarded))
            .collect();
        assert_eq!(
            all,
            [
                ("Closure::new", true),
                ("closure!", true),
                ("Closure::wrap", false),
                ("Closure::once", false)
            ]
        );
    }
}
