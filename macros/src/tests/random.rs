//! Items put together at random: whatever they are, the macro does not panic,
//! and what it emits is Rust.

use proc_macro2::TokenStream;

use crate::settings::OfCrate;

/// A sequence of choices that is the same in every run.
struct Choices(u64);

impl Choices {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.next(list.len())]
    }
}

const ARGS: &[&str] = &[
    "",
    "name = \"n\"",
    "closures = off",
    "on_panic = throw",
    "on_panic = -1",
    "on_panic = poison",
    "on_panic = rollback",
    "on_panic = rollback(a::b)",
    "on_panic = abort",
    "poisoned = admit",
    "crate = a::b",
    "assert_unwind_safe = \"\"",
    "assert_unwind_safe = \"r\"",
    "name",
    "1",
    "a b",
    "name = \"n\", name = \"m\"",
    "on_panic = { x; y }",
    "closures = maybe,",
    "assert_unwind_safe(a, self) = \"r\"",
    "assert_unwind_safe() = \"\", assert_unwind_safe = \"r\"",
    "name(a) = 1",
    "crate = ::a::b, name = \"n\", closures = auto",
];

/// Arguments put together at random, of which many are wrong.
fn args(choices: &mut Choices) -> String {
    let count = choices.next(4);
    let args: Vec<_> = (0..count).map(|_| choices.of(ARGS)).collect();
    args.join(choices.of(&[", ", ", ", ", ", " ", ",,"]))
}

/// What stands in a `wasm_bindgen` attribute, with or without a value.
const OPTIONS: &[&str] = &[
    "catch",
    "constructor",
    "extends",
    "final",
    "getter",
    "indexing_getter",
    "inspectable",
    "is_type_of",
    "js_class",
    "js_name",
    "js_namespace",
    "js_sys",
    "main",
    "method",
    "module",
    "no_deref",
    "private",
    "raw_module",
    "readonly",
    "return_description",
    "setter",
    "skip",
    "skip_typescript",
    "start",
    "static_method_of",
    "structural",
    "thread_local_v2",
    "typescript_custom_section",
    "unchecked_param_type",
    "unchecked_return_type",
    "variadic",
    "vendor_prefix",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "r#type",
    "unheard_of",
];

const VALUES: &[&str] = &[
    "",
    "",
    "",
    " = a",
    " = \"a b\"",
    " = [\"a\", \"b\"]",
    " = a::<B>::c",
    " = |a| a",
    " = { x; y }",
    " =",
    "(a, b = 1)",
    " = -1",
    " = r#type",
];

fn attribute(choices: &mut Choices) -> String {
    match choices.next(5) {
        0 => {
            let count = choices.next(4);
            let options: Vec<_> = (0..count)
                .map(|_| format!("{}{}", choices.of(OPTIONS), choices.of(VALUES)))
                .collect();
            format!("#[wasm_bindgen({})]", options.join(", "))
        }
        1 => format!("#[bulkhead({})]", args(choices)),
        _ => choices.of(ATTRS).to_owned(),
    }
}

fn attributes(choices: &mut Choices, at_most: usize) -> String {
    let count = choices.next(at_most + 1);
    let attributes: Vec<_> = (0..count).map(|_| attribute(choices)).collect();
    attributes.join(" ")
}

const LEAVES: &[&str] = &[
    "a",
    "b.c",
    "self.x.0",
    "(1)",
    "\"{a} {b:?}\"",
    "Self::N",
    "f",
    "r#type",
    "a[0]",
    "x?",
    "b\"{m}\\xff\"",
    "c\"{a}\"",
    "r#\"{a:?}\"#",
    "'é'",
    "é",
    "m!(\"{m²}\")",
    "m!{ \"{é}\" br\"{a\" ((([{ \"{🦀}{{\" }]))) }",
    "b.0.1",
];

/// What stands in format strings, among it what is no name.
const FORMATS: &[&str] = &[
    "{m²}",
    "{é:?}",
    "{0:é$}",
    "{{{a}}}",
    "{a",
    "}{",
    "{r#type}",
    "{self}",
    "{🦀}",
    "{:½$.²$}",
    "{a-b} {1a}",
    "{e\u{301}}",
    "{\u{200d}}",
    "{ a : > width $ . * }",
    "\\u{7b}x}",
];

/// A literal of some kind with what a format string could have in it.
fn text(choices: &mut Choices) -> String {
    let texts: Vec<_> = (0..3).map(|_| choices.of(FORMATS)).collect();
    let text = texts.concat();
    match choices.next(4) {
        0 => format!("r##\"{text}\"##"),
        _ => format!("\"{text}\""),
    }
}

const MACROS: &[&str] = &[
    "m", "println", "a::write", "assert", "vec", "concat", "log", "closure",
];

const PATTERNS: &[&str] = &[
    "a",
    "_",
    "mut b",
    "(a, _)",
    "ref f",
    "S { c, d: (e, ..), .. }",
    "[a, ..]",
    "Some(a)",
    "&a",
    "a @ 1..=2",
];

const PARAMETERS: &[&str] = &[
    "",
    "a",
    "a: u8",
    "(a, b): (u8, u8)",
    "_",
    "&x: &u8, y",
    "S { z, .. }",
    "#[cfg(x)] q",
];

const CONSTRUCTORS: &[&str] = &[
    "Closure::new",
    "Closure::<dyn FnMut(u8) -> u8>::own",
    "ScopedClosure::wrap",
    "<Closure<dyn Fn()>>::once",
    "a::Closure::once_into_js",
    "Closure::new_aborting",
    "Closure::once_assert_unwind_safe",
    "Closure::wrap_aborting",
    "ScopedClosure::borrow",
    "Renamed::new",
    "r#type::new",
    "Closure::new::<F>",
];

const WORDS: &[&str] = &[
    "",
    "once",
    "abort",
    "once abort",
    "assert_unwind_safe = \"r\",",
    "dyn Fn(u8) -> u8,",
    "assert_unwind_safe = \"\"",
    "dyn Fn(), once",
];

/// An expression with closures in it, in parentheses.
fn expression(choices: &mut Choices, depth: usize) -> String {
    if depth == 0 {
        return choices.of(LEAVES).to_owned();
    }
    let mut inner = || expression(choices, depth - 1);
    let (e, f) = (inner(), inner());
    let pattern = choices.of(PATTERNS);
    match choices.next(18) {
        0 => format!("({e} + {f})"),
        1 | 2 => closure(choices, &e),
        3 | 4 => {
            let made = closure(choices, &e);
            format!("{}({made})", choices.of(CONSTRUCTORS))
        }
        5 => format!(
            "Closure::wrap(Box::new({}) as Box<dyn FnMut(_) -> _>)",
            closure(choices, &e)
        ),
        6 => format!("closure!({} {})", choices.of(WORDS), closure(choices, &e)),
        7 => format!("closure!({} {e})", choices.of(WORDS)),
        8 => body(choices, depth - 1),
        9 => format!("(match {e} {{ {pattern} if {f} => {f}, _ => {{}} }})"),
        10 => format!("(if let {pattern} = {e} {{ {f} }} else {{ return {e} }})"),
        11 => format!("(async move {{ {e}; {f}.await }})"),
        12 => format!("format!(\"{{a}} {{0:>b$}}\", {e}, c = {f})"),
        13 => format!("m!{{ <a>{{ {e} }}</a> {f}.. => }}"),
        14 => format!("{e}.call({f}, {}(g))", choices.of(CONSTRUCTORS)),
        15 => format!(
            "{}!({}, {e}, r#type = {f})",
            choices.of(MACROS),
            text(choices)
        ),
        16 => format!("{}!({e}; [{}; {f}])", choices.of(MACROS), text(choices)),
        _ => format!("{{ for {pattern} in {e} {{ {f}; }} loop {{ break; }} }}"),
    }
}

fn closure(choices: &mut Choices, body: &str) -> String {
    let head = choices.of(&["", "move ", "async move ", "async "]);
    format!("({head}|{}| {body})", choices.of(PARAMETERS))
}

const ALIASES: &[&str] = &[
    "use x::Closure as Renamed;",
    "use x::{Closure as r#type, y::Closure as _};",
    "type Renamed = Closure<dyn Fn()>;",
    "struct Closure;",
    "mod Closure { pub fn new(a: u8) {} }",
];

/// A block with closures in it, and with variables for them.
fn body(choices: &mut Choices, depth: usize) -> String {
    let statements: String = (0..choices.next(4))
        .map(|_| {
            let e = expression(choices, depth);
            let pattern = choices.of(PATTERNS);
            match choices.next(7) {
                0 | 1 => format!("let {pattern} = {e};"),
                2 => format!("let {pattern} = {e} else {{ return {e} }};"),
                3 => format!("fn f(a: u8) {{ {e}; }}"),
                4 => choices.of(ALIASES).to_owned(),
                _ => format!("{e};"),
            }
        })
        .collect();
    format!("{{ {statements} {} }}", expression(choices, depth))
}

const ATTRS: &[&str] = &[
    "#[wasm_bindgen]",
    "#[wasm_bindgen(js_name = a)]",
    "#[wasm_bindgen(js_name = \"a b\", getter)]",
    "#[wasm_bindgen(setter = x)]",
    "#[wasm_bindgen(constructor, catch)]",
    "#[wasm_bindgen(skip)]",
    "#[wasm_bindgen(method, structural)]",
    "#[wasm_bindgen(static_method_of = A::<B, C>)]",
    "#[wasm_bindgen(js_namespace = [\"a\", \"b\"])]",
    "#[wasm_bindgen = 1]",
    "#[wasm_bindgen(=,,)]",
    "#[cfg_attr(p, wasm_bindgen(js_name = b))]",
    "#[cfg_attr(p, q, cfg_attr(r, wasm_bindgen))]",
    "#[cfg_attr]",
    "#[cfg_attr()]",
    "#[bulkhead]",
    "#[a::bulkhead(name = \"x\")]",
    "/// doc",
    "#[doc(hidden)]",
    "#[cfg(any())]",
    "#[no_mangle]",
    "#[unsafe(no_mangle)]",
    "#[export_name = \"e\"]",
    "#[wasm_bindgen(main)]",
    "#[wasm_bindgen(start)]",
    "#[wasm_bindgen(readonly, getter_with_clone)]",
    "#[bulkhead(assert_unwind_safe = \"r\", on_panic = 1)]",
    "#[bulkhead(poisoned = admit, on_panic = rollback)]",
    "#[wasm_bindgen(js_name = PanicError)]",
    "#[wasm_bindgen(wasm_bindgen = a::b, private)]",
    "#[allow(deprecated)]",
    "#[deny(warnings)]",
];

const SIGNATURES: &[&str] = &[
    "fn f()",
    "async fn f(self)",
    "unsafe fn r#type(&mut self, _: u8, (a, b): (u8, u8)) -> !",
    "fn set_f(mut self: Box<Self>, mut a: &dyn Fn(u8) -> u8) -> impl Sized",
    "const fn f<T>(t: T) -> T",
    "extern \"C\" fn f(#[wasm_bindgen(js_name = x)] a: [u8; { 1 }]) -> u8",
    "extern fn f()",
    "async unsafe fn f(self: &Self, r#fn: Vec<Self>, &(a, _): &(u8, u8))",
    "fn f(#[cfg(x)] a: u8, b: m!(), c: impl Fn() -> u8, d: &mut [Box<dyn Fn(u8)>])",
    "fn drop(&mut self)",
    "extern \"system\" fn f(a: *const u8) -> Result<u8, Vec<Vec<u8>>>",
];

const BODIES: &[&str] = &[
    "{}",
    "{ return 1 }",
    "{ #![allow(x)] a?; b }",
    "{ Closure::new(|a| a) }",
    "{ not even rust , }",
    "{ Closure::wrap(Box::new(move |a: u8| -> u8 { a }) as Box<dyn FnMut(_) -> _>) }",
    "{ let f = move |a: u8, (b, c): (u8, u8)| a + b; Closure::new(f); ScopedClosure::own(|| f()) }",
    "{ self.a[0]; b.unwrap(); panic!(); { async move { Closure::once_into_js(move || x[..]) } } }",
    "{ m!(Closure::once(|| 1)); ScopedClosure::<dyn Fn()>::own(async || x.await).forget() }",
];

const TYPES: &[&str] = &[
    "u8",
    "Vec<u8>",
    "Parent<A>",
    "&'static str",
    "A::B<C>",
    "[u8; 3]",
    "m!()",
];

const QUALIFIERS: &[&str] = &["", "pub", "async", "unsafe", "pub safe"];

const IMPORTS: &[&str] = &[
    "f(this: &S, g: &mut dyn FnMut(u8))",
    "g(this: &L<S>, g: &dyn Fn(&str, Vec<u8>) -> Vec<u8>, _: &mut (dyn FnMut() + 'a))",
    "h<T: A>(this: &L<T>, t: T)",
    "i(by: impl Fn(), #[cfg(x)] r#fn: u8)",
    "set_j(&self, (a, b): (u8, u8), c: ...)",
    "k()",
];

const VISIBILITIES: &[&str] = &["", "pub", "pub(crate)", "pub(in a::b)"];

fn function(choices: &mut Choices) -> String {
    let attrs = attributes(choices, 3);
    let vis = choices.of(VISIBILITIES);
    let signature = choices.of(SIGNATURES);
    let body = match choices.next(2) {
        0 => choices.of(BODIES).to_owned(),
        _ => body(choices, 2),
    };
    format!("{attrs}\n{vis} {signature} {body}")
}

fn structure(choices: &mut Choices) -> String {
    let attrs = attributes(choices, 3);
    let fields: String = (0..choices.next(4))
        .map(|i| {
            let (attrs, vis) = (attributes(choices, 3), choices.of(VISIBILITIES));
            format!("{attrs}\n{vis} f{i}: {},", choices.of(TYPES))
        })
        .collect();
    let generics = choices.of(&["", "<T>", "<'a>"]);
    format!("{attrs}\nstruct S{generics} {{ {fields} }}")
}

fn block(choices: &mut Choices) -> String {
    let attrs = attributes(choices, 3);
    let head = choices.of(&[
        "impl S",
        "impl<T> S<T>",
        "impl T for S",
        "impl Drop for S",
        "impl a::Drop for a::S",
        "unsafe impl<'a> !Send for m!()",
        "impl (S)",
        "unsafe impl a::B",
        "impl &S",
    ]);
    let members: String = (0..choices.next(4))
        .map(|_| match choices.next(4) {
            0 => String::from("const C: u8 = 1; m!(); type T = u8;"),
            _ => function(choices),
        })
        .collect();
    format!("{attrs}\n{head} {{ {members} }}")
}

fn imports(choices: &mut Choices) -> String {
    let attrs = attributes(choices, 3);
    let members: String = (0..choices.next(4))
        .map(|_| {
            let attrs = attributes(choices, 3);
            match choices.next(6) {
                0 => format!("{attrs}\npub type S;"),
                1 => format!("{attrs}\nstatic S: u8;"),
                2 => format!("{attrs}\npub type L<T>: A + B;"),
                _ => format!(
                    "{attrs}\n{} fn {} -> {};",
                    choices.of(QUALIFIERS),
                    choices.of(IMPORTS),
                    choices.of(TYPES)
                ),
            }
        })
        .collect();
    format!("{attrs}\nextern \"C\" {{ {members} }}")
}

fn item(choices: &mut Choices) -> String {
    match choices.next(8) {
        0 | 1 => function(choices),
        2 => structure(choices),
        3 => block(choices),
        4 => imports(choices),
        5 | 6 => {
            let items: String = (0..choices.next(3)).map(|_| item(choices)).collect();
            let (attrs, vis) = (attributes(choices, 2), choices.of(VISIBILITIES));
            format!("{attrs}\n{vis} mod m {{ {items} }}")
        }
        _ => {
            let attrs = attributes(choices, 2);
            let others = &[
                "trait T {}",
                "use a::b;",
                "m!();",
                "use a::Closure as r#type;",
                "type r#fn = a::Closure<dyn Fn()>;",
                "mod m;",
                "enum E { A }",
                "static S: u8 = 1;",
            ];
            format!("{attrs}\n{}", choices.of(others))
        }
    }
}

#[test]
fn random_items_expand_to_rust() {
    let mut choices = Choices(1);
    let mut were_rust = 0;
    for _ in 0..8_000 {
        let (args, item) = (args(&mut choices), item(&mut choices));
        let parse = |text: &str| -> TokenStream { text.parse().expect("it is made of tokens") };
        let expansion = crate::expand(&OfCrate::default(), parse(&args), parse(&item));
        if syn::parse_str::<syn::File>(&item).is_err() {
            continue;
        }
        were_rust += 1;
        assert!(
            syn::parse2::<syn::File>(expansion.clone()).is_ok(),
            "from #[bulkhead({args})] {item}\ncame {expansion}"
        );
    }
    assert!(were_rust > 7_000, "only {were_rust} of the items were Rust");
}

#[test]
fn random_closures_expand_to_rust() {
    let mut choices = Choices(2);
    let mut were_rust = 0;
    for _ in 0..4_000 {
        let closure = expression(&mut choices, 3);
        let given = format!("{} {closure}", choices.of(WORDS));
        let tokens: TokenStream = format!("::wasm_bulkhead; {given}")
            .parse()
            .expect("it is made of tokens");
        let expansion = crate::expand::expand_closure_macro(&OfCrate::default(), tokens);
        assert!(
            syn::parse2::<syn::Expr>(expansion.clone()).is_ok(),
            "from closure!({given})\ncame {expansion}"
        );
        were_rust += usize::from(!expansion.to_string().contains("compile_error"));
    }
    assert!(
        were_rust > 3_000,
        "only {were_rust} of the closures were Rust"
    );
}
