//! The command line.

#[cfg(feature = "visual")]
mod picture;
mod run;
mod study;

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

#[cfg(feature = "visual")]
pub(super) use self::picture::{BottomName, FilmArguments, Look, ShotArguments, SideName, ThemeName};
pub(super) use self::run::{AtOnce, CheckArguments, Repeated, RunArguments, Selection};
pub(super) use self::study::{CompareArguments, SpofArguments, StudyFormat, StudyOutput, TheoryArguments};
use super::exit_code;
use crate::scenario::OneJourney;
use crate::vocabulary::{FailureKind, Word};

/// A whole website on one machine, and everything that can go wrong with it.
///
/// Without a command, the lab opens on the first lesson.
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
    /// Open the lab on a scenario; without a display, play it live in the terminal and print what happened.
    Play(PlayArguments),
    /// Draw the lab at a moment into a PNG file; no display is needed.
    #[cfg(feature = "visual")]
    Shot(ShotArguments),
    /// Draw a stretch of the lab into a GIF file, or into PNG files in a directory; no display is needed.
    #[cfg(feature = "visual")]
    Film(FilmArguments),
    /// What only a build with the window can do.
    #[cfg(not(feature = "visual"))]
    #[command(hide = true, alias = "film")]
    Shot(WithoutWindow),
    /// Take each component of a site away in turn and say what is lost without it.
    Spof(SpofArguments),
    /// Run two scenarios under the same arrivals and say by how much they differ.
    Compare(CompareArguments),
    /// Set what queueing theory says of a site beside its simulation, and say where its preconditions fail.
    Theory(TheoryArguments),
    /// Say what a word means: a diagnostic, a failure, an action, a limit, a metric.
    Explain(ExplainArguments),
    /// Print what a scenario file says, or every value that is in effect.
    Show(ShowArguments),
    /// Write a scenario to begin with.
    New(NewArguments),
    /// Print the JSON Schema of scenario files, of results or of what a study finds.
    Schema(SchemaArguments),
    /// Print a completion script for a shell.
    Completions(CompletionsArguments),
    /// Print the manual page of the command, or of one of its subcommands.
    Man(ManArguments),
}

/// What a command that is not in this build is told.
#[cfg(not(feature = "visual"))]
#[derive(Debug, Args)]
pub(super) struct WithoutWindow {
    /// Whatever stands there.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    pub(super) rest: Vec<std::ffi::OsString>,
}

/// What `explain` is told.
#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The word, such as `upstream-refused`, `502` or `gunicorn.pool`; without one, all words are listed.
    #[arg(value_name = "CODE")]
    pub(super) code: Vec<String>,
}

/// What `show` is told.
#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// A scenario file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Show every value that is in effect, and where it comes from.
    #[arg(long)]
    pub(super) resolved: bool,
    /// What the list looks like.
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: ShowFormat,
}

/// What a list of values looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFormat {
    /// Text for people.
    Human,
    /// `lonebox.show/1`, for programs.
    Json,
}

/// What `new` is told.
#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// What it is called: letters, digits, `-` and `_`. The file is NAME.json.
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    /// Begin with a copy of this lesson, such as `10-the-plug` or `the-plug`.
    #[arg(long, value_name = "LESSON")]
    pub(super) from: Option<String>,
}

/// What `schema` is told.
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Of what.
    #[arg(value_enum, default_value = "scenario")]
    pub(super) of: SchemaOf,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// Scenario files.
    Scenario,
    /// Results: the output of `--format json`.
    Result,
    /// What `spof --format json` gives.
    Spof,
    /// What `compare --format json` gives.
    Compare,
    /// What `theory --format json` gives.
    Theory,
}

/// What `completions` is told.
#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// For which shell.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// What `man` is told.
#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// A subcommand, such as `run`.
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

/// What `play` is told.
#[derive(Debug, Default, Args)]
pub(super) struct PlayArguments {
    /// A scenario file; without one, the first lesson.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Simulated seconds a second, from 0.1 to 1000.
    #[arg(long, value_name = "N", value_parser = speed, allow_negative_numbers = true)]
    pub(super) speed: Option<f64>,
    /// Play in the terminal, even if there is a display.
    #[arg(long)]
    pub(super) terminal: bool,
}

/// What is changed of every scenario.
#[derive(Clone, Debug, Default, Args)]
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
    pub(super) journey: Option<OneJourney>,
    /// How often it is run, if not as often as the scenario says.
    #[arg(skip)]
    pub(super) replications: Option<u32>,
}

impl Settings {
    /// These, and so many runs.
    pub(super) fn repeated(&self, replications: Option<u32>) -> Self {
        Self { replications, ..self.clone() }
    }
}

#[cfg(feature = "visual")]
impl Settings {
    /// Whether nothing is changed but the seed.
    pub(super) fn is_seed_alone(&self) -> bool {
        let Self { seed: _, trace, events_max, journey, replications: _ } = self;
        trace.is_none() && events_max.is_none() && journey.is_none()
    }
}

/// Where the result goes and what it looks like.
#[derive(Debug, Args)]
pub(super) struct Output {
    /// What standard output carries: human without it.
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Write a result to this file, whole or not at all, in the format KIND or else in that of --format; may be given
    /// several times; `-` is standard output.
    #[arg(long, value_name = "[KIND=]PATH", value_parser = out)]
    pub(super) out: Vec<Out>,
    /// Print only what was not met, and no warnings.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// A result and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Out {
    /// What it looks like, if that is said.
    pub(super) kind: Option<Format>,
    /// The file; `-` is standard output.
    pub(super) path: PathBuf,
}

impl Out {
    /// Whether its format is left to `--format`.
    pub(super) fn is_plain(&self) -> bool {
        self.kind.is_none()
    }

    /// Whether it goes to standard output.
    pub(super) fn is_stdout(&self) -> bool {
        self.path == Path::new("-")
    }
}

/// What a result looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for people.
    Human,
    /// `lonebox.result/1`, for programs.
    Json,
    /// `lonebox.ndjson/1`, an object a line, for programs that read as they go.
    Ndjson,
    /// One table of all figures: windows times metrics.
    Csv,
    /// JUnit XML, for CI systems.
    Junit,
    /// The Test Anything Protocol, version 14.
    Tap,
    /// Annotations of GitHub Actions.
    Github,
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

fn journey(text: &str) -> Result<OneJourney, String> {
    let number = text.parse().ok().filter(|number| *number > 0).map(OneJourney::Visit);
    let moment = || text.parse().ok().map(OneJourney::From);
    let failure = || FailureKind::from_spelling(text).map(OneJourney::Failed);
    let wanted =
        "write a visit's number from 1 on, a moment such as 75s, or a failure such as upstream-refused";
    number.or_else(moment).or_else(failure).ok_or_else(|| wanted.to_owned())
}

fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(jobs @ 1..=1_024) => Ok(jobs),
        _ => Err("a whole number from 1 to 1024 is needed".to_owned()),
    }
}

/// `KIND=PATH` or `PATH`. What looks like a kind and is none is a mistake, not the beginning of a path.
pub(super) fn out(text: &str) -> Result<Out, String> {
    let is_word = |kind: &str| !kind.is_empty() && kind.chars().all(|c| c.is_ascii_alphanumeric());
    let (kind, path) = match text.split_once('=').filter(|(kind, _)| is_word(kind)) {
        Some((kind, path)) => (Some(Format::from_str(kind, false).map_err(|_| no_kind(kind))?), path),
        None => (None, text),
    };
    if path.is_empty() {
        return Err("name a file, as in --out junit=report.xml".to_owned());
    }
    Ok(Out { kind, path: PathBuf::from(path) })
}

fn no_kind(kind: &str) -> String {
    let kinds = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let kinds: Vec<String> = kinds.map(|kind| kind.get_name().to_owned()).collect();
    format!("no format is called {kind}; write one of {}, or ./{kind}=... for a path", kinds.join(", "))
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
    use crate::units::SimTime;

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
        assert_eq!(journey("7"), Ok(OneJourney::Visit(7)));
        assert_eq!(journey("75s"), Ok(OneJourney::From(SimTime::from_secs(75))));
        let refused = OneJourney::Failed(FailureKind::ConnectionRefused);
        assert_eq!(journey("connection-refused"), Ok(refused));
        assert!(["0", "-1", "soon", ""].iter().all(|text| journey(text).is_err()));
    }

    #[test]
    fn a_result_is_written_in_a_format_that_is_known() {
        let parsed = |text: &str| out(text).map(|out| (out.kind, out.path.display().to_string()));
        assert_eq!(parsed("junit=a.xml"), Ok((Some(Format::Junit), "a.xml".to_owned())));
        assert_eq!(parsed("./a=b"), Ok((None, "./a=b".to_owned())));
        assert_eq!(parsed("a.json"), Ok((None, "a.json".to_owned())));
        assert!(out("jnit=a.xml").is_err_and(|why| why.contains("junit")) && out("json=").is_err());
    }

    #[test]
    fn a_speed_is_neither_a_standstill_nor_a_blur() {
        assert_eq!(speed("2.5"), Ok(2.5));
        assert!(["0", "-1", "1001", "NaN", "inf", "fast"].iter().all(|text| speed(text).is_err()));
    }
}
