//! B003: every way to write a raw export, and every policy.

use wasm_bulkhead::bulkhead;

const FAILED: i32 = -1;

#[bulkhead(on_panic = FAILED)]
#[no_mangle]
pub extern "C" fn with_constant(value: i32) -> i32 {
    if value < 0 {
        return 0;
    }
    value
}

#[bulkhead(on_panic = { let code = 7; code + 1 })]
#[unsafe(no_mangle)]
extern "C-unwind" fn with_block(mut value: u64) -> u64 {
    value += 1;
    value
}

#[bulkhead(on_panic = throw)]
#[export_name = "renamedExport"]
extern "C" fn with_throw() {}

#[bulkhead(on_panic = abort, name = "a name of its own")]
#[unsafe(export_name = "otherExport")]
extern "C" fn with_abort() -> f32 {
    0.5
}

/// # Safety
///
/// `pointer` must be valid.
#[bulkhead(on_panic = 0)]
#[no_mangle]
pub unsafe extern "C" fn with_pointer(pointer: *const u8, _: u8) -> u8 {
    *pointer
}

#[bulkhead(on_panic = throw)]
mod api {
    #[no_mangle]
    extern "C" fn inherits() {}

    #[wasm_bulkhead::bulkhead(on_panic = None)]
    #[no_mangle]
    extern "C" fn overrides() -> Option<&'static u8> {
        inherits();
        None
    }

    #[allow(dead_code)]
    extern "C" fn is_no_export() {}

    pub(super) fn call() -> bool {
        overrides().is_none()
    }
}

fn main() {
    assert_eq!(with_constant(1), 1);
    assert_eq!(with_block(1), 2);
    with_throw();
    assert_eq!(with_abort(), 0.5);
    assert_eq!(unsafe { with_pointer(&3, 0) }, 3);
    assert!(api::call());
}
