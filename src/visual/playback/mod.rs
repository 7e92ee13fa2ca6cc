//! The engine driven by a clock: playing, pausing, stepping, other speeds, going back, and a changed future.
//!
//! ```text
//!   frame (wall time, time left) --> goal --> slices of the engine, until the goal or no time is left
//!                                                |
//!                        checkpoints (clones) <--+--> notes of how the site stands, four a simulated second
//! ```
//!
//! A [`Playback`] has no window and reads no clock: it is told how much wall time has passed and asks whether there is
//! any left. Nothing that it does changes the course of a run, which the tests hold by its fingerprints; what is done to
//! the site goes through a [`Recording`], so that the file that [`Playback::text`] gives takes the same course.
//!
//! Going back takes the nearest checkpoint before and runs on from there. Whatever was done by hand later than that is
//! done again when its time comes, until something else is done: then a new future begins, and the old one is forgotten.

mod bands;
mod checkpoints;
mod debrief;
mod detective;
mod notes;
mod observe;

use std::time::Duration;

use checkpoints::Checkpoints;
pub use notes::Note;
use notes::Notes;
pub use observe::Observer;

use crate::scenario::{Diagnostic, Plan};
use crate::simulation::{Halt, Simulation};
use crate::study::Recording;
use crate::units::{SimDuration, SimTime};

/// The slowest and the fastest speed [simulated seconds a second].
pub const SPEEDS: (f64, f64) = (0.1, 1_000.0);

/// Events between two looks at the time that is left.
const SLICE: u32 = 500;

/// The shortest time there is.
const INSTANT: SimDuration = SimDuration::from_nanos(1);

/// How much a frame counts in the speed reached.
const SMOOTHING: f64 = 0.1;

/// What a person's second step is.
const SECOND: SimDuration = SimDuration::from_secs(1);

/// Whether time goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It does.
    Playing,
    /// It does not.
    Paused,
}

/// A scenario on the table.
#[derive(Clone, Debug)]
pub struct Playback {
    recording: Recording,
    opened: Plan,
    simulation: Simulation,
    checkpoints: Checkpoints,
    notes: Notes,
    pace: Pace,
    speed: f64,
    /// Where the engine should get to: behind it by what one frame could not do.
    goal: SimTime,
    /// Whether that is a moment somebody wants to be at, however long it takes, rather than the next frame's.
    is_seeking: bool,
    /// Whether it stops before that where the site stands differently from before.
    is_incident_enough: bool,
    /// Whether one more event is wanted from there.
    is_step_due: bool,
    /// The furthest moment that was shown.
    played: SimTime,
    /// Simulated seconds a second, over the last frames.
    reached: f64,
}

impl Playback {
    /// The scenario of `text`, at its first moment, paused.
    ///
    /// # Errors
    ///
    /// Every mistake in the file.
    pub fn open(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let (recording, plan) = Recording::open(text)?;
        let simulation = Simulation::new(plan.clone());
        Ok(Self {
            recording,
            opened: plan,
            checkpoints: Checkpoints::new(simulation.clone()),
            notes: Notes::default(),
            goal: simulation.now(),
            is_seeking: false,
            is_incident_enough: false,
            is_step_due: false,
            played: simulation.now(),
            simulation,
            pace: Pace::Paused,
            speed: 1.0,
            reached: 0.0,
        })
    }

    /// The run as it is now.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// The scenario as it was opened.
    pub fn plan(&self) -> &Plan {
        &self.opened
    }

    /// What was done by hand.
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// How the site stood up to now.
    pub fn notes(&self) -> &[Note] {
        self.notes.until(self.simulation.now())
    }

    /// The same up to the furthest moment that was shown.
    pub fn notes_played(&self) -> &[Note] {
        self.notes.until(self.played)
    }

    /// The scenario file that takes the same course.
    pub fn text(&self) -> String {
        self.recording.text()
    }

    /// Whether it plays.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// The speed asked for and the speed reached [simulated seconds a second].
    pub fn speed(&self) -> (f64, f64) {
        (self.speed, self.reached)
    }

    /// How far the run has been shown.
    pub fn played(&self) -> SimTime {
        self.played
    }

    /// Whether the engine is still on its way to where somebody wants to be.
    pub fn is_under_way(&self) -> bool {
        self.simulation.now() < self.goal && self.halt() == Halt::Reached
    }

    /// Whether the run is over.
    pub fn is_over(&self) -> bool {
        self.simulation.now() >= self.simulation.end() || self.halt() != Halt::Reached
    }

    /// Why it went no further.
    pub fn halt(&self) -> Halt {
        self.simulation.halt()
    }

    /// Lets time go on by itself, or not.
    pub fn set_pace(&mut self, pace: Pace) {
        (self.pace, self.is_step_due) = (pace, false);
        if pace == Pace::Paused {
            self.goal = self.simulation.now();
        }
    }

    /// Sets the speed, within [`SPEEDS`].
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = if speed.is_finite() { speed.clamp(SPEEDS.0, SPEEDS.1) } else { 1.0 };
        if !self.is_seeking {
            self.goal = self.simulation.now();
        }
    }

    /// Lets `wall` pass, as long as `has_time` says so: one frame.
    pub fn advance(&mut self, wall: Duration, mut has_time: impl FnMut() -> bool) {
        let from = self.simulation.now();
        if self.pace == Pace::Playing && !self.is_seeking {
            let span = SimDuration::from_nanos_f64(wall.as_secs_f64() * self.speed * 1e9);
            self.goal = (from + span).min(self.simulation.end());
        }
        while self.is_under_way() {
            self.run_a_slice();
            if !has_time() {
                break;
            }
        }
        self.is_seeking &= self.is_under_way();
        if !self.is_seeking {
            self.goal = self.simulation.now(); // What one frame could not do is not owed to the next.
            self.step_if_due();
        }
        self.measure(self.simulation.now().since(from), wall);
        if self.is_over() {
            self.pace = Pace::Paused;
        }
    }

    fn measure(&mut self, span: SimDuration, wall: Duration) {
        let speed = if wall.is_zero() { self.reached } else { span.as_secs_f64() / wall.as_secs_f64() };
        let before = if self.reached > 0.0 { self.reached } else { speed };
        let mixed = before + (speed - before) * SMOOTHING;
        self.reached = if self.pace == Pace::Playing && !self.is_seeking { mixed } else { 0.0 };
    }

    /// Runs on by a slice: to the next note or the goal, or so many events.
    fn run_a_slice(&mut self) {
        let until = self.goal.min(Notes::next(self.simulation.now()));
        if run_on(&mut self.simulation, &self.recording, until) {
            let now = self.simulation.now();
            if Notes::is_due(now) {
                self.notes.write(&self.simulation.snapshot());
                if self.is_incident_enough && self.notes.changes().last().is_some_and(|note| note.at == now) {
                    self.goal = now;
                }
            }
            self.checkpoints.offer(&self.simulation);
        }
        self.played = self.played.max(self.simulation.now());
    }

    /// One event on; from where it is on its way to, once it is there.
    pub fn step_event(&mut self) {
        (self.pace, self.is_step_due) = (Pace::Paused, true);
        if !self.is_under_way() {
            self.step_if_due();
        }
    }

    fn step_if_due(&mut self) {
        if !std::mem::take(&mut self.is_step_due) {
            return;
        }
        let (now, due) = (self.simulation.now(), self.simulation.next_due());
        let deed = self.recording.actions().find(|action| action.at > now);
        if let Some(deed) = deed.filter(|deed| due.is_none_or(|due| deed.at <= due)) {
            self.simulation.schedule(deed.clone());
        }
        self.simulation.step();
        self.goal = self.simulation.now();
        self.played = self.played.max(self.goal);
    }

    /// One simulated second on.
    pub fn step_second(&mut self) {
        self.set_pace(Pace::Paused);
        self.go_to(self.simulation.now() + SECOND);
    }

    /// Back or on to `moment`; what has to be run for that is run by the next frames.
    pub fn go_to(&mut self, moment: SimTime) {
        let moment = moment.min(self.simulation.end());
        if moment < self.simulation.now() {
            self.simulation = self.checkpoints.before(moment).clone();
        }
        (self.goal, self.is_seeking, self.is_incident_enough) = (moment, true, false);
        self.is_step_due = false;
    }

    /// To when the next action begins or the site next stands differently, whether that is known already or not; else
    /// to the end.
    pub fn go_to_next_incident(&mut self) {
        self.go_to(self.next_known_incident());
        self.is_incident_enough = true;
    }

    /// Runs until the goal is reached, however long that takes: for whoever has no frames.
    pub fn catch_up(&mut self) {
        while self.is_under_way() {
            self.run_a_slice();
        }
        self.is_seeking = false;
        self.step_if_due();
    }

    fn next_known_incident(&self) -> SimTime {
        let now = self.simulation.now();
        let by_file = self.opened.settings.timeline.iter();
        let actions = by_file.chain(self.recording.actions()).map(|action| action.at);
        let noted = self.notes.changes().map(|note| note.at);
        actions.chain(noted).filter(|at| *at > now).min().unwrap_or(self.simulation.end())
    }

    /// Does `deed` to the site, written as in a file but without its time, 1 ns after what is shown. What was done by
    /// hand later than that is forgotten: a new future begins.
    ///
    /// # Errors
    ///
    /// What a file with this action would be told. Nothing has been done then, and nothing is forgotten.
    pub fn act(&mut self, deed: &str) -> Result<(), Vec<Diagnostic>> {
        let now = self.simulation.now();
        let at = now + INSTANT;
        let mut recording = self.recording.clone();
        recording.forget(at);
        let action = recording.act(at, deed)?;
        self.recording = recording;
        self.checkpoints.forget_after(now);
        self.notes.forget_after(now);
        self.simulation.schedule(action);
        self.simulation.run_until(at);
        (self.played, self.goal) = (at, at);
        (self.is_seeking, self.is_step_due) = (false, false);
        Ok(())
    }
}

/// Runs on to `until`, or by so many events, and does what was done by hand; whether it got there.
///
/// An action is scheduled in the instant before it is done, so that a run never knows a future that may yet be changed.
fn run_on(simulation: &mut Simulation, recording: &Recording, until: SimTime) -> bool {
    let now = simulation.now();
    let Some(deed) = recording.actions().find(|action| action.at > now) else {
        return simulation.run_at_most(until, SLICE);
    };
    let eve = SimTime::from_nanos(deed.at.as_nanos() - INSTANT.as_nanos());
    if eve > now {
        return simulation.run_at_most(until.min(eve), SLICE) && until <= eve;
    }
    simulation.schedule(deed.clone());
    simulation.run_until(deed.at);
    until <= deed.at
}

#[cfg(test)]
mod tests;
