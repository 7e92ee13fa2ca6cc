//! How long a visitor waits, and what giving up looks like.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::{RequestId, VisitId};
use super::Client;
use crate::vocabulary::{Blame, FailureKind, Limit, Outcome, Stage};

impl Client {
    /// Draws when this visitor will leave.
    pub(super) fn begin_patience(&mut self, visit: VisitId, context: &mut Context<'_>) {
        if let Some(patience) = &context.settings.client.patience {
            let span = patience.sample(&mut self.patience);
            let leaves = context.agenda.after(span, Event::Client(ClientEvent::PatienceEnded { visit }));
            self.visits.get_mut(visit.0).expect("a visit that has just begun").patience = leaves;
        }
    }

    /// The visitor leaves: every request of the page that is under way ends with that.
    pub(super) fn give_up(&mut self, visit: VisitId, context: &mut Context<'_>) {
        let current = self.visits.get(visit.0).expect("who leaves has come: the appointment is cancelled at the end");
        let mut waiting = [RequestId::NONE; super::visit::CONNECTIONS_MAX + 1];
        waiting[0] = current.document;
        for (place, connection) in current.connections().iter().enumerate() {
            let request = context.connections.get(connection.0).map_or(RequestId::NONE, |held| held.request);
            waiting[place + 1] = if request == current.document { RequestId::NONE } else { request };
        }
        for request in waiting {
            let Some(stage) = context.request(request).map(|request| request.stage) else { continue };
            let (failure, blame) = what_went_wrong(stage, context);
            self.close_request(request, Outcome::Failed(failure), context);
            let visit = self.visits.get_mut(visit.0).expect("it is under way");
            visit.failure.get_or_insert((failure, blame));
        }
        self.end_visit(visit, context);
    }
}

/// What a visitor who leaves in this stage says, and whose fault the waiting was.
fn what_went_wrong(stage: Stage, context: &Context<'_>) -> (FailureKind, Blame) {
    let failure = match stage {
        Stage::NameLookup | Stage::Connect => FailureKind::GaveUpConnecting,
        _ => FailureKind::GaveUpWaiting,
    };
    // Whoever waits for a machine that is off waits for its power, wherever the request had got to.
    if !context.host.is_up() {
        return (failure, context.blame(crate::vocabulary::Layer::Host, None));
    }
    let limit = match stage {
        Stage::AcceptQueue => Some(Limit::Workers),
        Stage::Application | Stage::Database | Stage::RouteWait => Some(Limit::Route),
        Stage::WebServer | Stage::AnswerThroughWebServer => None,
        _ => Some(Limit::Link),
    };
    let action = context.board.holder(stage.layer());
    (failure, Blame { action, limit: if is_limit_at_work(action, stage) { limit } else { None } })
}

/// A limit is named beside an action only for the queue: an action may have filled it, the limit kept it full.
fn is_limit_at_work(action: Option<u16>, stage: Stage) -> bool {
    action.is_none() || stage == Stage::AcceptQueue
}
