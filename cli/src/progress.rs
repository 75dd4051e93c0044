//! What is being done, on standard error: a moving line on a terminal, plain lines elsewhere.

use std::io::{stderr, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// One piece of work that takes a while.
pub(crate) struct Task {
    label: String,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Task {
    /// Says that the work begins.
    pub(crate) fn start(label: impl Into<String>) -> Task {
        let label = label.into();
        let bar = if stderr().is_terminal() {
            let bar = ProgressBar::new_spinner().with_message(label.clone());
            let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}");
            bar.set_style(style.expect("the template is a constant"));
            bar.enable_steady_tick(Duration::from_millis(120));
            Some(bar)
        } else {
            eprintln!("  {label} …");
            None
        };
        Task {
            label,
            started: Instant::now(),
            bar,
        }
    }

    /// Says that the work is done, and how long it took.
    pub(crate) fn done(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        eprintln!("  {}: {}", self.label, seconds(self.started.elapsed()));
    }
}

impl Drop for Task {
    /// A failed task leaves no half line behind.
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A duration as people read it.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    match whole {
        0..60 => format!("{:.1} s", duration.as_secs_f64()),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_readable() {
        assert_eq!(seconds(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
