//! Attempts: a request is tried and, where that fails and the visitor's client is made so, tried again.
//!
//! ```text
//! attempt --good--> the request is good
//!    |  failed: tried as often as may be? --yes--> the request failed as its last attempt did
//!    '<-- back-off <------------------------no
//! ```
//!
//! Every attempt ends in exactly one outcome. Whatever the server still does for one that has ended it does for nobody.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::{ConnectionId, RequestId, VisitId};
use super::super::request::{Part, Waited};
use super::Client;
use super::crowd::settings_of;
use super::patience::{who_made_it_wait, who_took_the_time};
use super::settings::{Jitter, Retries};
use crate::engine::{Appointment, Stream};
use crate::units::SimDuration;
use crate::vocabulary::{Blame, FailureKind, Outcome, Stage};

/// What comes after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing: the request is over.
    Nothing,
    /// Another one.
    Another,
}

impl Retries {
    /// Whether a request that failed so may be tried again after so many attempts.
    fn allow(&self, failure: FailureKind, attempts: u32) -> bool {
        attempts < self.attempts_max && self.on.as_ref().is_none_or(|on| on.contains(&failure))
    }

    /// How long to wait after so many attempts.
    fn wait(&self, attempts: u32, stream: &mut Stream) -> SimDuration {
        let longer = |wait: SimDuration, _| SimDuration::from_nanos_f64(wait.as_nanos() as f64 * self.factor);
        let capped = |wait, step| longer(wait, step).min(self.back_off_max);
        let whole = (1..attempts).fold(self.back_off.min(self.back_off_max), capped);
        match self.jitter {
            Jitter::None => whole,
            Jitter::Full => SimDuration::from_nanos_f64(whole.as_nanos() as f64 * stream.unit()),
        }
    }
}

impl Client {
    /// A try of a request begins.
    pub(super) fn begin_attempt(&mut self, request: RequestId, context: &mut Context<'_>) {
        let now = context.now();
        let asked = context.request(request).expect("what is tried is under way");
        asked.attempt_begun = Some(now);
        let (again, visit) = (asked.attempt > 0, asked.visit);
        let group = self.visits.get(visit.0).expect("a request has a visit").group;
        if let Some(timeout) = settings_of(context, group).attempt_timeout {
            let overdue = Event::Client(ClientEvent::AttemptOverdue { request });
            let due = context.agenda.after(timeout, overdue);
            context.request(request).expect("seen above").due = due;
        }
        context.ledger.attempt_begins(now);
        context.ledger.counters.retries += u64::from(again);
        self.attempts_level.add(now, 1);
    }

    /// The try that is under way, if one is, has ended so: the ledger is told.
    pub(super) fn close_attempt(&mut self, request: RequestId, outcome: Outcome, context: &mut Context<'_>) {
        let now = context.now();
        let asked = context.request(request).expect("what is tried is under way");
        let due = std::mem::replace(&mut asked.due, Appointment::NONE);
        let begun = asked.attempt_begun.take();
        context.agenda.cancel(due);
        if let Some(begun) = begun {
            context.ledger.attempt_ends(begun, outcome);
            self.attempts_level.subtract(now, 1);
            self.attempts_ended.add(now - begun);
        }
    }

    /// An attempt has ended: the request is tried again, or takes its outcome.
    pub(super) fn end_attempt(
        &mut self,
        request: RequestId,
        outcome: Outcome,
        blame: Blame,
        context: &mut Context<'_>,
    ) -> Next {
        let wait = outcome.failure().and_then(|failure| self.back_off(request, failure, context));
        let Some((wait, failure)) = wait.zip(outcome.failure()) else {
            self.end_request(request, outcome, blame, context);
            return Next::Nothing;
        };
        let request = self.next_attempt(request, failure, blame, context);
        context.enter(request, Stage::BackOff);
        let due = context.agenda.after(wait, Event::Client(ClientEvent::TryAgain { request }));
        let asked = context.request(request).expect("just named");
        asked.due = due;
        self.visits.get_mut(asked.visit.0).expect("a request has a visit").wait(request);
        Next::Another
    }

    /// How long to wait for the next attempt; nothing if there is none.
    fn back_off(
        &mut self,
        request: RequestId,
        failure: FailureKind,
        context: &mut Context<'_>,
    ) -> Option<SimDuration> {
        let asked = context.request(request)?;
        let attempts = u32::from(asked.attempt + 1 - asked.resent);
        let group = self.visits.get(asked.visit.0)?.group;
        let retries = settings_of(context, group).retries.as_ref()?;
        retries.allow(failure, attempts).then(|| retries.wait(attempts, &mut self.crowd(group).back_off))
    }

    /// The attempt under way has failed so. The request goes on under another name.
    pub(super) fn next_attempt(
        &mut self,
        request: RequestId,
        failure: FailureKind,
        blame: Blame,
        context: &mut Context<'_>,
    ) -> RequestId {
        self.close_attempt(request, Outcome::Failed(failure), context);
        let mut asked = context.requests.remove(request.0).expect("what fails was under way");
        asked.attempt += 1;
        asked.failed = Some((failure, blame));
        asked.answer = None;
        asked.longest = Waited::default();
        let (visit, part) = (asked.visit, asked.part);
        let renamed = RequestId(context.requests.insert(asked));
        if part == Part::Document {
            self.visits.get_mut(visit.0).expect("a request has a visit").document = renamed;
        }
        renamed
    }

    /// The back-off is over.
    // Simplified: over a new connection; a browser would use one that was kept alive.
    pub(super) fn try_again(&mut self, request: RequestId, context: &mut Context<'_>) {
        let id = context.request(request).expect("the appointment is cancelled with the request").visit;
        let visit = self.visits.get_mut(id.0).expect("a request has a visit");
        visit.wait_no_more(request);
        self.begin_attempt(request, context);
        self.find_site(id, request, context);
    }

    /// The client's timeout for an attempt is over: it drops the connection, if there is one.
    pub(super) fn attempt_overdue(&mut self, request: RequestId, context: &mut Context<'_>) {
        let asked = context.request(request).expect("the appointment is cancelled with the attempt");
        let (visit, stage, lookup_spoiled_by) = (asked.visit, asked.stage, asked.spoiled_by);
        let since = asked.since;
        let connection = self.connection_of(visit, request, context);
        let spoiled_by = match connection {
            Some(connection) => context.connection(connection).and_then(|held| held.spoiled_by),
            None => lookup_spoiled_by,
        };
        let delayed_by = self.visits.get(visit.0).and_then(|visit| visit.delayed_by);
        let blame = who_made_it_wait(stage, delayed_by.or(spoiled_by), &context.waits());
        let longest = context.longest_wait(request);
        let blame = who_took_the_time(blame, context.now() - since, longest).unwrap_or(blame);
        if let Some(connection) = connection {
            self.forget(connection, visit, context);
        }
        self.end_attempt(request, Outcome::Failed(FailureKind::ClientTimedOut), blame, context);
        self.go_on(visit, None, context);
    }

    /// The connection that a request is on; none while the name is looked up and between two attempts.
    fn connection_of(
        &self,
        visit: VisitId,
        request: RequestId,
        context: &Context<'_>,
    ) -> Option<ConnectionId> {
        let held = |connection: &&ConnectionId| {
            context.connections.get(connection.0).is_some_and(|held| held.request == request)
        };
        self.visits.get(visit.0)?.connections().iter().find(held).copied()
    }
}
