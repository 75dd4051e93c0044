use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

use crate::rules::Rule;

/// Where every finding goes, so that one compile shows all of them.
///
/// Dropping it unread is a bug in this crate and panics: a finding that nobody
/// sees would let a mistake through.
pub(crate) struct Cx {
    findings: RefCell<Option<Vec<syn::Error>>>,
}

impl Cx {
    pub(crate) fn new() -> Self {
        Cx {
            findings: RefCell::new(Some(Vec::new())),
        }
    }

    /// Reports `rule` at the tokens that break it; `it` is what its texts name.
    pub(crate) fn report(&self, rule: &Rule, guilty: impl ToTokens, it: &str) {
        self.push(syn::Error::new_spanned(guilty, rule.message(it)));
    }

    /// Reports `rule` where there are no tokens left to underline.
    pub(crate) fn report_at(&self, rule: &Rule, span: Span, it: &str) {
        self.push(syn::Error::new(span, rule.message(it)));
    }

    /// The findings as `compile_error!` invocations, if there are any.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        let findings = self.findings.take().unwrap_or_default();
        let all = findings.into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        })?;
        Some(all.into_compile_error())
    }

    fn push(&self, finding: syn::Error) {
        if let Some(findings) = self.findings.borrow_mut().as_mut() {
            findings.push(finding);
        }
    }
}

impl Drop for Cx {
    fn drop(&mut self) {
        if self.findings.borrow().is_some() && !std::thread::panicking() {
            panic!("the findings were not read");
        }
    }
}
