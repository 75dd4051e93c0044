//! What to run where no compiler will do.

use super::{Panic, Toolchain, TARGET};
use crate::child;
use crate::remedy::Remedy;

/// Has a compiler that can do such builds.
pub(crate) fn remedy(panic: Panic, all: &[Toolchain]) -> Remedy {
    if child::find("rustup").is_some() {
        return Remedy::run(with_rustup(panic, all));
    }
    if child::find("apt-get").is_some() {
        let packages = "rustc-web cargo-web rust-web-src rust-web-llvm lld-22";
        return Remedy {
            command: Some(format!("apt-get install {packages}")),
            text: Some("or install rustup from https://rustup.rs".into()),
        };
    }
    Remedy::say("install rustup from https://rustup.rs")
}

fn with_rustup(panic: Panic, all: &[Toolchain]) -> String {
    let active = all.iter().find(|it| it.is_active);
    if let (Panic::Abort, Some(active)) = (panic, active.and_then(|it| it.rustup.as_deref())) {
        return format!("rustup target add {TARGET} --toolchain {active}");
    }
    let mut nightlies = all.iter().filter(|it| it.is_nightly() && it.is_recent());
    match nightlies.find_map(|it| it.rustup.as_deref()) {
        Some(name) => format!("rustup component add rust-src --toolchain {name}"),
        None => "rustup toolchain install nightly --component rust-src".into(),
    }
}
