//! Outages from the visitor's chair.
//!
//! Pages are judged in the order in which they were begun, so a page waits here until all earlier ones have ended. An
//! outage begins with the first failed page of a stretch in which, over five seconds (and at least three pages), at
//! least half of the pages fail; it ends with the first good page after which that no longer holds. Both are meant of
//! what follows: counted from that page to any later one of the stretch, failures or good pages prevail. Where it begins to
//! hold again less than such a stretch later, it is still the same outage. A page that is under way for half a minute
//! counts as failed: nobody waits for it, and nothing here does. How it failed, and who is to blame, is known when it ends.

mod found;

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use self::found::Found;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Outcome, Symptom};

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

/// A page's place in the ledger, from its beginning to its end: its visit's number, but from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageTicket(pub(super) u64);

/// A page's failure: how, and who is to blame.
type Failure = (FailureKind, Blame);

/// Pages under way: when each was begun and how it would fail now.
pub type PagesUnderWay = BTreeMap<PageTicket, (SimTime, Failure)>;

/// One stretch in which the site was out for its visitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// When its first failed page was begun.
    pub from: SimTime,
    /// When the first good page after it was begun; nothing if it lasted to the end of the run.
    pub to: Option<SimTime>,
    /// How the first of its failed pages failed. Where none has, how its first page would fail if the visitor left now.
    pub first_symptom: FailureKind,
    /// Whether that has been seen.
    pub symptom: Symptom,
    /// Who is to blame for most of its failed pages.
    pub blame: Blame,
    /// When three of its pages had failed: an action that came later has not set it off. Nothing while fewer have.
    pub failing_since: Option<SimTime>,
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

/// How far a page has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum PageState {
    UnderWay,
    Ended(Verdict, SimDuration),
}

/// What a page says about the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Verdict {
    Good,
    Failed(Failure),
    /// Under way for too long, which is a failure too.
    Overdue,
}

/// A page that has been judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Judged {
    number: u64,
    begun: SimTime,
    ended: SimTime,
    verdict: Verdict,
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
    /// Pages that were judged as overdue and have not ended.
    overdue: u64,
    /// Pages judged lately.
    stretch: VecDeque<Judged>,
    failed: u32,
    outages: Vec<Found>,
    out: bool,
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
            overdue: 0,
            stretch: VecDeque::new(),
            failed: 0,
            outages: Vec::new(),
            out: false,
            good: VecDeque::new(),
        }
    }

    /// A page begins.
    pub fn begin(&mut self, begun: SimTime) -> PageTicket {
        self.give_up_on_pages_begun_before(begun, PAGE_MAX);
        debug_assert!(self.waiting.back().is_none_or(|last| last.begun <= begun), "pages begin in order");
        self.waiting.push_back(Page { begun, state: PageState::UnderWay });
        PageTicket(self.first_waiting + self.waiting.len() as u64 - 1)
    }

    /// The page with this ticket, begun at `begun`, has ended, after so long. `blame` is whose fault its failure is or, of a
    /// good page, its longest wait.
    pub fn end(
        &mut self,
        PageTicket(number): PageTicket,
        begun: SimTime,
        outcome: Outcome,
        blame: Blame,
        took: SimDuration,
    ) {
        let Some(place) = number.checked_sub(self.first_waiting) else {
            return self.end_overdue(number, (begun, begun + took), outcome, blame);
        };
        let page = &mut self.waiting[place as usize];
        assert!(page.state == PageState::UnderWay, "a page ends once");
        let verdict = outcome.failure().map_or(Verdict::Good, |kind| Verdict::Failed((kind, blame)));
        page.state = PageState::Ended(verdict, took);
        self.judge_what_has_ended();
    }

    /// A page that has been judged already has ended at last: its outage hears how, and by whose fault.
    fn end_overdue(
        &mut self,
        number: u64,
        (begun, ended): (SimTime, SimTime),
        outcome: Outcome,
        blame: Blame,
    ) {
        self.overdue -= 1;
        let (symptom, kind) = match outcome {
            Outcome::Failed(kind) => (Symptom::Failed, kind),
            Outcome::Good => (Symptom::CameLate, FailureKind::GaveUpWaiting),
        };
        if let Some(found) = self.outages.iter_mut().rev().find(|found| found.holds(begun)) {
            found.count(number, symptom, (kind, blame), Some(ended));
        } else if let Some(judged) = self.stretch.iter_mut().find(|judged| judged.number == number) {
            (judged.verdict, judged.ended) = (Verdict::Failed((kind, blame)), ended); // Should an outage be found to have begun with it.
        }
    }

    fn judge_what_has_ended(&mut self) {
        while let Some(Page { begun, state: PageState::Ended(verdict, took) }) = self.waiting.front().copied()
        {
            self.waiting.pop_front();
            let number = self.first_waiting;
            self.first_waiting += 1;
            self.judge(Judged { number, begun, ended: begun + took, verdict }, took);
        }
    }

    /// The outages found so far, in order; the last may still be going on.
    pub fn outages(&self) -> impl Iterator<Item = &Outage> {
        self.outages.iter().map(|found| &found.outage)
    }

    /// The outages as they stand at `now`: pages that have been under way for longer than a stretch count as failed, the way
    /// `under_way` says, and pages that have ended behind younger ones are judged without these.
    pub fn outages_at(&self, now: SimTime, under_way: impl FnOnce() -> PagesUnderWay) -> Vec<Outage> {
        let mut copy = self.clone();
        copy.give_up_on_pages_begun_before(now, self.rule.over);
        for (page, number) in std::mem::take(&mut copy.waiting).into_iter().zip(copy.first_waiting..) {
            if let PageState::Ended(verdict, took) = page.state {
                copy.judge(Judged { number, begun: page.begun, ended: page.begun + took, verdict }, took);
            }
        }
        let pages = if copy.overdue > 0 { under_way() } else { PagesUnderWay::new() };
        for (PageTicket(number), (begun, failure)) in pages {
            let found = copy.outages.iter_mut().rev().find(|found| found.holds(begun));
            if let Some(found) = found.filter(|_| number < copy.first_waiting) {
                found.count(number, Symptom::StillWaits, failure, None);
            }
        }
        copy.outages.into_iter().map(|found| found.outage).collect()
    }

    /// Judges pages that have been under way for `span` and longer as failed, so that they do not hold up the others.
    fn give_up_on_pages_begun_before(&mut self, now: SimTime, span: SimDuration) {
        while let Some(page) = self.waiting.front_mut().filter(|page| page.begun + span < now) {
            page.state = PageState::Ended(Verdict::Overdue, span);
            self.overdue += 1;
            self.judge_what_has_ended();
        }
    }

    fn judge(&mut self, page: Judged, took: SimDuration) {
        self.judge_whether_out(page);
        if self.out {
            self.look_for_the_peak(page.begun);
        } else if page.verdict == Verdict::Good {
            self.look_whether_drained(page.begun, took);
        }
    }

    fn judge_whether_out(&mut self, page: Judged) {
        self.stretch.push_back(page);
        self.failed += u32::from(page.verdict != Verdict::Good);
        self.forget_before(page.begun);
        if self.out {
            self.count(page);
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

    /// The latest outage.
    fn latest(&mut self) -> &mut Found {
        self.outages.last_mut().expect("the site is or was out")
    }

    fn look_for_the_peak(&mut self, begun: SimTime) {
        let failed = self.failed;
        let outage = &mut self.latest().outage;
        if failed > outage.peak_failed {
            (outage.peak, outage.peak_failed) = (begun, failed);
        }
    }

    /// A good page while the site is not out: what had piled up is done with once a page is about as quick as pages were.
    fn look_whether_drained(&mut self, begun: SimTime, took: SimDuration) {
        let usual = self.usual();
        let lasts =
            self.outages.last_mut().map(|found| &mut found.outage).filter(|last| last.drained.is_none());
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
            let oldest = self.stretch[0];
            if oldest.begun + self.rule.over > newest {
                break;
            }
            self.failed -= u32::from(oldest.verdict != Verdict::Good);
            self.stretch.pop_front();
        }
    }

    fn fails(&self, failed: u32, pages: usize) -> bool {
        u64::from(failed) * 100 >= u64::from(self.rule.percent) * pages as u64
    }

    /// An outage begins with the first failed page from which on, at every later page, at least the share has failed; one
    /// that seemed over less than a stretch ago goes on.
    fn begin_or_reopen(&mut self) {
        let from = self.turning_point(|page, rest| page != Verdict::Good && rest >= 0);
        self.out = true;
        match self.outages.last_mut().map(|found| &mut found.outage) {
            Some(last) if last.to.is_some_and(|to| from < to + self.rule.over) => {
                (last.to, last.drained) = (None, None);
            }
            _ => self.outages.push(Found::new(from)),
        }
        let pages: Vec<Judged> = self.stretch.iter().filter(|page| page.begun >= from).copied().collect();
        for page in pages {
            self.count(page);
        }
    }

    /// It ends with the first good page from which on, at every later page, less than the share has failed.
    fn end_outage(&mut self) {
        let to = self.turning_point(|page, rest| page == Verdict::Good && rest < 0);
        let outage = &mut self.latest().outage;
        let to = to.max(outage.from);
        outage.to = Some(to);
        outage.peak = outage.peak.min(to); // Its stretch may reach over the end.
        self.out = false;
    }

    /// When the first page of the stretch was begun for which `turns` holds: told what the page says, and the excess of
    /// failures over the share, from this page to whichever later one it is nearest to turning back at.
    fn turning_point(&self, turns: impl Fn(Verdict, i64) -> bool) -> SimTime {
        let failing = self.fails(self.failed, self.stretch.len());
        let (mut found, mut rest) = (None, 0_i64);
        for page in self.stretch.iter().rev() {
            let further = if failing { rest.min(0) } else { rest.max(0) };
            let failed = if page.verdict == Verdict::Good { 0 } else { 100 };
            rest = further + failed - i64::from(self.rule.percent);
            if turns(page.verdict, rest) {
                found = Some(page.begun);
            }
        }
        found.expect("what holds of a whole stretch holds from some page of it on")
    }

    /// A page of the present outage: how it failed is counted, if that is known.
    fn count(&mut self, page: Judged) {
        if let Verdict::Failed(failure) = page.verdict {
            self.latest().count(page.number, Symptom::Failed, failure, Some(page.ended));
        }
    }
}

#[cfg(test)]
mod tests;
