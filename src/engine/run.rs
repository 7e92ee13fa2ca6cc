//! The loop: takes events from the agenda and hands them to the model, within limits.
//!
//! # Traps
//!
//! A reached limit leaves model and agenda as they were after the last event handled. With higher limits the run can go
//! on from there.

use serde::{Deserialize, Serialize};

use super::agenda::Agenda;
use crate::units::SimTime;

/// What is simulated: it changes when an event is handed to it, and never otherwise.
pub trait Model {
    /// The closed set of what can happen.
    type Event: Copy;

    /// Lets `event` happen now; what follows from it is put down in `agenda`.
    fn handle(&mut self, event: Self::Event, agenda: &mut Agenda<Self::Event>);
}

/// When a run is stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Events since the beginning of the run, over all calls.
    pub events_max: u64,
    /// Events without the clock moving, over all calls: more is taken for a loop that never ends.
    pub events_at_one_instant_max: u32,
}

/// Ten thousand million events, ten million at one instant.
impl Default for Limits {
    fn default() -> Self {
        Self { events_max: 10_000_000_000, events_at_one_instant_max: 10_000_000 }
    }
}

/// Why [`run_until`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Halt {
    /// The end asked for: the clock shows it, and everything before it has happened.
    Reached,
    /// [`Limits::events_max`] events have happened, and more were due before the end.
    EventLimit,
    /// [`Limits::events_at_one_instant_max`] events have happened now, and more were due now.
    InstantLimit,
}

/// Lets everything happen that is due before `until`, then sets the clock to `until`.
///
/// What is due exactly at `until` is left for the next call. `until` must not be past.
#[inline]
pub fn run_until<M: Model>(
    model: &mut M,
    agenda: &mut Agenda<M::Event>,
    until: SimTime,
    limits: &Limits,
) -> Halt {
    assert!(agenda.now() <= until, "a run does not end before it starts");
    loop {
        match agenda.next_halt(until, limits) {
            None => handle_next(model, agenda),
            Some(Halt::Reached) => {
                agenda.advance(until);
                return Halt::Reached;
            }
            Some(limit) => return limit,
        }
    }
}

/// Lets the next event happen, if it is due before `until`, and says when that was.
///
/// Without one, or at a limit, nothing changes, not even the clock; [`Agenda::next_halt`] tells which of them it was.
#[inline]
pub fn step<M: Model>(
    model: &mut M,
    agenda: &mut Agenda<M::Event>,
    until: SimTime,
    limits: &Limits,
) -> Option<SimTime> {
    if agenda.next_halt(until, limits).is_some() {
        return None;
    }
    handle_next(model, agenda);
    Some(agenda.now())
}

#[inline]
fn handle_next<M: Model>(model: &mut M, agenda: &mut Agenda<M::Event>) {
    let (_, event) = agenda.next().expect("an event was seen to be due");
    model.handle(event, agenda);
}

impl<E: Copy> Agenda<E> {
    /// Why the next event would not be handled before `until`; none if it would.
    #[inline]
    pub fn next_halt(&self, until: SimTime, limits: &Limits) -> Option<Halt> {
        match self.next_time() {
            Some(time) if time < until => {
                if self.handled() >= limits.events_max {
                    return Some(Halt::EventLimit);
                }
                let crowded = self.handled_at_this_instant() >= limits.events_at_one_instant_max;
                (crowded && time == self.now()).then_some(Halt::InstantLimit)
            }
            _ => Some(Halt::Reached),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::SimDuration;

    /// Every event calls for the next one after the same span.
    struct Clockwork(SimDuration, u64);

    impl Model for Clockwork {
        type Event = ();
        fn handle(&mut self, (): (), agenda: &mut Agenda<()>) {
            self.1 += 1;
            agenda.after(self.0, ());
        }
    }

    fn wound(span: u64) -> (Clockwork, Agenda<()>) {
        let mut agenda = Agenda::new();
        agenda.at(SimTime::ZERO, ());
        (Clockwork(SimDuration::from_nanos(span), 0), agenda)
    }

    #[test]
    fn the_end_is_left_out_and_the_clock_shows_it() {
        let (mut model, mut agenda) = wound(10);
        let limits = Limits::default();
        let halt = run_until(&mut model, &mut agenda, SimTime::from_nanos(30), &limits);
        assert_eq!((halt, model.1), (Halt::Reached, 3));
        assert_eq!(agenda.now(), SimTime::from_nanos(30));
        assert_eq!(step(&mut model, &mut agenda, SimTime::from_nanos(30), &limits), None);
        let next = step(&mut model, &mut agenda, SimTime::from_nanos(31), &limits);
        assert_eq!((next, model.1), (Some(SimTime::from_nanos(30)), 4));
    }

    #[test]
    fn a_livelock_is_caught_across_calls() {
        let (mut model, mut agenda) = wound(0);
        let limits = Limits { events_at_one_instant_max: 5, ..Limits::default() };
        for _ in 0..3 {
            assert!(step(&mut model, &mut agenda, SimTime::MAX, &limits).is_some());
        }
        let halt = run_until(&mut model, &mut agenda, SimTime::MAX, &limits);
        assert_eq!((halt, model.1), (Halt::InstantLimit, 5));
        assert_eq!(step(&mut model, &mut agenda, SimTime::MAX, &limits), None);
    }

    #[test]
    fn the_event_limit_counts_over_all_calls() {
        let (mut model, mut agenda) = wound(1);
        let limits = Limits { events_max: 7, ..Limits::default() };
        assert_eq!(run_until(&mut model, &mut agenda, SimTime::from_nanos(4), &limits), Halt::Reached);
        assert_eq!(run_until(&mut model, &mut agenda, SimTime::MAX, &limits), Halt::EventLimit);
        assert_eq!((model.1, agenda.now()), (7, SimTime::from_nanos(6)));
    }

    #[test]
    fn an_end_that_was_reached_is_no_limit() {
        let (mut model, mut agenda) = wound(1);
        let limits = Limits { events_max: 4, ..Limits::default() };
        assert_eq!(run_until(&mut model, &mut agenda, SimTime::from_nanos(4), &limits), Halt::Reached);
    }
}
