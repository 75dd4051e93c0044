//! What the macro emits, as files to read: `golden/<name>.rs` holds an annotated
//! item, `golden/<name>.expected.rs` its expansion. `BLESS=1` renews the latter.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::settings::OfCrate;

#[test]
fn expansions_are_as_expected() {
    let mut inputs = inputs();
    inputs.sort();
    assert!(!inputs.is_empty(), "there are inputs");
    let stale: Vec<_> = inputs
        .iter()
        .filter(|input| !is_as_expected(input))
        .collect();
    assert!(
        stale.is_empty(),
        "run with BLESS=1 and read the difference: {stale:?}"
    );
}

fn inputs() -> Vec<PathBuf> {
    // Cargo runs tests in the directory of their package.
    let files = std::fs::read_dir("src/golden").expect("the folder is there");
    let files = files.map(|file| file.expect("it can be read").path());
    let is_input = |file: &PathBuf| !file.to_string_lossy().ends_with(".expected.rs");
    files.filter(is_input).collect()
}

fn is_as_expected(input: &Path) -> bool {
    let source = std::fs::read_to_string(input).expect("it can be read");
    let tokens: TokenStream = source.parse().expect("it is Rust");
    let (args, item) = split_attribute(tokens);
    let expansion = crate::expand(&OfCrate::default(), args, item);
    let expansion = syn::parse2(expansion).expect("the expansion is Rust");
    let actual = prettyplease::unparse(&expansion);
    let file = input.with_extension("expected.rs");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &actual).expect("it can be written");
    }
    std::fs::read_to_string(&file).is_ok_and(|expected| expected == actual)
}

/// Takes `#[bulkhead(args)]` off the front.
fn split_attribute(tokens: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens = tokens.into_iter().skip(1);
    let Some(TokenTree::Group(attribute)) = tokens.next() else {
        panic!("the input starts with the attribute");
    };
    let args = attribute
        .stream()
        .into_iter()
        .find_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                Some(group.stream())
            }
            _ => None,
        });
    (args.unwrap_or_default(), tokens.collect())
}
