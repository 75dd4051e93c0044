/// One way to misuse the attribute. `{it}` in its texts is what was found.
///
/// Each has a page `docs/rules/<code>.md` and ui cases named after it.
pub(crate) struct Rule {
    pub(crate) code: &'static str,
    problem: &'static str,
    help: &'static str,
}

impl Rule {
    pub(crate) fn message(&self, it: &str) -> String {
        let Rule {
            code,
            problem,
            help,
        } = self;
        format!("{problem} [{code}]\nhelp: {help}").replace("{it}", it)
    }
}

macro_rules! rules {
    ($($name:ident: $code:literal, $problem:literal, $help:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule { code: $code, problem: $problem, help: $help };)*

        /// Every rule, in the order of their codes.
        #[cfg(test)]
        pub(crate) const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    WRONG_ORDER: "B001",
        "`bulkhead` stands below `wasm_bindgen`",
        "write `#[bulkhead]` above `#[wasm_bindgen]`; for a method, above those of its impl block";
    UNSUPPORTED_ITEM: "B002",
        "`bulkhead` cannot guard {it}",
        "put it on a function, a struct, an impl block, an extern block or an inline module";
    NO_POLICY: "B003",
        "raw export `{it}` does not say what its caller gets when it panics",
        "write `#[bulkhead(on_panic = …)]` with a value to return, `throw` or `abort`";
    FILE_MODULE: "B004",
        "module `{it}` is in a file, where `bulkhead` cannot see what it exports",
        "write `#[bulkhead]` on what the file exports, or move this line out of the annotated module";
    MACRO_CALL: "B005",
        "`{it}!` could expand to exports that `bulkhead` cannot see",
        "move the call out of the annotated module, and write `#[bulkhead]` inside what it expands to";
    UNKNOWN_ARGUMENT: "B006",
        "unknown argument `{it}`",
        "the arguments are `on_panic`, `name`, `closures`, `assert_unwind_safe` and `crate`";
    REPEATED: "B007",
        "`{it}` is given twice",
        "keep one of them";
    MISPLACED_ARGUMENT: "B008",
        "`{it}` means nothing here",
        "remove it, or move it to the item it is about";
    NO_REASON: "B009",
        "`assert_unwind_safe` without a reason",
        "say why nothing is left torn: `assert_unwind_safe = \"only a cache, rebuilt when in doubt\"`";
    INVALID_VALUE: "B010",
        "invalid value for `{it}`",
        "accepted are `on_panic = throw`, on a raw export also `abort` or an expression, `closures = auto | off`, `name = \"…\"` and `crate = path`";
    MALFORMED: "B011",
        "the arguments cannot be read: {it}",
        "write `key = value`, with commas in between";
}
