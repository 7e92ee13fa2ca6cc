//! What the studies are told: `spof`, `compare`, `theory`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AtOnce, Repeated, Settings, whole};
use crate::units::{SimDuration, SimTime};

/// What `spof` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct SpofArguments {
    /// A scenario file; `-` is standard input. Its timeline is left out.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// When a component is taken away: half a minute after the warm-up without it.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(in crate::cli) at: Option<SimTime>,
    /// For how long: 60s without it.
    #[arg(long = "for", value_name = "SPAN", value_parser = span)]
    pub(in crate::cli) lasting: Option<SimDuration>,
    #[command(flatten)]
    pub(in crate::cli) chance: Chance,
    #[command(flatten)]
    pub(in crate::cli) at_once: AtOnce,
    #[command(flatten)]
    pub(in crate::cli) output: StudyOutput,
}

/// What `compare` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArguments {
    /// The first scenario file; `-` is standard input.
    #[arg(value_name = "A")]
    pub(in crate::cli) first: PathBuf,
    /// The second; what is told is by how much it differs from the first.
    #[arg(value_name = "B")]
    pub(in crate::cli) second: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) chance: Chance,
    #[command(flatten)]
    pub(in crate::cli) repeated: Repeated,
    #[command(flatten)]
    pub(in crate::cli) output: StudyOutput,
}

/// What `theory` is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct TheoryArguments {
    /// A scenario file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) chance: Chance,
    #[command(flatten)]
    pub(in crate::cli) repeated: Repeated,
    #[command(flatten)]
    pub(in crate::cli) output: StudyOutput,
}

/// What chance grows from, and how far a run goes.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(in crate::cli) struct Chance {
    /// Run with this seed instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    pub(in crate::cli) seed: Option<u64>,
    /// Stop a run after so many events.
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    events_max: Option<u64>,
}

impl Chance {
    /// What is changed of the scenario.
    pub(in crate::cli) fn settings(self) -> Settings {
        Settings { seed: self.seed, events_max: self.events_max, ..Settings::default() }
    }
}

/// Where the result of a study goes and what it looks like.
#[derive(Debug, Args)]
pub(in crate::cli) struct StudyOutput {
    /// What the result looks like.
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: StudyFormat,
    /// Write it to this file, whole or not at all; `-` is standard output.
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) out: Option<PathBuf>,
}

/// What the result of a study looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StudyFormat {
    /// Text for people.
    Human,
    /// An object for programs; `lonebox schema` has its schema.
    Json,
    /// A table for spreadsheets.
    Csv,
}

fn moment(text: &str) -> Result<SimTime, String> {
    text.parse().map_err(|_| "write a moment of the run with its unit, such as 30s".to_owned())
}

fn span(text: &str) -> Result<SimDuration, String> {
    let span: Option<SimDuration> = text.parse().ok();
    let longest = SimDuration::from_secs(86_400);
    span.filter(|span| (SimDuration::from_millis(1)..=longest).contains(span))
        .ok_or_else(|| "write a span from 1ms to 1d, such as 60s".to_owned())
}
