use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::spanned::Spanned;
use syn::{Field, Ident, LitStr, Signature};

use super::assertions::expand_assertions;
use super::objects::Objects;
use super::shim::with_boundary;
use super::subject::expand_subject;
use super::told::expand_told;
use super::{allow_lints, class, Emit};
use crate::model::attrs::Attrs;
use crate::model::fields::{ExportedField, ExportedStruct, FieldCase};
use crate::model::name::{member_symbol, Boundary};
use crate::model::options::Bindgen;
use crate::stand_in;

/// The struct with its fields hidden from `wasm-bindgen`, and guarded accessors
/// in their place. Its own accessors are outside any catch.
pub(super) fn expand_struct(emit: &Emit, exported: &ExportedStruct) -> TokenStream {
    let mark = stand_in::mark();
    let item = hidden_fields(exported);
    let accessors = accessors(emit, exported);
    let assertions = assertions(emit, exported);
    let subject = expand_subject(emit, exported);
    let told = expand_told(emit, exported);
    let marker = class::expand_marker(exported);
    quote!(#mark #item #accessors #assertions #subject #told #marker)
}

fn hidden_fields(exported: &ExportedStruct) -> syn::ItemStruct {
    let mut item = exported.item.clone();
    let mut fields: Vec<&mut Field> = item.fields.iter_mut().collect();
    for field in &exported.fields {
        if let Some(hidden) = fields.get_mut(field.index) {
            hidden.attrs = field.attrs.without(&["wasm_bindgen"]).parsed();
            hidden.attrs.push(syn::parse_quote!(#[wasm_bindgen(skip)]));
        }
    }
    item
}

fn accessors(emit: &Emit, exported: &ExportedStruct) -> TokenStream {
    let ident = &exported.item.ident;
    let js_class = LitStr::new(&exported.js_class(), ident.span());
    let options = exported
        .bindgen
        .options
        .only(&["js_namespace"])
        .with("js_class", js_class);
    // The accessors that `wasm-bindgen` makes of fields ask nothing of types.
    let options = with_boundary(emit, &options);
    let bindgen = Bindgen {
        path: exported.bindgen.path.clone(),
        options,
    };
    let cfgs = Attrs::new(&exported.item.attrs).cfgs();
    let allow = allow_lints();
    let pairs = exported
        .fields
        .iter()
        .flat_map(|field| field.cases.iter().map(move |case| (field, case)));
    let accessors: Vec<_> = pairs
        .map(|(field, case)| {
            Accessors {
                emit,
                exported,
                field,
                case,
            }
            .expand()
        })
        .collect();
    match accessors.is_empty() {
        true => TokenStream::new(),
        false => quote!(#bindgen #cfgs #allow impl #ident { #(#accessors)* }),
    }
}

/// The accessors of one field in one state of the `cfg_attr`s around it.
struct Accessors<'a> {
    emit: &'a Emit<'a>,
    exported: &'a ExportedStruct,
    field: &'a ExportedField,
    case: &'a FieldCase,
}

impl Accessors<'_> {
    fn expand(&self) -> TokenStream {
        let getter = self.getter();
        let setter = match self.case.is_readonly() {
            true => TokenStream::new(),
            false => self.setter(),
        };
        quote!(#getter #setter)
    }

    fn getter(&self) -> TokenStream {
        let ExportedField { member, ty, .. } = self.field;
        let ident = self.ident("get");
        let (helper, read) = self.read();
        let sig = syn::parse_quote!(fn #ident(&self) -> #ty);
        self.accessor(
            "get",
            &sig,
            helper,
            |arguments| quote!(#read(&#(#arguments)*.#member)),
        )
    }

    /// The accessor of this signature that does what `body` makes of its arguments.
    fn accessor(
        &self,
        verb: &str,
        sig: &Signature,
        helper: Option<TokenStream>,
        body: impl FnOnce(&[TokenStream]) -> TokenStream,
    ) -> TokenStream {
        let attrs = self.attrs(&format!("{verb}ter"));
        let boundary = self.boundary(verb);
        let objects = Objects {
            emit: self.emit,
            own: None,
            boundary: &boundary,
            class: Some(self.exported.item.ident.to_token_stream()),
            at: self.field.ty.span(),
            sig,
        };
        let Signature { ident, inputs, .. } = sig;
        let output = objects.output();
        let body = objects.around(body);
        quote! {
            #attrs
            #[inline]
            pub fn #ident(#inputs) #output {
                #helper
                #body
            }
        }
    }

    /// The function that reads the field out of the struct, and its definition
    /// if it needs one. The compiler names it when the field is not `Copy`.
    fn read(&self) -> (Option<TokenStream>, TokenStream) {
        let Accessors {
            exported,
            field: ExportedField { ty, .. },
            case,
            ..
        } = self;
        if case.is_cloned(&exported.bindgen.options) {
            return (None, quote!(<#ty as ::core::clone::Clone>::clone));
        }
        let helper = quote! {
            fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
                *field
            }
        };
        (
            Some(helper),
            quote_spanned!(ty.span()=> copied_without_getter_with_clone::<#ty>),
        )
    }

    fn setter(&self) -> TokenStream {
        let ExportedField { member, ty, .. } = self.field;
        let ident = self.ident("set");
        let sig = syn::parse_quote!(fn #ident(&mut self, value: #ty));
        self.accessor("set", &sig, None, |arguments| match arguments {
            [this, value] => quote!(#this.#member = #value),
            _ => TokenStream::new(),
        })
    }

    fn attrs(&self, accessor: &str) -> TokenStream {
        let Accessors { field, case, .. } = self;
        let docs_and_cfgs = field.attrs.docs_and_cfgs();
        let cfg = case.case.cfg();
        let span = field.ty.span();
        let options = case.case.options.only(&["skip_typescript", "skip_jsdoc"]);
        let options = options.with(accessor, LitStr::new(&case.js_name, span));
        quote!(#docs_and_cfgs #cfg #[doc(hidden)] #[wasm_bindgen(#options)])
    }

    /// A name that sorts where `wasm-bindgen` would have declared the field. The
    /// option `getter` or `setter` says what JavaScript calls it, this does not.
    fn ident(&self, verb: &str) -> Ident {
        let Accessors {
            exported,
            field: ExportedField { rust_name, .. },
            case,
            ..
        } = self;
        let rank = case.rank;
        match exported.declares_fields_first() {
            true => format_ident!("A{rank:03}__bulkhead_{verb}_{rust_name}"),
            false => format_ident!("zz{rank:03}__bulkhead_{verb}_{rust_name}"),
        }
    }

    fn boundary(&self, verb: &str) -> Boundary {
        let Accessors {
            exported: ExportedStruct { class, .. },
            field,
            case,
            ..
        } = self;
        let set = if verb == "set" { "set_" } else { "" };
        Boundary {
            name: format!("{verb} {class}.{}", case.js_name),
            // JavaScript knows what `ident` puts before the name.
            symbol: member_symbol(class, &format!("{set}{}", field.rust_name)),
        }
    }
}

/// The promise the user gave for a type that the compiler would not take for
/// unwind safe.
fn assertions(emit: &Emit, exported: &ExportedStruct) -> TokenStream {
    let cfgs = Attrs::new(&exported.item.attrs).cfgs();
    let marker = expand_assertions(emit, emit.args, &exported.class);
    match marker.is_empty() {
        true => marker,
        false => quote!(#cfgs #marker),
    }
}
