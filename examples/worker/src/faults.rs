use std::hint::black_box;
use std::time::Duration;

use worker::Delay;

/// Fails in the way that is asked for, and comes back if there is no such way.
pub async fn strike(fault: &str) {
    match fault {
        "panic" => {
            let none: [u8; 0] = black_box([]);
            let _ = none[black_box(none.len())];
        }
        "trap" => trap(),
        "memory" => use_up_memory(),
        "overflow" => {
            black_box(overflow(1));
        }
        // With a timer, since the runtime notices who waits for nothing at all.
        "hang" => Delay::from(Duration::from_secs(3600)).await,
        _ => {
            // A message with what no other client may read.
            if let Some(token) = fault.strip_prefix("token-") {
                panic!("{token} is not valid");
            }
        }
    }
}

fn trap() {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
}

/// Asks for more than there can be, and writes nothing to it.
fn use_up_memory() {
    let most = || Vec::<u8>::with_capacity(isize::MAX as usize);
    black_box([most(), most(), most()]);
}

#[allow(unconditional_recursion)]
fn overflow(depth: u64) -> u64 {
    overflow(black_box(depth) + 1) + 1
}
