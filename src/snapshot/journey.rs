//! The journey of a page, as a browser's waterfall shows it.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Outcome, Stage};

/// A page from its first name look-up to its last byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageJourney {
    /// Which visit of the run, from 1.
    pub visit: u64,
    /// The page's name.
    pub page: String,
    /// When it was begun.
    pub begun: SimTime,
    /// When it ended.
    pub ended: SimTime,
    /// How it ended.
    pub outcome: Outcome,
    /// Its requests, in the order in which they ended.
    pub requests: Vec<RequestJourney>,
}

/// A document or file from its beginning to its last byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestJourney {
    /// What was asked for.
    pub path: String,
    /// When it was begun.
    pub begun: SimTime,
    /// When it ended.
    pub ended: SimTime,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it was in each stage, in the stages' order; stages it was never in are left out. Visits to the same
    /// stage (several queries) are added up.
    pub spans: Vec<Span>,
}

/// The time spent in one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The stage.
    pub stage: Stage,
    /// How long.
    pub lasted: SimDuration,
}
