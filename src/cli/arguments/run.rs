//! What `run` and `check` are told.

use std::path::PathBuf;

use clap::Args;

use super::{Output, Settings, jobs};
use crate::scenario::REPLICATIONS_MAX;

/// What `run` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct RunArguments {
    /// Scenario files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) settings: Settings,
    #[command(flatten)]
    pub(in crate::cli) repeated: Repeated,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
    /// Say what it would cost, and run nothing.
    #[arg(long)]
    pub(in crate::cli) plan: bool,
}

/// What `check` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArguments {
    /// Scenario files, and directories that are searched for *.json; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) settings: Settings,
    #[command(flatten)]
    pub(in crate::cli) repeated: Repeated,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
    #[command(flatten)]
    pub(in crate::cli) selection: Selection,
    /// Stop at the first file that is not as expected.
    #[arg(long)]
    pub(in crate::cli) fail_fast: bool,
    /// Say what it would cost, and run nothing.
    #[arg(long)]
    pub(in crate::cli) plan: bool,
}

/// How often something is run, and how much of it at once.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(in crate::cli) struct Repeated {
    /// Run each scenario so often, each time with a seed of its own, instead of as often as it says.
    #[arg(long, value_name = "N", value_parser = replications, allow_negative_numbers = true)]
    pub(in crate::cli) replications: Option<u32>,
    #[command(flatten)]
    at_once: AtOnce,
}

impl Repeated {
    /// How many runs are simulated at once.
    pub(in crate::cli) fn jobs(&self) -> usize {
        self.at_once.jobs()
    }
}

/// How much is run at once.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(in crate::cli) struct AtOnce {
    /// Simulate so many runs at once; the result is the same. As many as there are cores without it.
    #[arg(long, value_name = "N", value_parser = jobs, allow_negative_numbers = true)]
    jobs: Option<usize>,
}

impl AtOnce {
    /// How many runs that are.
    pub(in crate::cli) fn jobs(&self) -> usize {
        self.jobs.unwrap_or_else(crate::study::parallel::cores)
    }
}

/// Which of the files are wanted. A file that cannot be read always is.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Selection {
    /// Only scenarios with this tag; given several times, with any of them.
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) tag: Vec<String>,
    /// Only scenarios whose path or title contains this text, letter by letter.
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) filter: Option<String>,
}

fn replications(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(count) if (1..=REPLICATIONS_MAX).contains(&count) => Ok(count),
        _ => Err(format!("a whole number from 1 to {REPLICATIONS_MAX} is needed")),
    }
}
