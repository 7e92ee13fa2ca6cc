//! The cores, shared by all processes that want to compute.

use serde::{Deserialize, Serialize};

use super::super::event::{Event, HostEvent};
use crate::engine::{Agenda, Appointment, Level};
use crate::queueing::{Cores, JobKey, SharedProcessor};
use crate::units::{SimDuration, SimTime};

/// The cores, and when the first job on them will be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Cpu {
    shared: SharedProcessor<Event>,
    /// The one event that is due when the first job is done.
    due: Appointment,
    /// While finished jobs are taken out, the appointment is left alone.
    finishing: bool,
    /// Cores that were there over time [1/1000 core].
    there: Level,
}

/// Thousandths of a core.
const THOUSAND: u128 = 1_000;

impl Cpu {
    pub(super) fn new(cores: u32) -> Self {
        let mut there = Level::default();
        there.set(SimTime::ZERO, u64::from(Cores::whole(cores).as_thousandths()));
        Self {
            shared: SharedProcessor::new(Cores::whole(cores)),
            due: Appointment::NONE,
            finishing: false,
            there,
        }
    }

    pub(super) fn start(&mut self, agenda: &mut Agenda<Event>, demand: SimDuration, done: Event) -> JobKey {
        let job = self.shared.start(agenda.now(), demand, done);
        self.look_ahead_unless_finishing(agenda);
        job
    }

    pub(super) fn abort(&mut self, agenda: &mut Agenda<Event>, job: JobKey) -> Option<SimDuration> {
        let (_, left) = self.shared.abort(agenda.now(), job)?;
        self.look_ahead_unless_finishing(agenda);
        Some(left)
    }

    pub(super) fn finish(&mut self, now: SimTime) -> Option<Event> {
        self.finishing = true;
        self.shared.finish(now)
    }

    /// Puts the appointment where the first job will be done.
    pub(super) fn look_ahead(&mut self, agenda: &mut Agenda<Event>) {
        self.finishing = false;
        match self.shared.next_completion() {
            None => {
                agenda.cancel(self.due);
            }
            Some(time) => {
                if !agenda.move_to(self.due, time) {
                    self.due = agenda.at(time, Event::Host(HostEvent::CpuDue));
                }
            }
        }
    }

    pub(super) fn switch_off(&mut self, agenda: &mut Agenda<Event>) {
        self.shared.clear(agenda.now());
        self.there.set(agenda.now(), 0);
        self.look_ahead(agenda);
    }

    pub(super) fn switch_on(&mut self, now: SimTime, cores: Cores) {
        self.there.set(now, u64::from(cores.as_thousandths()));
        self.shared.set_cores(now, cores);
    }

    /// There are more or fewer from now on; what the jobs have left stays.
    pub(super) fn resize(&mut self, agenda: &mut Agenda<Event>, cores: Cores) {
        self.switch_on(agenda.now(), cores);
        self.look_ahead(agenda);
    }

    /// Capacity used, and capacity there [core x ns].
    pub(super) fn used(&self, now: SimTime) -> (u128, u128) {
        (self.shared.busy_integral(now) / THOUSAND, self.there.integral(now) / THOUSAND)
    }

    pub(super) fn jobs(&self) -> u32 {
        self.shared.jobs()
    }

    fn look_ahead_unless_finishing(&mut self, agenda: &mut Agenda<Event>) {
        if !self.finishing {
            self.look_ahead(agenda);
        }
    }
}
