//! The facade: a run from its plan to its report.
//!
//! A [`Simulation`] is a value. It can be cloned at any moment, and the clone goes on to the same bytes: that is all a
//! checkpoint is. It is driven by [`Simulation::run_until`], in strides of any length: the strides leave no trace.
//!
//! What is done to the site from outside, and what is looked at, stays outside the sequence of events: at an instant the
//! windows that begin or end there are observed first, then the timeline's steps are applied in the order of the file,
//! and then the instant's events happen.

mod report;
mod sum_up;

use serde::{Deserialize, Serialize};

use crate::engine::{self, Agenda};
use crate::metrics::{Entry, Ledger, Logs, OutageRule};
use crate::scenario::Plan;
use crate::snapshot::Site;
use crate::topology::operation::{Step, steps};
use crate::topology::{Event, Topology};
use crate::units::SimTime;

pub use report::{
    Account, Availability, BlameReport, Books, OutageReport, Report, RoomFingerprint, WindowReport,
};

/// The most events at one instant: more is taken for a loop that never ends.
const EVENTS_AT_ONE_INSTANT_MAX: u32 = 10_000_000;

/// Why a run has come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Halt {
    /// The moment asked for.
    Reached,
    /// As many events have happened as a run may have.
    EventLimit,
    /// As many events have happened at one instant: time no longer moves.
    InstantLimit,
    /// As many requests are under way as may be.
    InFlightLimit,
}

/// A run: the plan, the site, and what is due.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Simulation {
    plan: Plan,
    topology: Topology,
    agenda: Agenda<Event>,
    /// What the timeline does, in order, and how much of it is done.
    steps: Vec<Step>,
    steps_done: u32,
    /// When windows begin or end, in order, and how many of those moments are past.
    looks: Vec<SimTime>,
    looks_done: u32,
    halt: Halt,
}

impl Simulation {
    /// The run of `plan`, at its first moment.
    pub fn new(plan: Plan) -> Self {
        let ledger = new_ledger(&plan);
        let looks = ledger.observation_times();
        let steps = steps(&plan.settings.timeline);
        let mut agenda = Agenda::new();
        let mut topology = Topology::new(plan.settings.clone(), plan.run.seed, plan.run.journeys, ledger);
        topology.open(&mut agenda);
        Self { plan, topology, agenda, steps, steps_done: 0, looks, looks_done: 0, halt: Halt::Reached }
    }

    /// What is run.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The clock.
    pub fn now(&self) -> SimTime {
        self.agenda.now()
    }

    /// The last moment of the run.
    pub fn end(&self) -> SimTime {
        SimTime::ZERO + self.plan.run.duration
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.agenda.handled()
    }

    /// What has happened to the site so far, in order.
    pub fn chronicle(&self) -> &[Entry] {
        self.topology.ledger().chronicle.entries()
    }

    /// What the programs have written into their logs so far.
    pub fn logs(&self) -> &Logs {
        &self.topology.ledger().logs
    }

    /// What may be seen of the site now.
    pub fn snapshot(&self) -> Site {
        self.topology.view(self.now())
    }

    /// Runs to the end.
    pub fn run(&mut self) -> Halt {
        self.run_until(self.end())
    }

    /// Runs until `until` or the end, whichever is first, or until a limit is reached; a run at a limit goes no further.
    pub fn run_until(&mut self, until: SimTime) -> Halt {
        let until = until.min(self.end());
        while self.halt == Halt::Reached {
            let stop = self.next_stop().filter(|stop| *stop <= until);
            self.halt = self.let_happen_until(stop.unwrap_or(until));
            if stop.is_none() {
                break;
            }
            if self.halt == Halt::Reached {
                self.look_and_act();
            }
        }
        self.halt
    }

    /// The next moment at which a window is observed or something is done to the site.
    fn next_stop(&self) -> Option<SimTime> {
        let look = self.looks.get(self.looks_done as usize).copied();
        let step = self.steps.get(self.steps_done as usize).map(|step| step.at);
        look.into_iter().chain(step).min()
    }

    /// At a stop: first the look, then the deeds.
    fn look_and_act(&mut self) {
        let now = self.now();
        if self.looks.get(self.looks_done as usize) == Some(&now) {
            self.topology.observe(now);
            self.looks_done += 1;
        }
        while let Some(step) = self.steps.get(self.steps_done as usize).filter(|step| step.at == now) {
            self.topology.apply(*step, &mut self.agenda);
            self.steps_done += 1;
        }
    }

    /// Lets every event before `until` happen.
    fn let_happen_until(&mut self, until: SimTime) -> Halt {
        let limits = engine::Limits {
            events_max: self.plan.run.events_max,
            events_at_one_instant_max: EVENTS_AT_ONE_INSTANT_MAX,
        };
        let in_flight_max = self.plan.run.in_flight_max;
        while engine::step(&mut self.topology, &mut self.agenda, until, &limits).is_some() {
            if self.topology.requests_in_flight() > in_flight_max {
                return Halt::InFlightLimit;
            }
        }
        match self.agenda.next_halt(until, &limits) {
            Some(engine::Halt::EventLimit) => Halt::EventLimit,
            Some(engine::Halt::InstantLimit) => Halt::InstantLimit,
            Some(engine::Halt::Reached) | None => {
                self.agenda.advance(until);
                Halt::Reached
            }
        }
    }
}

fn new_ledger(plan: &Plan) -> Ledger {
    let windows: Vec<(SimTime, SimTime)> =
        plan.windows.iter().map(|window| (window.from, window.to)).collect();
    let rule = plan.outage_rule;
    Ledger::new(&windows, OutageRule { over: rule.over, pages_min: rule.pages_min, percent: rule.percent })
}
