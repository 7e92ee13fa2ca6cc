//! A request's way to the machine.

use super::super::context::Context;
use super::super::event::{Event, NetworkEvent, Segment};
use super::super::request::Carried;

/// A browser sends a request on a connection.
// Simplified: a request fits into one segment; a long form or an upload would take more.
pub fn send(context: &mut Context<'_>, Carried { connection, request, route }: Carried) {
    let data = NetworkEvent::Data { segment: Segment::Request { connection, request, route }, attempt: 0 };
    context.agenda.after(context.half_trip(connection), Event::Network(data));
}
