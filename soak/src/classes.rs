//! Objects that are made, used, freed and finalized.

use wasm_bindgen::prelude::*;

use crate::probe::body;

/// An object with something on the heap.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Subject {
    /// A public field.
    pub weight: i32,
    level: i32,
    log: Vec<i32>,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Subject {
    /// The constructor.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Subject {
        Subject {
            weight: 1,
            level: body(),
            log: vec![1; 8],
        }
    }

    /// Reads.
    pub fn look(&self) -> i32 {
        self.log.len() as i32 + body()
    }

    /// Writes.
    pub fn touch(&mut self) -> i32 {
        self.log.push(self.level);
        self.level = body();
        self.level
    }

    /// Consumes.
    pub fn consume(self) -> i32 {
        body() + self.level
    }

    /// A static.
    pub fn survey() -> i32 {
        body()
    }

    /// A getter.
    #[wasm_bindgen(getter)]
    pub fn level(&self) -> i32 {
        body();
        self.level
    }

    /// A setter.
    #[wasm_bindgen(setter)]
    pub fn set_level(&mut self, level: i32) {
        self.level = level + body();
    }
}

/// An object whose destructor is a body.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Shed;

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Shed {
    /// Builds one without running a body.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Shed {
        Shed
    }
}

impl Drop for Shed {
    fn drop(&mut self) {
        body();
    }
}
