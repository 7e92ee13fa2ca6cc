//! How long a visitor waits, and what giving up looks like.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::{RequestId, VisitId};
use super::super::request::Waited;
use super::Client;
use super::crowd::settings_of;
use super::visit::CONNECTIONS_MAX;
use crate::units::SimDuration;
use crate::vocabulary::{Blame, FailureKind, Outcome, Stage};

impl Client {
    /// Draws when this visitor will leave.
    pub(super) fn begin_patience(&mut self, visit: VisitId, context: &mut Context<'_>) {
        let group = self.visits.get(visit.0).expect("a visit that has just begun").group;
        if let Some(patience) = &settings_of(context, group).patience {
            let span = patience.sample(&mut self.crowd(group).patience);
            let leaves = context.agenda.after(span, Event::Client(ClientEvent::PatienceEnded { visit }));
            self.visits.get_mut(visit.0).expect("a visit that has just begun").patience = leaves;
        }
    }

    /// The visitor leaves.
    pub(super) fn give_up(&mut self, visit: VisitId, context: &mut Context<'_>) {
        self.drop_requests(visit, context);
        self.end_visit(visit, context);
    }

    /// The visitor no longer waits: every request of the page that is under way ends with that.
    pub(super) fn drop_requests(&mut self, visit: VisitId, context: &mut Context<'_>) {
        let current =
            self.visits.get(visit.0).expect("who leaves has come: the appointment is cancelled at the end");
        let seen = current.longest;
        let mut waiting = [(RequestId::NONE, None, None, None); CONNECTIONS_MAX + 1];
        if current.taken() == 0 {
            let spoiled_by = context.request(current.document).and_then(|document| document.spoiled_by);
            waiting[0] = (current.document, spoiled_by, None, None); // The name is still being looked up.
        }
        for (place, connection) in current.connections().iter().enumerate() {
            let held = context.connections.get(connection.0).expect("a visit holds its connections");
            let spoiled_by = current.delayed_by.or(held.spoiled_by);
            waiting[place + 1] = (held.request, spoiled_by, held.held_up_by, held.limit);
        }
        for (request, place) in current.waiting().iter().zip(current.connections().len()..) {
            waiting[place + 1] = (*request, None, None, None);
        }
        for (request, spoiled_by, held_up_by, limit) in waiting {
            let now = context.now();
            let Some(asked) = context.request(request) else {
                continue;
            };
            let (stage, failed, present) = (asked.stage, asked.failed, now - asked.since);
            // Between two attempts a request has failed as the last one did.
            let (mut failure, mut blame) = failed.filter(|_| stage == Stage::BackOff).unwrap_or_else(|| {
                (what_a_visitor_says(stage), who_made_it_wait(stage, spoiled_by, context))
            });
            blame.limit = limit.or(held_up_by.filter(|_| blame.action.is_none())).or(blame.limit);
            let longest = seen.or_longer(context.longest_wait(request));
            let held_up = limit.is_some() || held_up_by.is_some() || stage == Stage::BackOff;
            if let Some(earlier) = who_took_the_time(blame, present, longest).filter(|_| !held_up) {
                (failure, blame) = (FailureKind::GaveUpWaiting, earlier);
            }
            self.close_request(request, Outcome::Failed(failure), context);
            let visit = self.visits.get_mut(visit.0).expect("it is under way");
            visit.wait_no_more(request);
            visit.failure.get_or_insert((failure, blame));
        }
    }
}

/// What a visitor who leaves in this stage says.
const fn what_a_visitor_says(stage: Stage) -> FailureKind {
    match stage {
        Stage::NameLookup => FailureKind::GaveUpResolving,
        Stage::Connect => FailureKind::GaveUpConnecting,
        _ => FailureKind::GaveUpWaiting,
    }
}

/// Whose fault the waiting was: the action that swallowed what was sent, or the one that holds where the request is now,
/// or else the limit that keeps it there.
pub(super) fn who_made_it_wait(stage: Stage, spoiled_by: Option<u16>, context: &Context<'_>) -> Blame {
    if spoiled_by.is_some() {
        return Blame { action: spoiled_by, limit: None };
    }
    context.who_makes_wait(stage)
}

/// The same, unless no action is to blame and an earlier wait was longer than the present one: then whoever made that
/// one is, for the last thing that is waited for is often an innocent one.
pub(super) fn who_took_the_time(now: Blame, present: SimDuration, longest: Waited) -> Option<Blame> {
    (now.action.is_none() && longest.span > present && longest.blame != now).then_some(longest.blame)
}
