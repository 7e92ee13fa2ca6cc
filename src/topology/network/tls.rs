//! The TLS handshake's way over the wire.

use super::super::context::Context;
use super::super::event::{Event, NetworkEvent, Segment};
use super::super::id::ConnectionId;
use super::super::settings::web_server::Listen;
use crate::units::SimDuration;

/// A browser sends its client hello.
pub fn say_hello(context: &mut Context<'_>, connection: ConnectionId) {
    let hello = NetworkEvent::Data { segment: Segment::Hello { connection }, attempt: 0 };
    context.agenda.after(context.half_trip(connection), Event::Network(hello));
}

/// From the server's part of the handshake to the browser being ready to send: half a round trip with TLS 1.3, one more
/// whole one with TLS 1.2 (RFC 8446, RFC 5246).
pub fn handshake_way_back(context: &Context<'_>, connection: ConnectionId) -> SimDuration {
    match context.settings.web_server.listen {
        Listen::Tls12 => context.half_trip(connection) + context.line_of(connection).round_trip,
        Listen::Http | Listen::Tls13 => context.half_trip(connection),
    }
}
