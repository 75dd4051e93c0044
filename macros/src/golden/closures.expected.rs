pub fn listen(target: &Target) {
    let count = Closure::<
        dyn FnMut(u32) -> u32,
    >::new(move |by: u32| -> u32 {
        {
            ::wasm_bulkhead::__private::closure_boundary(
                ::core::concat!(
                    ::core::file!(), ":", ::core::line!(), ":", ::core::column!()
                ),
                || -> u32 {
                    {
                        if by == 0 {
                            return 1;
                        }
                        by
                    }
                },
            )
        }
    });
    let boxed = Closure::wrap(
        Box::new(move |event| {
            ::wasm_bulkhead::__private::closure_boundary(
                ::core::concat!(
                    ::core::file!(), ":", ::core::line!(), ":", ::core::column!()
                ),
                || handle(event),
            )
        }) as Box<dyn FnMut(_)>,
    );
    let once = wasm_bindgen::closure::Closure::once_into_js(|| {
        ::wasm_bulkhead::__private::closure_boundary(
            ::core::concat!(
                ::core::file!(), ":", ::core::line!(), ":", ::core::column!()
            ),
            || {
                let inner = ScopedClosure::own(|| {
                    ::wasm_bulkhead::__private::closure_boundary(
                        ::core::concat!(
                            ::core::file!(), ":", ::core::line!(), ":", ::core::column!()
                        ),
                        || (),
                    )
                });
                inner
            },
        )
    });
    let untouched = Other::new(|| 1);
    let named = Closure::new(handle);
    target.add(&count, &boxed, once, untouched, named);
}
#[doc(hidden)]
#[wasm_bindgen(js_name = "listen", wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
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
pub fn __bulkhead_listen(target: &Target) {
    let () = <&Target as ::wasm_bulkhead::__private::BehindReference>::CHECKED;
    ::wasm_bulkhead::__private::boundary("listen", move || listen(target))
}
