pub fn listen(target: &Target) {
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::closures::{
        AskAnything as _, AskUnwindSafe as _, Itself as _, OrTheirs as _,
    };
    let count = (match (
        ::wasm_bulkhead::__private::closures::constructor(
                Closure::<dyn FnMut(u32) -> u32>::new,
            )
            .own(),
        ::wasm_bulkhead::__private::closures::Slot::new(),
    ) {
        (constructor, slot) => {
            constructor
                .make(
                    {
                        ::wasm_bulkhead::__private::closures::decide(
                            slot,
                            constructor.nothing(),
                        );
                        move |by: u32| -> u32 {
                            if by == 0 {
                                return 1;
                            }
                            by
                        }
                    },
                    |#[allow(unused_mut)] mut closure| {
                        ::wasm_bulkhead::__private::closures::Checked::check(
                            &closure,
                            slot,
                        );
                        let guard = slot.guard();
                        move |argument_0: u32| {
                            ::wasm_bulkhead::__private::closures::Guard::run(
                                &guard,
                                ::core::concat!(
                                    ::core::file!(), ":", ::core::line!(), ":",
                                    ::core::column!()
                                ),
                                || closure(argument_0),
                            )
                        }
                    },
                )
        }
    });
    let boxed = (match (
        ::wasm_bulkhead::__private::closures::constructor(Closure::wrap).wrap(),
        ::wasm_bulkhead::__private::closures::Slot::new(),
    ) {
        (constructor, slot) => {
            constructor
                .given(
                    constructor
                        .boxed(
                            {
                                ::wasm_bulkhead::__private::closures::decide(
                                    slot,
                                    constructor.nothing(),
                                );
                                move |event| handle(event)
                            },
                            |#[allow(unused_mut)] mut closure| {
                                ::wasm_bulkhead::__private::closures::Checked::check(
                                    &closure,
                                    slot,
                                );
                                let guard = slot.guard();
                                move |argument_0| {
                                    ::wasm_bulkhead::__private::closures::Guard::run(
                                        &guard,
                                        ::core::concat!(
                                            ::core::file!(), ":", ::core::line!(), ":",
                                            ::core::column!()
                                        ),
                                        || closure(argument_0),
                                    )
                                }
                            },
                        ) as Box<dyn FnMut(_)>,
                )
        }
    });
    let once = (match (
        ::wasm_bulkhead::__private::closures::constructor_of(
                wasm_bindgen::closure::Closure::__bulkhead_itself(),
                wasm_bindgen::closure::Closure::once_into_js,
            )
            .once_into_js(),
        ::wasm_bulkhead::__private::closures::Slot::new(),
    ) {
        (constructor, slot) => {
            constructor
                .make(
                    {
                        ::wasm_bulkhead::__private::closures::decide(
                            slot,
                            constructor.nothing(),
                        );
                        || {
                            let inner = (match (
                                ::wasm_bulkhead::__private::closures::constructor(
                                        ScopedClosure::own,
                                    )
                                    .own(),
                                ::wasm_bulkhead::__private::closures::Slot::new(),
                            ) {
                                (constructor, slot) => {
                                    constructor
                                        .make(
                                            {
                                                ::wasm_bulkhead::__private::closures::decide(
                                                    slot,
                                                    constructor.nothing(),
                                                );
                                                || ()
                                            },
                                            |#[allow(unused_mut)] mut closure| {
                                                ::wasm_bulkhead::__private::closures::Checked::check(
                                                    &closure,
                                                    slot,
                                                );
                                                let guard = slot.guard();
                                                move || {
                                                    ::wasm_bulkhead::__private::closures::Guard::run(
                                                        &guard,
                                                        ::core::concat!(
                                                            ::core::file!(), ":", ::core::line!(), ":",
                                                            ::core::column!()
                                                        ),
                                                        || closure(),
                                                    )
                                                }
                                            },
                                        )
                                }
                            });
                            inner
                        }
                    },
                    |#[allow(unused_mut)] mut closure| {
                        ::wasm_bulkhead::__private::closures::Checked::check(
                            &closure,
                            slot,
                        );
                        let guard = slot.guard();
                        move || {
                            ::wasm_bulkhead::__private::closures::Guard::run(
                                &guard,
                                ::core::concat!(
                                    ::core::file!(), ":", ::core::line!(), ":",
                                    ::core::column!()
                                ),
                                || closure(),
                            )
                        }
                    },
                )
        }
    });
    let untouched = Other::new(|| 1);
    let named = (match ::wasm_bulkhead::__private::closures::constructor(Closure::new)
        .own()
        .value(handle)
    {
        value => {
            let slot = ::wasm_bulkhead::__private::closures::Slot::new();
            ::wasm_bulkhead::__private::closures::decide(
                slot,
                {
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
                    ((&value.witness()).verdict()).because_of_capture()
                },
            );
            ::wasm_bulkhead::__private::closures::Checked::check(value.get(), slot);
            value
                .make(
                    slot,
                    ::core::concat!(
                        ::core::file!(), ":", ::core::line!(), ":", ::core::column!()
                    ),
                )
        }
    });
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
pub fn __bulkhead_listen(target: &Target) -> ::wasm_bulkhead::__private::Answer<()> {
    let () = <&Target as ::wasm_bulkhead::__private::BehindReference>::CHECKED;
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::AnyObject as _;
    if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
        .or_else(|| ::wasm_bulkhead::__private::Object(&*target).check("listen"))
    {
        return ::wasm_bulkhead::__private::Answer(
            ::core::result::Result::Err(__bulkhead_refusal),
        );
    }
    ::wasm_bulkhead::__private::answer(
        "listen",
        move || {
            let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(target)
                .arm("listen");
            let __bulkhead_value = listen(__bulkhead_guard0.get());
            __bulkhead_guard0.leave();
            __bulkhead_value
        },
    )
}
