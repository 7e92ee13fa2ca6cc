//! Settings of the visitors.

use serde::{Deserialize, Serialize};

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

/// The visitors of www.foobar.com. Each is fresh: an empty browser cache, and connections that are closed when the page
/// is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// When visits begin.
    pub arrivals: Arrivals,
    /// The page they ask for, by its place in the application's list; with several, each is as likely as its weight.
    pub pages: Vec<PageShare>,
    /// How long a visitor waits for the whole page before leaving; nothing: for ever.
    pub patience: Option<Distribution>,
    /// Connections that the browser opens to one host at most. Default 6 (Chrome, Firefox, Safari over HTTP/1.1).
    pub connections_per_host: u32,
    /// How many resolvers the visitors share, each with its own cache. Default 1.
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

/// The pages whose journey is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journeys {
    /// So many of the first.
    pub first: u32,
    /// One more.
    pub one: Option<OneJourney>,
}

/// A page whose journey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OneJourney {
    /// That of the visit with this number, counted from 1.
    Visit(u64),
    /// The first begun at this moment or later.
    From(SimTime),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            arrivals: Arrivals::Poisson(Rate::per_second(1.0)),
            pages: vec![PageShare { page: 0, weight: 1 }],
            patience: Some(Distribution::LogNormal { median: SimDuration::from_secs(9), sigma: 0.5 }),
            connections_per_host: 6,
            resolvers: 1,
        }
    }
}
