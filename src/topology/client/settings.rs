//! Settings of the visitors.

use serde::{Deserialize, Serialize};

use super::super::network::settings::Line;
use crate::engine::Distribution;
use crate::units::{Rate, SimDuration, SimTime};

/// One visit of a trace: when it begins and how long its document's route waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceVisit {
    /// When the visit begins.
    pub at: SimTime,
    /// The route's `wait` for this visit's document, in place of the route's own.
    pub wait: SimDuration,
}

/// When visits begin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Arrivals {
    /// Exponential gaps with this mean rate [visits/s].
    Poisson(Rate),
    /// Equal gaps with this rate [visits/s].
    Even(Rate),
    /// Exactly at these times, in rising order.
    At(Vec<SimTime>),
    /// As measured: rising times, each with its own service.
    Trace(Box<[TraceVisit]>),
}

/// The visitors of www.foobar.com.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Groups that come and behave each in a way of its own; from 1 to [`GROUPS_MAX`]. Default: one, with its defaults.
    pub groups: Vec<Group>,
}

/// The most groups.
pub const GROUPS_MAX: usize = 16;

/// Visitors of one kind. Each is fresh: an empty browser cache, and connections that are closed when the page is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What the group is called: the random streams of all but the first are named after it.
    pub name: String,
    /// What lies between each of them and the machine.
    pub line: Line,
    /// When visits begin.
    pub arrivals: Arrivals,
    /// The page they ask for, by its place in the application's list; with several, each is as likely as its weight.
    pub pages: Vec<PageShare>,
    /// How long a visitor waits for the whole page before leaving; nothing: for ever.
    pub patience: Option<Distribution>,
    /// Connections that the browser opens to one host at most. Default 6 (Chrome, Firefox, Safari over HTTP/1.1).
    pub connections_per_host: u32,
    /// How many resolvers the group's visitors share, each with its own cache; no other group uses them. Default 1.
    pub resolvers: u32,
}

/// A page and how often it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageShare {
    /// The page's place in the application's list.
    pub page: u16,
    /// How often, relative to the others; at least 1.
    pub weight: u32,
}

impl Settings {
    /// Resolvers of all groups together.
    pub fn resolvers(&self) -> u32 {
        self.groups.iter().map(|group| group.resolvers.max(1)).sum()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { groups: vec![Group::default()] }
    }
}

impl Default for Group {
    fn default() -> Self {
        Self {
            name: "visitors".to_owned(),
            line: Line::default(),
            arrivals: Arrivals::Poisson(Rate::per_second(1.0)),
            pages: vec![PageShare { page: 0, weight: 1 }],
            patience: Some(Distribution::LogNormal { median: SimDuration::from_secs(9), sigma: 0.5 }),
            connections_per_host: 6,
            resolvers: 1,
        }
    }
}
