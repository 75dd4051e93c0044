use wasm_bindgen::prelude::*;

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(inline_js = "
export function add(a, b) { return a + b }
export function call(f) { f(1) }
export function each(f) { f(2) }
export function sum(...all) { return all.length }
export function later() { return Promise.resolve(1) }
export const VERSION = 'one';
export class Thing {
    constructor(name) { this.name = name }
    static make() { return new Thing('made') }
    get size() { return 3 }
    set size(_) {}
    shout(times) { return this.name.repeat(times) }
}
export const space = { deep: () => 4 };
")]
extern "C" {
    /// Adds.
    fn add(a: f64, b: f64) -> f64;
    #[wasm_bindgen(js_name = add)]
    fn join(a: &str, _: &str) -> String;
    fn call(f: &mut dyn FnMut(u32));
    fn each(f: &dyn Fn(u32));
    #[wasm_bindgen(variadic)]
    fn sum(all: &[u32]) -> u32;
    #[wasm_bindgen(catch)]
    async fn later() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = later)]
    fn later_sync() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = space)]
    fn deep() -> u32;
    #[wasm_bindgen(thread_local_v2)]
    static VERSION: String;

    /// A thing.
    #[derive(Clone)]
    pub type Thing;
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str) -> Thing;
    #[wasm_bindgen(static_method_of = Thing)]
    fn make() -> Thing;
    #[wasm_bindgen(method, getter)]
    fn size(this: &Thing) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_size(this: &Thing, size: u32);
    #[wasm_bindgen(method, getter, js_name = name)]
    fn its_name(this: &Thing) -> Option<String>;
    #[wasm_bindgen(method, js_name = "shout", catch)]
    fn try_shout(this: &Thing, times: u32) -> Result<String, JsValue>;
    #[wasm_bindgen(method)]
    fn shout(this: &Thing, times: u32) -> String;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn get(this: &Thing, key: &str) -> Option<u32>;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Thing, key: &str, value: u32);
    #[wasm_bindgen(method, structural, indexing_deleter)]
    fn remove(this: &Thing, key: &str);
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
extern "C" {
    type Date;
    #[wasm_bindgen(static_method_of = Date)]
    fn now() -> f64;
    #[wasm_bindgen(method, final, js_name = getTime)]
    fn get_time(this: &Date) -> f64;
    #[wasm_bindgen(constructor)]
    fn today() -> Date;
    #[wasm_bindgen(js_namespace = ["Math"], js_name = "max")]
    fn larger(a: f64, b: f64) -> f64;
    #[wasm_bindgen(js_name = "queueMicrotask")]
    fn queue(closure: &Closure<dyn FnMut()>);
    #[cfg(target_family = "wasm")]
    #[wasm_bindgen(js_name = "parseInt")]
    fn parse_int(text: &str) -> f64;
    #[wasm_bindgen(js_name = structuredClone)]
    fn copied<T>(value: T) -> JsValue;
}

/// Uses all of them, so that none is dropped.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_name = useImports)]
pub async fn use_imports() -> Result<f64, JsValue> {
    let mut total = add(1.0, 2.0) + larger(3.0, 4.0) + f64::from(sum(&[1, 2])) + f64::from(deep());
    call(&mut |_| ());
    each(&|_| ());
    let thing = Thing::new(&join("a", "b"));
    let made = Thing::make();
    made.set_size(made.size());
    thing.set("one", 1);
    thing.remove("one");
    total += f64::from(thing.get("one").unwrap_or_default());
    total += thing.its_name().unwrap_or_default().len() as f64;
    total += thing.shout(1).len() as f64 + thing.try_shout(2)?.len() as f64;
    total += VERSION.with(String::len) as f64;
    total += Date::now() + Date::today().get_time();
    #[cfg(target_family = "wasm")]
    {
        total += parse_int("12");
    }
    queue_nothing();
    copied(JsValue::NULL);
    later().await?;
    later_sync()?;
    Ok(total)
}

fn queue_nothing() {
    let closure = Closure::once(|| ());
    queue(&closure);
    closure.forget();
}
