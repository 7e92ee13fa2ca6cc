//! The TLS handshake's way over the wire.

use super::super::context::Context;
use super::super::event::{Event, NetworkEvent, Reply, Segment};
use super::super::id::ConnectionId;
use super::super::request::Handshake;
use super::super::settings::web_server::Listen;
use crate::units::SimDuration;

/// A browser sends its client hello, with the ticket of an earlier connection if it has one.
pub fn say_hello(context: &mut Context<'_>, connection: ConnectionId, ticket: Option<u32>) {
    let hello = NetworkEvent::Data { segment: Segment::Hello { connection, ticket }, attempt: 0 };
    context.agenda.after(context.half_trip(connection), Event::Network(hello));
}

/// The server's part of the handshake is computed and goes back. The browser may send after half a round trip with TLS
/// 1.3, or resumed; one more whole one with a full handshake of TLS 1.2 (RFC 8446, RFC 5246, RFC 5077).
// Simplified: the certificate's three or four segments fit into the initial window, and leave it as it is.
pub fn finish_handshake(context: &mut Context<'_>, connection: ConnectionId, handshake: Handshake) {
    // A browser that does not like the certificate goes no further.
    let turns_away = context.connection(connection).is_some_and(|held| held.certificate_expired_by.is_some());
    let more = match (context.settings.web_server.listen, handshake) {
        (Listen::Tls12, Handshake::Full) if !turns_away => context.round_trip(connection),
        _ => SimDuration::ZERO,
    };
    let secured = NetworkEvent::Reply { reply: Reply::Secured { connection }, attempt: 0 };
    context.agenda.after(more, Event::Network(secured));
}
