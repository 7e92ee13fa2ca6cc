//! Runs a simulation to its end and, when that takes long, shows how far it is.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::clock::Stopwatch;
use crate::simulation::{Halt, Simulation};
use crate::units::{SimDuration, SimTime};

/// Work that takes no longer is not worth a bar.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many pieces a run is cut into; how it is cut changes nothing in it.
const SLICES: u64 = 500;

/// Whether somebody wants to see how far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// On standard error, if that is a terminal.
    Shown,
    /// Not at all.
    Hidden,
}

/// Runs `simulation` to its end or to a limit.
pub(super) fn run_to_end(simulation: &mut Simulation, file: &str, progress: Progress) -> Halt {
    let (stopwatch, end) = (Stopwatch::start(), simulation.end());
    let slice = SimDuration::from_nanos((end.as_nanos() / SLICES).max(1));
    let mut bar = None;
    loop {
        let until = (simulation.now() + slice).min(end);
        let halt = simulation.run_until(until);
        if halt != Halt::Reached || until == end {
            if let Some(bar) = bar {
                ProgressBar::finish_and_clear(&bar);
            }
            return halt;
        }
        if progress == Progress::Shown && io::stderr().is_terminal() && stopwatch.elapsed() > PATIENCE {
            let bar = bar.get_or_insert_with(|| new_bar(file, end));
            bar.set_position(until.as_nanos() / 1_000_000);
            bar.set_message(until.to_string());
        }
    }
}

/// How many of several runs are done; shown when that takes long.
pub(super) struct Steps {
    what: String,
    count: u64,
    done: u64,
    stopwatch: Stopwatch,
    progress: Progress,
    bar: Option<ProgressBar>,
}

impl Steps {
    /// None of `count` is done yet.
    pub(super) fn new(what: &str, count: usize, progress: Progress) -> Self {
        let stopwatch = Stopwatch::start();
        Self { what: what.to_owned(), count: count as u64, done: 0, stopwatch, progress, bar: None }
    }

    /// One more is done.
    pub(super) fn one_more(&mut self) {
        self.done += 1;
        let wanted = self.progress == Progress::Shown && io::stderr().is_terminal();
        if wanted && self.stopwatch.elapsed() > PATIENCE {
            let (count, what) = (self.count, &self.what);
            let bar = self.bar.get_or_insert_with(|| bar_of(count, what, "run {pos} of {len}"));
            bar.set_position(self.done);
        }
    }

    /// No more are to come.
    pub(super) fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn new_bar(file: &str, end: SimTime) -> ProgressBar {
    bar_of(end.as_nanos() / 1_000_000, file, "{msg}")
}

fn bar_of(length: u64, what: &str, position: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    let template = format!("{{prefix}} {position} {{wide_bar}} {{percent}}% {{eta}} left");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.set_prefix(what.to_owned());
    bar
}
