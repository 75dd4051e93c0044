/// One way to misuse the attribute. `{it}` in its texts is what was found.
///
/// Each has a page `docs/rules/<code>.md` and, if the compiler can see it, ui
/// cases named after it.
pub(crate) struct Rule {
    pub(crate) code: &'static str,
    #[cfg_attr(not(test), allow(dead_code))] // The compiler has its own words for it.
    pub(crate) level: Level,
    #[cfg_attr(not(test), allow(dead_code))] // Only the pages say it.
    pub(crate) seen: Seen,
    problem: &'static str,
    help: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Level {
    Error,
    Warning,
}

/// Where a rule can be seen to be broken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Seen {
    /// By the attribute on the item.
    Item,
    /// By the attribute on the module around it.
    Module,
    /// By rustc, which knows the types; the words are in `runtime/src/check.rs`.
    Types,
    /// Only by a tool that reads the whole crate.
    Crate,
    /// In Cargo.toml.
    Settings,
}

impl Rule {
    pub(crate) fn message(&self, it: &str) -> String {
        self.message_with(it, &self.help.replace("{it}", it))
    }

    /// The message with other help than for most.
    pub(crate) fn message_with(&self, it: &str, help: &str) -> String {
        let Rule { code, problem, .. } = self;
        let problem = problem.replace("{it}", it);
        format!("{problem} [{code}]\nhelp: {help}\nsee {PAGES}{code}.md")
    }
}

/// Where the pages of rules are.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

macro_rules! rules {
    ($($name:ident: $code:literal, $level:ident, $seen:ident, $problem:literal, $help:literal;)*) => {
        $(
            #[allow(dead_code)] // Some are not for the attribute to see.
            pub(crate) const $name: Rule = Rule {
                code: $code,
                level: Level::$level,
                seen: Seen::$seen,
                problem: $problem,
                help: $help,
            };
        )*

        /// Every rule, in the order of their codes.
        #[cfg(test)]
        pub(crate) const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    WRONG_ORDER: "B001", Error, Item,
        "`bulkhead` stands below `wasm_bindgen`",
        "write `#[bulkhead]` above `#[wasm_bindgen]`; for a method, above those of its impl block";
    UNSUPPORTED_ITEM: "B002", Error, Item,
        "`bulkhead` cannot guard {it}",
        "put it on a function, a struct, an impl block, an extern block or an inline module";
    NO_POLICY: "B003", Error, Item,
        "raw export `{it}` does not say what its caller gets when it panics",
        "write `#[bulkhead(on_panic = …)]` with a value to return, `throw` or `abort`";
    FILE_MODULE: "B004", Error, Module,
        "module `{it}` is in a file, where `bulkhead` cannot see what it exports",
        "write `#[bulkhead]` on what the file exports, or move this line out of the annotated module";
    MACRO_CALL: "B005", Error, Module,
        "`{it}!` could expand to exports that `bulkhead` cannot see",
        "move the call out of the annotated module, and write `#[bulkhead]` inside what it expands to";
    UNKNOWN_ARGUMENT: "B006", Error, Item,
        "unknown argument `{it}`",
        "the arguments are `on_panic`, `poisoned`, `name`, `closures`, `assert_unwind_safe` and `crate`";
    REPEATED: "B007", Error, Item,
        "`{it}` is given twice",
        "keep one of them";
    MISPLACED_ARGUMENT: "B008", Error, Item,
        "`{it}` means nothing here",
        "remove it, or move it to the item it is about";
    NO_REASON: "B009", Error, Item,
        "`assert_unwind_safe` without a reason",
        "say why nothing is left torn: `assert_unwind_safe = \"only a cache, rebuilt when in doubt\"`";
    INVALID_VALUE: "B010", Error, Item,
        "invalid value for `{it}`",
        "accepted are `on_panic = throw`, on a raw export also `abort` or an expression, on a struct `poison | rollback | rollback(path) | abort`, `poisoned = admit`, `closures = auto | poison | off`, `name = \"…\"` and `crate = path`";
    MALFORMED: "B011", Error, Item,
        "the arguments cannot be read: {it}",
        "write `key = value`, with commas in between";
    CONFLICTING: "B012", Error, Item,
        "conflicting arguments: {it}",
        "keep the one that is meant";
    EXPORT_IN_MODULE: "B013", Error, Module,
        "raw export `{it}` needs a `bulkhead` of its own, which says what its caller gets when it panics",
        "write `#[bulkhead(on_panic = …)]` on it, with a value to return, `throw` or `abort`";
    PLAIN_IMPORT: "B014", Warning, Crate,
        "an exception from import `{it}` skips the destructors of the Rust code it crosses",
        "write `#[bulkhead]` above its block, or `#[wasm_bindgen(catch)]` on the import";
    GENERIC_IMPORT: "B015", Warning, Item,
        "import `{it}` is generic: its exceptions skip the destructors of the Rust code they cross",
        "write `#[wasm_bindgen(catch)]` on it, or import it with the types that are needed";
    CATCH_ON_ASYNC: "B016", Warning, Item,
        "`catch` on the async import `{it}` does not catch what it throws before it returns its promise",
        "import a `Promise` with `catch`, and await that in an `async fn`";
    ABORTING_CLOSURE: "B017", Warning, Types,
        "{it} is not known to be unwind safe, so a panic in this closure ends the instance",
        "share it in a `PoisonCell`, capture a value of its own, or answer for it with `closure!(assert_unwind_safe = \"reason\", …)`; `closure!(abort …)` means it, and is silent";
    NOT_UNWIND_SAFE: "B018", Error, Types,
        "{it}: a panic could leave it torn for the next call",
        "make its cells `PoisonCell`s, or say why nothing is left torn: `assert_unwind_safe = \"…\"`";
    PLAIN_FIELD: "B019", Warning, Crate,
        "reading field `{it}` while a method holds the object ends the instance",
        "write `#[bulkhead]` above the struct, or `#[wasm_bindgen(skip)]` on the field";
    PANICKING_DROP: "B020", Warning, Module,
        "this `Drop` of an exported type can panic: {it}",
        "destructors run while another panic unwinds, when a second one ends the instance; let it do nothing instead";
    PLAIN_START: "B021", Warning, Crate,
        "a panic in the start function `{it}` ends in an exception that cannot be read",
        "write `#[bulkhead]` above it";
    RESERVED_NAME: "B022", Error, Item,
        "`{it}` is a name that wasm-bulkhead exports itself",
        "export it under another name: `#[wasm_bindgen(js_name = …)]`";
    NO_POISON_FIELD: "B023", Error, Types,
        "`{it}` has no field of type `Poison`, so that nothing could remember a panic",
        "add `poison: wasm_bulkhead::Poison` to the struct";
    INVALID_SETTING: "B024", Error, Settings,
        "{it}, in `[package.metadata.wasm-bulkhead]` of Cargo.toml",
        "the settings are `unwind = \"required\"`, `\"maybe\"` or `\"never\"`, `closures = \"abort\"`, `\"poison\"` or `{ assert_unwind_safe = \"reason\" }`, and `on_panic = \"throw\"`, `\"poison\"`, `\"rollback\"` or `\"abort\"`";
}
