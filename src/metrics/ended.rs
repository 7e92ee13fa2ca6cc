//! The pages that ended last, one by one, for whoever watches live.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, Outcome};

/// How many are kept.
const PAGES_MAX: usize = 512;

/// A page that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedPage {
    /// Which visit of the run, from 1.
    pub visit: u64,
    /// When it ended.
    pub at: SimTime,
    /// How long it took.
    pub took: SimDuration,
    /// How it ended.
    pub outcome: Outcome,
    /// Who is to blame, if it failed.
    pub blame: Blame,
}

/// The last 512 pages that ended, in the order in which they did: 32 KiB.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedPages {
    pages: VecDeque<EndedPage>,
}

impl Default for EndedPages {
    fn default() -> Self {
        Self { pages: VecDeque::with_capacity(PAGES_MAX) }
    }
}

impl EndedPages {
    /// One more has ended; of too many, the oldest is forgotten.
    pub(super) fn add(&mut self, page: EndedPage) {
        if self.pages.len() == PAGES_MAX {
            self.pages.pop_front();
        }
        self.pages.push_back(page);
    }

    /// Those that ended at `since` or later, in order.
    pub fn since(&self, since: SimTime) -> impl Iterator<Item = &EndedPage> {
        let first = self.pages.partition_point(|page| page.at < since);
        self.pages.range(first..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_and_the_others_told_from_a_moment_on() {
        let mut ended = EndedPages::default();
        for second in 1..=600 {
            let at = SimTime::from_secs(second);
            let (took, outcome, blame) = (SimDuration::from_millis(1), Outcome::Good, Blame::default());
            ended.add(EndedPage { visit: second, at, took, outcome, blame });
        }
        let visits =
            |since| ended.since(SimTime::from_secs(since)).map(|page| page.visit).collect::<Vec<_>>();
        assert_eq!(visits(598), [598, 599, 600]);
        assert_eq!(visits(601), [0; 0]);
        assert_eq!((visits(0).len(), visits(0)[0]), (PAGES_MAX, 89));
    }
}
