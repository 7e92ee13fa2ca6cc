//! A scenario run several times, each time with a seed of its own and everything else the same.
//!
//! All runs leave out the same beginning, the scenario's warm-up: a cut of its own for each would choose by what is
//! measured. The first has the scenario's own seed, so that it is the run without replications.

use super::long_run::{LongRun, Work};
use super::yardstick::{Readings, Spread, readings, spreads};
use crate::expectation::{Verdict, judge, judge_runs};
use crate::scenario::Plan;
use crate::simulation::{Account, Halt, Report, seed_of};

/// One of several runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Replication {
    /// Which, from 1.
    pub number: u32,
    /// What its random streams grew from: running the scenario with it shows this run by itself.
    pub seed: u64,
    /// Why it ended.
    pub halt: Halt,
    /// Accounts of its that do not balance; none if there is no bug.
    pub breaches: Vec<Account>,
    /// Events handled.
    pub events: u64,
    /// Outages from the visitor's chair.
    pub outages: usize,
    /// What it measures.
    pub readings: Readings,
    /// What becomes of each expectation in it alone.
    pub verdicts: Vec<Verdict>,
    /// What it did.
    pub work: Work,
}

/// All runs of a scenario, and what they say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Replications {
    /// Each, in order.
    pub runs: Vec<Replication>,
    /// What becomes of each expectation over all of them; none if one was stopped at a limit.
    pub verdicts: Vec<Verdict>,
    /// How what they measure spreads.
    pub spreads: Vec<Spread>,
    /// Whether that may be read as what the site does in the long run.
    pub long_run: LongRun,
}

/// The plan of a replication, by its number from 1.
pub fn plan_of(plan: &Plan, number: u32) -> Plan {
    let mut one = plan.clone();
    one.run.seed = seed_of(plan.run.seed, number);
    one
}

impl Replication {
    /// What is kept of a run.
    pub fn of(number: u32, plan: &Plan, report: &Report) -> Self {
        Self {
            number,
            seed: report.seed,
            halt: report.halt,
            breaches: report.books.breaches().cloned().collect(),
            events: report.events,
            outages: report.outages.len(),
            readings: readings(report),
            verdicts: if report.halt == Halt::Reached { judge(plan, report) } else { Vec::new() },
            work: Work::of(report),
        }
    }
}

impl Replications {
    /// What these runs of `plan` say together.
    pub fn of(plan: &Plan, runs: Vec<Replication>) -> Self {
        let long_run = LongRun::of(plan, &Work::together(runs.iter().map(|run| &run.work)));
        let is_whole = runs.iter().all(|run| run.halt == Halt::Reached);
        let verdicts: Vec<Vec<Verdict>> = runs.iter().map(|run| run.verdicts.clone()).collect();
        let mut spreads = spreads(&runs.iter().map(|run| &run.readings).collect::<Vec<_>>());
        if !long_run.has_an_interval() {
            for spread in &mut spreads {
                spread.half_width = None;
            }
        }
        let verdicts = if is_whole { judge_runs(plan, &verdicts) } else { Vec::new() };
        Self { runs, verdicts, spreads, long_run }
    }

    /// The first run that was stopped at a limit, if one was.
    pub fn stopped(&self) -> Option<&Replication> {
        self.runs.iter().find(|run| run.halt != Halt::Reached)
    }
}
