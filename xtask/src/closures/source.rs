//! The crate of the matrix, as it is written.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::constructors::{Chosen, Constructor, CONSTRUCTORS};
use super::forms::{Form, FORMS};
use super::types::{Type, TYPES};
use crate::{child, workspace};

/// The package of the crate.
pub(super) const PACKAGE: &str = "closure-matrix";

/// A closure of one form, for one type, given to one constructor.
pub(super) struct Case {
    pub(super) ty: &'static Type,
    pub(super) form: &'static Form,
    pub(super) constructor: &'static Constructor,
    /// The number of its form and type among all of them.
    pub(super) capture: usize,
}

/// One in so many captures is given to a constructor that says what a panic does.
const ONE_IN: usize = 4;

/// Every form with every type, each given to the constructors in turn, so that every form and every
/// type meets all that leave the choice to types.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (at, form) in FORMS.iter().enumerate() {
        let of = |by_types: bool| -> Vec<_> {
            let all = CONSTRUCTORS.iter();
            let taken = all.filter(|one| one.once || !form.once);
            taken
                .filter(|one| (one.chosen == Chosen::ByTypes) == by_types)
                .collect()
        };
        let (by_types, said) = (of(true), of(false));
        for (turn, ty) in TYPES.iter().enumerate() {
            let capture = at * TYPES.len() + turn;
            let turn = at + turn;
            let chosen = by_types[turn % by_types.len()];
            let also = (turn % ONE_IN == 0).then(|| said[(turn / ONE_IN) % said.len()]);
            cases.extend(std::iter::once(chosen).chain(also).map(|constructor| Case {
                ty,
                form,
                constructor,
                capture,
            }));
        }
    }
    cases
}

/// How many combinations are left out because no constructor of the kind takes them: a closure that
/// consumes its captures can be called once.
pub(super) fn not_taken() -> usize {
    let consuming = FORMS.iter().filter(|form| form.once).count();
    let for_many_calls = CONSTRUCTORS.iter().filter(|one| !one.once).count();
    consuming * for_many_calls * TYPES.len()
}

/// The crate, and the line of `src/cases.rs` on which each case begins.
pub(super) struct Written {
    pub(super) manifest: PathBuf,
    pub(super) lines: Vec<usize>,
}

pub(super) fn write(dir: &Path, cases: &[Case]) -> Result<Written> {
    let root = workspace::root();
    let manifest = dir.join("Cargo.toml");
    let (text, lines) = text_of_cases(cases);
    child::create_dir(&dir.join("src"))?;
    child::create_dir(&dir.join("examples"))?;
    let lock = fs::read_to_string(root.join("Cargo.lock"))?;
    let files = [
        ("Cargo.toml", text_of_manifest(&root.join("runtime"))),
        ("Cargo.lock", lock),
        ("src/lib.rs", include_str!("krate/lib.rs").into()),
        (
            "src/recording.rs",
            include_str!("krate/recording.rs").into(),
        ),
        ("src/support.rs", include_str!("krate/support.rs").into()),
        ("examples/host.rs", include_str!("krate/host.rs").into()),
        ("src/truths.rs", text_of_truths()),
        ("src/cases.rs", text),
    ];
    for (name, text) in files {
        // What stays the same is not compiled again.
        let file = dir.join(name);
        if fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(Written { manifest, lines })
}

fn text_of_manifest(runtime: &Path) -> String {
    format!(
        "[package]\nname = \"{PACKAGE}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
         [lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n\n[workspace]\n\n\
         [dependencies]\nwasm-bindgen = \"0.2\"\nwasm-bulkhead = {{ path = {runtime:?} }}\n\n\
         [profile.release.package.{PACKAGE}]\nopt-level = 0\n\n[profile.dev]\ndebug = false\n"
    )
}

fn text_of_cases(cases: &[Case]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut lines = Vec::new();
    let mut names = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        lines.push(text.lines().count() + 1);
        let body = body(case.form, case.ty, "JsValue", case.constructor.text);
        let name = format!("case_{number}");
        let _ = writeln!(
            text,
            "#[wasm_bulkhead::bulkhead(crate = crate::recording)]\nmod {name} {{\n    \
             use crate::support::*;\n    \
             use wasm_bindgen::closure::{{Closure as Callback, ScopedClosure}};\n    {body}\n}}"
        );
        names.push(format!("{name}::made"));
    }
    let _ = writeln!(
        text,
        "pub const CASES: &[fn() -> wasm_bindgen::JsValue] = &[{}];",
        names.join(", ")
    );
    (text, lines)
}

fn text_of_truths() -> String {
    let mut text = String::from(include_str!("krate/asked.rs"));
    for Type { ty, safe, .. } in TYPES {
        let line = match safe {
            true => format!("const _: fn() = is_safe::<{ty}>;"),
            false => format!("const _: fn() = <{ty} as IsNotSafe<_>>::asked;"),
        };
        let _ = writeln!(text, "{line}");
    }
    let mut asked = Vec::new();
    for form in FORMS {
        for ty in TYPES {
            let name = format!("truth_{}", asked.len());
            let body = body(form, ty, "impl FnOnce(i32) -> i32", ("(", ")"));
            let _ = writeln!(text, "mod {name} {{ use crate::support::*; {body} }}");
            asked.push(format!("of({name}::made).is_safe()"));
        }
    }
    let _ = writeln!(
        text,
        "pub fn truths() -> Vec<bool> {{ vec![{}] }}",
        asked.join(", ")
    );
    text
}

/// The text of a form, with `(before, after)` around its closure.
fn body(form: &Form, ty: &Type, made: &str, (before, after): (&str, &str)) -> String {
    let (head, rest) = form
        .text
        .split_once("GIVE(")
        .expect("a form gives a closure");
    let end = end_of_group(rest).expect("the parentheses are in pairs");
    let (closure, tail) = (&rest[..end], &rest[end + 1..]);
    let text = format!("{head}{before}{closure}{after}{tail}");
    text.replace("MADE", made)
        .replace("TYPE", ty.ty)
        .replace("MAKE", ty.make)
        .replacen("fn made()", "pub(super) fn made()", 1)
}

/// Where the parenthesis is that closes what is open.
fn end_of_group(text: &str) -> Option<usize> {
    let mut open = 1;
    let mut depths = text.char_indices().map(|(at, c)| {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (at, open)
    });
    depths.find(|(_, open)| *open == 0).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_form_and_every_type_meets_every_constructor_it_can() {
        let cases = cases();
        let pairs = |of: &dyn Fn(&Case) -> &'static str| {
            let by_types = |case: &&Case| case.constructor.chosen == Chosen::ByTypes;
            let cases = cases.iter().filter(by_types);
            let pairs: BTreeSet<_> = cases
                .map(|case| (of(case), case.constructor.text))
                .collect();
            pairs.len()
        };
        let count = |once: bool| {
            let all = CONSTRUCTORS.iter();
            let by_types = all.filter(|one| one.chosen == Chosen::ByTypes);
            by_types.filter(|one| one.once || !once).count()
        };
        assert_eq!(pairs(&|case| case.ty.ty), TYPES.len() * count(false));
        let expected: usize = FORMS.iter().map(|form| count(form.once)).sum();
        assert_eq!(pairs(&|case| case.form.name), expected);
    }

    #[test]
    fn every_constructor_is_met() {
        let met: BTreeSet<_> = cases().iter().map(|case| case.constructor.text).collect();
        assert_eq!(met.len(), CONSTRUCTORS.len());
    }

    #[test]
    fn the_closure_of_a_form_is_found() {
        let form = &FORMS[0];
        let text = body(form, &TYPES[0], "JsValue", ("Closure::new(", ")"));
        assert_eq!(
            text,
            "pub(super) fn made() -> JsValue { let x: i32 = 1; \
             Closure::new(move |n: i32| -> i32 { hit(); look(&x); n }) }"
        );
    }
}
