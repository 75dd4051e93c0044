//! Which names are local variables, and what is known of their values.

use proc_macro2::Ident;
use syn::visit::Visit;
use syn::{Item, Pat, PatIdent, Stmt};

/// What a local variable holds, as far as its probing depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Holds {
    /// A value whose type is known when the captures are looked at.
    Value,
    /// A closure literal of the same body, whose type has no properties yet. It
    /// is `shared` behind an `Rc` or `Arc`.
    Closure { id: usize, shared: bool },
    /// A future of the same body, of which that is true as well, and whose
    /// insides are not seen.
    Future,
    /// No variable at all, but an item that hides one.
    Item,
}

struct Binding {
    name: String,
    holds: Holds,
}

/// The local variables in scope, innermost last.
#[derive(Default)]
pub(crate) struct Scopes(Vec<Binding>);

impl Scopes {
    /// How many variables there are; one further out has a lower index.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Ends all scopes that began after there were `len` variables.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }

    pub(crate) fn bind(&mut self, name: &Ident, holds: Holds) {
        let name = name.to_string();
        self.0.push(Binding { name, holds });
    }

    /// Binds what a pattern binds. A constant in a pattern looks like a variable
    /// and does no harm as one: it cannot be captured either way.
    pub(crate) fn bind_pattern(&mut self, pat: &Pat, holds: Holds) {
        for name in names(pat) {
            self.bind(&name, holds);
        }
    }

    /// Binds the items among `statements`, which are visible in all of them.
    pub(crate) fn bind_items(&mut self, statements: &[Stmt]) {
        for statement in statements {
            match statement {
                Stmt::Item(Item::Fn(item)) => self.bind(&item.sig.ident, Holds::Item),
                Stmt::Item(Item::Const(item)) => self.bind(&item.ident, Holds::Item),
                Stmt::Item(Item::Static(item)) => self.bind(&item.ident, Holds::Item),
                _ => {}
            }
        }
    }

    /// The variable that `name` means, if it means one.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, Holds)> {
        let index = self.0.iter().rposition(|binding| binding.name == name)?;
        let holds = self.0[index].holds;
        (holds != Holds::Item).then_some((index, holds))
    }

    /// Whether `name` is declared here, be it as a variable or an item.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.0.iter().any(|binding| binding.name == name)
    }
}

/// All names that a pattern binds.
fn names(pat: &Pat) -> Vec<Ident> {
    struct Names(Vec<Ident>);
    impl<'a> Visit<'a> for Names {
        fn visit_pat_ident(&mut self, pat: &'a PatIdent) {
            self.0.push(pat.ident.clone());
            syn::visit::visit_pat_ident(self, pat);
        }
        // What is computed inside a pattern has scopes of its own.
        fn visit_expr(&mut self, _: &'a syn::Expr) {}
    }
    let mut names = Names(Vec::new());
    names.visit_pat(pat);
    names.0
}
