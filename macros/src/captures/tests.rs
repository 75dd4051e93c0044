//! What is captured, case by case: `captures(body)` lists what each closure
//! handed to JavaScript in `body` captures, in the order in which they end.

use syn::parse::Parser;
use syn::{Block, Expr, ExprCall, Item, ItemFn, Macro, Member, Stmt};

use super::{Asked, Capture, Captures, Given, Sink, Source, Walk};
use crate::model::closures::{Aliases, Constructor};

/// Writes down what a walk finds.
#[derive(Default)]
struct Record {
    found: Vec<String>,
    witnesses: Vec<String>,
}

impl Record {
    fn note(&mut self, given: Given<'_>) {
        let line = match given {
            Given::Literal(captures) => all(&captures),
            Given::Variable(_, captures) => format!("variable: {}", all(&captures)),
            Given::Value => String::from("value"),
        };
        self.found.push(line);
    }
}

impl Sink for Record {
    fn constructor(&mut self, call: &ExprCall, _: &Expr, _: Constructor, given: Given<'_>) -> Expr {
        self.note(given);
        Expr::Call(call.clone())
    }

    fn closure_macro(&mut self, _: &mut Macro, given: Given<'_>) {
        self.note(given);
    }

    fn witnesses(&mut self, _: &mut Vec<Stmt>, at: usize, asked: &Asked<'_>) {
        let Asked {
            closure,
            captures,
            is_captured,
        } = *asked;
        let captured = if is_captured { ", captured" } else { "" };
        self.witnesses
            .push(format!("{closure} at {at}: {}{captured}", list(captures)));
    }

    fn inner_item(&mut self, _: &mut Item) {}
}

/// What a closure captures, and behind an arrow what the closures among that do.
fn all(captures: &Captures) -> String {
    let own = list(&captures.own);
    match &captures.behind {
        Some(behind) if behind.is_empty() => own,
        Some(behind) => format!("{own} <- {}", list(behind)),
        None => format!("{own} <- many"),
    }
}

fn list(captures: &[Capture]) -> String {
    let words: Vec<_> = captures.iter().map(word).collect();
    words.join(", ")
}

/// `a.b`, `>a.b` across another closure, `f0.1` for capture 1 of closure 0,
/// `?a` for what cannot be known, `&` in front of what is behind an `Rc`.
fn word(capture: &Capture) -> String {
    let shared = if capture.shared { "&" } else { "" };
    let name = &capture.name;
    match &capture.source {
        Source::Unknown => format!("{shared}?{name}"),
        Source::Of { closure, capture } => format!("{shared}f{closure}.{capture}({name})"),
        Source::Closure(closure) => format!("{shared}f{closure}({name})"),
        Source::Place { place, nested } => {
            let fields = place.fields.iter().map(|field| match field {
                Member::Named(name) => format!(".{name}"),
                Member::Unnamed(index) => format!(".{}", index.index),
            });
            let fields: String = fields.collect();
            let nested = if *nested { ">" } else { "" };
            format!("{shared}{nested}{}{fields}", place.root)
        }
    }
}

fn walk(function: &str) -> Record {
    let mut function: ItemFn = syn::parse_str(function).expect("it is a function");
    let mut record = Record::default();
    let aliases = Aliases::default();
    let sig = function.sig.clone();
    Walk::new(&mut record, &aliases).body(Some(&sig), &mut function.block.stmts);
    record
}

/// What the closures of a body capture, with three variables around it.
fn captures(body: &str) -> Vec<String> {
    walk(&format!("fn f(&self, a: A, b: B, c: C) {{ {body} }}")).found
}

fn one(body: &str) -> String {
    let mut all = captures(body);
    assert_eq!(all.len(), 1, "{body}: {all:?}");
    all.remove(0)
}

/// The captures of `closure` when that is handed over.
fn of(closure: &str) -> String {
    one(&format!("Closure::new({closure});"))
}

#[test]
fn variables_are_captured_and_items_are_not() {
    assert_eq!(of("move || a.touch()"), "a");
    assert_eq!(of("|| a.touch()"), "a");
    assert_eq!(
        of("move || { f(a, b); A::new(); NONE; path::to(x) }"),
        "a, b"
    );
    assert_eq!(of("move || 1"), "");
    assert_eq!(of("handler"), "value");
    assert_eq!(of("make(a)"), "value");
}

#[test]
fn constructors_are_seen_in_every_spelling() {
    for path in [
        "Closure::new",
        "Closure::own",
        "Closure::wrap",
        "Closure::once",
        "Closure::once_into_js",
        "Closure::<dyn FnMut()>::new",
        "ScopedClosure::own",
        "wasm_bindgen::prelude::Closure::new",
        "::wasm_bindgen::closure::Closure::<dyn Fn()>::new",
        "<Closure<dyn FnMut()>>::new",
        "<wasm_bindgen::closure::Closure<dyn FnMut()>>::once",
        "(Closure::new)",
        "Closure::new_aborting",
        "Closure::own_assert_unwind_safe",
    ] {
        assert_eq!(one(&format!("{path}(move || a.touch());")), "a", "{path}");
    }
    for other in ["Other::new", "Closure::borrow", "new", "Closure::new::<F>"] {
        let found = captures(&format!("{other}(move || a.touch());"));
        assert_eq!(found, Vec::<String>::new(), "{other}");
    }
}

#[test]
fn the_closure_is_found_in_a_box() {
    assert_eq!(
        one("Closure::wrap(Box::new(move |e| a.on(e)) as Box<dyn FnMut(_)>);"),
        "a"
    );
    assert_eq!(one("Closure::wrap(Box::new(move || a.on()));"), "a");
    assert_eq!(one("Closure::wrap((Box::new(|| a) as Box<_>));"), "a");
    assert_eq!(
        one("Closure::new(Box::new(|| a) as Box<dyn Fn()>);"),
        "value"
    );
    assert_eq!(
        one("Closure::new({ let a = a.clone(); g(|| b); move |e| a.on(e, c) });"),
        "a, c"
    );
    assert_eq!(
        one("Closure::wrap({ let d = a; Box::new({ let e = b; || (d, e) }) as Box<_> });"),
        "d, e"
    );
    assert_eq!(one("Closure::new({ let g = || a; g });"), "value");
}

#[test]
fn own_names_hide_those_around() {
    assert_eq!(of("move |a| a.touch()"), "");
    assert_eq!(of("move |(a, B { b, .. }): (A, B)| f(a, b, c)"), "c");
    assert_eq!(of("move || { let a = 1; a + b }"), "b");
    assert_eq!(of("move || { let a = a.touch(); a }"), "a");
    assert_eq!(of("move || { { let a = 1; } a }"), "a");
    assert_eq!(of("move || for a in b { a.touch() }"), "b");
    assert_eq!(
        of("move || match b { Some(a) if a.ok() => a, a => a }"),
        "b"
    );
    assert_eq!(of("move || if let Some(a) = b { a } else { a }"), "b, a");
    assert_eq!(of("move || if let Some(a) = b && let c = a { c } "), "b");
    assert_eq!(of("move || while let Some(a) = b.next() { a.go() }"), "b");
    assert_eq!(
        of("move || { let Some(a) = b else { return c }; a }"),
        "b, c"
    );
    assert_eq!(of("move || { fn a() {} const b: u8 = 1; a(); b; c }"), "c");
    assert_eq!(of("move || { fn inner(x: X) { a.touch() } b }"), "b");
}

#[test]
fn the_latest_of_several_variables_counts() {
    assert_eq!(
        captures("Closure::new(|| a); let a = 1; Closure::new(|| a);"),
        ["a", "a"]
    );
    assert_eq!(
        captures("{ let d = 1; Closure::new(|| d); } Closure::new(|| d);"),
        ["d", ""]
    );
    assert_eq!(
        captures("match a { d => Closure::new(|| d), _ => Closure::new(|| d) };"),
        ["d", ""]
    );
    assert_eq!(
        captures("let Some(d) = a else { return }; Closure::new(|| d);"),
        ["d"]
    );
    assert_eq!(
        captures("if let Some(d) = a { Closure::new(|| d); }"),
        ["d"]
    );
    assert_eq!(
        captures("let (d, E { e, .. }, [g, ..]) = a; Closure::new(|| (d, e, g));"),
        ["d, e, g"]
    );
    assert_eq!(captures("const d: u8 = 1; Closure::new(|| d);"), [""]);
    assert_eq!(
        captures("let d = 1; { fn d() {} Closure::new(|| d()); }"),
        [""]
    );
}

#[test]
fn closures_and_futures_inside_capture_through() {
    assert_eq!(of("move || { let g = |x| x + a; g(b) }"), "a, b");
    assert_eq!(of("move || spawn(async move { a.get().await; b })"), "a, b");
    assert_eq!(of("move |b| async move { let c = 1; (a, b, c) }"), "a");
    assert_eq!(of("move || v.map(|a| a.len()).map(|x| x + b)"), "b");
    assert_eq!(of("async move |x| a.get(x).await"), "a");
}

#[test]
fn what_crosses_another_closure_is_marked() {
    assert_eq!(
        captures("Closure::new(move || { let d = 1; Closure::once(move || (a.x, d)) });"),
        [">a.x, d", "a.x"]
    );
    assert_eq!(
        captures("async move { let d = 1; Closure::new(|| (a.x, d)) };"),
        [">a.x, d"]
    );
    assert_eq!(captures("let g = || Closure::new(|| a);"), [">a"]);
}

#[test]
fn fields_are_captured_alone() {
    assert_eq!(of("move || self.a.b"), "self.a.b");
    assert_eq!(of("move || a.0.1.x.touch()"), "a.0.1.x");
    assert_eq!(of("move || { a.x; a.y.z; a.y }"), "a.x, a.y");
    assert_eq!(of("move || { a.x; a }"), "a");
    assert_eq!(
        of("move || { a.x[0]; (*b.y).z; &mut (c).w }"),
        "a.x, b.y, c.w"
    );
    assert_eq!(of("move || a.x().y"), "a");
    assert_eq!(of("move || { a.x = b.y; c.z += 1 }"), "a.x, b.y, c.z");
    assert_eq!(of("move || S { a, x: b.x, ..c }"), "a, b.x, c");
    assert_eq!(of("move || self.touch()"), "self");
}

#[test]
fn patterns_take_places_apart() {
    assert_eq!(of("move || { let _ = a; b }"), "b");
    assert_eq!(of("move || { let (x, _) = a; }"), "a.0");
    assert_eq!(of("move || { let (x, .., y) = a; }"), "a");
    assert_eq!(
        of("move || { let S { x, y: (z, _), .. } = a.s; }"),
        "a.s.x, a.s.y.0"
    );
    assert_eq!(of("move || { let W(x) = a; }"), "a");
    assert_eq!(of("move || { let x: X = a.x; }"), "a.x");
    assert_eq!(of("move || match a.x { (x, _) => x }"), "a.x");
}

#[test]
fn macros_are_read() {
    assert_eq!(of("move || println!(\"{a} {b:?} {{c}}\")"), "a, b");
    assert_eq!(
        of("move || format!(\"{:1$} {x}\", a.len, b, x = c.y)"),
        "a.len, b, c.y"
    );
    assert_eq!(of("move || format!(\"{a}\", a = 1)"), "");
    assert_eq!(of("move || panic!(\"{a:>b$}\")"), "a, b");
    assert_eq!(of("move || assert!(a.ok, \"{b}\")"), "a.ok, b");
    assert_eq!(of("move || vec![a.x; b]"), "a.x, b");
    assert_eq!(of("move || vec![Some(a), { let b = c; b }]"), "a, c");
    assert_eq!(of("move || stringify!(a)"), "");
    assert_eq!(
        of("move || json!({ \"k\": a.x, \"l\": [b.len(), d] })"),
        "a.x, b"
    );
    assert_eq!(of("move || html!{ <p>{ \"{c}\" }</p> }"), "c");
    assert_eq!(of("move || thing!(0..a, x::b, y.c)"), "a");
    assert_eq!(of("move || matches!(a.x, Some(y) if y > b)"), "a.x, b");
    assert_eq!(one("vec![Closure::new(move || a)];"), "a");
}

#[test]
fn a_variable_that_holds_a_closure_is_a_capture_with_others_behind_it() {
    assert_eq!(
        captures("let g = move || a.x; Closure::new(move || g());"),
        ["f0(g) <- f0.0(a)"]
    );
    assert_eq!(
        captures("let g = Rc::new(move || a); Closure::new(move || g());"),
        ["&f0(g) <- &f0.0(a)"]
    );
    assert_eq!(
        captures("let g = Rc::new(|| a); let h = g.clone(); let i = Rc::clone(&h); Closure::new(|| i());"),
        ["&f0(i) <- &f0.0(a)"]
    );
    assert_eq!(
        captures("let g = Box::new(|| a); Closure::new(|| g());"),
        ["f0(g) <- f0.0(a)"]
    );
    assert_eq!(
        captures("let g = || a; let h = || g(); Closure::new(|| h());"),
        ["f1(h) <- f0.0(a)"]
    );
    assert_eq!(
        captures("let g = || a; let h = Rc::new(|| g()); Closure::new(|| { g(); h(); b });"),
        ["f0(g), &f1(h), b <- &f0.0(a), f0.0(a)"]
    );
    assert_eq!(
        captures("let g = async { a }; let h = || spawn(g); Closure::once(|| h());"),
        ["f0(h) <- ?g"]
    );
    assert_eq!(
        captures("let g = || a; Closure::new(|| { Closure::new(|| g()) });"),
        ["?g", "f0(g) <- f0.0(a)"]
    );
}

#[test]
fn a_variable_that_holds_a_closure_is_given_with_its_captures() {
    assert_eq!(
        captures("let g = move || (a, b); Closure::new(g);"),
        ["variable: f0.0(a), f0.1(b)"]
    );
    assert_eq!(
        captures("let g = || a; let h = || { g(); b }; Closure::new(h);"),
        ["variable: f0(g), f1.1(b) <- f0.0(a)"]
    );
    assert_eq!(
        captures("let g = || a; let h = || Closure::new(g);"),
        ["variable: ?a"]
    );
}

#[test]
fn what_may_hold_a_closure_and_has_a_type_is_a_value() {
    assert_eq!(
        captures("let g: Box<dyn Fn()> = Box::new(|| a); Closure::new(|| g());"),
        ["g"]
    );
    assert_eq!(
        captures("let g = Box::new(|| a) as Box<dyn Fn()>; Closure::wrap(g);"),
        ["value"]
    );
    assert_eq!(
        captures("let g = async { a }; Closure::once(|| spawn(g));"),
        ["?g"]
    );
    assert_eq!(captures("let g = make(|| a); Closure::new(|| g());"), ["g"]);
}

#[test]
fn what_is_behind_captured_closures_is_listed_when_that_is_little() {
    let body = |count: usize| {
        let fields: Vec<_> = (0..count).map(|i| format!("a.f{i}")).collect();
        format!("let g = || ({}); Closure::new(|| g());", fields.join(", "))
    };
    let few = one(&body(16));
    assert!(few.starts_with("f0(g) <- f0.0(a), f0.1(a)"), "{few}");
    assert_eq!(one(&body(17)), "f0(g) <- many");
}

#[test]
fn witnesses_stand_where_the_closure_is_bound() {
    let body = "fn f(a: A) { let a = a; { let g = || a; let a = 1; Closure::new(g); } }";
    assert_eq!(walk(body).witnesses, ["0 at 0: a"]);
    let body = "fn f(a: A) { let g = || a; let h = move || g(); Closure::new(h); }";
    assert_eq!(
        walk(body).witnesses,
        ["1 at 1: f0(g)", "0 at 0: a, captured"]
    );
    let body = "fn f(a: A) { let g = || a; g(); Closure::new(|| a); }";
    assert_eq!(walk(body).witnesses, Vec::<String>::new());
}

#[test]
fn our_macro_is_a_constructor() {
    assert_eq!(one("closure!(move |x: X| a.on(x)).forget();"), "a");
    assert_eq!(
        one("wasm_bulkhead::closure!(dyn Fn(i32) -> i32, once, |n| a + n);"),
        "a"
    );
    assert_eq!(
        one("closure!(assert_unwind_safe = \"why\" move || a);"),
        "a"
    );
    assert_eq!(one("closure!(abort move || a);"), "a");
    assert_eq!(one("let once = || a; closure!(once);"), "variable: f0.0(a)");
    assert_eq!(one("closure!(once once);"), "value");
    assert_eq!(captures("closure!(not, ours);"), Vec::<String>::new());
}

/// The captures of a closure of whose surroundings nothing is seen.
fn alone(closure: &str) -> String {
    let mut closure = syn::parse_str(closure).expect("it is an expression");
    let mut record = Record::default();
    let aliases = Aliases::default();
    let captures = Walk::of_part(&mut record, &aliases).literal(&mut closure);
    all(&captures)
}

#[test]
fn alone_every_name_in_small_letters_may_be_a_variable() {
    assert_eq!(
        alone("move || a.x.touch(b, NONE, None, c::d)"),
        ">a.x, >b".replace('>', "")
    );
    assert_eq!(alone("move |a| { let b = 1; a + b + c }"), "c");
    assert_eq!(
        alone("move || { f(a); println!(\"{b}\"); json!({ key: c }) }"),
        "a, b"
    );
    assert_eq!(alone("move || { fn f() {} f(); self.x }"), "self.x");
}

#[test]
fn any_statement_can_be_walked() {
    let body = "loop { break (a[b.c..d.e]); } x?; return y; -z; z as T; &raw const a.b;";
    let statements = Block::parse_within.parse_str(body).expect("it is Rust");
    let mut record = Record::default();
    let aliases = Aliases::default();
    Walk::new(&mut record, &aliases).body(None, &mut statements.clone());
    assert!(record.found.is_empty());
}
