//! What a live picture wants: a run in slices, and single figures of it without a whole report.

use super::{Halt, Simulation};
use crate::metrics::{Logs, Series, WindowFigures};
use crate::topology::settings::operation::Deed;
use crate::units::SimTime;
use crate::vocabulary::{ActionName, Layer};

/// A stretch in which something was broken by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrokenByChance<'a> {
    /// What.
    pub action: ActionName,
    /// What its author calls it.
    pub name: Option<&'a str>,
    /// Since when.
    pub from: SimTime,
    /// Until when; nothing while it lasts.
    pub until: Option<SimTime>,
}

impl Simulation {
    /// Runs until `until` or the end, whichever is first, but lets no more than `events` things happen, as [`Self::step`]
    /// counts them; `true` when it got there. At a limit of the run ([`Self::halt`]) it never does.
    pub fn run_at_most(&mut self, until: SimTime, events: u32) -> bool {
        let until = until.min(self.end());
        let mut left = events;
        while self.is_due_by(until) {
            if left == 0 || self.halt != Halt::Reached {
                return false;
            }
            left -= 1;
            self.step();
        }
        self.run_until(until) == Halt::Reached
    }

    /// Whether something is still to happen before the clock may stand at `until`.
    fn is_due_by(&self, until: SimTime) -> bool {
        let event = self.agenda.next_time().is_some_and(|event| event < until);
        event || self.next_stop().is_some_and(|stop| stop <= until)
    }

    /// Why it came back last, or that it is at a limit and goes no further.
    pub fn halt(&self) -> Halt {
        self.halt
    }

    /// The run so far at equal steps.
    pub fn series(&self) -> &Series {
        &self.topology.ledger().series
    }

    /// What the programs have written into their logs so far.
    pub fn logs(&self) -> &Logs {
        &self.topology.ledger().logs
    }

    /// Good pages over pages that ended so far, over the window `all`; nothing without any.
    pub fn availability(&self) -> Option<f64> {
        let pages = WindowFigures::of(&self.topology.ledger().windows[0]).pages();
        let (good, ended) = (pages.good(), pages.ended());
        (ended > 0).then(|| good as f64 / ended as f64)
    }

    /// What was broken by chance so far, and when: one after the other in the order of the file.
    pub fn broken_by_chance(&self) -> impl Iterator<Item = BrokenByChance<'_>> {
        let (failures, now) = (self.plan.settings.random_failures.iter(), self.now());
        failures.zip(self.breakdowns.stretches(now)).flat_map(move |(failure, stretches)| {
            let (action, name) = (failure.deed.name(), failure.name.as_deref());
            let stretch =
                move |(from, to)| BrokenByChance { action, name, from, until: (to < now).then_some(to) };
            stretches.into_iter().map(stretch)
        })
    }

    /// How many threads gunicorn's workers should have in all, and since when it and what it stands on are set up as they
    /// are now.
    pub fn gunicorn_set_up(&self) -> (u32, SimTime) {
        let gunicorn = &self.topology.settings().app_server;
        let turned = self.plan.settings.timeline.iter().filter(|action| match action.deed {
            Deed::Configure { knob, .. } => {
                action.at <= self.now()
                    && matches!(knob.layer(), Layer::AppServer | Layer::Database | Layer::Host)
            }
            _ => false,
        });
        let since = turned.map(|action| action.at).max().unwrap_or(SimTime::ZERO);
        (gunicorn.workers * gunicorn.threads, since)
    }
}
