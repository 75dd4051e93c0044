//! What closures are given to: the constructors of the matrix.

/// A constructor; the closure goes between the two parts of its text.
pub(super) struct Constructor {
    pub(super) text: (&'static str, &'static str),
    /// Whether it is for one call.
    pub(super) once: bool,
    pub(super) chosen: Chosen,
}

/// Who chooses what a panic does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    ByTypes,
    Aborting,
    Asserted,
}

const fn by_types(before: &'static str, after: &'static str) -> Constructor {
    Constructor {
        text: (before, after),
        once: false,
        chosen: Chosen::ByTypes,
    }
}

const fn once(before: &'static str, after: &'static str) -> Constructor {
    let once = true;
    Constructor {
        once,
        ..by_types(before, after)
    }
}

const fn said(chosen: Chosen, constructor: Constructor) -> Constructor {
    Constructor {
        chosen,
        ..constructor
    }
}

use Chosen::{Aborting, Asserted};

pub(super) const CONSTRUCTORS: &[Constructor] = &[
    by_types(
        "Closure::<dyn FnMut(i32) -> i32>::new(",
        ").into_js_value()",
    ),
    by_types(
        "wasm_bindgen::closure::Closure::<dyn Fn(i32) -> i32>::own(",
        ").into_js_value()",
    ),
    by_types(
        "<ScopedClosure<'static, dyn FnMut(i32) -> i32>>::own(",
        ").into_js_value()",
    ),
    by_types(
        "Callback::<dyn FnMut(i32) -> i32>::new(",
        ").into_js_value()",
    ),
    by_types(
        "Closure::wrap(Box::new(",
        ") as Box<dyn FnMut(i32) -> i32>).into_js_value()",
    ),
    by_types(
        "Closure::<dyn Fn(i32) -> i32>::wrap(Box::new(",
        ")).into_js_value()",
    ),
    by_types("closure!(", ").into_js_value()"),
    by_types(
        "wasm_bulkhead::closure!(dyn Fn(i32) -> i32, ",
        ").into_js_value()",
    ),
    once("Closure::once(", ").into_js_value()"),
    once("Closure::once_into_js(", ")"),
    once("closure!(once ", ").into_js_value()"),
    said(
        Aborting,
        by_types(
            "Closure::<dyn FnMut(i32) -> i32>::new_aborting(",
            ").into_js_value()",
        ),
    ),
    said(
        Aborting,
        by_types(
            "Closure::<dyn FnMut(i32) -> i32>::own_aborting(",
            ").into_js_value()",
        ),
    ),
    said(
        Aborting,
        by_types(
            "Closure::wrap_aborting(Box::new(",
            ") as Box<dyn Fn(i32) -> i32>).into_js_value()",
        ),
    ),
    said(
        Aborting,
        once("Closure::once_aborting(", ").into_js_value()"),
    ),
    said(Aborting, by_types("closure!(abort ", ").into_js_value()")),
    said(Aborting, once("closure!(once abort ", ").into_js_value()")),
    said(
        Asserted,
        by_types(
            "Closure::<dyn FnMut(i32) -> i32>::own_assert_unwind_safe(",
            ").into_js_value()",
        ),
    ),
    said(
        Asserted,
        by_types(
            "Closure::wrap_assert_unwind_safe(Box::new(",
            ") as Box<dyn Fn(i32) -> i32>).into_js_value()",
        ),
    ),
    said(
        Asserted,
        once("Closure::once_assert_unwind_safe(", ").into_js_value()"),
    ),
    said(
        Asserted,
        by_types(
            "closure!(assert_unwind_safe = \"for the matrix\", ",
            ").into_js_value()",
        ),
    ),
    said(
        Asserted,
        once(
            "closure!(once, assert_unwind_safe = \"for the matrix\", ",
            ").into_js_value()",
        ),
    ),
];
