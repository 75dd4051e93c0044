#[bulkhead(on_panic = -1)]
#[unsafe(export_name = "checkSum")]
pub unsafe extern "C" fn checksum(pointer: *const u8, length: usize) -> i32 {
    if length == 0 {
        return 0;
    }
    sum(pointer, length)
}
