//! A request's way to the machine.

use super::super::context::Context;
use super::super::event::{Event, NetworkEvent, Segment};
use super::super::request::Carried;
use crate::units::{Bytes, SimDuration};

/// A browser sends a request on a connection.
// Simplified: a request's header fits into one segment.
pub fn send(context: &mut Context<'_>, Carried { connection, request, route }: Carried) {
    let data = NetworkEvent::Data { segment: Segment::Request { connection, request, route }, attempt: 0 };
    context.agenda.after(context.half_trip(connection), Event::Network(data));
}

/// The same, where the header takes so long from its first byte to its last.
pub fn send_slowly(context: &mut Context<'_>, carried: Carried, takes: SimDuration) {
    let Carried { connection, request, route } = carried;
    let way = context.half_trip(connection);
    let begins = NetworkEvent::Data { segment: Segment::Header { connection }, attempt: 0 };
    context.agenda.after(way, Event::Network(begins));
    let data = NetworkEvent::Data { segment: Segment::Request { connection, request, route }, attempt: 0 };
    context.agenda.after(way + takes, Event::Network(data));
}

/// A browser sends a request's body, behind the header that nginx has just read; it is all there after this long.
// Simplified: a body is sent as evenly as the visitor's line allows, without slow start, and even one that nginx refuses
// by its length stops at once.
pub fn send_body(context: &mut Context<'_>, carried: Carried, size: Bytes) -> SimDuration {
    let Carried { connection, request, route } = carried;
    let takes = context.bandwidth(connection).transmission_time(size);
    let data = NetworkEvent::Data { segment: Segment::Body { connection, request, route }, attempt: 0 };
    context.agenda.after(takes, Event::Network(data));
    takes
}
