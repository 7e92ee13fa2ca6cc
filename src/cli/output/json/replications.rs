//! Several runs of a scenario, as results write them.

use schemars::JsonSchema;
use serde::Serialize;

use super::words::Words;
use crate::cli::case::Played;
use crate::cli::output::measure::SpreadRow;
use crate::expectation::CONFIDENCE;
use crate::study::long_run::LongRun;
use crate::study::replications::Replication;
use crate::vocabulary::Station;

/// All runs of a scenario that is run several times; everything else in the result is of the first of them, except for what
/// became of the expectations.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "replications")]
pub(super) struct Replications<'a> {
    /// How often the intervals cover the true mean, if what they presume holds.
    #[schemars(range(min = 0, max = 1))]
    confidence_share: f64,
    /// What the intervals are about.
    about: &'static str,
    /// The busiest station, if intervals are about the long run or would be.
    #[schemars(with = "Option<Words<Station>>")]
    station: Option<Station>,
    /// Its load: the share of its time that it would be busy if all that came were served. At 1 or more there is no steady
    /// state, and no interval is given.
    #[schemars(range(min = 0))]
    load_share: Option<f64>,
    /// What a reader of the intervals must be told; null if nothing.
    warning: Option<String>,
    /// Each run, in order.
    #[schemars(length(min = 2))]
    runs: Vec<RunRow>,
    /// How what they measure spreads, of every window; ways to fail that never happened are left out.
    spreads: Vec<SpreadRow<'a>>,
}

/// One of several runs.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "replication")]
struct RunRow {
    /// Which, from 1.
    #[schemars(range(min = 1))]
    number: u32,
    /// The seed that shows it by itself.
    seed: u64,
    /// Events handled.
    events: u64,
    /// Outages from the visitor's chair.
    outages: usize,
    /// Expectations met in it alone.
    expectations_met: usize,
    /// Whether it came to its end, not to a limit.
    reached: bool,
}

impl<'a> Replications<'a> {
    pub(super) fn of(played: &'a Played) -> Option<Self> {
        let all = played.replications.as_ref()?;
        let (station, load) = match all.long_run {
            LongRun::Transient(_) => (None, None),
            LongRun::Steady { station, utilisation } => (Some(station), Some(utilisation)),
            LongRun::Unstable { station, load } => (Some(station), Some(load)),
        };
        Some(Self {
            confidence_share: CONFIDENCE,
            about: all.long_run.about(),
            station,
            load_share: load,
            warning: all.long_run.warning(played.plan.run.warm_up),
            runs: all.runs.iter().map(RunRow::of).collect(),
            spreads: all.spreads.iter().map(|spread| SpreadRow::of(&played.plan, spread)).collect(),
        })
    }
}

impl RunRow {
    fn of(run: &Replication) -> Self {
        Self {
            number: run.number,
            seed: run.seed,
            events: run.events,
            outages: run.outages,
            expectations_met: run
                .verdicts
                .iter()
                .filter(|verdict| verdict.met == crate::expectation::Met::Yes)
                .count(),
            reached: run.halt == crate::simulation::Halt::Reached,
        }
    }
}
