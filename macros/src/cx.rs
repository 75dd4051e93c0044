use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

use crate::model::attrs::Attrs;
use crate::rules::Rule;

/// Where every finding goes, so that one compile shows all of them.
///
/// Dropping it unread is a bug in this crate and panics: a finding that is not
/// seen would let a mistake through.
pub(crate) struct Cx {
    findings: RefCell<Option<Findings>>,
}

#[derive(Default)]
struct Findings {
    errors: Vec<syn::Error>,
    warnings: Vec<Warning>,
}

/// What is emitted for the compiler to warn of.
pub(crate) struct Warning {
    pub(crate) message: String,
    pub(crate) span: Span,
    /// Attributes of the items around, which may allow it.
    pub(crate) attrs: Attrs,
}

impl Cx {
    pub(crate) fn new() -> Self {
        Cx {
            findings: RefCell::new(Some(Findings::default())),
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

    /// Warns of `rule`, unless one of `attrs` allows that.
    pub(crate) fn warn(&self, rule: &Rule, guilty: impl ToTokens, it: &str, attrs: Attrs) {
        if let Some(findings) = self.findings.borrow_mut().as_mut() {
            findings.warnings.push(Warning {
                message: rule.message(it),
                span: guilty.to_token_stream().span(),
                attrs: attrs.lint_levels(),
            });
        }
    }

    /// The errors as `compile_error!` invocations, if there are any, and the
    /// warnings.
    pub(crate) fn finish(self) -> (Option<TokenStream>, Vec<Warning>) {
        let findings = self.findings.take().unwrap_or_default();
        let errors = findings.errors.into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        });
        let errors = errors.map(syn::Error::into_compile_error);
        (errors, findings.warnings)
    }

    fn push(&self, finding: syn::Error) {
        if let Some(findings) = self.findings.borrow_mut().as_mut() {
            findings.errors.push(finding);
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
