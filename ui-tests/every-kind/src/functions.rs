use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Divides.
///
/// Twice commented.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_name = "renamedFunction", unchecked_return_type = "1 | 2")]
pub fn renamed(
    #[wasm_bindgen(js_name = "firstOne", unchecked_param_type = "3 | 4")] first: i32,
    mut second: i32,
    _: bool,
) -> i32 {
    second += 1;
    first + second
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_namespace = ["outer", "inner"])]
pub fn namespaced(text: &str) -> Result<String, JsValue> {
    if text.is_empty() {
        return Err("empty".into());
    }
    let number: f64 = text.parse().map_err(|_| JsValue::from("no number"))?;
    Ok(number.to_string())
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(skip_typescript)]
pub fn untyped() {}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(variadic)]
pub fn variadic(numbers: &[f64]) -> f64 {
    numbers.iter().sum()
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn delete(delete: u32, r#type: Option<u32>) -> Option<u32> {
    r#type.map(|other| other + delete)
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn fill(buffer: &mut [u8], value: u8) {
    buffer.fill(value);
}

/// Reads one byte.
///
/// # Safety
///
/// `pointer` must be valid.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub unsafe fn peek(pointer: *const u8) -> u8 {
    // SAFETY: as the caller promises.
    unsafe { *pointer }
}

/// Waits.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_name = waitFor)]
pub async fn wait_for(promise: Promise, text: String) -> Result<JsValue, JsValue> {
    let value = JsFuture::from(promise).await?;
    if value.is_undefined() {
        return Err(text.into());
    }
    Ok(value)
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn tick() {}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn with_this(#[wasm_bindgen(js_name = "self_")] this: JsValue) -> JsValue {
    this
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(start)]
fn begin() {}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn make_closures() -> js_sys::Array {
    let mut calls = 0;
    let count = Closure::<dyn FnMut(u32) -> u32>::new(move |by: u32| {
        calls += by;
        calls
    });
    let once = Closure::once_into_js(move || 1);
    let array = js_sys::Array::new();
    array.push(&count.into_js_value());
    // Under unwind `wasm-bindgen` takes no boxed closure whose type is erased.
    #[cfg(panic = "abort")]
    {
        let boxed = Box::new(move |text: String| text.len()) as Box<dyn Fn(String) -> usize>;
        array.push(&Closure::wrap(boxed).into_js_value());
        let literal = Closure::wrap(Box::new(move |_| 1_u32) as Box<dyn FnMut(JsValue) -> u32>);
        array.push(&literal.into_js_value());
    }
    array.push(&once);
    array
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = "maybeExported"))]
pub fn maybe_exported() -> u8 {
    1
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[cfg_attr(not(target_family = "wasm"), wasm_bindgen)]
pub fn never_exported() -> u8 {
    1
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub enum Color {
    /// Red.
    Red,
    Green = 5,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub enum Mode {
    Fast = "fast",
    Slow = "slow",
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn next(color: Color, mode: Mode) -> Color {
    match (color, mode) {
        (Color::Red, Mode::Fast) => Color::Green,
        _ => Color::Red,
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "export type Numbers = number[];";
