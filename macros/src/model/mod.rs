//! What the user wrote, as far as it matters here. Nothing is emitted and, but
//! for the arguments of methods, nothing is judged.

pub(crate) mod attrs;
pub(crate) mod closures;
pub(crate) mod fields;
pub(crate) mod function;
pub(crate) mod impls;
pub(crate) mod imports;
pub(crate) mod module;
pub(crate) mod name;
pub(crate) mod options;
pub(crate) mod panics;
pub(crate) mod syntax;

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::cx::Cx;
use crate::rules;
use fields::ExportedStruct;
use function::Function;
use impls::ExportedImpl;
use imports::ImportBlock;
use module::Module;
use options::Bindgen;
use syntax::Syntax;

/// The annotated item.
pub(crate) enum Model {
    /// `#[wasm_bindgen] fn`, a start function among them.
    Export(Export),
    /// `#[wasm_bindgen(main)]`, whose name is fixed.
    Main(Function),
    /// `extern "C" fn` under a symbol of its own.
    Raw(RawExport),
    Impl(ExportedImpl),
    Struct(ExportedStruct),
    Imports(ImportBlock),
    Module(Module),
    /// Below `#[wasm_bindgen]`: what that made of the item.
    Misordered(TokenStream),
    /// What can never be exported; `what` is how to call it.
    Unsupported {
        item: TokenStream,
        what: &'static str,
        guilty: TokenStream,
    },
    /// What is not exported, at least not in this configuration.
    Other(TokenStream),
}

pub(crate) struct Export {
    pub(crate) bindgen: Bindgen,
    pub(crate) function: Function,
}

pub(crate) struct RawExport {
    pub(crate) function: Function,
    pub(crate) symbol: String,
}

impl Model {
    pub(crate) fn parse(cx: &Cx, item: TokenStream) -> Self {
        match syn::parse2::<Syntax>(item.clone()) {
            Ok(syntax) if syntax.is_bindgens_own() => Model::Misordered(item),
            Ok(syntax) => Self::of(cx, syntax, item),
            Err(error) => {
                let what = format!("this: {error}");
                cx.report_at(&rules::UNSUPPORTED_ITEM, error.span(), &what);
                Model::Other(item)
            }
        }
    }

    /// The item as if `#[bulkhead]` were nowhere on it.
    pub(crate) fn item(&self) -> TokenStream {
        match self {
            Model::Export(export) => export.function.to_token_stream(),
            Model::Main(main) => main.to_token_stream(),
            Model::Raw(export) => export.function.to_token_stream(),
            Model::Impl(exported) => exported.to_token_stream(),
            Model::Struct(exported) => exported.item.to_token_stream(),
            Model::Imports(block) => block.item.to_token_stream(),
            Model::Module(module) => module.to_token_stream(),
            Model::Misordered(item) | Model::Unsupported { item, .. } | Model::Other(item) => {
                item.clone()
            }
        }
    }

    fn of(cx: &Cx, syntax: Syntax, item: TokenStream) -> Self {
        let attrs = syntax.attrs();
        if let [again, ..] = attrs.only(&["bulkhead"]).0.as_slice() {
            cx.report(&rules::REPEATED, &again.meta, "#[bulkhead]");
        }
        let bindgen = Bindgen::find(&attrs);
        match (syntax, bindgen) {
            (Syntax::Module(module), _) => Model::Module(module),
            (Syntax::Function(function), Some(bindgen)) => Self::export(bindgen, function, item),
            (Syntax::Function(function), None) => Self::function(function, item),
            (Syntax::Impl(block), Some(bindgen)) if block.is_exportable() => {
                Model::Impl(ExportedImpl::new(cx, bindgen, block))
            }
            (Syntax::Item(syn::Item::Struct(it)), Some(bindgen))
                if it.generics.params.is_empty() =>
            {
                Model::Struct(ExportedStruct::new(bindgen, it))
            }
            (Syntax::Item(syn::Item::ForeignMod(it)), Some(bindgen)) => {
                Model::Imports(ImportBlock::new(bindgen, it))
            }
            (syntax, None) => Self::not_exported(&syntax, item),
            // What `wasm-bindgen` does not take either, it says itself.
            (_, Some(_)) => Model::Other(item),
        }
    }

    fn export(bindgen: Bindgen, function: Function, item: TokenStream) -> Self {
        if bindgen.options.has("main") {
            return Model::Main(function);
        }
        // Both are `wasm-bindgen`'s errors, and it makes them of this very item.
        if function.sig.constness.is_some() || !function.sig.generics.params.is_empty() {
            return Model::Other(item);
        }
        Model::Export(Export { bindgen, function })
    }

    fn function(function: Function, item: TokenStream) -> Self {
        match syntax::symbol(&function) {
            Some(symbol) => Model::Raw(RawExport { function, symbol }),
            None => Model::Other(item),
        }
    }

    fn not_exported(syntax: &Syntax, item: TokenStream) -> Self {
        match syntax.unsupported() {
            Some((what, guilty)) => Model::Unsupported { item, what, guilty },
            None => Model::Other(item),
        }
    }
}
