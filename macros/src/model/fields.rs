use syn::ext::IdentExt;
use syn::{
    Field, GenericArgument, Index, ItemStruct, Member, Path, PathArguments, Type, Visibility,
};

use super::attrs::Attrs;
use super::name::class_name;
use super::options::{Bindgen, Case, Options};

/// A struct that JavaScript sees, with the fields it can reach.
pub(crate) struct ExportedStruct {
    pub(crate) bindgen: Bindgen,
    pub(crate) item: ItemStruct,
    pub(crate) class: String,
    pub(crate) fields: Vec<ExportedField>,
}

/// A field that `wasm-bindgen` would make an accessor of.
pub(crate) struct ExportedField {
    /// Its place among all fields of the struct.
    pub(crate) index: usize,
    pub(crate) member: Member,
    /// Its Rust name, or its position in a tuple struct.
    pub(crate) rust_name: String,
    pub(crate) attrs: Attrs,
    pub(crate) ty: Type,
    pub(crate) cases: Vec<FieldCase>,
}

pub(crate) struct FieldCase {
    pub(crate) case: Case,
    pub(crate) js_name: String,
    /// Its place in the order in which `wasm-bindgen` declares fields.
    pub(crate) rank: usize,
}

impl ExportedStruct {
    pub(crate) fn new(bindgen: Bindgen, item: ItemStruct) -> Self {
        let class = class_name(&bindgen.options, &item.ident);
        let fields = item.fields.iter().enumerate();
        let mut fields: Vec<_> = fields
            .filter_map(|(i, field)| ExportedField::new(i, field))
            .collect();
        rank(&mut fields);
        ExportedStruct {
            bindgen,
            item,
            class,
            fields,
        }
    }

    /// The class as its `impl` blocks have to name it.
    pub(crate) fn js_class(&self) -> String {
        let name = self.bindgen.options.text("js_name");
        name.unwrap_or_else(|| self.item.ident.unraw().to_string())
    }

    /// Whether `wasm-bindgen` declares the fields of this class before the
    /// accessors that the user wrote. It sorts all by their debug names, which
    /// for fields are ``getter for `Class::field` `` and for methods the symbol.
    pub(crate) fn declares_fields_first(&self) -> bool {
        let mut symbol = self.bindgen.options.namespace();
        symbol.push(self.js_class().to_lowercase());
        let symbol = symbol.join("__") + "_";
        symbol.as_str() > "getter for `"
    }
}

impl ExportedField {
    fn new(index: usize, field: &Field) -> Option<Self> {
        if !matches!(field.vis, Visibility::Public(_)) || is_parent(&field.ty) {
            return None;
        }
        let attrs = Attrs::new(&field.attrs);
        let (member, rust_name) = match &field.ident {
            Some(ident) => (Member::Named(ident.clone()), ident.unraw().to_string()),
            None => (Member::Unnamed(Index::from(index)), index.to_string()),
        };
        let cases = Case::all(&attrs)
            .into_iter()
            .filter(|case| !case.options.has("skip"));
        let cases: Vec<_> = cases
            .map(|case| FieldCase {
                js_name: case
                    .options
                    .text("js_name")
                    .unwrap_or_else(|| rust_name.clone()),
                case,
                rank: 0,
            })
            .collect();
        let ty = field.ty.clone();
        (!cases.is_empty()).then_some(ExportedField {
            index,
            member,
            rust_name,
            attrs,
            ty,
            cases,
        })
    }
}

impl FieldCase {
    pub(crate) fn is_readonly(&self) -> bool {
        self.case.options.has("readonly")
    }

    pub(crate) fn is_cloned(&self, class: &Options) -> bool {
        self.case.options.has("getter_with_clone") || class.has("getter_with_clone")
    }
}

/// Numbers the fields in the order of their debug names, in which the closing
/// backtick counts.
fn rank(fields: &mut [ExportedField]) {
    let mut cases: Vec<_> = fields
        .iter_mut()
        .flat_map(|field| &mut field.cases)
        .collect();
    cases.sort_by_cached_key(|case| format!("{}`", case.js_name));
    cases
        .into_iter()
        .enumerate()
        .for_each(|(rank, case)| case.rank = rank);
}

/// Whether `ty` is the field that `#[wasm_bindgen(extends = …)]` injects, in the
/// spellings that `wasm-bindgen` knows it by.
fn is_parent(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    let has_type = matches!(&last.arguments, PathArguments::AngleBracketed(list)
        if list.args.iter().filter(|arg| matches!(arg, GenericArgument::Type(_))).count() == 1);
    has_type && is_parent_path(&path.path)
}

fn is_parent_path(path: &Path) -> bool {
    let names: Vec<_> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    matches!(
        (path.leading_colon.is_some(), names.as_slice()),
        (_, ["wasm_bindgen", "Parent"]) | (false, ["Parent"] | ["crate", "Parent"])
    )
}
