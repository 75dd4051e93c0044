//! E3 to E9: everything JavaScript does to an exported struct.

use wasm_bindgen::prelude::*;

use crate::probe::body;

/// The class of E3 to E8.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Subject {
    /// E8: reading it clones it, which runs a body.
    #[wasm_bindgen(getter_with_clone)]
    pub echo: Echo,
    /// E8: writing it drops what was there, which runs a body.
    #[wasm_bindgen(getter_with_clone)]
    pub shed: Shed,
    level: i32,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Subject {
    /// E5: the constructor.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Subject {
        let level = body();
        Subject {
            echo: Echo,
            shed: Shed,
            level,
        }
    }

    /// E3: a method that only reads.
    pub fn look(&self) -> i32 {
        body()
    }

    /// E3: a method that writes.
    pub fn touch(&mut self) -> i32 {
        self.level = body();
        self.level
    }

    /// E3: a method that consumes.
    pub fn consume(self) -> i32 {
        body()
    }

    /// E4: a static.
    pub fn survey() -> i32 {
        body()
    }

    /// E6: a getter.
    #[wasm_bindgen(getter)]
    pub fn level(&self) -> i32 {
        body()
    }

    /// E7: a setter.
    #[wasm_bindgen(setter)]
    pub fn set_level(&mut self, level: i32) {
        self.level = level + body();
    }
}

/// A value that runs a body when it is cloned.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Echo;

impl Clone for Echo {
    fn clone(&self) -> Self {
        body();
        Echo
    }
}

/// E9: a value that runs a body when it is dropped.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[derive(Clone)]
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

/// A class whose JavaScript names are not its Rust names.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_name = "Alias")]
pub struct HasAnotherName;

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_class = "Alias")]
impl HasAnotherName {
    /// Builds one without running a body.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> HasAnotherName {
        HasAnotherName
    }

    /// A method with another name.
    #[wasm_bindgen(js_name = "lookTwice")]
    pub fn look(&self) -> i32 {
        body()
    }

    /// A getter with another name.
    #[wasm_bindgen(getter, js_name = "altitude")]
    pub fn level(&self) -> i32 {
        body()
    }
}

/// A class none of whose functions is called in Rust what JavaScript calls it by.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Forge {
    /// E8: reading it clones it.
    #[wasm_bindgen(js_name = "mould", getter_with_clone)]
    pub echo: Echo,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Forge {
    /// E5: a constructor that is not called `new`.
    #[wasm_bindgen(constructor)]
    pub fn light() -> Forge {
        body();
        Forge { echo: Echo }
    }

    /// E6: a getter of another name.
    #[wasm_bindgen(getter = heat)]
    pub fn temperature(&self) -> i32 {
        body()
    }

    /// E7: a setter of another name.
    #[wasm_bindgen(setter = heat)]
    pub fn stoke(&mut self, _heat: i32) {
        body();
    }

    /// E3: a method by a symbol.
    #[wasm_bindgen(js_name = "[Symbol.iterator]")]
    pub fn strike(&self) -> i32 {
        body()
    }
}
