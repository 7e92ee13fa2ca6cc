//! How long a visitor waits, and what giving up looks like.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::{RequestId, VisitId};
use super::super::request::{Connection, Waited};
use super::super::waits::Waits;
use super::Client;
use super::crowd::settings_of;
use super::visit::{CONNECTIONS_MAX, Visit};
use crate::metrics::PagesUnderWay;
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
        for (request, failure) in what_is_waited_for(current, &context.waits()).into_iter().flatten() {
            self.close_request(request, Outcome::Failed(failure.0), context);
            let visit = self.visits.get_mut(visit.0).expect("it is under way");
            visit.wait_no_more(request);
            visit.failure.get_or_insert(failure);
            context.board.blamed(failure.1);
        }
    }

    /// How each page under way would fail if its visitor left now, and who is to blame, by its place in the ledger.
    pub(in crate::topology) fn pages_under_way(&self, waits: &Waits<'_>) -> PagesUnderWay {
        let of = |visit: &Visit| {
            let waited_for = || what_is_waited_for(visit, waits).into_iter().flatten().next();
            visit.failure.or_else(|| Some(waited_for()?.1))
        };
        self.visits.iter().filter_map(|(_, visit)| Some((visit.ticket, (visit.begun, of(visit)?)))).collect()
    }
}

/// A request that is under way, how it would fail if the visitor left now, and who is to blame.
type Waiting = (RequestId, (FailureKind, Blame));

/// What a visitor waits for: one request a connection, or the name.
fn what_is_waited_for(visit: &Visit, waits: &Waits<'_>) -> [Option<Waiting>; CONNECTIONS_MAX + 1] {
    let mut waiting = [None; CONNECTIONS_MAX + 1];
    if visit.taken() == 0 {
        let spoiled_by = waits.requests.get(visit.document.0).and_then(|document| document.spoiled_by);
        waiting[0] = wait_of(visit, visit.document, spoiled_by, None, waits); // The name is still being looked up.
    }
    for (place, connection) in visit.connections().iter().enumerate() {
        let held = waits.connections.get(connection.0).expect("a visit holds its connections");
        let spoiled_by = visit.delayed_by.or(held.spoiled_by);
        waiting[place + 1] = wait_of(visit, held.request, spoiled_by, Some(held), waits);
    }
    for (request, place) in visit.waiting().iter().zip(visit.connections().len()..) {
        waiting[place + 1] = wait_of(visit, *request, None, None, waits);
    }
    waiting
}

/// The wait for one request, over the connection that it is on.
fn wait_of(
    visit: &Visit,
    request: RequestId,
    spoiled_by: Option<u16>,
    held: Option<&Connection>,
    waits: &Waits<'_>,
) -> Option<Waiting> {
    let (limit, held_up_by) = held.map_or((None, None), |held| (held.limit, held.held_up_by));
    let asked = waits.requests.get(request.0)?;
    let (stage, failed, present) = (asked.stage, asked.failed, waits.now - asked.since);
    // Between two attempts a request has failed as the last one did.
    let (mut failure, mut blame) = failed
        .filter(|_| stage == Stage::BackOff)
        .unwrap_or_else(|| (what_a_visitor_says(stage), who_made_it_wait(stage, spoiled_by, waits)));
    blame.limit = limit.or(held_up_by.filter(|_| blame.action.is_none())).or(blame.limit);
    let longest = visit.longest.or_longer(waits.longest(request));
    let held_up = limit.is_some() || held_up_by.is_some() || stage == Stage::BackOff;
    if let Some(earlier) = who_took_the_time(blame, present, longest).filter(|_| !held_up) {
        (failure, blame) = (FailureKind::GaveUpWaiting, earlier);
    }
    Some((request, (failure, waits.board.with_who_lowered(blame))))
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
pub(super) fn who_made_it_wait(stage: Stage, spoiled_by: Option<u16>, waits: &Waits<'_>) -> Blame {
    if spoiled_by.is_some() {
        return Blame { action: spoiled_by, limit: None };
    }
    waits.by_whom(stage)
}

/// The same, unless no action is to blame and an earlier wait was longer than the present one: then whoever made that
/// one is, for the last thing that is waited for is often an innocent one.
pub(super) fn who_took_the_time(now: Blame, present: SimDuration, longest: Waited) -> Option<Blame> {
    (now.action.is_none() && longest.span > present && longest.blame != now).then_some(longest.blame)
}
