//! What a run has to say at its end.

use super::Halt;
use crate::metrics::{Chronicle, Down, Logs, Outage, Series, WindowFigures, WindowTally};
use crate::snapshot::PageJourney;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionKind, ActionName, Blame, FailureKind, Layer, Probe};

/// What a run has to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The clock at the end.
    pub ended_at: SimTime,
    /// Why it ended.
    pub halt: Halt,
    /// The seed it was run with.
    pub seed: u64,
    /// Events handled.
    pub events: u64,
    /// The windows, in the plan's order, the first of them `all`.
    pub windows: Vec<WindowReport>,
    /// Outages from the visitor's chair, in order.
    pub outages: Vec<OutageReport>,
    /// Availability from the visitor's chair, over the window `all` by request and over the whole run by time.
    pub availability: Availability,
    /// Failed pages by how they failed and who is to blame, the most frequent first.
    pub blames: Vec<BlameReport>,
    /// Availability from the server's chair, for each sort of route.
    pub server: ServerReport,
    /// What broke by chance, in the order of the file.
    pub random_failures: Vec<RandomFailureReport>,
    /// What happened to the site, in order.
    pub chronicle: Chronicle,
    /// What the programs wrote into their logs.
    pub logs: Logs,
    /// The whole run at equal steps.
    pub series: Series,
    /// Pages begun, the warm-up's included: a visit's number is its place among them, from 1.
    pub pages_begun: u64,
    /// The journeys that were kept.
    pub journeys: Vec<PageJourney>,
    /// The books, balanced or not.
    pub books: Books,
    /// A digest of the course of the run, by room and ingredient.
    pub fingerprints: Vec<RoomFingerprint>,
}

/// One named window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowReport {
    /// Its name.
    pub name: String,
    /// What was counted in it.
    pub tally: WindowTally,
}

impl WindowReport {
    /// Its figures.
    pub fn figures(&self) -> WindowFigures<'_> {
        WindowFigures::of(&self.tally)
    }
}

/// A page that meets a fault may have been begun before it, but hardly so long before.
const LATER: SimDuration = SimDuration::from_secs(5);

/// An outage, with its action by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutageReport {
    /// When, how and whose.
    pub outage: Outage,
    /// How long it lasted; to the end of the run if it did not end.
    pub lasted: SimDuration,
    /// The action that set it off, if one did.
    pub action: Option<ActionName>,
    /// When that was begun.
    pub fault: Option<SimTime>,
    /// What sort of deed that was.
    pub kind: Option<ActionKind>,
}

impl OutageReport {
    /// Whether it was planned: set off by a maintenance action. One that was going on already is no plan.
    pub fn is_planned(&self) -> bool {
        self.kind == Some(ActionKind::Maintenance) && !self.cause_came_later()
    }

    /// Whether the action to which most of its failed pages are put down was begun when pages had been failing already.
    pub fn cause_came_later(&self) -> bool {
        let since = self
            .outage
            .failing_since
            .map_or(self.outage.from + LATER, |since| since.min(self.outage.from + LATER));
        self.fault.is_some_and(|fault| fault > since)
    }
}

/// Something that broke by chance, and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RandomFailureReport {
    /// Its number as an action, by which blame is laid on it.
    pub number: u16,
    /// What.
    pub action: ActionName,
    /// What its author calls it.
    pub name: Option<String>,
    /// From when to when it was broken, each time; the last time to the end of the run if it still is.
    pub stretches: Vec<(SimTime, SimTime)>,
    /// How long it was broken in all.
    pub broken: SimDuration,
    /// Pages that failed and are blamed on it.
    pub failed_pages: u64,
}

/// Availability from the visitor's chair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Availability {
    /// Good pages over pages that ended; nothing without any.
    pub by_request: Option<f64>,
    /// One less outage time over the horizon.
    pub by_time: f64,
    /// Time out by maintenance.
    pub planned_downtime: SimDuration,
    /// Time out otherwise.
    pub unplanned_downtime: SimDuration,
}

/// Availability from the server's chair: what a probe of each sort of route would have got.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerReport {
    /// Availability over time, unplanned and planned downtime of each sort of route, in the vocabulary's order.
    pub probes: [(f64, SimDuration, SimDuration); Probe::COUNT],
    /// Each stretch in which one was down, in the order in which they began.
    pub down: Vec<DownReport>,
}

/// A stretch in which a sort of route was down, with its action by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownReport {
    /// When, what and whose.
    pub down: Down,
    /// The action that brought it about, if one did.
    pub action: Option<ActionName>,
}

/// How many pages failed so, and by whose doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlameReport {
    /// How.
    pub failure: FailureKind,
    /// Whose.
    pub blame: Blame,
    /// The action by name.
    pub action: Option<ActionName>,
    /// How many pages.
    pub pages: u64,
}

/// The books after a run: what must balance, to the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Each account with its two sides.
    pub accounts: Vec<Account>,
}

/// Two figures that must be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What must be equal to what.
    pub name: &'static str,
    /// The one side.
    pub left: u128,
    /// The other side.
    pub right: u128,
}

impl Books {
    /// The accounts that do not balance; none if there is no bug.
    pub fn breaches(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| account.left != account.right)
    }
}

/// A digest of what happened in one room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomFingerprint {
    /// The room.
    pub room: Layer,
    /// Of the times of its events.
    pub times: u64,
    /// Of the kinds of its events.
    pub kinds: u64,
    /// Of its random streams.
    pub draws: u64,
    /// Of the outcomes decided in it.
    pub outcomes: u64,
}
