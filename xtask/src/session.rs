//! The example of a session that survives the end of its instance.

use anyhow::Result;

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, engines, workspace};

/// Builds `examples/session` for both kinds of panic, and edits.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for panic in [Panic::Unwind(Encoding::Legacy), Panic::Abort] {
        let engine = engines::any_for(panic)?;
        let dir = workspace::target_dir()?.join("session").join(panic.slug());
        Build::new("session", panic).write(&dir)?;
        let script = workspace::root().join("examples/session/run.mjs");
        let task = Task::start(format!("session: {panic}"));
        let mut command = engine.script(&script);
        let ended = child::run_to_end(command.arg(&dir), &task, None, &mut |line| task.note(line))?;
        task.done();
        println!("  {}", ended.out.trim_end());
        let problem =
            (!ended.status.success()).then(|| format!("{}{}", ended.out, ended.complaints()));
        tally.check(&format!("the session, {panic}"), problem);
    }
    Ok(tally)
}
