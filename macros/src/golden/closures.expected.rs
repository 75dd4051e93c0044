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
                                    ::core::column!(), "\0"
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
                                            ::core::column!(), "\0"
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
                                                            ::core::column!(), "\0"
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
                                    ::core::column!(), "\0"
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
                            note = "`handle` is not known to be unwind safe, so a panic in this closure ends the instance [B017]\nhelp: share it in a `PoisonCell`, capture a value of its own, or answer for it with `closure!(assert_unwind_safe = \"reason\", …)`; `closure!(abort …)` means it, and is silent\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B017.md"
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
                        ::core::file!(), ":", ::core::line!(), ":", ::core::column!(),
                        "\0"
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
#[inline]
pub fn __bulkhead_listen(
    target: &Target,
) -> <::wasm_bulkhead::__private::Answers<
    {
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::NeverTorn as _;
        false || ::wasm_bulkhead::__private::Torn::<Target>::IS_POSSIBLE
    },
> as ::wasm_bulkhead::__private::Answering<()>>::Answer {
    #[cfg(all(target_family = "wasm", panic = "unwind"))]
    const _: () = {
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::check::{OrRefused as _, OrTorn as _};
        ::core::assert!(
            < < ::wasm_bulkhead::__private::check::Gate < Target, {
            ::wasm_bulkhead::__private::check::Ask:: <
            ::wasm_bulkhead::__private::check::Behind, Target > ::IS_SAFE } > as
            ::wasm_bulkhead::__private::check::Asked > ::Teller > ::__BULKHEAD_PASSED,
            "{}",
            "`Target` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
        );
    };
    #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
    #[allow(dead_code)]
    const _: fn() = || {
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::check::{AskSafe as _, AskTorn as _, Taken as _};
        #[allow(dead_code)]
        #[derive(Clone, Copy)]
        struct Taker;
        impl Taker {
            #[expect(
                dead_code,
                reason = "`Target` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            )]
            fn is_expected(self) {}
        }
        (&::wasm_bulkhead::__private::check::Ask::<
            ::wasm_bulkhead::__private::check::Behind,
            Target,
        >::NEW)
            .told_by::<Target>()
            .__bulkhead_is_not_unwind_safe()
            .or(Taker)
            .is_expected();
    };
    const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
        b"\xFFlisten\0",
    );
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::AnyObject as _;
    ::wasm_bulkhead::__private::name(BOUNDARY);
    if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
        .or_else(|| ::wasm_bulkhead::__private::Object(&*target).check(BOUNDARY))
    {
        return <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Target>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            (),
        >>::answer(::core::result::Result::Err(__bulkhead_refusal));
    }
    let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(target).arm(BOUNDARY);
    let __bulkhead_value = listen(__bulkhead_guard0.get());
    __bulkhead_guard0.leave();
    <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Target>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<
        (),
    >>::answer(::core::result::Result::Ok(__bulkhead_value))
}
