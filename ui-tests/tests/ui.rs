//! Runs the cases. `TRYBUILD=overwrite` renews what they are to print, which
//! belongs to the stable toolchain 1.95.0.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*/*.rs");
    cases.pass("pass/*.rs");
}
