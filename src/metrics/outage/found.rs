//! An outage that was found, and what is counted for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Failure, Outage};
use crate::units::SimTime;
use crate::vocabulary::{Blame, FailureKind, Symptom};

/// Failed pages that show that the site fails; fewer may have reasons of their own.
const FAILING: usize = 3;

/// An outage with what is counted for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) outage: Outage,
    /// Its failed pages, by who is to blame.
    #[serde(with = "super::super::pairs")]
    blames: BTreeMap<Blame, u64>,
    /// The page that shows its first symptom, if one does.
    shown_by: Option<(Symptom, u64)>,
    /// When the first of its failed pages had failed, the earliest first.
    failures: Vec<SimTime>,
}

impl Found {
    /// An outage that nothing is known of but when it began.
    pub(super) fn new(from: SimTime) -> Self {
        let outage = Outage {
            from,
            to: None,
            first_symptom: FailureKind::GaveUpWaiting,
            symptom: Symptom::StillWaits,
            failing_since: None,
            blame: Blame::default(),
            peak: from,
            peak_failed: 0,
            drained: None,
        };
        Self { outage, blames: BTreeMap::new(), shown_by: None, failures: Vec::new() }
    }

    pub(super) fn holds(&self, begun: SimTime) -> bool {
        self.outage.from <= begun && self.outage.to.is_none_or(|to| begun < to)
    }

    /// One more failed page: whoever most of them are blamed on is its cause.
    pub(super) fn count(
        &mut self,
        number: u64,
        symptom: Symptom,
        (kind, blame): Failure,
        ended: Option<SimTime>,
    ) {
        self.note_end(ended);
        *self.blames.entry(blame).or_default() += 1;
        let most = self.blames.iter().max_by_key(|(blame, pages)| (**pages, std::cmp::Reverse(**blame)));
        self.outage.blame = *most.expect("one was just counted").0;
        if self.shown_by.is_none_or(|shown_by| (symptom, number) < shown_by) {
            self.shown_by = Some((symptom, number));
            (self.outage.first_symptom, self.outage.symptom) = (kind, symptom);
        }
    }

    fn note_end(&mut self, ended: Option<SimTime>) {
        let Some(ended) = ended else { return };
        let place = self.failures.partition_point(|earlier| *earlier <= ended);
        if place < FAILING {
            self.failures.truncate(FAILING - 1);
            self.failures.insert(place, ended);
        }
        self.outage.failing_since = self.failures.get(FAILING - 1).copied();
    }
}
