//! The facade: a run from its plan to its report.
//!
//! A [`Simulation`] is a value. It can be cloned at any moment, and the clone goes on to the same bytes: that is all a
//! checkpoint is. It is driven by [`Simulation::run_until`], in strides of any length: the strides leave no trace.
//!
//! What is done to the site from outside, and what is looked at, stays outside the sequence of events: at an instant the
//! windows that begin or end there are observed first, then the timeline's steps are applied in the order of the file, then
//! what breaks by chance or is repaired, and then the instant's events happen.

mod report;
mod sum_up;
mod estimate;
mod live;
mod seed;
mod breakdown;

use serde::{Deserialize, Serialize};

use self::breakdown::Breakdowns;
use crate::engine::{self, Agenda};
use crate::metrics::{Entry, Ledger, OutageRule};
use crate::scenario::Action;
use crate::scenario::{self, KnobValue, Plan};
use crate::snapshot::{CloseUp, Focus, PageJourney, Site};
use crate::topology::operation::{Step, steps};
use crate::topology::settings::client::{Journeys, OneJourney};
use crate::topology::{Event, Topology};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::FailureKind;

pub use estimate::Estimate;
pub use live::BrokenByChance;
pub use report::{
    Account, Availability, BlameReport, Books, DownReport, OutageReport, RandomFailureReport, Report,
    RoomFingerprint, ServerReport, WindowReport,
};
pub use seed::seed_of;

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
    breakdowns: Breakdowns,
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
        let mut topology = Topology::new(plan.settings.clone(), plan.run.seed, journeys(&plan), ledger);
        topology.open(&mut agenda);
        let breakdowns = Breakdowns::new(plan.run.seed, &plan.settings.random_failures);
        let (steps_done, looks_done, halt) = (0, 0, Halt::Reached);
        Self { plan, topology, agenda, steps, steps_done, breakdowns, looks, looks_done, halt }
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

    /// The first page that failed so, by its visit's number: to run again with its journey kept.
    pub fn first_failed(&self, failure: FailureKind) -> Option<u64> {
        self.topology.first_failed(failure)
    }

    /// Pages begun so far: the number of the visit that came last.
    pub fn visits_begun(&self) -> u64 {
        self.topology.ledger().whole.pages.begun()
    }

    /// Keeps the journey of this visit, if it has not begun yet. The run takes the same course.
    pub fn follow(&mut self, visit: u64) {
        self.topology.follow(visit);
    }

    /// What is kept so far of this visit's journey: the requests of it that have ended.
    pub fn journey(&self, visit: u64) -> Option<&PageJourney> {
        self.topology.journeys().iter().find(|page| page.visit == visit)
    }

    /// What may be seen of the site now.
    pub fn snapshot(&self) -> Site {
        self.topology.view(self.now())
    }

    /// The site seen closely, for whoever draws it.
    pub fn close_up(&self, focus: Focus) -> CloseUp {
        self.topology.close_up(self.now(), focus)
    }

    /// The settings that can be turned while it runs, with what is in effect now. (The plan holds those of the beginning.)
    pub fn knobs(&self) -> Vec<KnobValue> {
        scenario::knobs(self.topology.settings())
    }

    /// Puts one more action at the end of the timeline, to be done when its time comes. A run of a file with this action
    /// at the end of its timeline takes the same course.
    ///
    /// The action must not be past.
    pub fn schedule(&mut self, action: Action) {
        assert!(action.at > self.now(), "what is done now shows in the next event, not in this one");
        self.plan.settings.timeline.push(action.clone());
        self.topology.add_action(action);
        let done = self.steps_done as usize;
        let all = steps(&self.plan.settings.timeline);
        assert_eq!(all[..done], self.steps[..done], "what is done stays done");
        self.steps = all;
    }

    /// Lets the next thing happen, whatever it is, and leaves the clock there; `false` if nothing more is due.
    pub fn step(&mut self) -> bool {
        if self.halt != Halt::Reached {
            return false;
        }
        let next = self.agenda.next_time().filter(|time| *time < self.end());
        let stop = self.next_stop().filter(|stop| *stop <= self.end());
        match (next, stop) {
            (Some(event), stop) if stop.is_none_or(|stop| event < stop) => {
                let after = event + SimDuration::from_nanos(1);
                let limits = self.limits();
                if engine::step(&mut self.topology, &mut self.agenda, after, &limits).is_none() {
                    self.halt = self.limit_reached();
                } else if self.topology.requests_in_flight() > self.plan.run.in_flight_max {
                    self.halt = Halt::InFlightLimit;
                }
            }
            (_, Some(stop)) => {
                self.run_until(stop);
            }
            (_, None) => {
                self.run_until(self.end());
                return false;
            }
        }
        self.halt == Halt::Reached
    }

    /// When the next thing happens, whatever it is.
    pub fn next_due(&self) -> Option<SimTime> {
        self.agenda.next_time().into_iter().chain(self.next_stop()).min()
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

    /// The next moment at which a window is observed, a mark of the series is due or something is done to the site.
    fn next_stop(&self) -> Option<SimTime> {
        let look = self.looks.get(self.looks_done as usize).copied();
        let step = self.steps.get(self.steps_done as usize).map(|step| step.at);
        let mark = self.topology.ledger().series.next();
        look.into_iter().chain(step).chain(self.breakdowns.next()).chain([mark]).min()
    }

    /// At a stop: first the look, then the deeds.
    fn look_and_act(&mut self) {
        let now = self.now();
        if self.topology.ledger().series.next() == now {
            self.topology.mark(now);
        }
        if self.looks.get(self.looks_done as usize) == Some(&now) {
            self.topology.observe(now);
            self.looks_done += 1;
        }
        while let Some(step) = self.steps.get(self.steps_done as usize).filter(|step| step.at == now) {
            self.topology.apply(*step, &mut self.agenda);
            self.steps_done += 1;
        }
        while let Some(step) = self.breakdowns.due(now) {
            self.topology.apply(step, &mut self.agenda);
        }
        self.breakdowns.note_repairs(now, |action| self.topology.lasts(action));
    }

    /// Lets every event before `until` happen.
    fn let_happen_until(&mut self, until: SimTime) -> Halt {
        let limits = self.limits();
        let in_flight_max = self.plan.run.in_flight_max;
        while engine::step(&mut self.topology, &mut self.agenda, until, &limits).is_some() {
            if self.topology.requests_in_flight() > in_flight_max {
                return Halt::InFlightLimit;
            }
        }
        let halt = self.limit_reached();
        if halt == Halt::Reached {
            self.agenda.advance(until);
        }
        halt
    }

    fn limits(&self) -> engine::Limits {
        engine::Limits {
            events_max: self.plan.run.events_max,
            events_at_one_instant_max: EVENTS_AT_ONE_INSTANT_MAX,
        }
    }

    /// The limit at which nothing more happens in this run, or [`Halt::Reached`] if there is none.
    ///
    /// Measured against the end of the run, not of a stretch of it: where it halts must not hang on where somebody looked
    /// or did something.
    fn limit_reached(&self) -> Halt {
        match self.agenda.next_halt(self.end(), &self.limits()) {
            Some(engine::Halt::EventLimit) => Halt::EventLimit,
            Some(engine::Halt::InstantLimit) => Halt::InstantLimit,
            Some(engine::Halt::Reached) | None => Halt::Reached,
        }
    }
}

fn journeys(plan: &Plan) -> Journeys {
    let one = plan.run.journey.and_then(|one| match one {
        scenario::OneJourney::Visit(number) => Some(OneJourney::Visit(number)),
        scenario::OneJourney::From(moment) => Some(OneJourney::From(moment)),
        scenario::OneJourney::Failed(_) => None,
    });
    Journeys { first: plan.run.journeys, one }
}

fn new_ledger(plan: &Plan) -> Ledger {
    let windows: Vec<(SimTime, SimTime)> =
        plan.windows.iter().map(|window| (window.from, window.to)).collect();
    let rule = plan.outage_rule;
    Ledger::new(&windows, OutageRule { over: rule.over, pages_min: rule.pages_min, percent: rule.percent })
}
