use wasm_bulkhead::bulkhead;

#[bulkhead]
mod api {
    mod elsewhere;
}

fn main() {}
