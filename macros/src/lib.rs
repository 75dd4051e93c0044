//! The macros of [wasm-bulkhead], which documents it.
//!
//! One direction: `args` and `model` read what the user wrote, `check`
//! judges it by the `rules`, and `expand` emits. Only `check` and what comes
//! before it may report, only `expand` may emit.
//!
//! [wasm-bulkhead]: https://docs.rs/wasm-bulkhead
#![forbid(unsafe_code)]

mod args;
mod captures;
mod check;
mod cx;
mod expand;
mod model;
mod rules;
mod worker;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Keeps a failure inside the export that caused it.
///
/// Stands above `#[wasm_bindgen]` on a function, a struct, an `impl` block, an
/// `extern "C"` block or an inline module, and on raw `extern "C"` exports.
/// What stands below is exported under the same names and types as without it.
///
/// # Arguments
///
/// - `on_panic = …`: what a panic does. `throw` (the default) throws it as a
///   `PanicError`; a raw export must choose between `throw`, `abort` and an
///   expression to return instead. On a struct, what becomes of an object that a
///   method left torn: `poison` says that it has a `Poison`, `rollback` puts it
///   back to a clone from before the call, `rollback(path)` calls what the
///   function `path` made of it then, and `abort` ends the instance. `rollback`
///   may also stand on a single `&mut self` method.
/// - `poisoned = admit`, on a method: it is let in on a poisoned object.
/// - `name = "…"`: the name that errors give the boundary.
/// - `closures = auto | poison | off`: whether closures handed to `Closure::new` and
///   its siblings become boundaries too. With `auto`, the default, a panic in one
///   whose captures are not unwind safe ends the instance; with `poison` it is caught,
///   and that closure throws a `PoisonError` whenever it is called afterwards.
/// - `assert_unwind_safe = "reason"`: declares a struct unwind safe; elsewhere
///   nothing is asked of what the exports below take, nor of what the closures in
///   there capture. Of some arguments alone: `assert_unwind_safe(cache, self) = "reason"`.
/// - `crate = path`: where to find `wasm_bulkhead`.
#[proc_macro_attribute]
pub fn bulkhead(args: TokenStream, item: TokenStream) -> TokenStream {
    expand(args.into(), item.into()).into()
}

/// What `#[wasm_bindgen]` is in the crate `wasm-bulkhead-worker`: the same, with
/// `#[bulkhead]` above it. So the exports that the macros of the crate `worker` write
/// are guarded, though nobody could annotate them.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __worker_bindgen(options: TokenStream, item: TokenStream) -> TokenStream {
    worker::annotate(&options.into(), item.into()).into()
}

/// What `wasm_bulkhead::closure!` is behind its documentation: the path of the
/// crate, a semicolon, and what the user wrote.
#[doc(hidden)]
#[proc_macro]
pub fn __closure(tokens: TokenStream) -> TokenStream {
    expand::expand_closure_macro(tokens.into()).into()
}

/// The attribute as a function of tokens, so that tests can call it.
fn expand(
    args: proc_macro2::TokenStream,
    item: proc_macro2::TokenStream,
) -> proc_macro2::TokenStream {
    let cx = cx::Cx::new();
    let args = args::Args::parse(&cx, args);
    let model = model::Model::parse(&cx, item);
    check::check_model(&cx, &args, &model);
    let (errors, warnings) = cx.finish();
    match errors {
        None => expand::expand_model(&args, &model, &warnings),
        Some(errors) => expand::expand_erroneous(&model, errors),
    }
}
