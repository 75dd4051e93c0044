//! Variables, and fields of variables.

use proc_macro2::Ident;
use syn::{Expr, FieldPat, Member, Pat};

/// `a`, or `a.b.c`: what a closure captures a part of.
///
/// Where a field is behind a pointer the closure captures the pointer; that is
/// for the types to tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) root: Ident,
    pub(crate) fields: Vec<Member>,
}

impl Place {
    pub(crate) fn whole(root: Ident) -> Self {
        let fields = Vec::new();
        Place { root, fields }
    }

    /// The place that `expr` names, if it names one.
    pub(crate) fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Path(path) if path.qself.is_none() => {
                path.path.get_ident().cloned().map(Place::whole)
            }
            Expr::Field(field) => Place::of(&field.base).map(|base| base.field(&field.member)),
            Expr::Paren(paren) => Place::of(&paren.expr),
            Expr::Group(group) => Place::of(&group.expr),
            _ => None,
        }
    }

    pub(crate) fn field(mut self, member: &Member) -> Self {
        self.fields.push(member.clone());
        self
    }

    /// Whether capturing this captures `other` as well.
    pub(crate) fn includes(&self, other: &Place) -> bool {
        self.root == other.root && other.fields.starts_with(&self.fields)
    }

    /// The parts that are used when this is matched against a pattern that
    /// always matches. One that binds nothing uses nothing.
    pub(crate) fn parts(self, pat: &Pat) -> Vec<Place> {
        match pat {
            Pat::Wild(_) | Pat::Rest(_) => Vec::new(),
            Pat::Paren(paren) => self.parts(&paren.pat),
            Pat::Type(typed) => self.parts(&typed.pat),
            Pat::Tuple(tuple) => {
                let from_the_front = tuple
                    .elems
                    .iter()
                    .take_while(|pat| !matches!(pat, Pat::Rest(_)));
                let in_front = from_the_front.clone().count();
                if in_front + 1 < tuple.elems.len() {
                    // Behind `..` one would have to know how many there are.
                    return vec![self];
                }
                let parts = from_the_front.enumerate().flat_map(|(i, pat)| {
                    let part = self.clone().field(&Member::Unnamed(i.into()));
                    part.parts(pat)
                });
                parts.collect()
            }
            Pat::Struct(structure) => {
                let parts = structure.fields.iter().flat_map(|field| {
                    let FieldPat { member, pat, .. } = field;
                    self.clone().field(member).parts(pat)
                });
                parts.collect()
            }
            _ => vec![self],
        }
    }
}
