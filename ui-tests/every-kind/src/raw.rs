#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(on_panic = -1))]
#[no_mangle]
extern "C" fn raw_value(value: i32) -> i32 {
    if value < 0 {
        return 0;
    }
    value + 1
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(on_panic = throw))]
#[unsafe(export_name = "rawThrow")]
extern "C-unwind" fn raw_throw() {}

/// Reads one byte.
///
/// # Safety
///
/// `pointer` must be valid.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(on_panic = abort, name = "rawAbort()"))]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn raw_abort(pointer: *const u8) -> u8 {
    // SAFETY: as the caller promises.
    unsafe { *pointer }
}
