//! Source text of crates with so many exports of each kind.
//!
//! Bodies differ in their structure and not only in their constants, because `wasm-opt` merges
//! functions that differ in constants and so hides what one more of them costs. Each calls a
//! function that may panic as far as the compiler knows, because the compiler drops the catch
//! around a body that cannot.

use std::fmt::Write;

/// A kind of item that wasm-bindgen connects with JavaScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Function,
    Text,
    Method,
    Field,
    Class,
    Async,
    Closure,
    Import,
}

impl Kind {
    /// All of them, in the order of every table.
    pub(super) const ALL: [Kind; 8] = [
        Kind::Function,
        Kind::Text,
        Kind::Method,
        Kind::Field,
        Kind::Class,
        Kind::Async,
        Kind::Closure,
        Kind::Import,
    ];

    /// Its name in tables and in `bench/budget.toml`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Text => "function of text",
            Kind::Method => "method",
            Kind::Field => "field",
            Kind::Class => "class",
            Kind::Async => "async function",
            Kind::Closure => "closure",
            Kind::Import => "import",
        }
    }

    /// Its name in names of crates.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Async => "async",
            other => other.name(),
        }
    }

    /// The source of `count` of them.
    pub(super) fn source(self, count: usize) -> String {
        match self {
            Kind::Function => (0..count).map(function).collect(),
            Kind::Text => (0..count).map(text).collect(),
            Kind::Method => class(0, count, false),
            Kind::Field => fields(count),
            Kind::Class => (0..count).map(|at| class(at, 1, false)).collect(),
            Kind::Async => (0..count).map(later).collect(),
            Kind::Closure => closures(count),
            Kind::Import => imports(count),
        }
    }
}

/// What stands above each item.
pub(super) const ANNOTATION: &str =
    "#[cfg_attr(feature = \"bulkhead\", wasm_bulkhead::bulkhead)]\n#[wasm_bindgen]\n";

/// The beginning of every crate, with an export that formats text.
pub(super) fn base() -> String {
    let mut out = String::from(
        "#![allow(clippy::all)]\n#![cfg_attr(not(target_family = \"wasm\"), allow(unused))]\n\
         use wasm_bindgen::prelude::*;\n\n\
         #[inline(never)]\nfn opaque(number: i32) -> i32 {\n    \
         let number = std::hint::black_box(number);\n    \
         assert!(number != i32::MIN, \"no such number\");\n    number\n}\n\n",
    );
    let body = "format!(\"{}: {text:?}\", opaque(number))";
    export(
        &mut out,
        &format!("pub fn label(number: i32, text: &str) -> String {{ {body} }}"),
    );
    out
}

/// A crate of `exports` exports of mixed kinds: of twenty, eight functions, four functions of
/// text, two async functions, and a class with a constructor, a public field and four methods.
/// Two imports and a closure go with them.
pub(super) fn mixed(exports: usize) -> String {
    let twenties = exports / 20;
    let mut out = base();
    for (kind, of_twenty) in [
        (Kind::Function, 8),
        (Kind::Text, 4),
        (Kind::Async, 2),
        (Kind::Closure, 1),
        (Kind::Import, 2),
    ] {
        out.push_str(&kind.source(of_twenty * twenties));
    }
    out.extend((0..twenties).map(|at| class(at, 4, true)));
    out
}

fn export(out: &mut String, item: &str) {
    let _ = writeln!(out, "{ANNOTATION}{item}\n");
}

/// Adds what happens to a number: four operations of which no two sequences are alike, and no
/// two neighbours of one kind, which the compiler would make one of.
fn chain(at: usize, number: &str) -> String {
    let mut out = number.to_owned();
    let mut last = at % 5;
    let mut rest = at / 5;
    for place in 0..4 {
        let constant = 3 + 2 * at + 7 * place;
        let _ = match last {
            0 => write!(out, ".wrapping_add({constant})"),
            1 => write!(out, ".wrapping_mul({constant})"),
            2 => write!(out, ".rotate_left({})", constant % 30 + 1),
            3 => write!(out, ".max({constant})"),
            _ => write!(out, ".wrapping_shr({})", constant % 30 + 1),
        };
        last = (last + 1 + rest % 4) % 5;
        rest /= 4;
    }
    out
}

/// Types that `as i32` makes a number of.
const TYPES: [&str; 9] = [
    "i32", "f64", "u32", "bool", "f32", "i64", "u8", "i16", "char",
];

/// How many arguments a function has.
fn arity(at: usize) -> usize {
    at % 3 + 1
}

/// Types of arguments, which are others for each of many functions.
fn types(at: usize) -> impl Iterator<Item = &'static str> {
    (0..arity(at)).map(move |nth| TYPES[(at / 3 * (nth + 1) + nth) % TYPES.len()])
}

/// The arguments as they are declared.
fn arguments(at: usize) -> String {
    let arguments = types(at).enumerate();
    let arguments = arguments.map(|(nth, name)| format!("a{nth}: {name}"));
    arguments.collect::<Vec<_>>().join(", ")
}

/// One number of all of them.
fn number(at: usize) -> String {
    let numbers = (0..arity(at)).map(|nth| format!("(a{nth} as i32)"));
    format!("({})", numbers.collect::<Vec<_>>().join(" ^ "))
}

fn function(at: usize) -> String {
    let mut out = String::new();
    let arguments = arguments(at);
    let body = format!("opaque({})", chain(at, &number(at)));
    export(
        &mut out,
        &format!("pub fn function_{at}({arguments}) -> i32 {{ {body} }}"),
    );
    out
}

fn text(at: usize) -> String {
    let mut out = String::new();
    let arguments = arguments(at);
    let number = chain(at, &format!("(text.len() as i32 ^ {})", number(at)));
    let body = format!("let from = opaque({number}) as usize; text[from..].to_owned()");
    export(
        &mut out,
        &format!("pub fn text_{at}(text: &str, {arguments}) -> String {{ {body} }}"),
    );
    out
}

/// A method, of which every other one writes.
fn method(at: usize) -> String {
    let arguments = arguments(at);
    let number = chain(at, &number(at));
    match at % 2 {
        0 => format!(
            "pub fn method_{at}(&mut self, {arguments}) {{ self.state.push(opaque({number})); }}"
        ),
        _ => format!(
            "pub fn method_{at}(&self, {arguments}) -> i32 {{ opaque({number} ^ self.state[0]) }}"
        ),
    }
}

/// A class with a constructor.
fn class(at: usize, methods: usize, public_field: bool) -> String {
    let mut out = String::new();
    let visible = if public_field { "pub " } else { "" };
    export(
        &mut out,
        &format!("pub struct Class{at} {{ {visible}total: i32, state: Vec<i32> }}"),
    );
    let methods: Vec<_> = (0..methods).map(|nth| method(5 * at + nth)).collect();
    let first = chain(at, "a");
    export(
        &mut out,
        &format!(
            "impl Class{at} {{\n#[wasm_bindgen(constructor)]\npub fn new(a: i32) -> Class{at} {{ \
             Class{at} {{ total: a, state: vec![opaque({first})] }} }}\n{}\n}}",
            methods.join("\n")
        ),
    );
    out
}

fn fields(count: usize) -> String {
    let fields = (0..count).map(|at| format!("pub field_{at}: {}, ", TYPES[at % TYPES.len()]));
    let mut out = String::new();
    let fields: String = fields.collect();
    export(
        &mut out,
        &format!("#[derive(Default)]\npub struct Fields {{ {fields}}}"),
    );
    export(
        &mut out,
        "impl Fields {\n#[wasm_bindgen(constructor)]\npub fn new() -> Fields { \
         Fields::default() }\n}",
    );
    out
}

fn later(at: usize) -> String {
    let mut out = String::new();
    let arguments = arguments(at);
    let number = chain(at, &number(at));
    let body = format!("let number = std::future::ready({number}).await; opaque(number)");
    export(
        &mut out,
        &format!("pub async fn later_{at}({arguments}) -> i32 {{ {body} }}"),
    );
    out
}

/// One export that gives any of them.
fn closures(count: usize) -> String {
    let mut out = String::new();
    let arms = (0..count).map(|at| {
        let number = chain(at, "a.wrapping_add(b)");
        format!(
            "{at} => Closure::<dyn Fn(i32) -> i32>::new(move |b: i32| opaque({number}))\
             .into_js_value(),\n"
        )
    });
    let arms: String = arms.collect();
    export(
        &mut out,
        &format!(
            "pub fn closure(which: u32, a: i32) -> JsValue {{\nmatch which {{\n{arms}_ => \
             JsValue::UNDEFINED,\n}}\n}}"
        ),
    );
    out
}

/// Imports, and one export that calls them all.
fn imports(count: usize) -> String {
    let mut out = String::new();
    let (mut declared, mut calls) = (String::new(), String::new());
    for at in 0..count {
        let _ = writeln!(declared, "fn import_{at}({}) -> i32;", arguments(at));
        let values = types(at).map(|name| match name {
            "bool" => "a > 1".to_owned(),
            "char" => "char::from(a as u8)".to_owned(),
            number => format!("a as {number}"),
        });
        let values: Vec<_> = values.collect();
        let number = chain(at, "a");
        let _ = writeln!(
            calls,
            "let a = opaque({number}); let a = import_{at}({});",
            values.join(", ")
        );
    }
    export(&mut out, &format!("extern \"C\" {{\n{declared}}}"));
    export(
        &mut out,
        &format!("pub fn visit(a: i32) -> i32 {{\n{calls}a\n}}"),
    );
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The body without its numbers, which is what a merger of functions goes by.
    fn structure(source: &str) -> String {
        source.chars().filter(|c| !c.is_ascii_digit()).collect()
    }

    #[test]
    fn bodies_differ_in_structure() {
        for kind in [function, text, later] {
            let sources = (0..100).map(kind);
            let structures: BTreeSet<_> = sources.map(|source| structure(&source)).collect();
            assert_eq!(structures.len(), 100);
        }
    }

    #[test]
    fn a_mixed_crate_has_as_many_exports_as_it_says() {
        let source = mixed(100);
        let count = |text: &str| source.matches(text).count();
        let functions = ["function_", "text_"].map(|name| count(&format!("pub fn {name}")));
        let members = ["pub fn new", "pub fn method_", "pub total:"].map(count);
        assert_eq!((functions, members), ([40, 20], [5, 20, 5]));
        assert_eq!(count("pub async fn"), 10);
    }
}
