//! The examples, which are tests too: `cargo xtask example`.

use std::process::Command;

use anyhow::{Context, Result};

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, engines, worker, workspace, Outcome};

const UNWIND: Panic = Panic::Unwind(Encoding::Legacy);

/// Build and run one of `examples/`, which prints what JavaScript sees.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which one.
    name: Example,
}

/// The examples with a script `run.mjs` that asserts what it shows.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Example {
    /// A transfer that must not lose money.
    Ledger,
    /// An editor whose text outlasts its instances.
    Session,
    /// A Cloudflare Worker with a Durable Object.
    Worker,
}

impl Example {
    /// Those of the step `examples`; the Worker has one of its own.
    const TESTED: [Example; 2] = [Example::Ledger, Example::Session];

    fn name(self) -> &'static str {
        match self {
            Example::Ledger => "ledger",
            Example::Session => "session",
            Example::Worker => "worker",
        }
    }

    /// The builds that make its point.
    fn builds(self) -> &'static [Panic] {
        match self {
            Example::Ledger => &[UNWIND],
            Example::Session => &[UNWIND, Panic::Abort],
            Example::Worker => &worker::BUILDS,
        }
    }

    /// What it printed.
    fn run(self, panic: Panic) -> Result<String> {
        let name = self.name();
        let mut command = match self {
            Example::Worker => worker::example(panic)?,
            _ => self.command(panic)?,
        };
        let task = Task::start(format!("running the example {name} ({panic})"));
        let ended = child::run_to_end(&mut command, &task, None, &mut |line| task.note(line))?;
        ended
            .success()
            .with_context(|| format!("the example {name} says:\n{}", ended.out))?;
        task.done();
        Ok(ended.out)
    }

    /// Builds it, and begins what runs it.
    fn command(self, panic: Panic) -> Result<Command> {
        let name = self.name();
        let glue = workspace::target_dir()?
            .join("examples")
            .join(name)
            .join(panic.slug());
        Build::new(name, panic).write(&glue)?;
        let script = workspace::root()
            .join("examples")
            .join(name)
            .join("run.mjs");
        let mut command = engines::any_for(panic)?.script(&script);
        command.arg(&glue);
        Ok(command)
    }
}

/// Runs `cargo xtask example`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    for &panic in args.name.builds() {
        println!("{panic}:\n{}", args.name.run(panic)?);
    }
    Ok(Outcome::Clean)
}

/// Whether the examples show what they say, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for example in Example::TESTED {
        for &panic in example.builds() {
            let problem = example.run(panic).err().map(|e| format!("{e:#}"));
            tally.check(&format!("example {} ({panic})", example.name()), problem);
        }
    }
    Ok(tally)
}
