//! What the attribute cannot do, found before anything is emitted.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::Ident;

use crate::args::{Args, Given, OnPanic};
use crate::cx::Cx;
use crate::model::attrs::Attrs;
use crate::model::fields::ExportedStruct;
use crate::model::function::{is_exclusive, Function};
use crate::model::impls::{ExportedImpl, ImplBlock};
use crate::model::imports::{ImportBlock, Unguarded};
use crate::model::module::Module;
use crate::model::name::member;
use crate::model::options::Options;
use crate::model::panics::{first_panic, Panicking};
use crate::model::{Export, Model, RawExport};
use crate::rules;

pub(crate) fn check_model(cx: &Cx, args: &Args, model: &Model) {
    check_arguments(cx, args, Place::of(model));
    match model {
        Model::Export(export) => check_export(cx, args, export),
        Model::Struct(exported) => check_struct(cx, exported),
        Model::Imports(block) => check_imports(cx, block),
        Model::Misordered(_) => cx.report_at(&rules::WRONG_ORDER, Span::call_site(), ""),
        Model::Unsupported { what, guilty, .. } => {
            cx.report(&rules::UNSUPPORTED_ITEM, guilty, what)
        }
        Model::Raw(export) => check_raw(cx, args, export),
        Model::Impl(block) => check_impl(cx, block),
        Model::Module(module) => check_module(cx, args, module),
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
            Place::Any => true,
            Place::Raw => !matches!(on_panic, OnPanic::Poison | OnPanic::Rollback(_)),
            Place::Struct => !matches!(on_panic, OnPanic::Throw | OnPanic::Return(_)),
            Place::Imports => false,
            Place::Method => matches!(on_panic, OnPanic::Throw | OnPanic::Rollback(_)),
            Place::Function | Place::Block => matches!(on_panic, OnPanic::Throw),
        }
    }
}

fn check_arguments(cx: &Cx, args: &Args, place: Place) {
    check_place(cx, args.name.as_ref(), |_| place.takes_name());
    check_place(cx, args.closures.as_ref(), |_| place.takes_closures());
    check_place(cx, args.assertion.as_ref(), |_| place.takes_assertion());
    for given in &args.assertions_of {
        let is_meant = matches!(place, Place::Function | Place::Method | Place::Any);
        check_place(cx, Some(given), |_| is_meant);
    }
    check_place(cx, args.on_panic.as_ref(), |on_panic| {
        place.takes_on_panic(on_panic)
    });
    check_place(cx, args.poisoned.as_ref(), |_| {
        matches!(place, Place::Method | Place::Any)
    });
    check_place(cx, args.krate.as_ref(), |_| place != Place::Method);
}

fn check_place<'a, T: 'a>(
    cx: &Cx,
    given: impl Into<Option<&'a Given<T>>>,
    is_meant: impl FnOnce(&T) -> bool,
) {
    if let Some(given) = given.into().filter(|given| !is_meant(&given.value)) {
        cx.report(
            &rules::MISPLACED_ARGUMENT,
            &given.tokens,
            &given.key.to_string(),
        );
    }
}

/// What the package exports itself with the feature `js-api`.
const OUR_NAMES: &[&str] = &[
    "PanicError",
    "InstanceAbortError",
    "StaleError",
    "PoisonError",
    "bulkhead",
];

fn check_export(cx: &Cx, args: &Args, Export { bindgen, function }: &Export) {
    check_names(cx, args, function);
    check_export_name(cx, &bindgen.options, &function.sig.ident);
}

fn check_struct(cx: &Cx, exported: &ExportedStruct) {
    check_export_name(cx, &exported.bindgen.options, &exported.item.ident);
}

fn check_export_name(cx: &Cx, options: &Options, ident: &Ident) {
    let name = member(options, ident);
    let is_private = options.has("private") || !options.namespace().is_empty();
    if is_private || !OUR_NAMES.contains(&name.as_str()) {
        return;
    }
    match options.value("js_name") {
        Some(guilty) => cx.report(&rules::RESERVED_NAME, guilty, &name),
        None => cx.report(&rules::RESERVED_NAME, ident, &name),
    }
}

fn check_imports(cx: &Cx, block: &ImportBlock) {
    for (function, why) in block.unguarded() {
        let ident = &function.sig.ident;
        let rule = match why {
            Unguarded::Generic => &rules::GENERIC_IMPORT,
            Unguarded::CatchOnAsync => &rules::CATCH_ON_ASYNC,
        };
        let attrs = Attrs::new(&block.item.attrs).and(Attrs::new(&function.attrs));
        cx.warn(rule, ident, &ident.unraw().to_string(), attrs);
    }
}

/// What an assertion is about has to be an argument, or `self`.
fn check_names(cx: &Cx, args: &Args, function: &Function) {
    for name in args.assertions_of.iter().flat_map(|of| &of.value.names) {
        if !function.takes(name) {
            cx.report(&rules::MISPLACED_ARGUMENT, name, &name.to_string());
        }
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
        check_names(cx, &method.own_args, &method.function);
        check_receiver(cx, &method.own_args, &method.function);
    }
}

/// Only a method has an object that may be torn, and only by `&mut self` one
/// that can be put back.
fn check_receiver(cx: &Cx, args: &Args, function: &Function) {
    let receiver = function.receiver();
    check_place(cx, args.poisoned.as_ref(), |_| receiver.is_some());
    check_place(cx, args.on_panic.as_ref(), |on_panic| match on_panic {
        OnPanic::Rollback(_) => receiver.is_some_and(is_exclusive),
        _ => true,
    });
}

fn check_module(cx: &Cx, args: &Args, module: &Module) {
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
        let is_said = args.on_panic.is_some()
            || args
                .settings
                .on_panic
                .is_some_and(|it| it.of_raw_export().is_some());
        let unsaid = item.raw_export().filter(|_| !is_said);
        if let Some(ident) = unsaid {
            cx.report(&rules::EXPORT_IN_MODULE, ident, &ident.unraw().to_string());
        }
    }
    for block in module.destructors() {
        check_destructor(cx, module, block);
    }
}

fn check_destructor(cx: &Cx, module: &Module, block: &ImplBlock) {
    let attrs = module.attrs.clone().and(block.attrs.clone());
    let mut bodies = block.methods().map(|method| &method.body.tokens);
    if let Some(panicking) = bodies.find_map(first_panic) {
        let Panicking { token, what } = panicking;
        cx.warn(&rules::PANICKING_DROP, token, &what, attrs);
    }
}
