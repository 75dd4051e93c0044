//! Tells the verdicts and truths of the host, as JSON.

use closure_matrix::{truths, verdict, CASES};

fn main() {
    let verdicts = CASES.iter().map(|made| {
        // What is thrown is not a panic, so that no hook runs.
        let _ = std::panic::catch_unwind(made);
        verdict()
    });
    let verdicts: Vec<_> = verdicts.map(|one| one.map_or("null".into(), |one| one.to_string())).collect();
    println!("{{ \"verdicts\": [{}], \"truths\": {:?} }}", verdicts.join(","), truths());
}
