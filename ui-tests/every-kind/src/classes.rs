use wasm_bindgen::prelude::*;

/// Its methods sort before its fields: `counter_` comes before `getter for`.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(inspectable)]
#[derive(Clone)]
pub struct Counter {
    /// The value.
    pub value: i32,
    /// The step, of which there is one.
    #[wasm_bindgen(readonly)]
    pub step: u8,
    #[wasm_bindgen(js_name = "labelText", getter_with_clone)]
    pub label: String,
    #[wasm_bindgen(skip)]
    pub skipped: Vec<u8>,
    #[wasm_bindgen(getter_with_clone)]
    pub value1: Option<String>,
    pub value_a: Option<f64>,
    #[cfg(target_family = "wasm")]
    pub only_here: bool,
    #[cfg(not(target_family = "wasm"))]
    pub only_there: bool,
    #[cfg_attr(target_family = "wasm", wasm_bindgen(readonly), doc = "Conditional.")]
    pub conditional: u32,
    #[cfg_attr(target_family = "wasm", wasm_bindgen(skip))]
    pub hidden: u32,
    #[wasm_bindgen(skip_typescript)]
    pub untyped: u32,
    private: u64,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Counter {
    /// Makes one.
    #[wasm_bindgen(constructor)]
    pub fn new(value: i32) -> Counter {
        Counter {
            value,
            step: 1,
            label: String::new(),
            skipped: Vec::new(),
            value1: None,
            value_a: None,
            #[cfg(target_family = "wasm")]
            only_here: true,
            #[cfg(not(target_family = "wasm"))]
            only_there: true,
            conditional: 0,
            hidden: 0,
            untyped: 0,
            private: 0,
        }
    }

    /// Adds.
    pub fn add(&mut self, by: i32) -> Result<i32, JsError> {
        self.value = self
            .value
            .checked_add(by)
            .ok_or_else(|| JsError::new("too much"))?;
        Ok(self.value)
    }

    #[wasm_bindgen(getter)]
    pub fn doubled(&self) -> i32 {
        self.value * 2
    }

    #[wasm_bindgen(getter = zeta, js_name = "ignored")]
    pub fn alpha(&self) -> u64 {
        self.private
    }

    /// Sets.
    #[wasm_bindgen(setter)]
    pub fn set_doubled(&mut self, doubled: i32) {
        self.value = doubled / 2;
    }

    #[wasm_bindgen(setter = zeta)]
    pub fn set_alpha(&mut self, value: u64) {
        self.private = value;
    }

    #[wasm_bindgen(setter, js_name = writeOnly)]
    pub fn set_something(&mut self, value: Option<u64>) {
        self.private = value.unwrap_or_default();
    }

    #[wasm_bindgen(js_name = "fromText")]
    pub fn from_text(text: &str) -> Result<Counter, JsValue> {
        let value = text.parse().map_err(|_| JsValue::NULL)?;
        Ok(Self::new(value))
    }

    #[wasm_bindgen(getter)]
    pub fn zero() -> i32 {
        0
    }

    pub fn finish(mut self) -> i32 {
        self.value += 1;
        self.value
    }

    // Under unwind this compiles with the attribute only.
    #[cfg(panic = "abort")]
    pub async fn load(&mut self, text: String) -> Result<u32, JsValue> {
        self.label = text;
        Ok(1)
    }

    pub async fn peek(&self) -> i32 {
        self.value
    }

    #[cfg(target_family = "wasm")]
    pub fn here(&self) {}

    #[cfg(not(target_family = "wasm"))]
    pub fn there(&self) {}

    #[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = "conditionalName"))]
    pub fn conditional_name(&self, other: &Counter) -> bool {
        self.inner() == other.inner()
    }

    #[wasm_bindgen(js_name = "[Symbol.iterator]")]
    pub fn iterator(&self) -> JsValue {
        JsValue::NULL
    }

    fn inner(&self) -> i32 {
        self.value
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Counter {
    /// In a second block.
    #[wasm_bindgen(getter)]
    pub fn again(&self) -> i32 {
        self.value
    }
}

/// Its fields sort before its methods.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_name = "Renamed", getter_with_clone)]
pub struct Original {
    pub text: String,
    /// Documented.
    pub other: Option<JsValue>,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_class = "Renamed")]
impl Original {
    #[wasm_bindgen(constructor)]
    pub fn make() -> Self {
        Original {
            text: String::new(),
            other: None,
        }
    }

    #[wasm_bindgen(getter)]
    pub fn derived(&self) -> String {
        self.text.clone()
    }

    #[wasm_bindgen(setter)]
    pub fn set_derived(&mut self, text: String) {
        self.text = text;
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(inspectable, js_namespace = shapes)]
pub struct Point(pub f64, #[wasm_bindgen(readonly)] pub f64, f64);

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_namespace = shapes)]
impl Point {
    pub fn origin() -> Self {
        Point(0.0, 0.0, 0.0)
    }

    #[wasm_bindgen(getter)]
    pub fn norm(&self) -> f64 {
        self.0.hypot(self.1) + self.2
    }
}

/// Without a method of its own.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[derive(Default, Clone, Copy)]
pub struct Plain {
    pub z: u8,
    pub r#type: u8,
    pub x1: u8,
    pub x: u8,
    #[wasm_bindgen(js_name = "X")]
    pub x_: u8,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Base {
    pub level: u8,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(extends = Base)]
pub struct Derived {
    pub extra: Plain,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Derived {
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Derived {
        Derived {
            parent: Base { level: 1 }.into(),
            extra: Plain::default(),
        }
    }
}
