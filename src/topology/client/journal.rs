//! The journeys that are kept, and the time that everybody together has spent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::request::Request;
use super::settings::{Journeys, OneJourney};
use super::visit::Visit;
use crate::snapshot::{PageJourney, RequestJourney, Span};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{FailureKind, Outcome, Word};

/// How many have been through, and how long they took together: one side of Little's law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sojourn {
    /// How many.
    pub count: u64,
    /// Their times added up \[ns\].
    pub nanos: u128,
}

impl Sojourn {
    /// One more.
    pub fn add(&mut self, time: SimDuration) {
        self.count += 1;
        self.nanos += u128::from(time.as_nanos());
    }
}

/// The journeys of the first few pages, and of one more that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    wanted: Journeys,
    pages: Vec<PageJourney>,
    /// The first page that failed so, for each way of failing, by its visit's number.
    first_failed: BTreeMap<FailureKind, u64>,
}

impl Journal {
    pub(super) fn new(wanted: Journeys) -> Self {
        Self { wanted, pages: Vec::new(), first_failed: BTreeMap::new() }
    }

    /// From now on, this page's journey is kept besides the first ones'.
    pub(super) fn follow(&mut self, visit: u64) {
        self.wanted.one = Some(OneJourney::Visit(visit));
    }

    /// A page begins: it may be the one that was asked for.
    pub(super) fn begin(&mut self, visit: u64, begun: SimTime) {
        if let Some(OneJourney::From(from)) = self.wanted.one
            && from <= begun
        {
            self.wanted.one = Some(OneJourney::Visit(visit));
        }
    }

    /// The first page that failed so, by its visit's number.
    pub(super) fn first_failed(&self, failure: FailureKind) -> Option<u64> {
        self.first_failed.get(&failure).copied()
    }

    fn wants(&self, visit: u64) -> bool {
        visit <= u64::from(self.wanted.first) || self.wanted.one == Some(OneJourney::Visit(visit))
    }

    pub(super) fn pages(&self) -> &[PageJourney] {
        &self.pages
    }

    /// Writes down a request of a page whose journey is kept.
    pub(super) fn write(&mut self, visit: u64, request: &Request, outcome: Outcome, context: &Context<'_>) {
        if !self.wants(visit) {
            return;
        }
        let spent = crate::vocabulary::Stage::ALL.iter().zip(request.spent);
        let spans = spent.filter(|(_, lasted)| !lasted.is_zero());
        let journey = RequestJourney {
            path: context.settings.application.routes[usize::from(request.route)].path.clone(),
            begun: request.begun,
            ended: context.now(),
            outcome,
            spans: spans.map(|(stage, lasted)| Span { stage: *stage, lasted }).collect(),
        };
        self.page(visit, request.begun).requests.push(journey);
    }

    /// The page has ended.
    pub(super) fn close(&mut self, visit: &Visit, outcome: Outcome, context: &Context<'_>) {
        if let Outcome::Failed(failure) = outcome {
            self.first_failed.entry(failure).or_insert(visit.number);
        }
        if !self.wants(visit.number) {
            return;
        }
        let name = context.settings.application.pages[usize::from(visit.page)].name.clone();
        let page = self.page(visit.number, visit.begun);
        page.page = name;
        page.begun = visit.begun;
        page.ended = context.now();
        page.outcome = outcome;
    }

    fn page(&mut self, visit: u64, begun: SimTime) -> &mut PageJourney {
        let place = self.pages.iter().position(|page| page.visit == visit).unwrap_or_else(|| {
            let outcome = Outcome::Good;
            let page = PageJourney {
                visit,
                page: String::new(),
                begun,
                ended: begun,
                outcome,
                requests: Vec::new(),
            };
            self.pages.push(page);
            self.pages.len() - 1
        });
        &mut self.pages[place]
    }
}
