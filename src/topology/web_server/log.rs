//! What nginx writes: `error.log` from its level on, and a line in `access.log` for each request it has finished with.
//!
//! A connection that is dropped when it is accepted, or on which nothing was asked for, writes no access line, and
//! neither does a request that is cut off with its worker.

use super::super::context::Context;
use super::super::id::ConnectionId;
use super::super::request::{Connection, Service};
use super::WebServer;
use super::answer::ERROR_PAGE;
use super::settings::ErrorLog;
use crate::metrics::AccessLine;
use crate::units::Bytes;
use crate::vocabulary::{Message, RequestClass};

/// `$status` of a request whose visitor has left.
const CLIENT_CLOSED_REQUEST: u16 = 499;

impl WebServer {
    /// Writes into `error.log`, if the line is severe enough for its level and the disk has room; nginx says nothing of
    /// lines that do not fit.
    pub(super) fn log(message: Message, number: u64, context: &mut Context<'_>) {
        if severity(message) <= context.settings.web_server.error_log && context.host.has_room_for_logs() {
            context.log(message, number);
        }
    }

    /// The access line of a request that was answered, or to which nginx has sent nothing.
    pub(super) fn log_access(held: &Connection, status: u16, bytes: Bytes, context: &mut Context<'_>) {
        let at = context.now();
        let line = AccessLine {
            at,
            visitor: held.visitor,
            route: held.route,
            status,
            bytes: bytes.get(),
            took: at.since(held.since),
        };
        context.ledger.logs.access.write(line);
    }

    /// The access line of a request whose visitor has left, if one was at work.
    pub(super) fn log_abandoned(connection: ConnectionId, context: &mut Context<'_>) {
        let Some(held) = context.connection(connection).copied() else { return };
        let route = &context.settings.application.routes[usize::from(held.route)];
        match held.service {
            // What is being sent has its line already.
            Service::Waiting | Service::Sending(_) | Service::ProxyingForNobody(_) => {}
            Service::Reading | Service::ReadingHeader => Self::log_access(&held, 400, Bytes::ZERO, context),
            // The file is in the socket's buffer before nginx hears that nobody waits for it.
            Service::Serving if route.class() == RequestClass::Static => {
                Self::log_access(&held, 200, route.size, context);
            }
            Service::Serving | Service::Proxying(_) => {
                Self::log_access(&held, CLIENT_CLOSED_REQUEST, Bytes::ZERO, context);
            }
        }
    }

    /// The bytes of an answer with the connection's status.
    pub(super) fn answer_size(held: &Connection, context: &Context<'_>) -> Bytes {
        match held.status {
            200 => context.settings.application.routes[usize::from(held.route)].size,
            _ => ERROR_PAGE,
        }
    }
}

/// The level at which a line is written.
const fn severity(message: Message) -> ErrorLog {
    match message {
        Message::ConnectionsReused | Message::RequestDelayed => ErrorLog::Warn,
        Message::CertificateAlert | Message::ClientTimedOut => ErrorLog::Info,
        Message::SignalReload | Message::SignalQuit | Message::SignalTerm | Message::WorkersStarted => {
            ErrorLog::Notice
        }
        _ => ErrorLog::Error,
    }
}
