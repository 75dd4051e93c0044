use wasm_bulkhead::bulkhead;

#[bulkhead]
mod api {
    #[unsafe(export_name = "checkSum")]
    pub extern "C" fn checksum(length: usize) -> usize {
        length
    }
}

fn main() {}
