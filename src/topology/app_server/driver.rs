//! The driver: what MySQL's client library says when a query fails, and the application's framework writes into its log.

use super::super::context::Context;
use super::super::settings::database::{Protocol, Version};
use crate::vocabulary::{FailureKind, Message};

/// Writes the line of this failure; of what is not MySQL's it says nothing.
// Simplified: by its socket, a MySQL that is down is told as 2002 with 111 (refused), which is so after a kill; after a clean
// shutdown or a boot the file is gone and the number is 2. Errors 2005 and 1213 never come.
pub(super) fn write_error(failure: FailureKind, context: &mut Context<'_>) {
    let settings = &context.settings.database;
    let message = match (failure, settings.protocol, settings.version) {
        (FailureKind::DatabaseUnreachable, Protocol::Tcp, _) => Message::DatabaseUnreachableByTcp,
        (FailureKind::DatabaseUnreachable, Protocol::Socket, _) => Message::DatabaseUnreachableBySocket,
        (FailureKind::DatabaseLost, ..) => Message::DatabaseLost,
        (FailureKind::DatabaseFull, ..) => Message::TooManyConnections,
        (FailureKind::DatabaseSessionClosed, _, Version::UpTo57 | Version::UpTo8023) => {
            Message::DatabaseGoneAway
        }
        (FailureKind::DatabaseSessionClosed, _, Version::From8024) => Message::DatabaseInactivity,
        (FailureKind::LockWaitTimedOut, ..) => Message::LockWaitTimedOut,
        _ => return,
    };
    context.log(message, 0);
}
