//! The connections from the workers to MySQL: one kept by each worker, or one a request.
//!
//! A sync worker has one thread, so its pool never holds more than one. A kept connection does not survive MySQL: the
//! worker learns of that on the next use (error 2013) unless it tests the connection before (`pool_pre_ping`).

use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event, QueryAnswer};
use super::super::id::SessionId;
use super::AppServer;
use super::settings::DatabaseConnections;
use crate::queueing::SlotId;
use crate::units::SimDuration;

impl AppServer {
    /// A query has been answered over this session, or the session is gone.
    pub(super) fn note_session(&mut self, id: SlotId, answer: QueryAnswer) {
        self.workers[id.0 as usize].session = answer.session();
    }

    /// A request is done: a connection of its own is closed.
    pub(super) fn request_done(&mut self, id: SlotId, context: &mut Context<'_>) {
        if context.settings.app_server.database_connections == DatabaseConnections::PerRequest {
            self.disconnect(id, context);
        }
    }

    /// A worker closes its connection, if it has one.
    pub(super) fn disconnect(&mut self, id: SlotId, context: &mut Context<'_>) {
        if let Some(session) = self.workers[id.0 as usize].session.take() {
            close(session, context);
        }
    }

    /// An answer for a request that was cut off meanwhile: its connection is closed with it.
    pub(super) fn close_late_session(answer: QueryAnswer, context: &mut Context<'_>) {
        if let Some(session) = answer.session() {
            close(session, context);
        }
    }
}

fn close(session: SessionId, context: &mut Context<'_>) {
    let closed = Event::Database(DatabaseEvent::Disconnected { session });
    context.agenda.after(SimDuration::ZERO, closed);
}
