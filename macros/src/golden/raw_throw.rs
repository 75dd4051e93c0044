#[bulkhead(on_panic = throw)]
#[no_mangle]
extern fn checksum() {
    sum();
}
