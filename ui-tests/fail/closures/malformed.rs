// What `closure!` does not understand.
use wasm_bulkhead::closure;

fn main() {
    closure!();
    closure!(assert_unwind_safe = "" || ());
    closure!(|| (), || ());
}
