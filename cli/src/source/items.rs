//! The items that `#[wasm_bindgen]` stands above, wherever they are in a file.

use syn::visit::Visit;
use syn::{Attribute, Ident, ItemMacro, ItemMod, ItemUse, UseTree};

use super::files::Note;
use super::marks::Mark;
use super::SourceFile;

/// An item with `#[wasm_bindgen]` above it.
pub(crate) struct Item<'a> {
    pub(crate) kind: Kind,
    /// What it is called in the source.
    pub(crate) name: String,
    pub(crate) bindgen: Mark<'a>,
    /// `#[bulkhead]` above it.
    pub(crate) bulkhead: Option<Mark<'a>>,
    /// Whether its `#[wasm_bindgen]` is that of wasm-bulkhead, which annotates by itself.
    pub(crate) is_stand_in: bool,
    /// Whether a module around it is annotated, which covers it.
    pub(crate) is_covered: bool,
    /// The scope that it is in, an index into the scopes of the file.
    pub(crate) scope: usize,
    pub(crate) node: Node<'a>,
}

/// The item itself.
#[derive(Clone, Copy)]
pub(crate) enum Node<'a> {
    Function(&'a syn::ItemFn),
    Struct(&'a syn::ItemStruct),
    Impl(&'a syn::ItemImpl),
    Imports(&'a syn::ItemForeignMod),
    Passive,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Function,
    Struct,
    Impl,
    Imports,
    /// Enums, constants and others, of which nothing runs.
    Passive,
}

impl Kind {
    /// What people call it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Struct => "struct",
            Kind::Impl => "impl",
            Kind::Imports => "extern block",
            Kind::Passive => "item",
        }
    }
}

/// A module or a body, as far as its names matter.
#[derive(Default)]
pub(crate) struct Scope<'a> {
    /// Its `use wasm_bindgen::…` without a condition.
    pub(crate) bindgen_use: Option<&'a ItemUse>,
    /// Whether the name `bulkhead` is imported.
    pub(crate) has_bulkhead: bool,
    /// Whether `wasm_bindgen` there is the attribute of wasm-bulkhead.
    has_stand_in: bool,
}

/// What is found in a file.
pub(crate) struct Found<'a> {
    pub(crate) items: Vec<Item<'a>>,
    pub(crate) scopes: Vec<Scope<'a>>,
    pub(crate) notes: Vec<Note>,
}

/// Finds the items of a file. `krate` is what wasm-bulkhead is called there.
pub(crate) fn items<'a>(file: &'a SourceFile, krate: &str) -> Found<'a> {
    let mut finder = Finder {
        file,
        krate,
        covered: 0,
        scope: 0,
        found: Found {
            items: Vec::new(),
            scopes: Vec::new(),
            notes: Vec::new(),
        },
    };
    finder.enter(&file.syntax.items);
    finder.visit_file(&file.syntax);
    finder.found
}

struct Finder<'a, 'k> {
    file: &'a SourceFile,
    krate: &'k str,
    /// How many annotated modules are around.
    covered: usize,
    scope: usize,
    found: Found<'a>,
}

impl<'a> Finder<'a, '_> {
    /// Begins a scope with what it imports, and returns the one around it.
    fn enter(&mut self, items: &'a [syn::Item]) -> usize {
        let mut scope = Scope::default();
        // An inline module may have the names of the one around it.
        let around = self.found.scopes.get(self.scope);
        let has_stand_in_around = around.is_some_and(|scope| scope.has_stand_in);
        for item in items {
            let syn::Item::Use(import) = item else {
                continue;
            };
            if !import.attrs.is_empty() {
                continue;
            }
            let UseTree::Path(path) = &import.tree else {
                continue;
            };
            if path.ident == "wasm_bindgen" && scope.bindgen_use.is_none() {
                scope.bindgen_use = Some(import);
            }
            let is_ours = path.ident == self.krate;
            scope.has_bulkhead |= is_ours && brings(&path.tree, "bulkhead");
            let is_around = path.ident == "super" && has_stand_in_around;
            scope.has_stand_in |= (is_ours || is_around) && brings(&path.tree, "wasm_bindgen");
        }
        self.found.scopes.push(scope);
        std::mem::replace(&mut self.scope, self.found.scopes.len() - 1)
    }

    fn add(&mut self, node: Node<'a>, name: impl ToString, attrs: &'a [Attribute]) {
        let Some(bindgen) = Mark::find(attrs, "wasm_bindgen") else {
            return;
        };
        let is_stand_in = self.is_stand_in(&bindgen);
        let kind = match node {
            Node::Function(_) => Kind::Function,
            Node::Struct(_) => Kind::Struct,
            Node::Impl(_) => Kind::Impl,
            Node::Imports(_) => Kind::Imports,
            Node::Passive => Kind::Passive,
        };
        self.found.items.push(Item {
            kind,
            node,
            name: name.to_string(),
            bindgen,
            bulkhead: Mark::find(attrs, "bulkhead"),
            is_stand_in,
            is_covered: self.covered > 0,
            scope: self.scope,
        });
    }

    /// Whether the attribute is that of wasm-bulkhead: by its path, or as it is imported there.
    fn is_stand_in(&self, bindgen: &Mark<'_>) -> bool {
        let path = bindgen.meta.path();
        match path.segments.first() {
            // A crate that has wasm-bulkhead by the name of wasm-bindgen has no other.
            _ if self.krate == "wasm_bindgen" => true,
            Some(first) if path.segments.len() > 1 => first.ident == self.krate,
            _ => self.found.scopes[self.scope].has_stand_in,
        }
    }
}

impl<'a> Visit<'a> for Finder<'a, '_> {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.add(Node::Function(item), &item.sig.ident, &item.attrs);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.add(Node::Struct(item), &item.ident, &item.attrs);
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.add(Node::Passive, &item.ident, &item.attrs);
    }

    fn visit_item_const(&mut self, item: &'a syn::ItemConst) {
        self.add(Node::Passive, &item.ident, &item.attrs);
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        self.add(
            Node::Impl(item),
            super::marks::tokens(&item.self_ty),
            &item.attrs,
        );
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_item_foreign_mod(&mut self, item: &'a syn::ItemForeignMod) {
        self.add(Node::Imports(item), "extern", &item.attrs);
    }

    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        let Some((_, items)) = &item.content else {
            return;
        };
        let is_annotated = Mark::find(&item.attrs, "bulkhead").is_some();
        self.covered += usize::from(is_annotated);
        let around = self.enter(items);
        syn::visit::visit_item_mod(self, item);
        self.scope = around;
        self.covered -= usize::from(is_annotated);
    }

    /// Items in a body are looked up from there, where nothing is added.
    fn visit_block(&mut self, block: &'a syn::Block) {
        self.found.scopes.push(Scope {
            has_stand_in: self.found.scopes[self.scope].has_stand_in,
            ..Scope::default()
        });
        let around = std::mem::replace(&mut self.scope, self.found.scopes.len() - 1);
        syn::visit::visit_block(self, block);
        self.scope = around;
    }

    fn visit_item_macro(&mut self, item: &'a ItemMacro) {
        let text = item.mac.tokens.to_string();
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        if !words.any(|word| word == "wasm_bindgen") || text.contains("bulkhead") {
            return;
        }
        let name = item.ident.as_ref().map(Ident::to_string);
        let name = name.unwrap_or_else(|| super::marks::tokens(&item.mac.path));
        self.found.notes.push(Note {
            path: self.file.path.clone(),
            line: self.file.line_at(self.file.range(item).start),
            text: format!("`{name}!` has #[wasm_bindgen] in it, where items are not seen; write #[bulkhead] there by hand"),
        });
    }
}

/// Whether `use krate::…` brings one of our attributes under its own name.
fn brings(krate: &UseTree, attribute: &str) -> bool {
    match krate {
        UseTree::Path(path) if path.ident == "prelude" => {
            matches!(&*path.tree, UseTree::Glob(_)) || brings(&path.tree, attribute)
        }
        UseTree::Path(_) => false,
        UseTree::Name(it) => it.ident == attribute,
        UseTree::Glob(_) => true,
        UseTree::Group(group) => group.items.iter().any(|it| brings(it, attribute)),
        UseTree::Rename(rename) => rename.rename == attribute,
    }
}
