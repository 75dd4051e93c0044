//! What stands in for `wasm_bindgen::prelude`: all of that, with a `#[wasm_bindgen]` that puts
//! `#[bulkhead]` on what it exports and imports.
//!
//! ```
//! use wasm_bulkhead::prelude::*;
//!
//! #[wasm_bindgen]
//! pub fn divide(a: i32, b: i32) -> i32 {
//!     a / b
//! }
//! # fn main() { assert_eq!(divide(6, 3), 2) }
//! ```

#[doc(no_inline)]
pub use ::wasm_bindgen::prelude::*;

pub use crate::{bulkhead, wasm_bindgen};
