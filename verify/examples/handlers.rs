//! Prints what is found in modules: `cargo run -p wasm-bulkhead-verify --example handlers -- FILE…`

use std::error::Error;

use wasm_bulkhead_verify::unassigned_in_handlers;

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let found = unassigned_in_handlers(&std::fs::read(&path)?)?;
        println!("{path}: {}", found.len());
        for handler in found {
            println!("  {handler}");
        }
    }
    Ok(())
}
