#[no_mangle]
extern "C-unwind" fn checksum() {
    ::wasm_bulkhead::__private::raw_boundary_throw(
        ::wasm_bulkhead::__private::Name::new("\u{e0bb}checksum\0"),
        move || {
            sum();
        },
    )
}
