//! A kept journey, as results write it.

use serde::Serialize;

use crate::snapshot::{PageJourney, RequestJourney, Span};
use crate::vocabulary::{FailureKind, Stage};

/// A page from its first name look-up to its last byte.
#[derive(Serialize)]
pub(super) struct Journey<'a> {
    /// Which visit of the run, from 1.
    visit: u64,
    page: &'a str,
    begun_ns: u64,
    ended_ns: u64,
    /// Nothing if it ended well.
    failure: Option<FailureKind>,
    /// In the order in which they ended.
    requests: Vec<RequestRow<'a>>,
}

/// A document or file.
#[derive(Serialize)]
struct RequestRow<'a> {
    path: &'a str,
    begun_ns: u64,
    ended_ns: u64,
    /// Nothing if it ended well.
    failure: Option<FailureKind>,
    /// In the stages' order; visits to the same stage are added up.
    stages: Vec<StageRow>,
}

/// Time in a stage.
#[derive(Serialize)]
struct StageRow {
    stage: Stage,
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
