//! The stub resolver in the visitor's machine: it asks its recursive resolver and waits.

use super::super::context::Context;
use super::super::event::{ClientEvent, DnsEvent, Event};
use super::super::id::VisitId;

/// A visit asks for the address.
// Simplified: the stub asks one resolver once; glibc would ask again after 5 s and go on to the next server.
pub fn ask(context: &mut Context<'_>, visit: VisitId, resolver: u16) {
    let way = context.settings.dns.resolver_round_trip / 2;
    context.agenda.after(way, Event::Dns(DnsEvent::Asked { visit, resolver }));
}

/// The resolver's answer goes back.
pub(super) fn tell(context: &mut Context<'_>, visit: VisitId) {
    let way = context.settings.dns.resolver_round_trip / 2;
    context.agenda.after(way, Event::Client(ClientEvent::NameResolved { visit }));
}
