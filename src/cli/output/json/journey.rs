//! A kept journey, as results write it.

use schemars::JsonSchema;
use serde::Serialize;

use super::words::Words;
use crate::snapshot::{PageJourney, RequestJourney, Span};
use crate::vocabulary::{FailureKind, Stage};

/// A page from its first name look-up to its last byte.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "journey")]
pub(super) struct Journey<'a> {
    /// Which visit of the run, from 1.
    #[schemars(range(min = 1))]
    visit: u64,
    /// The page's name.
    page: &'a str,
    /// When it began.
    begun_ns: u64,
    /// When it ended.
    ended_ns: u64,
    /// How it failed; null if it ended well.
    #[schemars(with = "Option<Words<FailureKind>>")]
    failure: Option<FailureKind>,
    /// What it asked for, in the order in which that ended.
    requests: Vec<RequestRow<'a>>,
}

/// A document or file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "journey_request")]
struct RequestRow<'a> {
    /// What was asked for.
    path: &'a str,
    /// When it began.
    begun_ns: u64,
    /// When it ended.
    ended_ns: u64,
    /// How it failed; null if it ended well.
    #[schemars(with = "Option<Words<FailureKind>>")]
    failure: Option<FailureKind>,
    /// Where the time went, in the stages' order; visits to the same stage are added up.
    stages: Vec<StageRow>,
}

/// Time in a stage.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "journey_stage")]
struct StageRow {
    /// Which stage.
    #[schemars(with = "Words<Stage>")]
    stage: Stage,
    /// How long it was there.
    lasted_ns: u64,
}

impl<'a> Journey<'a> {
    pub(super) fn of(journey: &'a PageJourney) -> Self {
        Self {
            visit: journey.visit,
            page: &journey.page,
            begun_ns: journey.begun.as_nanos(),
            ended_ns: journey.ended.as_nanos(),
            failure: journey.outcome.failure(),
            requests: journey.requests.iter().map(RequestRow::of).collect(),
        }
    }
}

impl<'a> RequestRow<'a> {
    fn of(request: &'a RequestJourney) -> Self {
        Self {
            path: &request.path,
            begun_ns: request.begun.as_nanos(),
            ended_ns: request.ended.as_nanos(),
            failure: request.outcome.failure(),
            stages: request.spans.iter().map(StageRow::of).collect(),
        }
    }
}

impl StageRow {
    fn of(span: &Span) -> Self {
        Self { stage: span.stage, lasted_ns: span.lasted.as_nanos() }
    }
}
