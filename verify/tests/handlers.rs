//! Handlers as LLVM writes them, right and wrong, in both encodings of exceptions.

use wasm_bulkhead_verify::unassigned_in_handlers;

/// The locals that are found, in a function `$each` of these instructions. Its parameter is local 0,
/// and `$next` is local 1.
fn found(body: &str) -> Vec<u32> {
    let module = format!(
        r#"(module
            (tag $panic (param i32))
            (func $eat (import "env" "eat") (param i32))
            (memory 1)
            (table 1 funcref)
            (func $free (param i32) (i32.store (local.get 0) (i32.const 0)))
            (func $drop (param i32) (call $eat (local.get 0)))
            (func $__rust_dealloc (param i32) (call $eat (local.get 0)))
            (func $__rdl_dealloc (param i32) (call $eat (local.get 0)))
            (func $each (param $at i32) (local $next i32) (local $caught exnref)
                {body}))"#
    );
    let module = wat::parse_str(module).expect(body);
    let found = unassigned_in_handlers(&module).expect(body);
    for finding in &found {
        assert_eq!(finding.name.as_deref(), Some("each"));
        assert_eq!(finding.function, 5);
    }
    found.iter().map(|finding| finding.local).collect()
}

const NEXT: &str = "(local.set $next (i32.add (local.get $at) (i32.const 4)))";
const EAT: &str = "(call $eat (i32.load (local.get $at)))";
const DROP: &str = "(call $drop (local.get $next))";
const TURN: &str = "(local.set $at (local.get $next)) br $turn";

/// A loop whose handler reads `$next`, with the assignment before the call or behind it.
fn legacy(turn: &str) -> String {
    format!("try $try (loop $turn (br_if $try (i32.eqz (local.get $at))) {turn} {TURN}) catch_all {DROP} rethrow 0 end")
}

fn exnref(turn: &str) -> String {
    format!(
        "(block $done (local.set $caught (block $pad (result exnref) (try_table (catch_all_ref $pad)
            (loop $turn (br_if $done (i32.eqz (local.get $at))) {turn} {TURN})) unreachable))
            {DROP} (throw_ref (local.get $caught)))"
    )
}

#[test]
fn a_value_that_is_assigned_before_the_call_is_there() {
    let turn = [NEXT, EAT].concat();
    assert!(found(&legacy(&turn)).is_empty());
    assert!(found(&exnref(&turn)).is_empty());
}

#[test]
fn a_value_that_was_moved_past_the_call_is_not() {
    let turn = [EAT, NEXT].concat();
    assert_eq!(found(&legacy(&turn)), [1]);
    assert_eq!(found(&exnref(&turn)), [1]);
}

#[test]
fn one_call_of_several_is_enough() {
    let turn = [EAT, NEXT, EAT].concat();
    assert_eq!(found(&legacy(&turn)), [1]);
    assert_eq!(found(&exnref(&turn)), [1]);
}

#[test]
fn a_call_that_throws_nothing_counts_for_none() {
    for name in ["$free", "$__rust_dealloc", "$__rdl_dealloc"] {
        let turn = [&format!("(call {name} (local.get $at))"), NEXT, EAT].concat();
        assert!(found(&legacy(&turn)).is_empty());
        assert!(found(&exnref(&turn)).is_empty());
    }
}

/// The handler asks a flag before it reads what is not there.
#[test]
fn what_cannot_have_been_moved_is_undefined_and_not_missing() {
    let loaded = "(local.set $next (i32.load (local.get $at)))";
    assert!(found(&legacy(&[EAT, loaded].concat())).is_empty());
    let elsewhere = "(block (br_if 0 (local.get $at)) (local.set $next (i32.const 4)))";
    assert!(found(&legacy(&[EAT, elsewhere].concat())).is_empty());
    assert!(found(DROP).is_empty());
}

#[test]
fn what_goes_on_after_a_handler_is_looked_at_too() {
    let caught = format!("try {EAT} {NEXT} catch_all end {DROP}");
    assert_eq!(found(&caught), [1]);
    let caught = format!("(block $pad (try_table (catch_all $pad) {EAT} {NEXT})) {DROP}");
    assert_eq!(found(&caught), [1]);
    let assigned = format!("try {EAT} {NEXT} catch_all {NEXT} end {DROP}");
    assert!(found(&assigned).is_empty());
}

#[test]
fn an_inner_handler_for_all_keeps_exceptions_from_the_outer() {
    let nested = |handler: &str| {
        found(&format!(
            "try try {EAT} {NEXT} {handler} end {EAT} catch_all {DROP} end"
        ))
    };
    assert!(nested(&format!("catch_all {NEXT}")).is_empty());
    assert_eq!(nested("catch_all"), [1]);
    assert_eq!(nested("catch_all rethrow 0"), [1]);
    assert_eq!(nested(&format!("catch $panic drop {NEXT}")), [1]);
}

#[test]
fn a_table_takes_what_it_has_a_clause_for() {
    let some = format!(
        "(block $pad (try_table (catch_all $pad)
            (block $inner (result i32) (try_table (catch $panic $inner) {EAT} {NEXT}) (i32.const 0))
            drop {NEXT} {EAT})
         return) {DROP}"
    );
    assert_eq!(found(&some), [1]);
    let all = format!(
        "(block $pad (try_table (catch_all $pad)
            (block $inner (try_table (catch_all $inner) {EAT} {NEXT})) {NEXT} {EAT})
         return) {DROP}"
    );
    assert!(found(&all).is_empty());
}

#[test]
fn delegated_exceptions_pass_by_what_lies_between() {
    let delegated = |label: &str| {
        found(&format!(
            "try $outer
                try $middle
                    try {EAT} {NEXT} delegate {label}
                    {EAT}
                catch_all {DROP} end
             catch_all end"
        ))
    };
    assert!(delegated("$outer").is_empty());
    assert_eq!(delegated("$middle"), [1]);
}

#[test]
fn every_way_to_a_call_counts() {
    let after = |before: &str| found(&format!("{before} try {EAT} {NEXT} catch_all {DROP} end"));
    let both = format!("(if (local.get $at) (then {NEXT}) (else {NEXT}))");
    assert!(after(&both).is_empty());
    let one = format!("(if (local.get $at) (then {NEXT}))");
    assert_eq!(after(&one), [1]);
    let switch = format!("(block $a (block $b (br_table $a $b $a (local.get $at))) {NEXT})");
    assert_eq!(after(&switch), [1]);
}

/// The first turn of a loop is told from the later ones by nothing but the assignment, so a local that
/// held something before is not found.
#[test]
fn an_older_value_is_not_found() {
    let older = [
        "(local.set $next (local.get $at))",
        &legacy(&[EAT, NEXT].concat()),
    ]
    .concat();
    assert!(found(&older).is_empty());
}

#[test]
fn what_is_no_module_is_an_error() {
    let error = unassigned_in_handlers(b"no module").unwrap_err();
    assert!(error.to_string().starts_with("the module cannot be read: "));
}

/// The result of a call is not what was moved behind it.
#[test]
fn what_a_call_returns_is_undefined_where_it_threw() {
    let make = "(import \"env\" \"make\" (func $make (result i32)))";
    let found = |turn: &str| {
        let module = format!(
            "(module {make} (import \"env\" \"eat\" (func $eat (param i32)))
               (tag $panic (param i32))
               (func $drop (param i32) (call $eat (local.get 0)))
               (func (param $at i32) (local $next i32) (local $made i32) {}))",
            legacy(turn)
        );
        let module = wat::parse_str(&module).unwrap_or_else(|error| panic!("{error}"));
        unassigned_in_handlers(&module).unwrap().len()
    };
    assert_eq!(found("(local.set $next (call $make))"), 0);
    assert_eq!(found(&format!("(local.set $made (call $make)) {NEXT}")), 1);
    assert_eq!(found(&format!("(call $eat (call $make)) {NEXT}")), 1);
}
