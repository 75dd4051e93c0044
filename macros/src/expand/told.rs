use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Field, Type};

use super::checks::is_known;
use super::Emit;
use crate::args::OnPanic;
use crate::model::attrs::Attrs;
use crate::model::fields::ExportedStruct;
use crate::rules;
use crate::settings::Unwind;

/// What a struct tells of itself if something takes it that needs it to be unwind
/// safe, and it is not: the field that is to blame, once.
///
/// No macro can warn where it has nothing of the user's in its hands, and what takes
/// the struct is elsewhere. So the struct has a method for each field that it expects
/// to be dead code, and what takes the struct uses the one of the culprit. rustc says
/// of it that an expectation was not fulfilled, at the field, with our reason.
pub(super) fn expand_told(emit: &Emit, exported: &ExportedStruct) -> Option<TokenStream> {
    let is_safe = emit.args.assertion.is_some() || emit.args.on_panic().is_some_and(is_abort);
    let unwind = emit.args.settings.unwind;
    if is_safe || unwind == Unwind::Never {
        return None;
    }
    let told = Told::new(emit, exported);
    let (error, warning) = (told.error(), told.warning());
    let told = match unwind {
        Unwind::Required => error,
        _ => quote! {
            #[cfg(all(target_family = "wasm", panic = "unwind"))]
            #error
            #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
            #warning
        },
    };
    let attrs = Attrs::new(&exported.item.attrs);
    let (cfgs, lint_levels) = (attrs.cfgs(), attrs.lint_levels());
    Some(quote! {
        #cfgs
        #lint_levels
        #[allow(non_local_definitions, clippy::all, clippy::nursery, clippy::pedantic, clippy::restriction)]
        const _: () = { #told };
    })
}

fn is_abort(on_panic: &OnPanic) -> bool {
    matches!(on_panic, OnPanic::Abort)
}

struct Told<'a> {
    emit: &'a Emit<'a>,
    ident: &'a Ident,
    /// The fields that may be to blame. Names save what would be emitted for others.
    fields: Vec<Suspect>,
    /// What is said if none of them is.
    message: String,
}

struct Suspect {
    cfgs: Attrs,
    ty: TokenStream,
    message: String,
    /// Where its type is written.
    span: Span,
}

impl<'a> Told<'a> {
    fn new(emit: &'a Emit<'a>, exported: &'a ExportedStruct) -> Self {
        let ident = &exported.item.ident;
        let fields = exported.item.fields.iter().enumerate();
        let suspects = fields.filter(|(_, field)| !is_known(&field.ty));
        let name = ident.unraw();
        let subject = format!("`{name}` is not unwind safe");
        Told {
            emit,
            ident,
            fields: suspects
                .map(|(i, field)| Suspect::new(&subject, ident, i, field))
                .collect(),
            message: rules::NOT_UNWIND_SAFE.message_with(&subject, ASSERT),
        }
    }

    /// A constant that cannot be evaluated.
    fn error(&self) -> TokenStream {
        let Told { ident, message, .. } = self;
        let Emit { runtime, .. } = self.emit;
        let refused = ["ByValue", "Behind"].map(|bound| {
            let bound = Ident::new(bound, Span::call_site());
            let refused = self.fields.iter().map(move |field| {
                let Suspect {
                    cfgs,
                    ty,
                    message,
                    span,
                } = field;
                let panic = quote_spanned!(*span=> ::core::panic!("{}", #message));
                quote! {
                    #cfgs
                    {
                        if !#runtime::check::Ask::<#runtime::check::#bound, #ty>::IS_SAFE {
                            #panic
                        }
                    }
                }
            });
            refused.collect::<TokenStream>()
        });
        let span = ident.span();
        let otherwise = quote_spanned!(span=> ::core::panic!("{}", #message));
        quote! {
            impl #ident {
                #[allow(dead_code)]
                #[doc(hidden)]
                pub(crate) const __BULKHEAD_PASSED: bool = {
                    #[allow(unused_imports)]
                    use #runtime::check::OrTorn as _;
                    #(#refused)*
                    #otherwise
                };
            }
        }
    }

    /// A method that uses the one that is expected to be dead.
    fn warning(&self) -> TokenStream {
        let Told { ident, message, .. } = self;
        let Emit { runtime, .. } = self.emit;
        let names: Vec<_> = (0..self.fields.len())
            .map(|i| format_ident!("Field{i}", span = Span::mixed_site()))
            .collect();
        let expected = names.iter().zip(&self.fields);
        let expected =
            expected.map(|(name, field)| expected_dead(name, &field.message, field.span));
        let whole = Ident::new("Whole", Span::mixed_site());
        let expected_of_whole = expected_dead(&whole, message, ident.span());
        let found = Ident::new("found", Span::mixed_site());
        let asked = ["ByValue", "Behind"].map(|bound| {
            let bound = Ident::new(bound, Span::call_site());
            let asked = names.iter().zip(&self.fields).map(|(name, field)| {
                let Suspect { cfgs, ty, .. } = field;
                quote! {
                    #cfgs
                    let #found = #found.or(
                        (&#runtime::check::Ask::<#runtime::check::#bound, #ty>::NEW).answer(),
                        #name,
                    );
                }
            });
            asked.collect::<TokenStream>()
        });
        quote! {
            impl #ident {
                // Were it allowed to be dead, it would count as being used.
                #[warn(dead_code)]
                #[doc(hidden)]
                pub(crate) fn __bulkhead_is_not_unwind_safe(&self) -> #runtime::check::Told {
                    #[allow(unused_imports)]
                    use #runtime::check::{AskSafe as _, AskTorn as _};
                    #(#expected)*
                    #expected_of_whole
                    let #found = #runtime::check::NotFound;
                    #(#asked)*
                    #found.or(#runtime::check::Torn, #whole).culprit().is_expected();
                    #runtime::check::Told
                }
            }
        }
    }
}

/// A type with a method that is expected not to be called.
pub(super) fn expected_dead(name: &Ident, message: &str, span: Span) -> TokenStream {
    // With a span of the user's own, because that is what the warning underlines.
    let lint = Ident::new("dead_code", span);
    // All of it, because rustc says of nothing that a macro wrote that it is dead, so that the
    // expectation would never be fulfilled.
    let is_expected = quote_spanned!(span=> fn is_expected(self) {});
    quote! {
        #[allow(dead_code)]
        #[derive(Clone, Copy)]
        struct #name;
        impl #name {
            #[expect(#lint, reason = #message)]
            #is_expected
        }
    }
}

impl Suspect {
    fn new(subject: &str, ident: &Ident, index: usize, field: &Field) -> Self {
        let name = match &field.ident {
            Some(name) => name.unraw().to_string(),
            None => index.to_string(),
        };
        let it = format!("{subject} because of its field `{name}`");
        let ty = super::subject::without_self(field.ty.to_token_stream(), ident);
        Suspect {
            cfgs: Attrs::new(&field.attrs).cfgs(),
            message: rules::NOT_UNWIND_SAFE.message_with(&it, &Advice::on(&field.ty).help()),
            ty,
            span: field.ty.span(),
        }
    }
}

/// What can be done about a field, by the words in its type. It is advice, so it may
/// go by names.
#[derive(Debug, PartialEq)]
enum Advice {
    /// It has a cell of its own.
    Cell,
    /// It shares a cell with others, which the struct cannot speak for.
    SharedCell,
    /// It forgets what it is.
    Object,
    /// It is a type that may be of another crate.
    Wrap,
}

impl Advice {
    fn on(ty: &Type) -> Self {
        let words = words(ty.to_token_stream());
        let has = |any: &[&str]| words.iter().any(|word| any.contains(&&**word));
        match () {
            () if has(&["Closure", "ScopedClosure"]) => Advice::Wrap,
            () if has(&["Cell", "RefCell"]) => match has(&["Rc", "Arc", "Weak", "&"]) {
                true => Advice::SharedCell,
                false => Advice::Cell,
            },
            () if has(&["dyn"]) => Advice::Object,
            () => Advice::Wrap,
        }
    }

    fn help(&self) -> String {
        let what = match self {
            Advice::Cell => {
                "make its cell a `PoisonCell`, give the struct a field of type `Poison`"
            }
            Advice::SharedCell => "make the cell in it a `PoisonCell`",
            Advice::Object => "write `+ UnwindSafe + RefUnwindSafe` behind the `dyn`",
            Advice::Wrap => "wrap the field in `AssertUnwindSafe`",
        };
        format!("{what}, or {ASSERT}")
    }
}

/// What can be done about any type.
const ASSERT: &str = "say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`";

/// The words in a type, and `&` for a reference.
fn words(tokens: TokenStream) -> Vec<String> {
    let words = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(ident) => vec![ident.to_string()],
        TokenTree::Group(group) => words(group.stream()),
        TokenTree::Punct(punct) => vec![punct.as_char().to_string()],
        TokenTree::Literal(_) => Vec::new(),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_goes_by_the_words_of_a_type() {
        let on = |ty: &str| Advice::on(&syn::parse_str(ty).expect("it is a type"));
        assert_eq!(on("RefCell<Vec<u32>>"), Advice::Cell);
        assert_eq!(on("Option<std::cell::Cell<u8>>"), Advice::Cell);
        assert_eq!(on("Rc<RefCell<u32>>"), Advice::SharedCell);
        assert_eq!(on("Vec<Weak<Cell<u8>>>"), Advice::SharedCell);
        assert_eq!(on("&'static RefCell<u8>"), Advice::SharedCell);
        assert_eq!(on("Box<dyn Fn()>"), Advice::Object);
        assert_eq!(on("Closure<dyn FnMut(u32)>"), Advice::Wrap);
        assert_eq!(on("Option<yrs::Doc>"), Advice::Wrap);
    }
}
