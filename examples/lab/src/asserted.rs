//! What wasm-bindgen alone wants of a cell in unwind builds. With a `Poison` beside the cell nothing
//! has to be asserted, and nothing is.

#[cfg(feature = "bulkhead")]
pub(crate) type Asserted<T> = T;
#[cfg(not(feature = "bulkhead"))]
pub(crate) type Asserted<T> = std::panic::AssertUnwindSafe<T>;

#[cfg(feature = "bulkhead")]
pub(crate) fn asserted<T>(value: T) -> Asserted<T> {
    value
}
#[cfg(not(feature = "bulkhead"))]
pub(crate) fn asserted<T>(value: T) -> Asserted<T> {
    std::panic::AssertUnwindSafe(value)
}
