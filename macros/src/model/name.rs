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

/// What marks names and exports in linear memory: bytes that no text has, see runtime/src/name.rs.
const NAME: u8 = 0xff;
const SYMBOL: u8 = 0xfe;

/// A boundary: what errors call it, and what the wasm module calls the export that it stands behind.
#[derive(Clone)]
pub(crate) struct Boundary {
    pub(crate) name: String,
    pub(crate) symbol: String,
}

impl Boundary {
    /// The name, and the export where that does not follow from the name: each with the mark by
    /// which runtime/js/src/names.js finds it, and a NUL.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let Boundary { name, symbol } = self;
        let mut bytes = [&[NAME], name.as_bytes(), &[0]].concat();
        if *symbol != derived_symbol(name) {
            bytes.extend([&[SYMBOL], symbol.as_bytes(), &[0]].concat());
        }
        bytes
    }
}

/// The export that runtime/js/src/names.js takes a boundary of this name to stand behind.
fn derived_symbol(name: &str) -> String {
    let verbs = ["new ", "get ", "set "];
    let verb = verbs.iter().find(|verb| name.starts_with(*verb));
    let path = &name[verb.map_or(0, |verb| verb.len())..];
    let (owner, member) = match verb {
        Some(&"new ") => (Some(path), "new"),
        _ => match path.rsplit_once('.') {
            Some((owner, member)) => (Some(owner), member),
            None => (None, path),
        },
    };
    let set = if verb == Some(&"set ") { "set_" } else { "" };
    match owner {
        None => member.to_owned(),
        Some(class) => class_symbol(class, &format!("{set}{member}")),
    }
}

/// What `wasm-bindgen` exports a free function as, `name` being as JavaScript calls it.
pub(crate) fn function_symbol(name: &str) -> String {
    let (space, name) = name.rsplit_once('.').unwrap_or(("", name));
    in_namespace(space, &suffix(name))
}

/// What `wasm-bindgen` exports the function `ident` of `class` as, which has these options.
pub(crate) fn method_symbol(class: &str, options: &Options, ident: &Ident) -> String {
    let set = if options.has("setter") { "set_" } else { "" };
    let name = match options.text("js_name") {
        Some(name) => format!("{set}{name}"),
        None => ident.unraw().to_string(),
    };
    member_symbol(class, &name)
}

/// What `wasm-bindgen` exports a member of `class` as, `name` being that of its function.
pub(crate) fn member_symbol(class: &str, name: &str) -> String {
    class_symbol(class, &suffix(name))
}

fn class_symbol(class: &str, member: &str) -> String {
    let (space, class) = class.rsplit_once('.').unwrap_or(("", class));
    in_namespace(space, &format!("{}_{member}", class.to_lowercase()))
}

fn in_namespace(space: &str, name: &str) -> String {
    match space {
        "" => name.to_owned(),
        space => format!("{}__{name}", space.replace('.', "__")),
    }
}

/// A name with nothing in it that C could not read.
fn suffix(name: &str) -> String {
    let kept = name.chars().filter(|c| !matches!(c, '[' | ']'));
    kept.map(|c| match c.is_ascii_alphanumeric() {
        true => c,
        false => '_',
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(name: &str, symbol: &str) -> Vec<u8> {
        let (name, symbol) = (name.to_owned(), symbol.to_owned());
        Boundary { name, symbol }.bytes()
    }

    #[test]
    fn an_export_is_told_where_it_does_not_follow_from_the_name() {
        for (name, symbol) in [
            ("divide", "divide"),
            ("new Ledger", "ledger_new"),
            ("shapes.Point.origin", "shapes__point_origin"),
            ("get shapes.Point.norm", "shapes__point_norm"),
            ("set Ledger.total", "ledger_set_total"),
        ] {
            let named = [b"\xff", name.as_bytes(), b"\0"].concat();
            assert_eq!(bytes(name, symbol), named);
        }
        assert_eq!(
            bytes("new Ledger", "ledger_create"),
            b"\xffnew Ledger\0\xfeledger_create\0"
        );
        assert!(bytes("tools.sharpen", "tools__sharpen").ends_with(b"\xfetools__sharpen\0"));
    }

    #[test]
    fn exports_are_called_as_wasm_bindgen_calls_them() {
        assert_eq!(function_symbol("math.divide"), "math__divide");
        assert_eq!(function_symbol("größe"), "gr__e");
        let ident = Ident::new("iterator", proc_macro2::Span::call_site());
        let options = Options::default();
        assert_eq!(
            method_symbol("Counter", &options, &ident),
            "counter_iterator"
        );
        let named = options.with("js_name", quote::quote!("[Symbol.iterator]"));
        assert_eq!(
            method_symbol("Counter", &named, &ident),
            "counter_Symbol_iterator"
        );
        let setter = options
            .with("js_name", quote::quote!("x"))
            .with_flag("setter");
        assert_eq!(method_symbol("a.B", &setter, &ident), "a__b_set_x");
    }
}
