//! Sessions: one for each connection, up to `max_connections`.

use super::super::context::Context;
use super::super::settings::app_server::DatabaseConnections;
use super::Database;
use crate::vocabulary::FailureKind;

impl Database {
    /// The session for a query: the one it names, if that is of this life, or a new one.
    pub(super) fn session_for(
        &mut self,
        session: Option<u32>,
        context: &Context<'_>,
    ) -> Result<u32, FailureKind> {
        let pings = context.settings.app_server.database_connections == DatabaseConnections::PooledPrePing;
        match session {
            Some(session) if session == self.life.number && self.life.phase.accepts() => Ok(session),
            // The connection broke when MySQL went; who does not test it first learns so from the query.
            Some(_) if !pings => Err(FailureKind::DatabaseLost),
            _ => self.log_in(context),
        }
    }

    fn log_in(&mut self, context: &Context<'_>) -> Result<u32, FailureKind> {
        if !self.life.phase.accepts() {
            return Err(FailureKind::DatabaseUnreachable);
        }
        if self.sessions >= context.settings.database.max_connections {
            return Err(FailureKind::DatabaseFull);
        }
        self.sessions += 1;
        Ok(self.life.number)
    }

    /// A worker has closed its connection.
    pub(super) fn disconnected(&mut self, session: u32) {
        if session == self.life.number {
            assert!(self.sessions > 0, "a session is closed once");
            self.sessions -= 1;
        }
    }
}
