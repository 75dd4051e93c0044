#[bulkhead]
#[wasm_bindgen(getter_with_clone)]
pub struct Point(pub f64, f64, pub String);
