//! The driver: what MySQL's client library says when a query fails, and the application's framework writes into its log.

use super::super::context::Context;
use super::super::settings::database::{Protocol, Version};
use crate::vocabulary::{FailureKind, Message};

/// Writes the line of this failure; of what is not MySQL's it says nothing.
pub(super) fn write_error(failure: FailureKind, context: &mut Context<'_>) {
    let settings = &context.settings.database;
    let message = match (failure, settings.protocol, settings.version) {
        (FailureKind::DatabaseUnreachable, Protocol::Tcp, _) => Message::DatabaseUnreachableByTcp,
        (FailureKind::DatabaseUnreachable, Protocol::Socket, _) => Message::DatabaseUnreachableBySocket,
        (FailureKind::DatabaseLost, ..) => Message::DatabaseLost,
        (FailureKind::DatabaseFull, ..) => Message::TooManyConnections,
        (FailureKind::DatabaseSessionClosed, _, Version::UpTo8023) => Message::DatabaseGoneAway,
        (FailureKind::DatabaseSessionClosed, _, Version::From8024) => Message::DatabaseInactivity,
        (FailureKind::LockWaitTimedOut, ..) => Message::LockWaitTimedOut,
        _ => return,
    };
    context.log(message, 0);
}
