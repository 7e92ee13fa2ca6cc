//! A small discrete-event engine that knows no domain: a clock, a calendar, random draws, a loop.
//!
//! ```text
//!            at, after, cancel, move_to
//!   Model  ------------------------------->  Agenda      the calendar, and the clock
//!     ^                                        |
//!     |  handle(event)                         |  next: earliest first, ties in the order they were made
//!     +---------------  run_until  <-----------+
//!
//!   Stream --> Distribution --> SimDuration              a draw becomes whole nanoseconds once
//! ```
//!
//! # What it stands for
//!
//! A [`Model`] is everything that is simulated; it changes only when [`run_until`] or [`step`] hands it an event. An
//! [`Agenda`] holds what is still to happen, ordered by time and then by the order in which it was put down, so that a
//! run has exactly one course. A [`Stream`] is a named source of chance, and a [`Distribution`] turns it into spans.
//! [`Slab`] and [`IndexedHeap`] are containers that others build on, [`Level`] integrates a count over time without rounding,
//! and a [`Fingerprint`] tells two runs apart.
//!
//! # Life cycle
//!
//! Make the model and its agenda, put the first events down, call [`run_until`] as often as you like with later and later
//! ends, read the model. How the calls are cut changes nothing. All of it is plain data: a clone is a checkpoint, and
//! running the clone gives what running the original gives.
//!
//! # Limits
//!
//! Times are whole nanoseconds up to some 584 years; no more than 2^32 - 2 events may be waiting at once. [`Limits`] end a
//! run that has too many events, or too many at one instant.
//!
//! # Traps
//!
//! - `run_until(end)` leaves out what is due exactly at `end`; it is handled by the next call.
//! - An [`Appointment`] whose event has happened or was cancelled is stale: to cancel it is allowed and does nothing.
//! - Nothing here may use `f64::ln` and its like: they differ between platforms. `libm` does not.
//!
//! # Example
//!
//! One server, a customer every 10 ms, 8 ms of service: nobody ever waits.
//!
//! ```
//! use lonebox::engine::{Agenda, Halt, Level, Limits, Model, run_until};
//! use lonebox::units::{SimDuration, SimTime};
//!
//! #[derive(Clone, Copy)]
//! enum Event { Arrival, Departure }
//!
//! #[derive(Default)]
//! struct Counter { present: Level, served: u64 }
//!
//! impl Model for Counter {
//!     type Event = Event;
//!     fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
//!         match event {
//!             Event::Arrival => {
//!                 self.present.add(agenda.now(), 1);
//!                 agenda.after(SimDuration::from_millis(8), Event::Departure);
//!                 agenda.after(SimDuration::from_millis(10), Event::Arrival);
//!             }
//!             Event::Departure => {
//!                 self.present.subtract(agenda.now(), 1);
//!                 self.served += 1;
//!             }
//!         }
//!     }
//! }
//!
//! let (mut model, mut agenda) = (Counter::default(), Agenda::new());
//! agenda.at(SimTime::ZERO, Event::Arrival);
//! let halt = run_until(&mut model, &mut agenda, SimTime::from_secs(1), &Limits::default());
//! assert_eq!(halt, Halt::Reached);
//! assert_eq!((model.served, model.present.peak()), (100, 1));
//! assert_eq!(model.present.integral(agenda.now()), 100 * 8_000_000, "100 visits of 8 ms each");
//! ```

mod agenda;
mod calendar;
mod turn;
mod wheel;
mod run;
mod random;
mod trials;
mod relaxation;
mod distribution;
mod profile;
mod level;
mod fingerprint;
mod heap;
mod sift;
mod slab;

pub use agenda::{Agenda, Appointment};
pub use distribution::{Distribution, unit_exponential};
pub use fingerprint::Fingerprint;
pub use heap::{HeapKey, IndexedHeap};
pub use level::Level;
pub use profile::Profile;
pub use random::Stream;
pub use relaxation::{share_after_halvings, share_left};
pub use run::{Halt, Limits, Model, run_until, step};
pub use slab::{Key, Slab};
