//! The journeys that are kept, and the time that everybody together has spent.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::request::Request;
use super::visit::Visit;
use crate::snapshot::{PageJourney, RequestJourney, Span};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Outcome, Word};

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

/// The journeys of the first few pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    wanted: u64,
    pages: Vec<PageJourney>,
}

impl Journal {
    pub(super) fn new(wanted: u32) -> Self {
        Self { wanted: u64::from(wanted), pages: Vec::new() }
    }

    pub(super) fn pages(&self) -> &[PageJourney] {
        &self.pages
    }

    /// Writes down a request of a page whose journey is kept.
    pub(super) fn write(&mut self, visit: u64, request: &Request, outcome: Outcome, context: &Context<'_>) {
        if visit > self.wanted {
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
        if visit.number > self.wanted {
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
