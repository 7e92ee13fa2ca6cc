//! The servers of the chain: root, .com and foobar.com's own. Each answers at once with what it knows.

use super::super::context::Context;
use super::super::event::{DnsEvent, Event, Learned};
use super::super::id::VisitId;

/// A resolver asks the server that knows `what`; the answer is back after a round trip.
pub(super) fn ask(context: &mut Context<'_>, visit: VisitId, resolver: u16, what: Learned) {
    let settings = &context.settings.dns;
    let round_trip = match what {
        Learned::ComServers => settings.root_round_trip,
        Learned::FoobarServers => settings.com_round_trip,
        Learned::Address => settings.authority_round_trip,
    };
    context.agenda.after(round_trip, Event::Dns(DnsEvent::Learned { visit, resolver, what }));
}
