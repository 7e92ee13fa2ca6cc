//! One file and what became of it.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use super::candidate::Candidate;
use super::clock::Stopwatch;
use super::input::{Accepted, Refusal};
use super::output::figures::{self, Measurements};
use super::progress::{Steps, run_to_end};
use super::work::Manner;
use super::{exit_code, journey, panic_message};
use crate::expectation::{Verdict, judge};
use crate::scenario::{Diagnostic, Plan};
use crate::simulation::{Account, Halt, Report, Simulation};
use crate::study::parallel;
use crate::study::replications::{Replication, Replications, plan_of};

/// A file and what became of it.
#[derive(Debug)]
pub(super) struct Case {
    /// Its name, as it was given.
    pub(super) file: String,
    /// What became of it.
    pub(super) ending: Ending,
    /// What is legal but odd in it.
    pub(super) warnings: Vec<Diagnostic>,
    /// What a person is to be told of it, on standard error.
    pub(super) told: String,
    /// How long the run took, by the clock on the wall.
    pub(super) took: Duration,
}

/// What became of a file.
#[derive(Debug)]
pub(super) enum Ending {
    /// It was simulated.
    Played(Box<Played>),
    /// It expects nothing, and that was not enough.
    ExpectsNothing,
    /// It, or the trace that goes with it, is wrong.
    Invalid {
        /// The file that is wrong.
        file: String,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
    /// It could not be read.
    Unreadable(String),
    /// A bug of ours ended the run.
    Crashed(String),
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
    /// All runs of it, if there are several: the report is that of the first.
    pub(super) replications: Option<Replications>,
    /// What each run beyond the first measured.
    pub(super) other_runs_measured: Vec<Measurements>,
}

/// What became of a file, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "status_word")]
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
    #[serde(rename = "books-unbalanced")]
    Unbalanced,
    /// Another bug of ours.
    #[serde(rename = "internal-error")]
    Crashed,
}

/// What is done with a scenario that expects nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WithoutExpectations {
    /// It is played.
    Play,
    /// It is refused.
    Refuse,
}

impl Case {
    /// A file of which nothing more is to be told.
    pub(super) fn new(file: String, ending: Ending) -> Self {
        Self { file, ending, warnings: Vec::new(), told: String::new(), took: Duration::ZERO }
    }

    /// Simulates a candidate.
    pub(super) fn of(candidate: &Candidate, manner: Manner) -> Self {
        let (file, stopwatch) = (candidate.file.as_str(), Stopwatch::start());
        let mut told = candidate.told.clone();
        let mut warnings = Vec::new();
        let ending = match &candidate.reading {
            Err(refusal) => refused(refusal.clone()),
            Ok(Accepted { plan, .. })
                if plan.expectations.is_empty() && manner.without == WithoutExpectations::Refuse =>
            {
                let _ = writeln!(told, "{file}: error: it expects nothing, so there is nothing to check");
                Ending::ExpectsNothing
            }
            Ok(accepted) => {
                warnings.clone_from(&accepted.warnings);
                played(file, &accepted.plan, manner)
            }
        };
        if let Ending::Played(played) = &ending {
            told += &played.complaints(file);
        }
        Self { file: file.to_owned(), ending, warnings, told, took: stopwatch.elapsed() }
    }

    /// What was simulated, if anything was.
    pub(super) fn played(&self) -> Option<&Played> {
        match &self.ending {
            Ending::Played(played) => Some(played),
            _ => None,
        }
    }

    /// What became of it, in one word.
    pub(super) fn status(&self) -> Status {
        match &self.ending {
            Ending::Played(played) => played.status(),
            Ending::ExpectsNothing => Status::ExpectsNothing,
            Ending::Invalid { .. } => Status::Invalid,
            Ending::Unreadable(_) => Status::Unreadable,
            Ending::Crashed(_) => Status::Crashed,
        }
    }

    /// The exit code that goes with it: what was asked of the command line may be impossible, too.
    pub(super) fn exit_code(&self) -> u8 {
        let code = self.status().exit_code();
        let is_missing = self.played().is_some_and(|played| played.missing_journey().is_some());
        if is_missing { code.max(exit_code::USAGE) } else { code }
    }
}

impl Played {
    /// The run's report, judged.
    pub(super) fn new(plan: Plan, report: Report) -> Self {
        let verdicts = if report.halt == Halt::Reached { judge(&plan, &report) } else { Vec::new() };
        Self { plan, report, verdicts, replications: None, other_runs_measured: Vec::new() }
    }

    /// The same with its other runs.
    fn replicated(self, replications: Replications, other_runs_measured: Vec<Measurements>) -> Self {
        let verdicts = replications.verdicts.clone();
        Self { verdicts, replications: Some(replications), other_runs_measured, ..self }
    }

    /// The runs beyond the first.
    fn other_runs(&self) -> &[Replication] {
        self.replications.as_ref().and_then(|all| all.runs.get(1..)).unwrap_or_default()
    }

    /// The run that was stopped at a limit, if one was.
    pub(super) fn stopped(&self) -> Option<&Replication> {
        self.replications.as_ref().and_then(Replications::stopped)
    }

    /// What became of it, in one word.
    pub(super) fn status(&self) -> Status {
        match () {
            () if self.unbalanced().next().is_some() => Status::Unbalanced,
            () if self.report.halt != Halt::Reached || self.stopped().is_some() => Status::LimitReached,
            () if self.verdicts.is_empty() => Status::Played,
            () if self.verdicts.iter().any(Verdict::fails_the_scenario) => Status::Unmet,
            () => Status::Met,
        }
    }

    /// Why there is no journey of the page that was asked for, if there should be one.
    fn missing_journey(&self) -> Option<String> {
        journey::missing(&self.plan, &self.report)
    }

    /// What is wrong with the run, in words for standard error: a journey that is not there, accounts that do not balance.
    pub(super) fn complaints(&self, file: &str) -> String {
        let missing = self.missing_journey().map(|why| format!("{file}: error: {why}\n"));
        missing.unwrap_or_default() + &self.breaches(file)
    }

    /// Which accounts do not balance.
    fn breaches(&self, file: &str) -> String {
        let told = self.unbalanced().map(|(seed, account)| {
            format!(
                "{file}: bug: the books do not balance: {}: {} against {}\n\
                 please report it; to see it again: lonebox run {file} --seed {seed}\n",
                account.name, account.left, account.right
            )
        });
        told.collect()
    }

    /// The accounts that do not balance, of all runs, each with the seed of its run.
    pub(super) fn unbalanced(&self) -> impl Iterator<Item = (u64, &Account)> {
        let own = self.report.books.breaches().map(|account| (self.report.seed, account));
        let others = self.other_runs().iter();
        own.chain(others.flat_map(|run| run.breaches.iter().map(|account| (run.seed, account))))
    }
}

impl Status {
    /// Every one.
    pub(super) const ALL: [Self; 9] = [
        Self::Met,
        Self::Unmet,
        Self::Played,
        Self::ExpectsNothing,
        Self::Unreadable,
        Self::Invalid,
        Self::LimitReached,
        Self::Unbalanced,
        Self::Crashed,
    ];

    /// The exit code that goes with it.
    pub(super) fn exit_code(self) -> u8 {
        match self {
            Self::Met | Self::Played => exit_code::ALL_MET,
            Self::Unmet => exit_code::UNMET,
            Self::Unreadable => exit_code::USAGE,
            Self::Invalid | Self::ExpectsNothing => exit_code::INVALID_SCENARIO,
            Self::LimitReached => exit_code::LIMIT_REACHED,
            Self::Unbalanced | Self::Crashed => exit_code::INTERNAL,
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
            Self::Crashed => "internal-error",
        }
    }
}

/// The exit code of several files together.
pub(super) fn highest_code(cases: &[Case]) -> u8 {
    cases.iter().map(Case::exit_code).max().unwrap_or(exit_code::ALL_MET)
}

/// A bug of ours in one run leaves the other files theirs.
fn played(file: &str, plan: &Plan, manner: Manner) -> Ending {
    let progress = manner.progress;
    let simulated = panic_message::guarded(file, plan.run.seed, || {
        let mut simulation = Simulation::new(plan.clone());
        run_to_end(&mut simulation, file, progress);
        let Some(plan) = journey::with_the_visit(plan, &simulation) else {
            return Played::new(plan.clone(), simulation.report());
        };
        let mut simulation = Simulation::new(plan.clone());
        run_to_end(&mut simulation, file, progress);
        Played::new(plan, simulation.report())
    });
    match simulated.and_then(|played| replicated(file, played, manner)) {
        Ok(played) => Ending::Played(Box::new(played)),
        Err(what) => Ending::Crashed(what),
    }
}

/// The same with all its other runs, if there are any.
fn replicated(file: &str, played: Played, manner: Manner) -> Result<Played, String> {
    let plan = &played.plan;
    if plan.run.replications <= 1 {
        return Ok(played);
    }
    let others = plan.run.replications as usize - 1;
    let mut steps = Steps::new(file, others, manner.progress);
    let mut runs = Vec::new();
    let one = |place: usize| {
        let number = u32::try_from(place).unwrap_or(u32::MAX - 2) + 2;
        let plan = plan_of(plan, number);
        panic_message::guarded(file, plan.run.seed, || {
            let mut simulation = Simulation::new(plan.clone());
            simulation.run();
            let report = simulation.report();
            (Replication::of(number, &plan, &report), figures::measured(&report))
        })
    };
    parallel::each(others, manner.jobs, one, |run| {
        steps.one_more();
        runs.push(run);
        ControlFlow::Continue(())
    });
    steps.finish();
    let others: Vec<(Replication, Measurements)> = runs.into_iter().collect::<Result<_, _>>()?;
    let (others, measured): (Vec<Replication>, Vec<Measurements>) = others.into_iter().unzip();
    let first = Replication::of(1, plan, &played.report);
    let replications = Replications::of(plan, std::iter::once(first).chain(others).collect());
    Ok(played.replicated(replications, measured))
}

/// What becomes of a file that gives no plan.
pub(super) fn refused(refusal: Refusal) -> Ending {
    match refusal {
        Refusal::Unreadable(why) => Ending::Unreadable(why),
        Refusal::Invalid { source, diagnostics } => Ending::Invalid { file: source.file, diagnostics },
    }
}
