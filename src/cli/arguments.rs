//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::exit_code;
use crate::units::SimDuration;
use crate::vocabulary::{FailureKind, Word};

/// A whole website on one machine, and everything that can go wrong with it.
///
/// Without a command, the plug of a small website is pulled before your eyes.
#[derive(Debug, Parser)]
#[command(name = "lonebox", version, max_term_width = 100, after_help = exit_code::HELP)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulate scenarios and print what happened.
    Run(RunArguments),
    /// Simulate scenarios and print only what became of their expectations, for CI.
    Check(CheckArguments),
    /// Play a scenario live in the terminal, then print what happened.
    Play(PlayArguments),
}

/// What `run` is told.
#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// Scenario files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) output: Output,
}

/// What `check` is told.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Scenario files, and directories that are searched for *.json; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) output: Output,
}

/// What `play` is told.
#[derive(Debug, Default, Args)]
pub(super) struct PlayArguments {
    /// A scenario file; without one, the plug is pulled.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Simulated seconds a second, from 0.1 to 1000.
    #[arg(long, value_name = "N", value_parser = speed, allow_negative_numbers = true)]
    pub(super) speed: Option<f64>,
}

/// What is changed of every scenario.
#[derive(Debug, Default, Args)]
pub(super) struct Settings {
    /// Run with this seed instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    pub(super) seed: Option<u64>,
    /// Let visitors come as a CSV file says, instead of the scenario's arrivals.
    #[arg(long, value_name = "visitors=FILE", value_parser = trace)]
    pub(super) trace: Option<PathBuf>,
    /// Stop a run after so many events, without a verdict.
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    pub(super) events_max: Option<u64>,
    /// Keep the journey of one more page: a visit's number, a moment (75s: the first page begun from then on), or a
    /// failure (upstream-refused: the first page that failed so, by running again to it).
    #[arg(long, value_name = "WHICH", value_parser = journey)]
    pub(super) journey: Option<Journey>,
}

/// A page whose journey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Journey {
    /// That of the visit with this number.
    Visit(u64),
    /// The first begun from a moment on.
    From(SimDuration),
    /// The first that failed so.
    Failed(FailureKind),
}

/// Where the result goes and what it looks like.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// What the result looks like.
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: Format,
    /// Write the result to this file, whole or not at all; `-` is standard output.
    #[arg(long, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,
    /// Print only what was not met, and no warnings.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What a result looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for people.
    Human,
    /// `lonebox.result/1`, for programs.
    Json,
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if (0.1..=1_000.0).contains(&speed) => Ok(speed),
        _ => Err("a number from 0.1 to 1000 is needed".to_owned()),
    }
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a whole number from 0 to {} is needed", u64::MAX))
}

fn journey(text: &str) -> Result<Journey, String> {
    let number = text.parse().ok().filter(|number| *number > 0).map(Journey::Visit);
    let moment = || text.parse().ok().map(Journey::From);
    let failure = || FailureKind::from_spelling(text).map(Journey::Failed);
    let wanted =
        "write a visit's number from 1 on, a moment such as 75s, or a failure such as upstream-refused";
    number.or_else(moment).or_else(failure).ok_or_else(|| wanted.to_owned())
}

fn trace(text: &str) -> Result<PathBuf, String> {
    match text.split_once('=') {
        Some(("visitors", file)) if !file.is_empty() => Ok(PathBuf::from(file)),
        _ => Err("write visitors=FILE".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_trace_says_what_it_is_a_trace_of() {
        assert_eq!(trace("visitors=a.csv"), Ok(PathBuf::from("a.csv")));
        assert!(trace("a.csv").is_err() && trace("visitors=").is_err() && trace("queries=a.csv").is_err());
    }

    #[test]
    fn a_journey_is_asked_for_by_number_moment_or_failure() {
        assert_eq!(journey("7"), Ok(Journey::Visit(7)));
        assert_eq!(journey("75s"), Ok(Journey::From(SimDuration::from_secs(75))));
        let refused = Journey::Failed(FailureKind::ConnectionRefused);
        assert_eq!(journey("connection-refused"), Ok(refused));
        assert!(
            ["0", "-1", "75", "soon", ""]
                .iter()
                .filter(|text| **text != "75")
                .all(|text| journey(text).is_err())
        );
    }

    #[test]
    fn a_speed_is_neither_a_standstill_nor_a_blur() {
        assert_eq!(speed("2.5"), Ok(2.5));
        assert!(["0", "-1", "1001", "NaN", "inf", "fast"].iter().all(|text| speed(text).is_err()));
    }
}
