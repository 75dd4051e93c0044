//! The JavaScript names of boundaries, as `wasm-bindgen` will spell them.

use syn::ext::IdentExt;
use syn::Ident;

use super::options::Options;

/// The words under which `wasm-bindgen` exports no function.
const JS_KEYWORDS: &[&str] = &[
    "arguments",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// `namespace.Class`, from the options of a struct or an `impl` block.
pub(crate) fn class_name(options: &Options, ident: &Ident) -> String {
    let key = if options.has("js_class") {
        "js_class"
    } else {
        "js_name"
    };
    qualified(
        options,
        options
            .text(key)
            .unwrap_or_else(|| ident.unraw().to_string()),
    )
}

/// The name of a free function, behind an underscore if JavaScript reserves it.
pub(crate) fn function_name(options: &Options, ident: &Ident) -> String {
    let name = member(options, ident);
    let is_reserved = JS_KEYWORDS.contains(&name.as_str());
    qualified(
        options,
        if is_reserved {
            format!("_{name}")
        } else {
            name
        },
    )
}

/// The name of a method, constructor or accessor of `class`.
pub(crate) fn method_name(class: &str, options: &Options, ident: &Ident) -> String {
    if options.has("constructor") {
        return format!("new {class}");
    }
    if options.has("setter") {
        return format!("set {class}.{}", property(options, "setter", ident));
    }
    if options.has("getter") {
        return format!("get {class}.{}", property(options, "getter", ident));
    }
    format!("{class}.{}", member(options, ident))
}

/// The property an accessor is for: the option's value, `js_name`, or the
/// function's own name, which a setter prefixes.
pub(crate) fn property(options: &Options, accessor: &str, ident: &Ident) -> String {
    let explicit = options.text(accessor).or_else(|| options.text("js_name"));
    explicit.unwrap_or_else(|| {
        let name = ident.unraw().to_string();
        match name.strip_prefix("set_") {
            Some(property) if accessor == "setter" => property.to_owned(),
            _ => name,
        }
    })
}

/// `js_name`, or the function's own name.
pub(crate) fn member(options: &Options, ident: &Ident) -> String {
    options
        .text("js_name")
        .unwrap_or_else(|| ident.unraw().to_string())
}

fn qualified(options: &Options, name: String) -> String {
    let mut path = options.namespace();
    path.push(name);
    path.join(".")
}
