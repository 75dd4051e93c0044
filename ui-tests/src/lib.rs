//! The cases are in `fail/` and `pass/`, and `tests/` runs them. Here are the pages whose Rust is
//! compiled.

macro_rules! pages {
    ($($name:ident: $page:literal,)*) => {
        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../../docs/", $page))]
            struct $name;
        )*
    };
}

pages! {
    AbortBuilds: "guide/abort-builds.md",
    Applications: "guide/applications.md",
    Closures: "guide/closures.md",
    Libraries: "guide/libraries.md",
    ProductionFault: "guide/production-fault.md",
    Restart: "guide/restart.md",
    Start: "guide/start.md",
    Telemetry: "guide/telemetry.md",
    Testing: "guide/testing.md",
}
