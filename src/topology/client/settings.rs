//! Settings of the visitors.

use serde::{Deserialize, Serialize};

use super::super::network::settings::Line;
use crate::engine::Distribution;
use crate::units::{Probability, Rate, SimDuration, SimTime};
use crate::vocabulary::FailureKind;

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
    /// Poisson, at one of two rates that take turns.
    Bursty(Bursty),
    /// Poisson, at a rate that changes with the time of the run.
    Profile(Profile),
    /// Exactly at these times, in rising order.
    At(Vec<SimTime>),
    /// As measured: rising times, each with its own service.
    Trace(Box<[TraceVisit]>),
    /// Nobody comes from outside: so many users each think, visit, and think again, however the visit ended.
    Users {
        /// How many; from 1 to [`USERS_MAX`].
        count: u32,
        /// From the end of a visit to the next, and before the first.
        think_time: Distribution,
    },
}

impl Arrivals {
    /// Whether visits come as often at any time of the run as at any other, in the long run.
    pub fn is_stationary(&self) -> bool {
        !matches!(self, Self::Profile(_) | Self::At(_) | Self::Trace(_))
    }

    /// Whether nobody comes from outside: who waits sends nothing.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Users { .. })
    }

    /// Whether they come independently of each other, at one rate.
    pub fn is_poisson(&self) -> bool {
        matches!(self, Self::Poisson(_))
    }

    /// How many users there are and how long they think in the mean, if that is finite; nothing if visits come from outside.
    pub fn users(&self) -> Option<(u32, Option<SimDuration>)> {
        match self {
            Self::Users { count, think_time } => Some((*count, think_time.mean())),
            _ => None,
        }
    }
}

/// A rate that changes with the time of the run. The first point's rate also holds before it, the last one's after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Rates at moments, each later than the one before; at least one.
    pub points: Vec<RatePoint>,
    /// What the rate is between them. Default linear.
    pub shape: Shape,
    /// After which time everything begins anew; nothing: never. All points lie before it.
    pub repeat_every: Option<SimDuration>,
}

/// A rate at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatePoint {
    /// When.
    pub at: SimTime,
    /// How often visits begin.
    pub rate: Rate,
}

/// What a rate is between two points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// On the straight line between them.
    #[default]
    Linear,
    /// That of the earlier one.
    Steps,
}

/// A Markov-modulated Poisson process of two states: quiet times and bursts, each exponentially long. A run begins in
/// either with the share that it has in the long run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bursty {
    /// The rate of quiet times [visits/s]; may be zero.
    pub rate_low: Rate,
    /// The rate of bursts [visits/s]; above the other.
    pub rate_high: Rate,
    /// The mean length of quiet times.
    pub mean_low: SimDuration,
    /// The mean length of bursts.
    pub mean_high: SimDuration,
}

/// The most users of a closed group.
pub const USERS_MAX: u32 = 10_000;

/// The visitors of www.foobar.com.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Groups that come and behave each in a way of its own; from 1 to [`GROUPS_MAX`]. Default: one, with its defaults.
    pub groups: Vec<Group>,
}

/// The most groups.
pub const GROUPS_MAX: usize = 16;

/// Visitors of one kind. Each is fresh, with an empty browser cache, except for the share that returns; connections are
/// closed when the page is done.
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
    /// The client's own timeout for one attempt, from its beginning (for a page's document: from looking the name up) to
    /// the last byte of its answer; nothing: only patience ends it. Browsers have none of this length; API clients and
    /// load generators do.
    pub attempt_timeout: Option<SimDuration>,
    /// Whether and how a request that failed is tried again; nothing: it is not.
    pub retries: Option<Retries>,
    /// How long a page may take before its visitor presses reload; nothing: nobody does.
    pub reload_after: Option<Distribution>,
    /// How long a visitor looks at a page that failed before pressing reload; nothing: the visitor leaves.
    pub reload_on_error: Option<Distribution>,
    /// How often a visitor presses reload at most, for either reason. Default 3.
    pub reloads_max: u32,
    /// The share of visitors who have been here before: the address is known to them, and the page's static files are in
    /// their cache. Default none.
    pub returning: Probability,
    /// Connections that the browser opens to one host at most. Default 6 (Chrome, Firefox, Safari over HTTP/1.1).
    pub connections_per_host: u32,
    /// How many resolvers the group's visitors share, each with its own cache; no other group uses them. Default 1.
    pub resolvers: u32,
}

/// How a request that failed is tried again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retries {
    /// Attempts of a request at most, the first included; from 2 to 100.
    pub attempts_max: u32,
    /// How long to wait before the second attempt. Default 1 s.
    pub back_off: SimDuration,
    /// What each further wait is longer by, from 1 to 100. Default 2.
    pub factor: f64,
    /// The longest wait. Default 60 s.
    pub back_off_max: SimDuration,
    /// Whether the wait is drawn. Default full.
    pub jitter: Jitter,
    /// The failures after which it is tried again; nothing: after any.
    pub on: Option<Vec<FailureKind>>,
}

/// Whether a back-off is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Jitter {
    /// It is as long as it says.
    None,
    /// Anything from nothing to as long as it says, equally likely ("full jitter": M. Brooker, *Exponential Backoff And
    /// Jitter*, AWS Architecture Blog, 2015).
    #[default]
    Full,
}

impl Retries {
    /// So many attempts with the usual waits.
    pub fn up_to(attempts_max: u32) -> Self {
        Self {
            attempts_max,
            back_off: SimDuration::from_secs(1),
            factor: 2.0,
            back_off_max: SimDuration::from_secs(60),
            jitter: Jitter::default(),
            on: None,
        }
    }
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
            attempt_timeout: None,
            retries: None,
            reload_after: None,
            reload_on_error: None,
            reloads_max: 3,
            returning: Probability::ZERO,
            connections_per_host: 6,
            resolvers: 1,
        }
    }
}
