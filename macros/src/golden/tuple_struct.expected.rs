#[wasm_bindgen(getter_with_clone)]
pub struct Point(#[wasm_bindgen(skip)] pub f64, f64, #[wasm_bindgen(skip)] pub String);
#[wasm_bindgen(js_class = "Point", wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    non_local_definitions,
    non_snake_case,
    private_interfaces,
    unreachable_pub,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    clippy::restriction
)]
impl Point {
    #[doc(hidden)]
    #[wasm_bindgen(getter = "0")]
    pub fn A000__bulkhead_get_0(&self) -> f64 {
        ::wasm_bulkhead::__private::boundary(
            "get Point.0",
            move || <f64 as ::core::clone::Clone>::clone(&self.0),
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = "0")]
    pub fn A000__bulkhead_set_0(&mut self, value: f64) {
        ::wasm_bulkhead::__private::boundary(
            "set Point.0",
            move || {
                self.0 = value;
            },
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(getter = "2")]
    pub fn A001__bulkhead_get_2(&self) -> String {
        ::wasm_bulkhead::__private::boundary(
            "get Point.2",
            move || <String as ::core::clone::Clone>::clone(&self.2),
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = "2")]
    pub fn A001__bulkhead_set_2(&mut self, value: String) {
        ::wasm_bulkhead::__private::boundary(
            "set Point.2",
            move || {
                self.2 = value;
            },
        )
    }
}
const _: () = {
    #[cfg(target_family = "wasm")]
    #[export_name = "__wasm_bulkhead_class_8867321a497eb109_Point"]
    static CLASS: u8 = 0;
};
