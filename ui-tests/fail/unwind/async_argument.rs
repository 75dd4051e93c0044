use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Handle {
    shared: Rc<RefCell<u32>>,
}

#[bulkhead]
#[wasm_bindgen]
pub async fn finish(handle: Handle) -> u32 {
    std::future::ready(()).await;
    *handle.shared.borrow()
}

fn main() {}
