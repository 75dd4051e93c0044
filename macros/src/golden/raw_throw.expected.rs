#[no_mangle]
extern "C-unwind" fn checksum() {
    ::wasm_bulkhead::__private::raw_boundary_throw(
        "checksum",
        move || {
            sum();
        },
    )
}
