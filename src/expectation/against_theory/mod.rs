//! What theory says of a site beside what its simulation measured, and where theory's preconditions fail.
//!
//! Theory is asked about what it is good at: how much a given load waits. So its inputs are measured in the same runs, over
//! the window `all`: how often gunicorn is asked, how long a thread is held, how much work a request is for each part of the
//! machine. What it predicts from their means is then held against what the same runs measured of waiting, numbers and
//! times, with Student's interval over the runs.
//!
//! ```text
//!   plan, runs --> Measured (rates, demands, levels) --> their mean --> laws --> predictions beside figures
//!                                                   \--> preconditions: which of them hold, and why not
//! ```
//!
//! A law whose preconditions fail is still computed where it can be: how far off it is, is what a reader learns from.

mod flow;
mod laws;
mod availability;
mod preconditions;

use super::CONFIDENCE;
use crate::scenario::Plan;
use crate::theory::student;
use crate::vocabulary::{Quantity, Station};

pub use crate::scenario::premise::Premise as Precondition;
pub use flow::{Flow, Measured, StationFlow};

/// The utilisation from which on intervals of the usual length are warned of. How long the queue of an M/M/1 remembers
/// grows as `1 / (1 - sqrt(load))^2`: 12 service times at 0.5, 90 at 0.8, 380 at 0.9, 1,560 at 0.95. From 0.9 on a run of
/// some thousand services holds but a few such stretches, and a test of coverage finds the intervals too narrow.
pub const NEAR_SATURATION: f64 = 0.9;

/// What theory says of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Confrontation {
    /// What the run measured of the stations; nothing if nothing was asked of gunicorn in the window `all`.
    pub flow: Option<Flow>,
    /// Each law with its predictions.
    pub laws: Vec<Law>,
}

/// A law, applied to a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// What it is called: `M/M/c (Erlang C)`.
    pub name: &'static str,
    /// To what it is applied.
    pub place: &'static str,
    /// What it was given, each with its name.
    pub given: Vec<Given>,
    /// What it says beside what was measured.
    pub rows: Vec<Row>,
    /// Why it says nothing, if it does not.
    pub silent: Option<String>,
    /// What it presumes, and whether that is so.
    pub preconditions: Vec<Precondition>,
}

/// A quantity that a law was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// What it is.
    pub what: &'static str,
    /// What its numbers are.
    pub quantity: Quantity,
    /// Its value: nanoseconds, a share, a rate a second or a count.
    pub value: f64,
}

/// A figure by theory and by simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub what: &'static str,
    /// What its numbers are.
    pub quantity: Quantity,
    /// By theory: nanoseconds, a share, a rate a second or a count.
    pub theory: f64,
    /// By simulation, the mean of the runs; nothing where it was not measured.
    pub simulated: Option<f64>,
    /// The true mean lies within this distance of that; nothing with one run.
    pub half_width: Option<f64>,
}

impl Row {
    /// By how much of theory's value simulation's is above it; nothing where that is zero or was not measured.
    pub fn difference(&self) -> Option<f64> {
        let simulated = self.simulated?;
        (self.theory.abs() > 1e-12).then(|| simulated / self.theory - 1.0)
    }
}

impl Confrontation {
    /// What theory says of `plan`, beside what its runs measured.
    pub fn of(plan: &Plan, runs: &[Measured]) -> Self {
        let mut laws = laws_of(plan, &Measured::mean(runs));
        let alone: Vec<Vec<Law>> = runs.iter().map(|run| laws_of(plan, run)).collect();
        for (place, law) in laws.iter_mut().enumerate() {
            for (line, row) in law.rows.iter_mut().enumerate() {
                let simulated = |laws: &Vec<Law>| laws.get(place)?.rows.get(line)?.simulated;
                let values: Vec<f64> = alone.iter().filter_map(simulated).collect();
                let interval = student::interval(&values, CONFIDENCE);
                row.half_width = interval.ok().map(|interval| interval.half_width);
            }
        }
        Self { flow: Measured::mean(runs).flow, laws }
    }

    /// The station that limits the site, if anything was measured.
    pub fn bottleneck(&self) -> Option<&StationFlow> {
        let stations = self.flow.as_ref()?.stations.iter();
        stations.max_by(|one, other| one.utilisation.total_cmp(&other.utilisation))
    }
}

/// Every law that has something to do with the site, by what was measured.
fn laws_of(plan: &Plan, measured: &Measured) -> Vec<Law> {
    let laws = measured.flow.as_ref().map_or_else(Vec::new, |flow| laws::all(plan, flow));
    let of_parts = availability::of_parts(plan, measured);
    laws.into_iter().chain(of_parts).chain(availability::in_series(plan, measured)).collect()
}

/// What people call a station that serves.
pub const fn called(station: Station) -> &'static str {
    match station {
        Station::NginxWorkers => "nginx's workers",
        Station::NginxConnections => "nginx's connections",
        Station::GunicornWorkers => "gunicorn's workers",
        Station::GunicornBacklog => "gunicorn's backlog",
        Station::MysqlSessions => "MySQL's sessions",
        Station::Cores => "the cores",
        Station::Disk => "the disk",
        Station::Uplink => "the uplink",
        Station::Memory => "the memory",
    }
}
