//! Types that are given to JavaScript, of which each method call asks whether they are unwind safe.

use quote::ToTokens;
use syn::{GenericParam, ItemStruct};

use super::{Fix, Kind};
use crate::edits::Edit;
use crate::lines;
use crate::source::SourceFile;

/// None where the file asserts it already, which then is not what the error is about.
pub(super) fn fix(file: &SourceFile, item: &ItemStruct) -> Option<Fix> {
    if file
        .text
        .contains(&format!("UnwindSafe for {}", item.ident))
    {
        return None;
    }
    let end = file.range(item).end;
    let newline = lines::newline(&file.text, end);
    let (declared, _, bounds) = item.generics.split_for_impl();
    let declared = declared.to_token_stream().to_string();
    let used = used(item);
    let name = &item.ident;
    let bounds = bounds.map_or_else(String::new, |it| format!(" {}", it.to_token_stream()));
    let implementations = ["UnwindSafe", "RefUnwindSafe"].map(|of| {
        format!("{newline}impl{declared} core::panic::{of} for {name}{used}{bounds} {{}}")
    });
    let indentation = lines::indentation(&file.text, file.range(item).start);
    let text = implementations
        .concat()
        .replace(newline, &format!("{newline}{indentation}"));
    let comment = format!("{newline}{newline}{indentation}// {}", super::mark::TEXT);
    Some(Fix {
        kind: Kind::Type,
        at: file.range(name).start,
        edits: vec![Edit::insert(end, comment + &text)],
    })
}

/// `<'a, T, N>`, as the type is used.
fn used(item: &ItemStruct) -> String {
    let names = item.generics.params.iter().map(|it| match it {
        GenericParam::Lifetime(it) => it.lifetime.to_string(),
        GenericParam::Type(it) => it.ident.to_string(),
        GenericParam::Const(it) => it.ident.to_string(),
    });
    let names: Vec<_> = names.collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("<{}>", names.join(", ")),
    }
}
