//! What the checker of modules says of a miscompilation, beside what running them shows.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_bulkhead_verify::unassigned_in_handlers;

use super::report::{Cell, Verdict};

/// What was found in a module with wasm-bulkhead and in one without.
#[derive(Clone, Debug)]
pub(super) struct Verified {
    with: usize,
    alone: usize,
}

impl Verified {
    /// Reads the modules of these directories.
    pub(super) fn new(name: &str, with: &Path, alone: &Path) -> Result<Verified> {
        let found = |dir: &Path| {
            let path = dir.join(format!("{name}_bg.wasm"));
            let module = fs::read(&path).with_context(|| path.display().to_string())?;
            Ok::<_, anyhow::Error>(unassigned_in_handlers(&module)?.len())
        };
        Ok(Verified {
            with: found(with)?,
            alone: found(alone)?,
        })
    }

    /// One more cell beside those that were run: something is found in a module just where one of
    /// them goes wrong.
    pub(super) fn cell(&self, run: &[Cell]) -> Cell {
        let holds = |pick: fn(&Cell) -> &Option<Verdict>| {
            let mut verdicts = run.iter().filter_map(|cell| pick(cell).as_ref());
            verdicts.all(|verdict| verdict.ok == Some(true))
        };
        let agree = [
            (self.with == 0) == holds(|cell| &cell.with),
            (self.alone == 0) == holds(|cell| &cell.alone),
        ];
        let saw = format!("{} findings, {} alone", self.with, self.alone);
        Cell::of_ours(
            "P13",
            "verify says which modules are wrong",
            agree == [true; 2],
            saw,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(alone: bool) -> Vec<Cell> {
        let verdict = |ok| format!(r#"{{"ok": {ok}, "saw": ""}}"#);
        let (with, alone) = (verdict(true), verdict(alone));
        let json =
            format!(r#"[{{"id": "P13", "scenario": "a", "with": {with}, "alone": {alone}}}]"#);
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn findings_agree_with_runs() {
        let ok = |with, alone, run: &[Cell]| {
            let cell = Verified { with, alone }.cell(run);
            cell.with.unwrap().ok == Some(true)
        };
        assert!(ok(0, 3, &run(false)) && ok(0, 0, &run(true)));
        assert!(!ok(0, 0, &run(false)) && !ok(0, 1, &run(true)) && !ok(1, 3, &run(false)));
    }
}
