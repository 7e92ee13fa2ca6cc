//! Outages from the visitor's chair.
//!
//! Pages are judged in the order in which they were begun, so a page waits here until all earlier ones have ended. An
//! outage begins with the first failed page of a stretch in which, over five seconds (and at least three pages), at
//! least half of the pages fail; it ends with the first good page after which that no longer holds. Both are meant of
//! what follows: counted from that page to any later one of the stretch, failures or good pages prevail. Where it begins to
//! hold again less than such a stretch later, it is still the same outage. A page that is under way for half a minute
//! counts as failed: nobody waits for it, and nothing here does.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind};

/// What counts as an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageRule {
    /// The stretch that is looked at.
    pub over: SimDuration,
    /// The fewest pages that say anything; the stretch reaches further back for them.
    pub pages_min: u32,
    /// The share of failed pages from which the site counts as out \[percent\].
    pub percent: u32,
}

/// How long a page may be under way before it counts as failed, whatever becomes of it: longer than anybody waits.
const PAGE_MAX: SimDuration = SimDuration::from_secs(30);

/// A page's failure: how, and who is to blame.
type Failure = (FailureKind, Blame);

/// One stretch in which the site was out for its visitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// When its first failed page was begun.
    pub from: SimTime,
    /// When the first good page after it was begun; nothing if it lasted to the end of the run.
    pub to: Option<SimTime>,
    /// How its first failed page failed.
    pub first_symptom: FailureKind,
    /// Who is to blame for most of its failed pages.
    pub blame: Blame,
    /// When it was at its worst: the last page of the stretch in which most pages had failed was begun, or
    /// the outage had ended.
    pub peak: SimTime,
    /// How many pages of that stretch had failed.
    pub peak_failed: u32,
    /// When what had piled up was done with: the first good page from its end on was begun that took at most twice as long
    /// as good pages did, in the mean of the last hundred, before it. Nothing while that has not come.
    pub drained: Option<SimTime>,
}

impl Outage {
    /// How long it lasted, or has lasted at `end`.
    pub fn lasted(&self, end: SimTime) -> SimDuration {
        self.to.unwrap_or(end).since(self.from)
    }
}

/// A page that was begun: when, and how far it has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Page {
    begun: SimTime,
    state: PageState,
}

/// How far a page has got. (An option of an option would not survive JSON.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum PageState {
    UnderWay,
    Ended(Option<Failure>, SimDuration),
}

/// The good pages that say how long a page takes as a rule.
const GOOD_PAGES: usize = 100;

/// Finds outages while pages end in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageDetector {
    rule: OutageRule,
    /// Pages from the oldest that has not ended on.
    waiting: VecDeque<Page>,
    /// The number of the first of them.
    first_waiting: u64,
    /// Pages judged lately, with their failure if they failed.
    stretch: VecDeque<(SimTime, Option<Failure>)>,
    failed: u32,
    outages: Vec<Outage>,
    out: bool,
    /// Failed pages of the latest outage, by who is to blame.
    #[serde(with = "super::pairs")]
    blames: BTreeMap<Blame, u64>,
    /// How long the last hundred good pages took that were judged while the site was not out.
    good: VecDeque<SimDuration>,
}

impl OutageDetector {
    /// A detector that has seen nothing.
    pub fn new(rule: OutageRule) -> Self {
        assert!(rule.pages_min > 0 && rule.percent > 0, "an outage needs pages that fail");
        Self {
            rule,
            waiting: VecDeque::new(),
            first_waiting: 0,
            stretch: VecDeque::new(),
            failed: 0,
            outages: Vec::new(),
            out: false,
            blames: BTreeMap::new(),
            good: VecDeque::new(),
        }
    }

    /// A page begins; its number is needed when it ends. `way_in` is who holds the way to the site at the moment: a page
    /// that has been under way for too long counts as failed by that.
    pub fn begin(&mut self, begun: SimTime, way_in: Blame) -> u64 {
        self.give_up_on_pages_begun_before(begun, PAGE_MAX, way_in);
        debug_assert!(self.waiting.back().is_none_or(|last| last.begun <= begun), "pages begin in order");
        self.waiting.push_back(Page { begun, state: PageState::UnderWay });
        self.first_waiting + self.waiting.len() as u64 - 1
    }

    /// The page with this number has ended, after so long. One that was given up on has been judged already.
    pub fn end(&mut self, number: u64, failure: Option<Failure>, took: SimDuration) {
        let Some(place) = number.checked_sub(self.first_waiting) else { return };
        let page = &mut self.waiting[place as usize];
        assert!(page.state == PageState::UnderWay, "a page ends once");
        page.state = PageState::Ended(failure, took);
        self.judge_what_has_ended();
    }

    fn judge_what_has_ended(&mut self) {
        while let Some(Page { begun, state: PageState::Ended(failure, took) }) = self.waiting.front().copied()
        {
            self.waiting.pop_front();
            self.first_waiting += 1;
            self.judge(begun, failure, took);
        }
    }

    /// The outages found so far, in order; the last may still be going on.
    pub fn outages(&self) -> &[Outage] {
        &self.outages
    }

    /// The outages as they stand at `now`: pages that have been under way for longer than a stretch count as failed, and
    /// pages that have ended behind younger ones are judged without these.
    pub fn outages_at(&self, now: SimTime, way_in: Blame) -> Vec<Outage> {
        let mut copy = self.clone();
        copy.give_up_on_pages_begun_before(now, self.rule.over, way_in);
        for page in std::mem::take(&mut copy.waiting) {
            if let PageState::Ended(failure, took) = page.state {
                copy.judge(page.begun, failure, took);
            }
        }
        copy.outages
    }

    /// Judges pages that have been under way for `span` and longer as failed, so that they do not hold up the others.
    fn give_up_on_pages_begun_before(&mut self, now: SimTime, span: SimDuration, way_in: Blame) {
        while let Some(page) = self.waiting.front_mut().filter(|page| page.begun + span < now) {
            page.state = PageState::Ended(Some((FailureKind::GaveUpWaiting, way_in)), span);
            self.judge_what_has_ended();
        }
    }

    fn judge(&mut self, begun: SimTime, failure: Option<Failure>, took: SimDuration) {
        self.judge_whether_out(begun, failure);
        if self.out {
            self.look_for_the_peak(begun);
        } else if failure.is_none() {
            self.look_whether_drained(begun, took);
        }
    }

    fn judge_whether_out(&mut self, begun: SimTime, failure: Option<Failure>) {
        self.stretch.push_back((begun, failure));
        self.failed += u32::from(failure.is_some());
        self.forget_before(begun);
        if let (true, Some(failure)) = (self.out, failure) {
            self.count(failure);
        }
        if (self.stretch.len() as u64) < u64::from(self.rule.pages_min) {
            return;
        }
        let failing = self.fails(self.failed, self.stretch.len());
        match (self.out, failing) {
            (false, true) => self.begin_or_reopen(),
            (true, false) => self.end_outage(),
            _ => {}
        }
    }

    fn look_for_the_peak(&mut self, begun: SimTime) {
        let outage = self.outages.last_mut().expect("the site is out");
        if self.failed > outage.peak_failed {
            (outage.peak, outage.peak_failed) = (begun, self.failed);
        }
    }

    /// A good page while the site is not out: what had piled up is done with once a page is about as quick as pages were.
    fn look_whether_drained(&mut self, begun: SimTime, took: SimDuration) {
        let usual = self.usual();
        let lasts = self.outages.last_mut().filter(|outage| outage.drained.is_none());
        if let Some(outage) = lasts {
            if usual.is_some_and(|usual| took > usual * 2) {
                return; // Still slow: that says nothing about how long a page takes as a rule.
            }
            outage.drained = Some(begun);
        }
        if self.good.len() == GOOD_PAGES {
            self.good.pop_front();
        }
        self.good.push_back(took);
    }

    /// How long good pages took lately, in the mean.
    fn usual(&self) -> Option<SimDuration> {
        let sum: SimDuration = self.good.iter().copied().sum();
        (!self.good.is_empty()).then(|| sum / self.good.len() as u64)
    }

    fn forget_before(&mut self, newest: SimTime) {
        while self.stretch.len() > self.rule.pages_min as usize {
            let (begun, failure) = self.stretch[0];
            if begun + self.rule.over > newest {
                break;
            }
            self.failed -= u32::from(failure.is_some());
            self.stretch.pop_front();
        }
    }

    fn fails(&self, failed: u32, pages: usize) -> bool {
        u64::from(failed) * 100 >= u64::from(self.rule.percent) * pages as u64
    }

    /// An outage begins with the first failed page from which on, at every later page, at least the share has failed; one
    /// that seemed over less than a stretch ago goes on.
    fn begin_or_reopen(&mut self) {
        let (from, failure) = self.turning_point(|page, rest| page.is_some() && rest >= 0);
        let (first_symptom, blame) = failure.expect("the turning point was asked to have failed");
        self.out = true;
        match self.outages.last_mut() {
            Some(last) if last.to.is_some_and(|to| from < to + self.rule.over) => {
                (last.to, last.drained) = (None, None);
            }
            _ => {
                self.outages.push(Outage {
                    from,
                    to: None,
                    first_symptom,
                    blame,
                    peak: from,
                    peak_failed: 0,
                    drained: None,
                });
                self.blames.clear();
            }
        }
        let failures: Vec<Failure> = self.stretch.iter().filter_map(|(_, failure)| *failure).collect();
        for failure in failures {
            self.count(failure);
        }
    }

    /// It ends with the first good page from which on, at every later page, less than the share has failed.
    fn end_outage(&mut self) {
        let (to, _) = self.turning_point(|page, rest| page.is_none() && rest < 0);
        let outage = self.outages.last_mut().expect("an outage that ends has begun");
        let to = to.max(outage.from);
        outage.to = Some(to);
        outage.peak = outage.peak.min(to); // Its stretch may reach over the end.
        self.out = false;
    }

    /// The first page of the stretch for which `turns` holds: told whether the page failed, and the excess of failures
    /// over the share, from this page to whichever later one it is nearest to turning back at.
    fn turning_point(&self, turns: impl Fn(&Option<Failure>, i64) -> bool) -> (SimTime, Option<Failure>) {
        let failing = self.fails(self.failed, self.stretch.len());
        let (mut found, mut rest) = (None, 0_i64);
        for (begun, failure) in self.stretch.iter().rev() {
            let further = if failing { rest.min(0) } else { rest.max(0) };
            rest = further + if failure.is_some() { 100 } else { 0 } - i64::from(self.rule.percent);
            if turns(failure, rest) {
                found = Some((*begun, *failure));
            }
        }
        found.expect("what holds of a whole stretch holds from some page of it on")
    }

    /// One more failed page of the present outage: whoever most of them are blamed on is its cause.
    fn count(&mut self, (_, blame): Failure) {
        *self.blames.entry(blame).or_default() += 1;
        let most = self.blames.iter().max_by_key(|(blame, pages)| (**pages, std::cmp::Reverse(**blame)));
        let outage = self.outages.last_mut().expect("pages are counted for an outage");
        outage.blame = *most.expect("one was just counted").0;
    }
}

#[cfg(test)]
mod tests;
