//! What the attribute cannot do, found before anything is emitted.

use proc_macro2::Span;
use syn::ext::IdentExt;

use crate::args::{Args, Given, OnPanic};
use crate::cx::Cx;
use crate::model::impls::ExportedImpl;
use crate::model::module::Module;
use crate::model::{Model, RawExport};
use crate::rules;

pub(crate) fn check_model(cx: &Cx, args: &Args, model: &Model) {
    check_arguments(cx, args, Place::of(model));
    match model {
        Model::Misordered(_) => cx.report_at(&rules::WRONG_ORDER, Span::call_site(), ""),
        Model::Unsupported { what, guilty, .. } => {
            cx.report(&rules::UNSUPPORTED_ITEM, guilty, what)
        }
        Model::Raw(export) => check_raw(cx, args, export),
        Model::Impl(block) => check_impl(cx, block),
        Model::Module(module) => check_module(cx, module),
        _ => {}
    }
}

/// Where the arguments stand, which decides what they can mean.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Function,
    Raw,
    Method,
    Block,
    Struct,
    Imports,
    /// Not exported in this configuration, or reported already.
    Any,
}

impl Place {
    fn of(model: &Model) -> Self {
        match model {
            Model::Export(_) | Model::Main(_) => Place::Function,
            Model::Raw(_) => Place::Raw,
            Model::Impl(_) | Model::Module(_) => Place::Block,
            Model::Struct(_) => Place::Struct,
            Model::Imports(_) => Place::Imports,
            Model::Other(_) | Model::Misordered(_) | Model::Unsupported { .. } => Place::Any,
        }
    }

    fn takes_name(self) -> bool {
        matches!(
            self,
            Place::Function | Place::Method | Place::Raw | Place::Any
        )
    }

    fn takes_closures(self) -> bool {
        !matches!(self, Place::Struct | Place::Imports)
    }

    fn takes_assertion(self) -> bool {
        !matches!(self, Place::Raw | Place::Imports)
    }

    fn takes_on_panic(self, on_panic: &OnPanic) -> bool {
        match self {
            Place::Raw | Place::Any => true,
            Place::Struct | Place::Imports => false,
            Place::Function | Place::Method | Place::Block => matches!(on_panic, OnPanic::Throw),
        }
    }
}

fn check_arguments(cx: &Cx, args: &Args, place: Place) {
    check_place(cx, &args.name, |_| place.takes_name());
    check_place(cx, &args.closures, |_| place.takes_closures());
    check_place(cx, &args.assertion, |_| place.takes_assertion());
    check_place(cx, &args.on_panic, |on_panic| {
        place.takes_on_panic(on_panic)
    });
    check_place(cx, &args.krate, |_| place != Place::Method);
}

fn check_place<T>(cx: &Cx, given: &Option<Given<T>>, is_meant: impl FnOnce(&T) -> bool) {
    if let Some(given) = given.as_ref().filter(|given| !is_meant(&given.value)) {
        cx.report(
            &rules::MISPLACED_ARGUMENT,
            &given.tokens,
            &given.key.to_string(),
        );
    }
}

fn check_raw(cx: &Cx, args: &Args, export: &RawExport) {
    let ident = &export.function.sig.ident;
    if args.on_panic.is_none() {
        cx.report(&rules::NO_POLICY, ident, &ident.unraw().to_string());
    }
}

fn check_impl(cx: &Cx, block: &ExportedImpl) {
    for method in &block.methods {
        check_arguments(cx, &method.own_args, Place::Method);
    }
}

fn check_module(cx: &Cx, module: &Module) {
    let Some(items) = &module.items else {
        return cx.report(
            &rules::FILE_MODULE,
            &module.ident,
            &module.ident.to_string(),
        );
    };
    for item in items {
        if let Some(ident) = item.file_module() {
            cx.report(&rules::FILE_MODULE, ident, &ident.to_string());
        }
        if let Some(path) = item.macro_call() {
            let name = path
                .segments
                .last()
                .map(|segment| segment.ident.to_string());
            cx.report(&rules::MACRO_CALL, path, &name.unwrap_or_default());
        }
    }
}
