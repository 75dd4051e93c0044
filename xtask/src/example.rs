//! The examples, which are tests too: `cargo xtask example`.

use anyhow::{Context, Result};

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, engines, workspace, Outcome};

const BUILD: Panic = Panic::Unwind(Encoding::Legacy);

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
}

impl Example {
    const ALL: [Example; 1] = [Example::Ledger];

    fn name(self) -> &'static str {
        match self {
            Example::Ledger => "ledger",
        }
    }

    /// What it printed.
    fn run(self) -> Result<String> {
        let name = self.name();
        let glue = workspace::target_dir()?.join("examples").join(name);
        Build::new(name, BUILD).write(&glue)?;
        let script = workspace::root()
            .join("examples")
            .join(name)
            .join("run.mjs");
        let task = Task::start(format!("running the example {name}"));
        let mut command = engines::any_for(BUILD)?.script(&script);
        command.arg(&glue);
        let ended = child::run_to_end(&mut command, &task, None, &mut |line| task.note(line))?;
        ended
            .success()
            .with_context(|| format!("the example {name} says:\n{}", ended.out))?;
        task.done();
        Ok(ended.out)
    }
}

/// Runs `cargo xtask example`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    println!("{}", args.name.run()?);
    Ok(Outcome::Clean)
}

/// Whether the examples show what they say, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for example in Example::ALL {
        let problem = example.run().err().map(|error| format!("{error:#}"));
        tally.check(&format!("example {}", example.name()), problem);
    }
    Ok(tally)
}
