//! The glue, and what becomes of it. Its places are found by their shape: by what they do with the
//! exports of the module, whatever variables, quotes and white space are like.

mod bundler;
mod calls;
mod exports;
mod guards;
mod imports;
mod instances;

use oxc::allocator::Allocator;

use crate::edits::Edits;
use crate::inline;
use crate::module::Module;
use crate::snippet::Snippet;
use crate::source::Source;
use crate::Delivery;

/// What is known of wasm-bindgen, for people.
pub(crate) const KNOWN: &str = "the glue of wasm-bindgen 0.2.120 to 0.2.130";

/// The file that all glue of ours imports.
const CORE: &str = "core.js";

/// What finished glue imports from it, and calls once.
pub(crate) const MAKER: &str = "__wbh_glue";

/// What of the glue is not as it is known, for the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unknown(pub(crate) &'static str);

pub(crate) const NO_JAVASCRIPT: Unknown = Unknown("it is no JavaScript");

/// Glue that is not finished yet, and what is needed to finish it.
struct Glue<'g, 'a> {
    source: &'g Source<'a>,
    module: &'g Module,
    /// What our object is called in it.
    ours: String,
    exports: exports::Exports,
}

/// Where glue has the core from.
pub(crate) enum Core {
    /// It has none.
    None,
    /// This is imported.
    At(String),
    /// It is inside of the glue, which was finished before.
    Inlined,
}

/// Where this glue has the core from.
pub(crate) fn core_of(text: &str) -> Result<Core, Unknown> {
    let allocator = Allocator::default();
    let source = Source::parse(&allocator, text).ok_or(NO_JAVASCRIPT)?;
    Ok(match Snippet::find(&source, CORE) {
        Some(core) => Core::At(core.specifier.to_owned()),
        None if inline::is_inlined(&source) => Core::Inlined,
        None => Core::None,
    })
}

/// How glue delivers the guard; `None` if it is no JavaScript.
pub(crate) fn delivery(text: &str) -> Option<Delivery> {
    let allocator = Allocator::default();
    let source = Source::parse(&allocator, text)?;
    Some(match Snippet::find(&source, CORE) {
        None if inline::is_inlined(&source) => Delivery::Finished,
        None => Delivery::None,
        Some(core) if is_finished(&core) => Delivery::Finished,
        Some(_) => Delivery::Plain,
    })
}

fn is_finished(core: &Snippet) -> bool {
    core.names.iter().any(|name| name == MAKER)
}

/// Writes the guard into glue. Glue that has it stays as it is.
pub(crate) fn finish(text: &str, module: &Module) -> Result<String, Unknown> {
    let allocator = Allocator::default();
    let source = Source::parse(&allocator, text).ok_or(NO_JAVASCRIPT)?;
    let core = Snippet::find(&source, CORE).ok_or(Unknown("it does not import the core"))?;
    if is_finished(&core) {
        return Ok(text.to_owned());
    }
    if !module.imports_from(&module.glue()) {
        return Err(Unknown("its module does not import from it"));
    }
    let glue = Glue {
        source: &source,
        module,
        ours: source.fresh("__bh"),
        exports: exports::Exports::find(&source)?,
    };
    let mut edits = Edits::default();
    make_ours(&glue, &core, &mut edits);
    exports::adopt(&glue, &mut edits);
    imports::check(&glue, &mut edits);
    imports::tell_call_guard(&glue, &mut edits);
    instances::tell_apart(&glue, &mut edits)?;
    bundler::give_back(&glue, &mut edits);
    bundler::bring_module(&glue, &mut edits)?;
    let theirs = guards::replace(&glue, &mut edits)?;
    calls::guard(&glue, theirs.as_ref(), &mut edits);
    Ok(edits.apply(text))
}

/// Imports from the core what makes our object, and makes it.
fn make_ours(glue: &Glue, core: &Snippet, edits: &mut Edits) {
    edits.insert(core.first, format!("{MAKER}, "));
    let hook = glue.exports.abort_hook(glue.source).unwrap_or_default();
    let making = format!("\nconst {} = {MAKER}({hook});", glue.ours);
    edits.insert(core.statement.end, making);
}

/// The same for the part in which the bundler target starts the module; `glue` is its finished
/// glue.
pub(crate) fn finish_entry(text: &str, glue: &str, module: &Module) -> Result<String, Unknown> {
    bundler::finish_entry(text, module, bundler::takes_module(glue))
}
