#[cfg(not(target_family = "wasm"))]
#[wasm_bindgen(module = "/js/lib.js")]
#[rustfmt::wasm_bulkhead]
unsafe extern "C" {
    /// Logs.
    #[wasm_bindgen(js_namespace = console)]
    pub safe fn log(text: &str, _: u32);
    fn each(callback: &mut dyn FnMut(u32), other: &dyn Fn());
    #[wasm_bindgen(catch)]
    fn already() -> Result<u32, JsValue>;
    async fn later() -> JsValue;
    fn generic<T>(value: T);
    #[cfg(feature = "things")]
    pub type Thing;
    #[wasm_bindgen(constructor)]
    fn new() -> Thing;
    #[wasm_bindgen(static_method_of = Thing, js_name = "makeOne")]
    fn make() -> Thing;
    #[wasm_bindgen(method)]
    #[must_use]
    pub(crate) fn shout(this: &Thing, times: u32) -> String;
    #[wasm_bindgen(method, getter)]
    fn size(this: &Thing) -> u32;
    #[wasm_bindgen(method, setter)]
    unsafe fn set_size(this: &Thing, size: u32);
    #[wasm_bindgen(method, indexing_getter)]
    fn get(this: &Thing, key: &str) -> u32;
    #[wasm_bindgen(thread_local_v2)]
    static VERSION: String;
}
#[cfg(all(target_family = "wasm", panic = "unwind"))]
#[wasm_bindgen(module = "/js/lib.js")]
#[rustfmt::wasm_bulkhead]
unsafe extern "C" {
    #[allow(dead_code)]
    #[wasm_bindgen(js_namespace = console, catch, js_name = "log")]
    safe fn __bulkhead_log(
        text: &str,
        _: u32,
    ) -> ::core::result::Result<(), ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(catch, js_name = "each")]
    fn __bulkhead_each(
        callback: &mut dyn FnMut(u32),
        other: &dyn Fn(),
    ) -> ::core::result::Result<(), ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(catch, js_name = "already")]
    fn __bulkhead_already() -> Result<u32, JsValue>;
    async fn later() -> JsValue;
    fn generic<T>(value: T);
    #[cfg(feature = "things")]
    pub type Thing;
    #[allow(dead_code)]
    #[wasm_bindgen(constructor, catch)]
    fn __bulkhead_new() -> ::core::result::Result<Thing, ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(static_method_of = Thing, catch, js_name = "makeOne")]
    fn __bulkhead_make() -> ::core::result::Result<Thing, ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(method, catch, js_name = "shout")]
    fn __bulkhead_shout(
        this: &Thing,
        times: u32,
    ) -> ::core::result::Result<String, ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(method, catch, getter = "size")]
    fn __bulkhead_size(
        this: &Thing,
    ) -> ::core::result::Result<u32, ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(method, catch, setter = "size")]
    unsafe fn __bulkhead_set_size(
        this: &Thing,
        size: u32,
    ) -> ::core::result::Result<(), ::wasm_bindgen::JsValue>;
    #[allow(dead_code)]
    #[wasm_bindgen(method, indexing_getter, catch)]
    fn __bulkhead_get(
        this: &Thing,
        key: &str,
    ) -> ::core::result::Result<u32, ::wasm_bindgen::JsValue>;
    #[wasm_bindgen(thread_local_v2)]
    static VERSION: String;
}
#[cfg(all(target_family = "wasm", not(panic = "unwind")))]
#[wasm_bindgen(module = "/js/lib.js")]
#[rustfmt::wasm_bulkhead]
unsafe extern "C" {
    #[allow(dead_code)]
    #[wasm_bindgen(js_namespace = console, js_name = "log")]
    safe fn __bulkhead_log(text: &str, _: u32);
    #[allow(dead_code)]
    #[wasm_bindgen(js_name = "each")]
    fn __bulkhead_each(callback: &mut dyn FnMut(u32), other: &dyn Fn());
    #[allow(dead_code)]
    #[wasm_bindgen(catch, js_name = "already")]
    fn __bulkhead_already() -> Result<u32, JsValue>;
    async fn later() -> JsValue;
    fn generic<T>(value: T);
    #[cfg(feature = "things")]
    pub type Thing;
    #[allow(dead_code)]
    #[wasm_bindgen(constructor)]
    fn __bulkhead_new() -> Thing;
    #[allow(dead_code)]
    #[wasm_bindgen(static_method_of = Thing, js_name = "makeOne")]
    fn __bulkhead_make() -> Thing;
    #[allow(dead_code)]
    #[wasm_bindgen(method, js_name = "shout")]
    fn __bulkhead_shout(this: &Thing, times: u32) -> String;
    #[allow(dead_code)]
    #[wasm_bindgen(method, getter = "size")]
    fn __bulkhead_size(this: &Thing) -> u32;
    #[allow(dead_code)]
    #[wasm_bindgen(method, setter = "size")]
    unsafe fn __bulkhead_set_size(this: &Thing, size: u32);
    #[allow(dead_code)]
    #[wasm_bindgen(method, indexing_getter)]
    fn __bulkhead_get(this: &Thing, key: &str) -> u32;
    #[wasm_bindgen(thread_local_v2)]
    static VERSION: String;
}
#[cfg(target_family = "wasm")]
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
/// Logs.
pub fn log(text: &str, arg1: u32) {
    ::wasm_bulkhead::__private::import(__bulkhead_log(text, arg1))
}
#[cfg(target_family = "wasm")]
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
fn each(
    callback: &mut (impl FnMut(u32) + ::wasm_bindgen::__rt::marker::MaybeUnwindSafe),
    other: &(impl Fn() + ::wasm_bindgen::__rt::marker::MaybeUnwindSafe),
) {
    let mut lent = ::wasm_bulkhead::__private::LentMut::new(callback);
    let callback = &mut move |a0: u32| {
        ::wasm_bulkhead::__private::closure_boundary(
            ::core::concat!(
                ::core::file!(), ":", ::core::line!(), ":", ::core::column!(), "\0"
            ),
            || lent.get()(a0),
        )
    };
    let lent = ::wasm_bulkhead::__private::Lent::new(other);
    let other = &move || {
        ::wasm_bulkhead::__private::closure_boundary(
            ::core::concat!(
                ::core::file!(), ":", ::core::line!(), ":", ::core::column!(), "\0"
            ),
            || lent.get()(),
        )
    };
    ::wasm_bulkhead::__private::import(__bulkhead_each(callback, other))
}
#[cfg(target_family = "wasm")]
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
fn already() -> Result<u32, JsValue> {
    ::wasm_bulkhead::__private::caught_import(__bulkhead_already())
}
#[cfg(target_family = "wasm")]
#[cfg(any(all(feature = "things")))]
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
impl Thing {
    fn new() -> Thing {
        ::wasm_bulkhead::__private::import(Self::__bulkhead_new())
    }
}
#[cfg(target_family = "wasm")]
#[cfg(any(all(feature = "things")))]
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
impl Thing {
    fn make() -> Thing {
        ::wasm_bulkhead::__private::import(Self::__bulkhead_make())
    }
}
#[cfg(target_family = "wasm")]
#[cfg(any(all(feature = "things")))]
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
impl Thing {
    #[must_use]
    pub(crate) fn shout(&self, times: u32) -> String {
        ::wasm_bulkhead::__private::import(Self::__bulkhead_shout(self, times))
    }
}
#[cfg(target_family = "wasm")]
#[cfg(any(all(feature = "things")))]
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
impl Thing {
    fn size(&self) -> u32 {
        ::wasm_bulkhead::__private::import(Self::__bulkhead_size(self))
    }
}
#[cfg(target_family = "wasm")]
#[cfg(any(all(feature = "things")))]
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
impl Thing {
    unsafe fn set_size(&self, size: u32) {
        ::wasm_bulkhead::__private::import(unsafe {
            Self::__bulkhead_set_size(self, size)
        })
    }
}
#[cfg(target_family = "wasm")]
#[cfg(any(all(feature = "things")))]
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
impl Thing {
    fn get(&self, key: &str) -> u32 {
        ::wasm_bulkhead::__private::import(Self::__bulkhead_get(self, key))
    }
}
#[allow(non_upper_case_globals, clippy::let_unit_value)]
const _: () = {
    #[deprecated(
        note = "import `generic` is generic: its exceptions skip the destructors of the Rust code they cross [B015]\nhelp: write `#[wasm_bindgen(catch)]` on it, or import it with the types that are needed\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B015.md"
    )]
    const bulkhead: () = ();
    let () = bulkhead;
};
