//! How long an expansion is, by the length of what it is of. To count tokens is to
//! count the macro's work, and what it leaves to the compiler, without a clock.

use proc_macro2::{TokenStream, TokenTree};

/// Closures each of which calls the two before it, some of them given to JavaScript.
fn chain(length: usize, given: impl Fn(usize) -> bool) -> String {
    let closures = (2..length).map(|i| {
        let made = match given(i) {
            true => format!("Closure::<dyn Fn()>::new(c{i}).forget();"),
            false => String::new(),
        };
        format!(
            "let c{i} = move || {{ c{}(); c{}(); a.b{i} }}; {made}",
            i - 1,
            i - 2
        )
    });
    let closures: String = closures.collect();
    format!("fn f(a: A) {{ let c0 = || a.x; let c1 = Rc::new(|| a.y); {closures} }}")
}

fn count(tokens: TokenStream) -> usize {
    let counts = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    });
    counts.sum()
}

fn expanded(source: &str) -> usize {
    let item = source.parse().expect("it is Rust");
    count(crate::expand(TokenStream::new(), item))
}

/// Twice as much source makes at most so much more than twice the expansion.
const TOLERANCE: f64 = 1.1;

fn check(what: &str, of_length: impl Fn(usize) -> String) {
    let [short, long] = [40, 80].map(|length| expanded(&of_length(length)));
    let ratio = long as f64 / short as f64;
    assert!(ratio < 2.0 * TOLERANCE, "{what}: {short}, then {long}");
}

#[test]
fn closures_that_call_others_grow_no_faster_than_their_number() {
    check("the last is given", |n| chain(n, |i| i + 1 == n));
    check("each is given", |n| chain(n, |_| true));
    check("every third is given", |n| chain(n, |i| i % 3 == 0));
}

#[test]
fn closures_in_closures_grow_no_faster_than_their_number() {
    check("nested", |n| {
        let (open, close) = ("Closure::once(move || ".repeat(n), ")".repeat(n));
        format!("fn f(a: A) {{ {open} a.b {close} }}")
    });
    check("side by side", |n| {
        let one = "Closure::once(move || (a.b, c.d.e));";
        format!("fn f(a: A, c: C) {{ {} }}", one.repeat(n))
    });
    check("in a macro", |n| {
        let one = "m!(Closure::once(move || { format!(\"{a}\"); a }));";
        format!("fn f(a: A) {{ {} }}", one.repeat(n))
    });
}
