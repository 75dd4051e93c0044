use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::cx::Warning;

/// The use of something deprecated, which is how a macro warns on stable.
pub(super) fn expand_warning(warning: &Warning) -> TokenStream {
    let Warning {
        message,
        span,
        attrs,
    } = warning;
    let bulkhead = Ident::new("bulkhead", Span::mixed_site().located_at(*span));
    quote! {
        #[allow(non_upper_case_globals, clippy::let_unit_value)]
        #attrs
        const _: () = {
            #[deprecated(note = #message)]
            const #bulkhead: () = ();
            let () = #bulkhead;
        };
    }
}
