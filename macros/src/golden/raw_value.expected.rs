#[unsafe(export_name = "checkSum")]
pub unsafe extern "C-unwind" fn checksum(pointer: *const u8, length: usize) -> i32 {
    ::wasm_bulkhead::__private::raw_boundary(
        {
            #[used]
            static NAME: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
                b"\xFFcheckSum\0",
            );
            NAME
        },
        move || -> i32 {
            if length == 0 {
                return 0;
            }
            sum(pointer, length)
        },
        move || -1,
    )
}
