//! The interpreter lock: the threads of one Python process compute in turns, so that a process never has more than one
//! core however many threads it runs.
//!
//! To the machine a process is one job. Inside, its threads share what the process gets alike (processor sharing), on a
//! clock of their own that goes on only while the process computes.
// Simplified: a thread that waits for the lock takes its turn at once; really it may wait for 5 ms (the switch interval),
// and code in C may let go of the lock.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::Event;
use crate::queueing::{Cores, JobKey, SharedProcessor};
use crate::units::{SimDuration, SimTime};

/// What the threads of one process compute.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Interpreter {
    /// CPU time that the process has had: the clock of its threads.
    clock: SimTime,
    threads: SharedProcessor<Event>,
    /// What the process has asked of the cores: the CPU time until its first thread is done.
    asked: Option<(JobKey, SimDuration)>,
}

impl Default for Interpreter {
    fn default() -> Self {
        Self { clock: SimTime::ZERO, threads: SharedProcessor::new(Cores::whole(1)), asked: None }
    }
}

impl Interpreter {
    /// A thread begins to compute; `done` happens when it has had its CPU time.
    pub(super) fn compute(&mut self, demand: SimDuration, done: Event, context: &mut Context<'_>) {
        self.pause(context);
        self.threads.start(self.clock, demand, done);
        self.go_on(context);
    }

    /// The first thread has had its CPU time; the others go on.
    pub(super) fn first_is_done(&mut self, context: &mut Context<'_>) {
        let (_, span) = self.asked.take().expect("who is done has asked for it");
        self.clock += span;
        let done = self.threads.finish(self.clock);
        assert!(done.is_some(), "the process has had what its first thread needed");
        self.go_on(context);
    }

    /// The process is gone, and what its threads computed with it.
    pub(super) fn stop(&mut self, context: &mut Context<'_>) {
        self.pause(context);
        self.threads.clear(self.clock);
    }

    /// The process stands still.
    pub(super) fn halt(&mut self, context: &mut Context<'_>) {
        self.pause(context);
    }

    /// Takes back what was asked of the cores, and lets the threads' clock go on by what the process has had of it.
    fn pause(&mut self, context: &mut Context<'_>) {
        if let Some((job, span)) = self.asked.take() {
            let left = context.host.abort(context.agenda, job).unwrap_or(span);
            self.clock += SimDuration::from_nanos(span.as_nanos() - left.as_nanos());
        }
    }

    /// Asks the cores for what the first thread needs.
    pub(super) fn go_on(&mut self, context: &mut Context<'_>) {
        if let (Some(first), Some(at)) = (self.threads.first(), self.threads.next_completion()) {
            let span = at - self.clock;
            self.asked = Some((context.host.compute(context.agenda, span, first), span));
        }
    }
}
