//! What the types of captures say of a closure.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::{Lifetime, Member};

use super::Guard;
use crate::captures::{Asked, Capture, Captures, Place, Source};
use crate::rules;

impl Guard<'_> {
    /// The verdict on a closure of which `constructor` asks, after which each
    /// capture has been named that is to blame.
    pub(super) fn verdict(self, constructor: &Ident, captures: &Captures) -> TokenStream {
        let own = captures.own.iter().map(|capture| {
            let is_told = captures.behind.is_some() && matches!(capture.source, Source::Closure(_));
            let asked = self.asked_of(constructor, capture);
            match is_told {
                true => quote!((#asked)),
                false => self.noted(asked, &in_code(&capture.name), capture.name.span()),
            }
        });
        let all = own.reduce(|all, one| quote!(#all.and(#one)));
        let all = all.unwrap_or_else(|| quote!(#constructor.nothing()));
        let or = self.poisons.then(|| quote!(.or_poisoning()));
        let behind = captures.behind.iter().flatten();
        let behind = behind.map(|capture| {
            let asked = self.asked_of(constructor, capture);
            self.noted(asked, &in_code(&capture.name), capture.name.span())
        });
        match captures
            .behind
            .as_ref()
            .is_some_and(|behind| !behind.is_empty())
            && !self.poisons
        {
            true => quote!({ #(#behind;)* #all }),
            false => quote!(#all #or),
        }
    }

    /// The verdict on a value that is no closure of the body, of whose witness
    /// `constructor` asks.
    pub(super) fn verdict_on_value(
        self,
        witness: &TokenStream,
        name: &str,
        span: Span,
    ) -> TokenStream {
        let noted = self.noted(asked(witness, span), name, span);
        let or = self.poisons.then(|| quote!(.or_poisoning()));
        quote!(#noted #or)
    }

    /// Statements that keep the witness of each capture by itself.
    pub(super) fn one_by_one(self, asked: &Asked<'_>) -> TokenStream {
        let captures = asked.captures.iter().enumerate();
        let witnesses = captures.filter_map(|(i, capture)| match &capture.source {
            Source::Place { place, nested } => {
                let name = witness_of(asked.closure, i);
                let witness = self.witness(place, *nested);
                Some(quote!(let #name = #witness;))
            }
            _ => None,
        });
        witnesses.collect()
    }

    /// The statement that keeps the verdicts on a closure which other closures
    /// capture, so that each of those asks once.
    pub(super) fn together(self, of: &Asked<'_>) -> Option<TokenStream> {
        if !of.is_captured {
            return None;
        }
        let runtime = self.runtime;
        let fold = |is_shared: bool| {
            let captures = of.captures.iter().enumerate();
            let verdicts = captures.map(|(i, capture)| {
                let mut capture = capture.clone();
                capture.shared |= is_shared;
                if let Source::Place { .. } = capture.source {
                    let closure = of.closure;
                    capture.source = Source::Of {
                        closure,
                        capture: i,
                    };
                }
                match self.known(&capture) {
                    Some(witness) => asked(&witness, capture.name.span()),
                    None => quote!(#runtime::closures::Aborting),
                }
            });
            let all = verdicts.reduce(|all, one| quote!((#all).and(#one)));
            all.unwrap_or_else(|| quote!(#runtime::closures::Catching))
        };
        let (owned, shared) = (fold(false), fold(true));
        let name = verdicts_on(of.closure);
        Some(quote!(let #name = #runtime::closures::Verdicts { owned: #owned, shared: #shared };))
    }

    /// What `constructor` is told of a capture.
    fn asked_of(self, constructor: &Ident, capture: &Capture) -> TokenStream {
        match self.known(capture) {
            Some(known) => {
                let span = capture.name.span();
                let constructor = Ident::new(&constructor.to_string(), located_at(span));
                let known = quote_spanned!(located_at(span)=> #constructor.ask(#known));
                asked(&known, span)
            }
            None => quote!(#constructor.unknown()),
        }
    }

    /// A verdict that speaks up if it is `Aborting`, by a method that is deprecated.
    /// The other verdicts have one of the same name that is not.
    fn noted(self, verdict: TokenStream, name: &str, span: Span) -> TokenStream {
        if self.poisons {
            return quote!((#verdict));
        }
        let runtime = self.runtime;
        let note = rules::ABORTING_CLOSURE.message(name);
        // With the span as it is: no macro is to blame for the warning.
        let method = Ident::new("because_of_capture", span);
        quote! {{
            #[allow(dead_code)]
            trait AbortingClosure {
                #[deprecated(note = #note)]
                fn because_of_capture(self) -> Self;
            }
            impl AbortingClosure for #runtime::closures::Aborting {
                fn because_of_capture(self) -> Self {
                    self
                }
            }
            (#verdict).#method()
        }}
    }

    /// What is known of a capture, if there is anything.
    fn known(self, capture: &Capture) -> Option<TokenStream> {
        let known = match &capture.source {
            Source::Unknown => return None,
            Source::Of { closure, capture } => witness_of(*closure, *capture).to_token_stream(),
            Source::Closure(closure) => verdicts_on(*closure).to_token_stream(),
            Source::Place { place, nested } => self.witness(place, *nested),
        };
        Some(match capture.shared {
            true => quote!(#known.shared()),
            false => known,
        })
    }

    /// The witness of what a closure captures that uses `place`.
    fn witness(self, place: &Place, nested: bool) -> TokenStream {
        let runtime = self.runtime;
        let Place { root, fields } = place;
        if fields.is_empty() || nested {
            return self.probe(quote!(#root #(.#fields)*));
        }
        let witnesses: Vec<_> = (0..=fields.len())
            .map(|count| {
                let name = format_ident!("witness_{count}", span = Span::mixed_site());
                let fields = &fields[..count];
                let probe = self.probe(quote!(#root #(.#fields)*));
                (name, probe)
            })
            .collect();
        let (names, probes): (Vec<_>, Vec<_>) = witnesses.into_iter().unzip();
        let last = &names[fields.len()];
        let owners = names.iter().zip(fields).rev();
        let captured = owners.fold(last.to_token_stream(), |captured, (owner, field)| {
            let via = match field {
                Member::Unnamed(index) if index.index == 0 => quote!(__bulkhead_via_0),
                _ => quote!(__bulkhead_via),
            };
            quote!((&&&#owner).#via(#captured))
        });
        let whole = &names[0];
        // With the user's span, whose edition decides which method it is.
        let into_iter = Ident::new("into_iter", root.span());
        let edition = private("edition");
        quote! {{
            #[allow(unused_imports)]
            use #runtime::closures::{
                Edition as _, ViaAssertion as _, ViaDeref as _, ViaOwn as _, ViaPointer as _,
            };
            #(let #names = #probes;)*
            #[allow(array_into_iter)]
            let #edition = [()].#into_iter();
            #edition.__bulkhead_captured(#whole, #captured)
        }}
    }

    /// The type of a place without any use of the place.
    fn probe(self, place: TokenStream) -> TokenStream {
        let runtime = self.runtime;
        let label = Lifetime::new("'probe", Span::mixed_site());
        quote! {
            #label: {
                #[allow(unreachable_code)]
                {
                    break #label #runtime::closures::Witness::new();
                    #runtime::closures::Witness::of(&#place)
                }
            }
        }
    }
}

/// The question what a witness says, or verdicts that were kept.
fn asked(known: &TokenStream, span: Span) -> TokenStream {
    quote_spanned!(located_at(span)=> (&#known).verdict())
}

/// The span of what is emitted about a capture, which errors about its type
/// underline.
fn located_at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

fn in_code(name: &Ident) -> String {
    format!("`{name}`")
}

pub(super) fn private(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn witness_of(closure: usize, capture: usize) -> Ident {
    format_ident!("__bulkhead_{closure}_{capture}", span = Span::mixed_site())
}

fn verdicts_on(closure: usize) -> Ident {
    format_ident!("__bulkhead_{closure}", span = Span::mixed_site())
}
