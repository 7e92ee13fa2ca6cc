//! One file and what became of it.

use std::path::Path;

use super::arguments::{Journey, Settings};
use super::input::{Accepted, Refusal, Source};
use super::progress::{Progress, run_to_end};
use super::terminal::tell;
use super::{exit_code, panic_message};
use crate::expectation::{Verdict, judge};
use crate::scenario::{Diagnostic, OneJourney, Plan};
use crate::simulation::{Halt, Report, Simulation};
use crate::units::SimTime;

/// A file and what became of it.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name, as it was given.
    pub(super) file: String,
    /// What became of it.
    pub(super) ending: Ending,
}

/// What became of a file.
#[derive(Debug)]
pub(super) enum Ending {
    /// It was simulated.
    Played(Box<Played>),
    /// It expects nothing, and that was not enough.
    ExpectsNothing,
    /// It, or the trace that goes with it, is wrong.
    Invalid(Vec<Diagnostic>),
    /// It could not be read.
    Unreadable(String),
}

/// A scenario that was simulated.
#[derive(Debug)]
pub(super) struct Played {
    /// The scenario.
    pub(super) plan: Plan,
    /// What the run has to say.
    pub(super) report: Report,
    /// What became of each expectation; none if the run was stopped at a limit.
    pub(super) verdicts: Vec<Verdict>,
}

/// What became of a file, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// All that was required was met.
    Met,
    /// Something required was not.
    Unmet,
    /// Nothing was expected; it was only played.
    Played,
    /// It expects nothing, and `check` does not take that.
    ExpectsNothing,
    /// It cannot be read.
    Unreadable,
    /// It is wrong.
    Invalid,
    /// It was stopped at a limit.
    LimitReached,
    /// Its books do not balance: a bug of ours.
    Unbalanced,
}

/// What is done with a scenario that expects nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WithoutExpectations {
    /// It is played.
    Play,
    /// It is refused.
    Refuse,
}

/// Whether a person wants to be told what is odd and how far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// Yes.
    Normal,
    /// Only what is wrong.
    Quiet,
}

impl Case {
    /// Reads and simulates the file at `path`, and tells on standard error what is wrong or odd with it.
    pub(super) fn of(path: &Path, settings: &Settings, without: WithoutExpectations, talk: Talk) -> Self {
        match Self::source(path) {
            Ok(source) => Self::of_source(&source, settings, without, talk),
            Err(case) => case,
        }
    }

    /// The file at `path`; if it cannot be read, that is what became of it.
    pub(super) fn source(path: &Path) -> Result<Source, Self> {
        Source::read(path)
            .map_err(|refusal| Self { file: path.display().to_string(), ending: refused(refusal) })
    }

    /// The same, with the file already read.
    pub(super) fn of_source(
        source: &Source,
        settings: &Settings,
        without: WithoutExpectations,
        talk: Talk,
    ) -> Self {
        let ending = match accepted(source, settings, talk) {
            Err(ending) => ending,
            Ok(plan) if plan.expectations.is_empty() && without == WithoutExpectations::Refuse => {
                tell(&format!("{}: error: it expects nothing, so there is nothing to check\n", source.file));
                Ending::ExpectsNothing
            }
            Ok(plan) => played(&source.file, plan, settings.journey, talk),
        };
        Self { file: source.file.clone(), ending }
    }

    /// What became of it, in one word.
    pub(super) fn status(&self) -> Status {
        match &self.ending {
            Ending::Played(played) => played.status(),
            Ending::ExpectsNothing => Status::ExpectsNothing,
            Ending::Invalid(_) => Status::Invalid,
            Ending::Unreadable(_) => Status::Unreadable,
        }
    }
}

impl Played {
    /// The run's report, judged.
    pub(super) fn new(plan: Plan, report: Report) -> Self {
        let verdicts = if report.halt == Halt::Reached { judge(&plan, &report) } else { Vec::new() };
        Self { plan, report, verdicts }
    }

    /// What became of it, in one word.
    pub(super) fn status(&self) -> Status {
        match () {
            () if self.report.books.breaches().next().is_some() => Status::Unbalanced,
            () if self.report.halt != Halt::Reached => Status::LimitReached,
            () if self.verdicts.is_empty() => Status::Played,
            () if self.verdicts.iter().any(Verdict::fails_the_scenario) => Status::Unmet,
            () => Status::Met,
        }
    }

    /// Says on standard error which accounts do not balance.
    pub(super) fn tell_breaches(&self, file: &str) {
        for account in self.report.books.breaches() {
            let seed = self.report.seed;
            tell(&format!(
                "{file}: bug: the books do not balance: {}: {} against {}\n\
                 please report it; to see it again: lonebox run {file} --seed {seed}\n",
                account.name, account.left, account.right
            ));
        }
    }
}

impl Status {
    /// The exit code that goes with it.
    pub(super) fn exit_code(self) -> u8 {
        match self {
            Self::Met | Self::Played => exit_code::ALL_MET,
            Self::Unmet => exit_code::UNMET,
            Self::Unreadable => exit_code::USAGE,
            Self::Invalid | Self::ExpectsNothing => exit_code::INVALID_SCENARIO,
            Self::LimitReached => exit_code::LIMIT_REACHED,
            Self::Unbalanced => exit_code::INTERNAL,
        }
    }

    /// Its spelling in results.
    pub(super) fn spelling(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Played => "played",
            Self::ExpectsNothing => "expects-nothing",
            Self::Unreadable => "unreadable",
            Self::Invalid => "invalid",
            Self::LimitReached => "limit-reached",
            Self::Unbalanced => "books-unbalanced",
        }
    }
}

/// The plan that `source` describes; what is wrong or odd is told.
pub(super) fn accepted(source: &Source, settings: &Settings, talk: Talk) -> Result<Plan, Ending> {
    let Accepted { plan, warnings } = source.plan(settings).map_err(refused)?;
    if talk == Talk::Normal {
        tell_diagnostics(source, &warnings);
    }
    Ok(plan)
}

/// The exit code of several files together.
pub(super) fn highest_code(cases: &[Case]) -> u8 {
    cases.iter().map(|case| case.status().exit_code()).max().unwrap_or(exit_code::ALL_MET)
}

fn played(file: &str, mut plan: Plan, journey: Option<Journey>, talk: Talk) -> Ending {
    panic_message::now_running(file, plan.run.seed);
    plan.run.journey = match journey {
        Some(Journey::Visit(number)) => Some(OneJourney::Visit(number)),
        Some(Journey::From(moment)) => Some(OneJourney::From(SimTime::ZERO + moment)),
        Some(Journey::Failed(_)) | None => plan.run.journey,
    };
    let progress = if talk == Talk::Normal { Progress::Shown } else { Progress::Hidden };
    let mut simulation = Simulation::new(plan.clone());
    run_to_end(&mut simulation, file, progress);
    if let Some(Journey::Failed(failure)) = journey {
        match simulation.first_failed(failure) {
            Some(number) => {
                plan.run.journey = Some(OneJourney::Visit(number));
                simulation = Simulation::new(plan.clone());
                run_to_end(&mut simulation, file, progress);
            }
            None => tell(&format!("{file}: no page failed as {failure}: there is no journey to show\n")),
        }
    }
    let played = Played::new(plan, simulation.report());
    played.tell_breaches(file);
    Ending::Played(Box::new(played))
}

fn refused(refusal: Refusal) -> Ending {
    match refusal {
        Refusal::Unreadable(why) => {
            tell(&format!("error: {why}\n"));
            Ending::Unreadable(why)
        }
        Refusal::Invalid { source, diagnostics } => {
            tell_diagnostics(&source, &diagnostics);
            Ending::Invalid(diagnostics)
        }
    }
}

fn tell_diagnostics(source: &Source, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        tell(&diagnostic.render(&source.file, &source.text));
    }
}
