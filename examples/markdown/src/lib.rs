//! Markdown to HTML for JavaScript: a published library, pulldown-cmark, behind the boundary,
//! with a little of our own around it that fails the way real code does.
//!
//! What can go wrong, and which input makes it:
//!
//! - `{{calc 1/0}}` in a text divides by zero, which is a panic (see [`template`]).
//! - Block quotes nested a hundred thousand deep overflow the stack, because [`tree`] recurses
//!   and the depth is not limited.
//! - `{{trap}}` ends the instance at once, as a defect below Rust's own checks would.
//!
//! `cargo xtask demo` feeds it all of that, between the examples of the CommonMark specification.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

pub mod template;
pub mod tree;

/// Renders one document.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn render(markdown: &str) -> String {
    tree::Tree::parse(markdown).to_html()
}

/// Renders one document once a promise has been fulfilled, such as that of a file being read.
///
/// # Errors
///
/// Rejects with what the promise rejects with.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn render_when(ready: Promise, markdown: String) -> Result<String, JsValue> {
    JsFuture::from(ready).await?;
    Ok(tree::Tree::parse(&markdown).to_html())
}

/// A renderer that counts what it has rendered.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Renderer {
    documents: u32,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Renderer {
    /// A renderer that has rendered nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Renderer {
        Renderer::default()
    }

    /// Renders one document.
    pub fn render(&mut self, markdown: &str) -> String {
        let html = tree::Tree::parse(markdown).to_html();
        self.documents += 1;
        html
    }

    /// How many documents it has rendered.
    #[wasm_bindgen(getter)]
    pub fn documents(&self) -> u32 {
        self.documents
    }
}
