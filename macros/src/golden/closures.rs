#[bulkhead]
#[wasm_bindgen]
pub fn listen(target: &Target) {
    let count = Closure::<dyn FnMut(u32) -> u32>::new(move |by: u32| -> u32 {
        if by == 0 {
            return 1;
        }
        by
    });
    let boxed = Closure::wrap(Box::new(move |event| handle(event)) as Box<dyn FnMut(_)>);
    let once = wasm_bindgen::closure::Closure::once_into_js(|| {
        let inner = ScopedClosure::own(|| ());
        inner
    });
    let untouched = Other::new(|| 1);
    let named = Closure::new(handle);
    target.add(&count, &boxed, once, untouched, named);
}
