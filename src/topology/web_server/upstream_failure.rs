//! What came from gunicorn instead of an answer, or as one that is none: who is to blame, and what nginx writes.

use super::super::context::Context;
use super::super::settings::app_server::Bind;
use crate::vocabulary::{Blame, FailureKind, Layer, Limit, Message};

/// Who is to blame for what came from gunicorn.
pub(super) fn blame_for(failure: FailureKind, context: &Context<'_>) -> Blame {
    let limit = match failure {
        FailureKind::UpstreamQueueFull => Some(Limit::Backlog),
        FailureKind::WorkerTimedOut => Some(Limit::Timeout),
        FailureKind::DatabaseFull => Some(Limit::MaxConnections),
        FailureKind::PoolExhausted => Some(Limit::Pool),
        FailureKind::LockWaitTimedOut => Some(Limit::InnodbLockWaitTimeout),
        FailureKind::DatabaseSessionClosed => {
            return Blame { action: None, limit: Some(Limit::WaitTimeout) };
        }
        // gunicorn up to 21 closes the connection of a worker that it aborts.
        FailureKind::UpstreamClosed if context.board.holder(Layer::AppServer).is_none() => {
            Some(Limit::Timeout)
        }
        // A connection that broke when MySQL went is found out later, when MySQL may long be well again.
        FailureKind::DatabaseLost => {
            return context.board.latest_blame(Layer::Database);
        }
        FailureKind::ApplicationError => {
            return Blame { action: None, limit: Some(Limit::Route) };
        }
        _ => None,
    };
    context.blame(failure.text().layer, limit)
}

/// What nginx writes about its trouble with gunicorn.
pub(super) fn line_for(failure: FailureKind, context: &Context<'_>) -> Message {
    match failure {
        // gunicorn removes its socket's file when it stops, and a boot begins without one.
        // Simplified: of one that was killed the file stays, and the line says 111 (refused).
        FailureKind::UpstreamRefused if context.settings.app_server.bind == Bind::Unix => {
            Message::UpstreamSocketMissing
        }
        FailureKind::UpstreamRefused => Message::UpstreamRefused,
        FailureKind::UpstreamQueueFull => Message::UpstreamQueueFull,
        FailureKind::UpstreamReset => Message::UpstreamReset,
        FailureKind::UpstreamConnectTimedOut => Message::UpstreamConnectTimedOut,
        FailureKind::UpstreamReadTimedOut => Message::UpstreamReadTimedOut,
        _ => Message::UpstreamClosed,
    }
}
