//! The recursive resolver: it answers from its cache, or lets wait whoever asks, and looks once for all of them.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{DnsEvent, Event};
use super::Dns;
use super::cache::Cache;
use super::fetch::Fetch;
use super::message::{Question, Reply, ReplyKind};
use super::settings::{ResolverOutage, Settings};
use crate::units::SimTime;

/// Questions that may wait at a resolver (BIND's `recursive-clients`): it does not answer those beyond.
const WAITING_MAX: usize = 1_000;

/// A recursive resolver.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Resolver {
    pub(super) cache: Cache,
    /// What it is finding out, if anything.
    pub(super) fetch: Option<Fetch>,
    /// How often it has begun to find something out.
    pub(super) fetches: u32,
    /// Who waits for it.
    pub(super) waiting: Vec<Question>,
}

impl Resolver {
    /// Whether it repeats what some action made of the record, or is held up by one.
    pub(super) fn is_spoiled(&self, now: SimTime) -> bool {
        let repeats = self.cache.held(now).is_some_and(|held| held.reply.by.is_some());
        repeats || self.fetch.is_some_and(|fetch| fetch.spoiled_by.is_some())
    }

    /// The search with this number, if it still goes on.
    pub(super) fn fetch(&mut self, number: u32) -> Option<&mut Fetch> {
        if self.fetches == number { self.fetch.as_mut() } else { None }
    }
}

impl Dns {
    /// A stub's question has arrived: it is answered from the cache, or waits.
    pub(super) fn answer(&mut self, question: Question, resolver: u16, context: &mut Context<'_>) {
        let now = context.now();
        if let Some((how, action)) = self.faults.resolver(place_of(resolver, &context.settings.dns)) {
            self.spoil(question.lookup, Some(action), context);
            if how == ResolverOutage::Refused {
                tell(question, Reply { kind: ReplyKind::Refused, by: Some(action), address: 0 }, context);
            }
            return;
        }
        match self.resolvers[usize::from(resolver)].cache.reply(now, &context.settings.dns) {
            Some(reply) => tell(question, reply, context),
            None => self.let_wait(question, resolver, context),
        }
    }

    /// A question joins those that wait for the same answer; the first one has it looked for.
    fn let_wait(&mut self, question: Question, resolver: u16, context: &mut Context<'_>) {
        self.drop_who_left(resolver);
        let now = context.now();
        let asked = &mut self.resolvers[usize::from(resolver)];
        if asked.waiting.len() == WAITING_MAX {
            return;
        }
        asked.waiting.push(question);
        let serve_stale = context.settings.dns.resolver.serve_stale.as_ref();
        if let Some(stale) = serve_stale.filter(|_| asked.cache.stale(now, &context.settings.dns).is_some()) {
            let due = DnsEvent::StaleDue { question, resolver };
            context.agenda.after(stale.client_response_timer, Event::Dns(due));
        }
        match asked.fetch {
            Some(fetch) => self.spoil(question.lookup, fetch.spoiled_by, context),
            None => self.begin_fetch(resolver, context),
        }
    }

    /// Stubs that have their answer, or whose visitor has left, wait no more. Looked at only when the line is full.
    fn drop_who_left(&mut self, resolver: u16) {
        let (lookups, asked) = (&self.lookups, &mut self.resolvers[usize::from(resolver)]);
        if asked.waiting.len() == WAITING_MAX {
            asked.waiting.retain(|question| lookups.contains(question.lookup.0));
        }
    }

    /// Who has waited for `client_response_timer` gets the stale answer; the search goes on without.
    pub(super) fn stale_due(&mut self, question: Question, resolver: u16, context: &mut Context<'_>) {
        let now = context.now();
        let asked = &mut self.resolvers[usize::from(resolver)];
        let place = asked.waiting.iter().position(|waiting| *waiting == question);
        let stale = asked.cache.stale(now, &context.settings.dns);
        if let (Some(place), Some(reply)) = (place, stale) {
            asked.waiting.swap_remove(place);
            self.send(question, reply, resolver, context);
        }
    }

    /// Sends a reply that was waited for: without a way to the visitors it is lost.
    pub(super) fn send(&self, question: Question, reply: Reply, resolver: u16, context: &mut Context<'_>) {
        match self.faults.resolver(place_of(resolver, &context.settings.dns)) {
            Some((_, action)) => self.spoil(question.lookup, Some(action), context),
            None => tell(question, reply, context),
        }
    }

    /// Processes end: what the resolvers at this place of the lists knew and were asked for is gone.
    pub(super) fn forget_everything(
        &mut self,
        nameserver: Option<u8>,
        action: u16,
        context: &mut Context<'_>,
    ) {
        for place in 0..self.resolvers.len() {
            let number = place_of(place as u16, &context.settings.dns) + 1;
            if nameserver.is_some_and(|ended| ended != number) {
                continue;
            }
            for question in &self.resolvers[place].waiting {
                self.spoil(question.lookup, Some(action), context);
            }
            let ended = &mut self.resolvers[place];
            if let Some(fetch) = ended.fetch.take() {
                context.agenda.cancel(fetch.overdue);
            }
            ended.waiting.clear();
            ended.cache = Cache::default();
        }
    }
}

/// Which place a resolver has in the lists of the stubs that ask it, from 0.
pub(super) fn place_of(resolver: u16, settings: &Settings) -> u8 {
    (resolver % u16::from(settings.stub.nameservers)) as u8
}

/// A reply goes back to the stub.
fn tell(question: Question, reply: Reply, context: &mut Context<'_>) {
    let way = context.settings.dns.resolver_round_trip / 2;
    context.agenda.after(way, Event::Dns(DnsEvent::Replied { question, reply }));
}
