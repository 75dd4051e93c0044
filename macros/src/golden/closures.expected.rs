pub fn listen(target: &Target) {
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::closures::{
        Once as _, OnceIntoJs as _, Own as _, Wrap as _,
    };
    let count = Closure::<
        dyn FnMut(u32) -> u32,
    >::__bulkhead_own({
        let verdict = ::wasm_bulkhead::__private::closures::Catching;
        #[allow(unused_mut)]
        let mut closure = move |by: u32| -> u32 {
            if by == 0 {
                return 1;
            }
            by
        };
        (
            verdict,
            ::wasm_bulkhead::__private::closures::Checked::__bulkhead_checked(
                move |argument_0: u32| {
                    ::wasm_bulkhead::__private::closures::run(
                        verdict,
                        ::core::concat!(
                            ::core::file!(), ":", ::core::line!(), ":",
                            ::core::column!(), "\0"
                        ),
                        || closure(argument_0),
                    )
                },
                verdict,
            ),
        )
    });
    let boxed = Closure::__bulkhead_wrap(
        match match {
            let verdict = ::wasm_bulkhead::__private::closures::Catching;
            #[allow(unused_mut)]
            let mut closure = move |event| handle(event);
            (
                verdict,
                ::wasm_bulkhead::__private::closures::Checked::__bulkhead_checked(
                    move |argument_0| {
                        ::wasm_bulkhead::__private::closures::run(
                            verdict,
                            ::core::concat!(
                                ::core::file!(), ":", ::core::line!(), ":",
                                ::core::column!(), "\0"
                            ),
                            || closure(argument_0),
                        )
                    },
                    verdict,
                ),
            )
        } {
            (verdict, closure) => (verdict, Box::new(closure)),
        } {
            (verdict, closure) => (verdict, closure as Box<dyn FnMut(_)>),
        },
    );
    let once = wasm_bindgen::closure::Closure::__bulkhead_once_into_js({
        let verdict = ::wasm_bulkhead::__private::closures::Catching;
        #[allow(unused_mut)]
        let mut closure = || {
            let inner = ScopedClosure::__bulkhead_own({
                let verdict = ::wasm_bulkhead::__private::closures::Catching;
                #[allow(unused_mut)]
                let mut closure = || ();
                (
                    verdict,
                    ::wasm_bulkhead::__private::closures::Checked::__bulkhead_checked(
                        move || {
                            ::wasm_bulkhead::__private::closures::run(
                                verdict,
                                ::core::concat!(
                                    ::core::file!(), ":", ::core::line!(), ":",
                                    ::core::column!(), "\0"
                                ),
                                || closure(),
                            )
                        },
                        verdict,
                    ),
                )
            });
            inner
        };
        (
            verdict,
            ::wasm_bulkhead::__private::closures::Checked::__bulkhead_checked(
                move || {
                    ::wasm_bulkhead::__private::closures::run(
                        verdict,
                        ::core::concat!(
                            ::core::file!(), ":", ::core::line!(), ":",
                            ::core::column!(), "\0"
                        ),
                        || closure(),
                    )
                },
                verdict,
            ),
        )
    });
    let untouched = Other::new(|| 1);
    let named = Closure::__bulkhead_own(
        match handle {
            closure => {
                (
                    {
                        let witness = ::wasm_bulkhead::__private::closures::Witness::of(
                            &closure,
                        );
                        #[allow(unused_imports)]
                        use ::wasm_bulkhead::__private::closures::{
                            AskAnything as _, AskUnwindSafe as _,
                        };
                        #[allow(dead_code)]
                        trait AbortingClosure {
                            #[deprecated(
                                note = "`handle` is not known to be unwind safe, so a panic in this closure ends the instance [B017]\nhelp: share it in a `PoisonCell`, capture a value of its own, or answer for it with `closure!(assert \"reason\", …)`; `closure!(abort …)` means it, and is silent"
                            )]
                            fn because_of_capture(self) -> Self;
                        }
                        impl AbortingClosure
                        for ::wasm_bulkhead::__private::closures::Aborting {
                            fn because_of_capture(self) -> Self {
                                self
                            }
                        }
                        (&witness).__bulkhead_verdict().because_of_capture()
                    },
                    closure,
                    ::core::concat!(
                        ::core::file!(), ":", ::core::line!(), ":", ::core::column!(),
                        "\0"
                    ),
                )
            }
        },
    );
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
#[inline]
pub fn __bulkhead_listen(target: &Target) -> ::wasm_bulkhead::__private::Answer<()> {
    let () = <&Target as ::wasm_bulkhead::__private::BehindReference>::CHECKED;
    const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::new(
        "\u{e0bb}listen\0",
    );
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::AnyObject as _;
    ::wasm_bulkhead::__private::name(BOUNDARY);
    if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
        .or_else(|| ::wasm_bulkhead::__private::Object(&*target).check(BOUNDARY))
    {
        return ::wasm_bulkhead::__private::Answer(
            ::core::result::Result::Err(__bulkhead_refusal),
        );
    }
    let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(target).arm(BOUNDARY);
    let __bulkhead_value = listen(__bulkhead_guard0.get());
    __bulkhead_guard0.leave();
    ::wasm_bulkhead::__private::Answer(::core::result::Result::Ok(__bulkhead_value))
}
