#[no_mangle]
extern "C-unwind" fn checksum() {
    ::wasm_bulkhead::__private::raw_boundary_throw(
        {
            #[used]
            static NAME: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
                b"\xFFchecksum\0",
            );
            NAME
        },
        move || {
            sum();
        },
    )
}
