//! Finishes packages: `cargo run -p wasm-bulkhead-finish --example finish -- DIR…`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for dir in std::env::args_os().skip(1) {
        match wasm_bulkhead_finish::finish(Path::new(&dir)) {
            Ok(finished) => {
                for file in finished.written {
                    println!("{}", file.display());
                }
            }
            Err(error) => {
                eprintln!("error: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}
