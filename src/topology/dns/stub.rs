//! The stub resolver in the visitor's machine (glibc's): it asks the servers of its list in turn and waits for each.
//!
//! An answer is final, that the name or its address does not exist too. SERVFAIL and a closed port send it to the next
//! server at once, silence after a wait. When it has been through its list `attempts` times, the lookup has failed
//! (`EAI_AGAIN`).
//!
//! It asks for A and AAAA in parallel. The site has no AAAA record, so that the second answer is always "no such record"
//! and comes with the first.
// Simplified: A and AAAA are one question with one answer; really the two are cached each for its own TTL and the stub waits
// for both. A late reply of a server that has been passed over is lost; glibc would find it when that server's turn comes again.
// There is no search list and no `rotate`, and no cache in the visitor's machine or browser; but visitors who
// return know the address.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{ClientEvent, DnsEvent, Event};
use super::super::id::{LookupId, RequestId, VisitId};
use super::Dns;
use super::message::{Question, Reply, ReplyKind};
use crate::engine::Appointment;
use crate::units::SimDuration;
use crate::vocabulary::{FailureKind, Stage};

/// A stub at work for one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lookup {
    visit: VisitId,
    /// The document's request, which waits meanwhile.
    pub(super) document: RequestId,
    /// The first resolver of its list; the others follow.
    first: u16,
    /// The question it waits for, from 0.
    number: u8,
    /// When it has waited long enough for it.
    overdue: Appointment,
}

/// A visit asks for the address. `resolver` is the network that the visitor belongs to, each of which has its own list of
/// recursive resolvers.
pub fn ask(context: &mut Context<'_>, visit: VisitId, document: RequestId, resolver: u16) {
    let wanted = DnsEvent::Wanted { visit, document, resolver };
    context.agenda.after(SimDuration::ZERO, Event::Dns(wanted));
}

impl Dns {
    /// A visitor's program wants the address.
    pub(super) fn begin_lookup(
        &mut self,
        visit: VisitId,
        document: RequestId,
        resolver: u16,
        context: &mut Context<'_>,
    ) {
        let first = resolver * u16::from(context.settings.dns.stub.nameservers);
        let lookup = Lookup { visit, document, first, number: 0, overdue: Appointment::NONE };
        let lookup = LookupId(self.lookups.insert(lookup));
        self.put_question(lookup, context);
    }

    /// Asks the server whose turn it is.
    fn put_question(&mut self, id: LookupId, context: &mut Context<'_>) {
        let settings = &context.settings.dns;
        let lookup = self.lookups.get_mut(id.0).expect("who asks is at work");
        let place = lookup.number % settings.stub.nameservers;
        let question = Question { lookup: id, number: lookup.number };
        let asked = DnsEvent::Asked { question, resolver: lookup.first + u16::from(place) };
        context.agenda.after(settings.resolver_round_trip / 2, Event::Dns(asked));
        let overdue = Event::Dns(DnsEvent::StubOverdue { lookup: id });
        lookup.overdue = context.agenda.after(settings.stub.wait_for(place), overdue);
    }

    /// A resolver's reply is there. One of an earlier round is as good as this one's, if the server is the same.
    pub(super) fn hear(&mut self, question: Question, reply: Reply, context: &mut Context<'_>) {
        let nameservers = context.settings.dns.stub.nameservers;
        let Some(lookup) = self.lookups.get(question.lookup.0) else { return };
        if lookup.number % nameservers != question.number % nameservers {
            return;
        }
        context.agenda.cancel(lookup.overdue);
        if reply.by.is_some() && reply.kind != ReplyKind::WrongAddress {
            self.spoil(question.lookup, reply.by, context);
        }
        match reply.kind {
            ReplyKind::Address => self.resolved(question.lookup, reply.address, None, context),
            ReplyKind::WrongAddress => self.resolved(question.lookup, reply.address, reply.by, context),
            ReplyKind::NoName => self.fail(question.lookup, FailureKind::NameNotFound, context),
            ReplyKind::NoAddress => self.fail(question.lookup, FailureKind::NoAddress, context),
            ReplyKind::Servfail => self.try_next(question.lookup, FailureKind::DnsServfail, context),
            ReplyKind::Refused => self.try_next(question.lookup, FailureKind::NoDnsAnswer, context),
        }
    }

    /// On to the next server; after the last, the lookup has failed, and as the last one did.
    pub(super) fn try_next(&mut self, id: LookupId, failure: FailureKind, context: &mut Context<'_>) {
        let questions_max = context.settings.dns.stub.questions_max();
        let lookup = self.lookups.get_mut(id.0).expect("who waits is at work");
        lookup.number += 1;
        let (number, document) = (lookup.number, lookup.document);
        let is_awaited = context.request(document).is_some_and(|asked| asked.stage == Stage::NameLookup);
        match () {
            () if !is_awaited => drop(self.lookups.remove(id.0)),
            () if number == questions_max => self.fail(id, failure, context),
            () => self.put_question(id, context),
        }
    }

    fn resolved(&mut self, id: LookupId, address: u16, misled_by: Option<u16>, context: &mut Context<'_>) {
        let ended = self.lookups.remove(id.0).expect("a lookup ends once");
        let resolved = ClientEvent::NameResolved { visit: ended.visit, address, misled_by };
        context.agenda.after(SimDuration::ZERO, Event::Client(resolved));
    }

    fn fail(&mut self, id: LookupId, failure: FailureKind, context: &mut Context<'_>) {
        let ended = self.lookups.remove(id.0).expect("a lookup ends once");
        let failed = ClientEvent::NameFailed { document: ended.document, failure };
        context.agenda.after(SimDuration::ZERO, Event::Client(failed));
    }

    /// Notes with the document that waits whose doing it is that it has to, or that it will wait in vain.
    pub(super) fn spoil(&self, lookup: LookupId, by: Option<u16>, context: &mut Context<'_>) {
        let document = self.lookups.get(lookup.0).map(|lookup| lookup.document);
        if let Some(asked) = document.and_then(|document| context.request(document)) {
            asked.spoiled_by = by.or(asked.spoiled_by);
        }
    }
}
