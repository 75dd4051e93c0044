use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::{Abi, LitStr};

use super::shim::name;
use super::Emit;
use crate::args::OnPanic;
use crate::model::name::Boundary;
use crate::model::RawExport;

/// The function with its boundary inside: its symbol is its own.
pub(super) fn expand_raw(emit: &Emit, export: &RawExport) -> TokenStream {
    let Emit { runtime, args } = emit;
    let mut function = export.function.clone();
    function.sig.abi = function.sig.abi.as_ref().map(unwinding);
    let boundary = Boundary {
        name: emit.name(|| export.symbol.clone()),
        symbol: export.symbol.clone(),
    };
    let name = name(emit, &boundary);
    // Kept in the module, by which it is known to be guarded, also where the body is so plain that
    // nothing could read its name.
    let boundary = quote!({
        #[used]
        static NAME: #runtime::Name = #name;
        NAME
    });
    let body = emit.body(&function.sig, &function.body, None);
    let thunk = emit.thunk(&function.sig.output, &body.tokens);
    let call = match args.on_panic() {
        Some(OnPanic::Return(value)) => {
            quote!(#runtime::raw_boundary(#boundary, #thunk, move || #value))
        }
        Some(OnPanic::Abort) => quote!(#runtime::raw_boundary_abort(#boundary, #thunk)),
        // `check` has refused the policies of objects.
        _ => quote!(#runtime::raw_boundary_throw(#boundary, #thunk)),
    };
    function.body = body.with(call);
    function.to_token_stream()
}

/// The same ABI with permission to unwind, without which a panic that leaves
/// the function would be an abort.
fn unwinding(abi: &Abi) -> Abi {
    let mut abi = abi.clone();
    let name = abi.name.as_ref().map(LitStr::value);
    let span = abi
        .name
        .as_ref()
        .map_or(abi.extern_token.span, LitStr::span);
    abi.name = Some(match name.as_deref() {
        None | Some("C") => LitStr::new("C-unwind", span),
        Some("system") => LitStr::new("system-unwind", span),
        Some(other) => LitStr::new(other, span),
    });
    abi
}
