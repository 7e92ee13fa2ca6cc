//! The calendar of what is still to happen, and the clock that follows it.
//!
//! Events are ordered by their time and, at the same time, by the order in which they were put down. That sequence
//! number never repeats, so the order is total and a run has one course only.
//!
//! # Life cycle
//!
//! [`Agenda::at`] puts an event down and gives an [`Appointment`]; with it the event can be cancelled or moved until it
//! happens. [`Agenda::next`] takes the earliest event and sets the clock to it. Cancelled events are gone at once and do
//! not count.
//!
//! # Traps
//!
//! A moved event goes behind all others of its new time: it counts as put down just now.

use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::slab::Key;
use super::turn::Turn;
use crate::units::{SimDuration, SimTime};

/// An event that was put down; it stays harmless when the event has happened or was cancelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Appointment(Key);

impl Appointment {
    /// No appointment: to cancel or move it does nothing.
    pub const NONE: Self = Self(Key::NONE);
}

/// The calendar of events of kind `E`, and the clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agenda<E> {
    now: SimTime,
    sequence: u64,
    handled: u64,
    handled_at_this_instant: u32,
    events: Calendar<E>,
}

impl<E: Copy> Agenda<E> {
    /// An empty calendar, the clock at zero.
    pub const fn new() -> Self {
        Self {
            now: SimTime::ZERO,
            sequence: 0,
            handled: 0,
            handled_at_this_instant: 0,
            events: Calendar::new(),
        }
    }

    /// What the clock shows.
    #[inline]
    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// Puts `event` down for `time`, which must not be past; behind all that is already down for it.
    #[inline]
    pub fn at(&mut self, time: SimTime, event: E) -> Appointment {
        let turn = self.turn(time);
        Appointment(self.events.push(turn, event))
    }

    /// Puts `event` down for `span` from now; zero means later at this very instant.
    #[inline]
    pub fn after(&mut self, span: SimDuration, event: E) -> Appointment {
        self.at(self.now + span, event)
    }

    /// Takes the event back; false if it is no longer there.
    #[inline]
    pub fn cancel(&mut self, appointment: Appointment) -> bool {
        self.events.remove(appointment.0)
    }

    /// Puts the event down for `time` instead, which must not be past; false if it is no longer there.
    #[inline]
    pub fn move_to(&mut self, appointment: Appointment, time: SimTime) -> bool {
        let turn = self.turn(time);
        self.events.rekey(appointment.0, turn)
    }

    /// When the event is due, unless it is no longer there.
    pub fn due(&self, appointment: Appointment) -> Option<SimTime> {
        self.events.turn(appointment.0).map(|turn| turn.time)
    }

    /// When the earliest event is due.
    #[inline]
    pub fn next_time(&self) -> Option<SimTime> {
        self.events.first().map(|turn| turn.time)
    }

    /// Takes out the earliest event and sets the clock to its time.
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "no iterator: events are added while the calendar is walked"
    )]
    pub fn next(&mut self) -> Option<(SimTime, E)> {
        let (turn, event) = self.events.pop()?;
        self.set_clock(turn.time);
        self.handled += 1;
        self.handled_at_this_instant = self.handled_at_this_instant.saturating_add(1);
        Some((turn.time, event))
    }

    /// Sets the clock to `time`; no event may be due before it.
    #[inline]
    pub fn advance(&mut self, time: SimTime) {
        assert!(self.next_time().is_none_or(|due| time <= due), "no event is skipped");
        self.set_clock(time);
    }

    /// How many events are down.
    pub const fn len(&self) -> u32 {
        self.events.len()
    }

    /// Whether nothing is left to happen.
    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// How many events have happened since the beginning.
    pub const fn handled(&self) -> u64 {
        self.handled
    }

    /// How many events have happened since the clock last moved.
    pub const fn handled_at_this_instant(&self) -> u32 {
        self.handled_at_this_instant
    }

    #[inline]
    fn turn(&mut self, time: SimTime) -> Turn {
        assert!(self.now <= time, "nothing is put down for the past");
        let sequence = self.sequence;
        self.sequence += 1;
        Turn { time, sequence }
    }

    #[inline]
    fn set_clock(&mut self, time: SimTime) {
        assert!(self.now <= time, "the clock never goes back");
        if self.now < time {
            self.now = time;
            self.handled_at_this_instant = 0;
        }
    }
}

impl<E: Copy> Default for Agenda<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn events_of_one_time_happen_in_the_order_they_were_put_down() {
        let mut agenda = Agenda::new();
        let noon = SimTime::from_secs(12);
        let first = agenda.at(noon, 'a');
        agenda.at(noon, 'b');
        agenda.at(SimTime::from_secs(11), 'c');
        assert!(agenda.move_to(first, noon), "moved to the same time: to its end");
        let order: String = std::iter::from_fn(|| agenda.next()).map(|(_, event)| event).collect();
        assert_eq!((order.as_str(), agenda.handled(), agenda.now()), ("cba", 3, noon));
    }

    #[test]
    fn a_stale_appointment_does_nothing() {
        let mut agenda = Agenda::new();
        let gone = agenda.after(SimDuration::ZERO, 1);
        agenda.next();
        agenda.after(SimDuration::ZERO, 2);
        assert!(!agenda.cancel(gone) && !agenda.cancel(Appointment::default()));
        assert!(!agenda.move_to(gone, SimTime::MAX));
        assert_eq!(agenda.len(), 1);
    }

    #[test]
    #[should_panic(expected = "for the past")]
    fn nothing_can_be_put_down_for_the_past() {
        let mut agenda = Agenda::new();
        agenda.advance(SimTime::from_secs(1));
        agenda.at(SimTime::ZERO, ());
    }

    #[test]
    #[should_panic(expected = "no event is skipped")]
    fn the_clock_cannot_pass_an_event() {
        let mut agenda = Agenda::new();
        agenda.at(SimTime::from_secs(1), ());
        agenda.advance(SimTime::from_secs(2));
    }

    #[test]
    fn the_last_instant_of_all_is_one_like_any_other() {
        let mut agenda = Agenda::new();
        for event in 0..40_u64 {
            let time = if event % 2 == 0 { SimTime::MAX } else { SimTime::from_nanos(event) };
            agenda.at(time, event);
        }
        let order: Vec<u64> = std::iter::from_fn(|| agenda.next()).map(|(_, event)| event).collect();
        let expected = (0..40).filter(|event| event % 2 == 1).chain((0..40).filter(|event| event % 2 == 0));
        assert_eq!(order, expected.collect::<Vec<_>>());
    }

    #[test]
    fn what_is_taken_back_or_moved_takes_no_room() {
        let mut agenda = Agenda::new();
        let later = |round: u64| SimTime::from_secs(1_000 + round);
        let stays: Vec<Appointment> = (0..40).map(|event| agenda.at(later(event), event)).collect();
        for round in 0..10_000_u64 {
            let taken_back = agenda.at(later(round % 77), round);
            agenda.cancel(taken_back);
            agenda.move_to(stays[(round % 40) as usize], later(round % 91));
            agenda.events.check();
            let (nodes, room) = agenda.events.nodes_and_room();
            assert!(nodes <= 2 * 40 + 2 && room < 2_000, "{nodes} nodes, room for {room}");
        }
        assert_eq!(agenda.len(), 40);
    }

    #[test]
    fn crowds_that_come_and_go_leave_no_room_behind() {
        let mut agenda = Agenda::new();
        let mut seed = 1_u64;
        for _ in 0..400 {
            agenda.at(SimTime::ZERO, ());
        }
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            agenda.next();
            agenda.after(SimDuration::from_nanos(seed >> 33), ());
        }
        let (nodes, room) = agenda.events.nodes_and_room();
        assert_eq!(nodes, 400);
        assert!(room < 20 * 400, "room for {room}");
    }

    #[test]
    fn after_all_events_a_later_one_happens_too() {
        let mut agenda = Agenda::new();
        for event in 0..20_u64 {
            agenda.at(SimTime::from_secs(event), event);
        }
        while agenda.next().is_some() {}
        agenda.after(SimDuration::from_secs(86_400), 20);
        agenda.at(agenda.now(), 21);
        assert_eq!(
            std::iter::from_fn(|| agenda.next()).map(|(_, event)| event).collect::<Vec<_>>(),
            [21, 20]
        );
    }

    /// What is down, as the plainest calendar keeps it: time, sequence number, event.
    type Plain = Vec<(SimTime, u64, u32)>;

    fn pop_plain(plain: &mut Plain) -> Option<(SimTime, u32)> {
        plain.sort_unstable();
        (!plain.is_empty()).then(|| plain.remove(0)).map(|(time, _, event)| (time, event))
    }

    proptest! {
        #[test]
        fn the_calendar_agrees_with_a_sorted_list(
            steps in prop::collection::vec((0..8_u8, 0..50_u64, 0..56_u32, 0..100_usize), 1..300)
        ) {
            let (mut agenda, mut plain) = (Agenda::new(), Plain::new());
            let mut made: Vec<Appointment> = Vec::new();
            for (count, (what, delay, scale, which)) in (0_u64..).zip(steps) {
                let time = agenda.now() + SimDuration::from_nanos(delay << scale);
                let event = made.len().saturating_sub(1).min(which) as u32;
                let found = plain.iter().position(|entry| entry.2 == event);
                match what {
                    0..=2 => {
                        plain.push((time, count, made.len() as u32));
                        made.push(agenda.at(time, made.len() as u32));
                    }
                    3 => prop_assert_eq!(agenda.next(), pop_plain(&mut plain)),
                    4 if !made.is_empty() => {
                        prop_assert_eq!(agenda.cancel(made[event as usize]), found.is_some());
                        found.map(|place| plain.remove(place));
                    }
                    6 => agenda = agenda.clone(),
                    7 => {
                        let written = serde_json::to_string(&agenda).expect("it is plain data");
                        agenda = serde_json::from_str(&written).expect("what was written is read");
                    }
                    _ if !made.is_empty() => {
                        prop_assert_eq!(agenda.move_to(made[event as usize], time), found.is_some());
                        if let Some(place) = found {
                            plain[place] = (time, count, event);
                        }
                    }
                    _ => {}
                }
                agenda.events.check();
                prop_assert_eq!(agenda.len() as usize, plain.len());
                prop_assert_eq!(agenda.next_time(), plain.iter().map(|entry| entry.0).min());
            }
            while let Some(next) = agenda.next() {
                prop_assert_eq!(Some(next), pop_plain(&mut plain));
            }
            prop_assert!(plain.is_empty());
        }
    }
}
