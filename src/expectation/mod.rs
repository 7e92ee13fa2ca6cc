//! What should happen, held against what did.
//!
//! ```text
//!   Plan.expectations ---+
//!                        +--> judge --> one Verdict each, met or not, in the file's order
//!   Report --------------+
//! ```
//!
//! # What it stands for
//!
//! A scenario predicts; a run measures; [`judge`] compares. A [`Verdict`] always says what was claimed, what was measured,
//! where it had to lie, how many samples it rests on and how far inside the bound it lies, whether it was met or not, so
//! that a bound that only just holds is noticed before it breaks.
//!
//! # Rules
//!
//! - **An expected failure is strict.** An outage that was predicted and did not happen is unmet.
//! - **No data is unmet**, unless the expectation's `on_no_data` says otherwise.
//! - Counts and times are compared exactly, in whole numbers; shares and rates as they come, with the tolerance that the
//!   bound names.
//! - **Several runs** are judged together as each expectation says: all of them, their mean, or a share ([`judge_runs`]).
//! - A run that was stopped at a limit is not judged at all: whoever calls looks at [`Report::halt`] first.
//!
//! # Traps
//!
//! - An outage that goes on at the end of the run has no known length: `lasts_between` is unmet by it.
//! - [`Verdict::met`] and [`Verdict::fails_the_scenario`] differ where the expectation is only advisory.

mod verdict;
mod finding;
mod words;
mod bound;
mod metric;
mod outcome;
mod outage;
mod availability;
mod event;
mod steady;
mod saturation;
mod theory;
mod over_runs;
pub mod against_theory;
#[cfg(test)]
pub(crate) mod sample;

pub use over_runs::judge_runs;
pub use verdict::{Met, Verdict};
pub(crate) use words::share;
#[cfg(feature = "cli")]
pub(crate) use words::{distance, number};

use crate::scenario::{Claim, Expectation, Plan};
use crate::simulation::Report;

/// How often an interval over several runs covers the truth, if what it presumes holds.
pub const CONFIDENCE: f64 = 0.95;

/// Holds every expectation of `plan` against `report`, in the file's order.
pub fn judge(plan: &Plan, report: &Report) -> Vec<Verdict> {
    plan.expectations.iter().map(|expectation| verdict_on(expectation, plan, report)).collect()
}

fn verdict_on(expectation: &Expectation, plan: &Plan, report: &Report) -> Verdict {
    let finding = match &expectation.claim {
        Claim::Metric { metric, subject, aggregate, bound, window } => {
            metric::find(report, plan, (*metric, *subject, *aggregate), bound, *window)
        }
        Claim::Outcome { of, failure, measure, bound, window } => {
            outcome::find(report, *of, *failure, *measure, bound, *window)
        }
        Claim::Outage(claim) => outage::find(report, claim),
        Claim::NoOutage => outage::find_none(report),
        Claim::Availability { by, bound } => availability::find(report, *by, bound),
        Claim::Event(claim) => event::find(report, claim),
        Claim::Steady { before, after, measures } => steady::find(report, *before, *after, measures),
        Claim::Saturation(claim) => saturation::find(report, claim),
        Claim::Theory(claim) => theory::find(report, plan, claim),
    };
    finding.into_verdict(expectation)
}
