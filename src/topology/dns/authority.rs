//! The servers of the chain: root, .com and foobar.com's own. Each answers at once with what it knows, or is down.
//!
//! foobar.com's server has the whole zone: where the name is an alias (CNAME) of another in it, its answer carries both
//! records, so that an alias costs no further question.

use super::super::context::Context;
use super::super::event::{DnsEvent, Event};
use super::Dns;
use super::message::{Learned, Said};
use crate::units::SimDuration;

/// A resolver asks the server that knows `what`.
pub(super) fn ask(context: &mut Context<'_>, resolver: u16, fetch: u32, what: Learned) {
    let queried = DnsEvent::Queried { resolver, fetch, what };
    context.agenda.after(half_way_to(what, context), Event::Dns(queried));
}

impl Dns {
    /// The query is there: the answer goes back, unless the server is down.
    // Simplified: one authoritative server; a zone has two or more, and loses its name only when all are down.
    pub(super) fn queried(&mut self, resolver: u16, fetch: u32, what: Learned, context: &mut Context<'_>) {
        let said = match (what, self.faults.authority()) {
            (Learned::Record, Some(action)) => return self.spoil_fetch(resolver, fetch, action, context),
            (Learned::Record, None) => Said::Record(self.faults.record(&context.settings.dns)),
            (Learned::ComServers | Learned::FoobarServers, _) => Said::Servers(what),
        };
        let learned = DnsEvent::Learned { resolver, fetch, said };
        context.agenda.after(half_way_to(what, context), Event::Dns(learned));
    }
}

fn half_way_to(what: Learned, context: &Context<'_>) -> SimDuration {
    let settings = &context.settings.dns;
    let round_trip = match what {
        Learned::ComServers => settings.root_round_trip,
        Learned::FoobarServers => settings.com_round_trip,
        Learned::Record => settings.authority_round_trip,
    };
    round_trip / 2
}
