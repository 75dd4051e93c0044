//! Raw exports whose module or whose own attribute says what their callers get (B003, B013).

use wasm_bulkhead::bulkhead;

#[bulkhead(on_panic = throw)]
mod throwing {
    #[no_mangle]
    pub extern "C" fn in_module_throw() -> u32 {
        1
    }
}

#[bulkhead]
mod each {
    #[bulkhead(on_panic = abort)]
    #[export_name = "in_module_abort"]
    pub extern "C" fn aborts() -> u32 {
        2
    }

    #[bulkhead(on_panic = u32::MAX, name = "max")]
    #[no_mangle]
    pub unsafe extern "C" fn in_module_value() -> u32 {
        3
    }

    #[cfg(any())]
    #[bulkhead(on_panic = nothing)]
    #[no_mangle]
    pub extern "C" fn in_module_absent() -> Absent {}

    pub extern "C" fn not_exported() -> u32 {
        4
    }
}

fn main() {
    let value = unsafe { each::in_module_value() };
    assert_eq!(throwing::in_module_throw() + each::aborts() + value + each::not_exported(), 10);
}
