use wasm_bulkhead::bulkhead;

#[bulkhead]
#[no_mangle]
pub extern "C" fn checksum(length: usize) -> usize {
    length
}

fn main() {}
