//! The search of a recursive resolver down the chain, one server after another, for all who wait.
//!
//! ```text
//! query -> answer: the next server, or the end
//!       -> no answer after 0.4, 0.8, 1.6, ... s: the same query again
//!       -> no answer for query_timeout: a stale answer, SERVFAIL, or silence while the search begins again
//! ```

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::event::{DnsEvent, Event};
use super::message::{Learned, Reply, ReplyKind, Said};
use super::settings::WhenSilent;
use super::{Dns, authority};
use crate::engine::Appointment;
use crate::units::SimTime;

/// A search down the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fetch {
    /// What it asks for at the moment.
    pub(super) what: Learned,
    /// How often it has asked for it in vain.
    tries: u32,
    /// When it gives up.
    deadline: SimTime,
    /// When it asks again or gives up.
    pub(super) overdue: Appointment,
    /// The action that swallowed a query.
    pub(super) spoiled_by: Option<u16>,
}

impl Dns {
    /// Looks for what is not in the cache.
    pub(super) fn begin_fetch(&mut self, resolver: u16, context: &mut Context<'_>) {
        let now = context.now();
        let asked = &mut self.resolvers[usize::from(resolver)];
        asked.fetches += 1;
        asked.fetch = Some(Fetch {
            what: asked.cache.missing(now),
            tries: 0,
            deadline: now + context.settings.dns.resolver.query_timeout,
            overdue: Appointment::NONE,
            spoiled_by: None,
        });
        self.query(resolver, context);
    }

    /// Asks the server that knows, and waits twice as long as the last time.
    fn query(&mut self, resolver: u16, context: &mut Context<'_>) {
        let asked = &mut self.resolvers[usize::from(resolver)];
        let number = asked.fetches;
        let fetch = asked.fetch.as_mut().expect("who queries looks for something");
        authority::ask(context, resolver, number, fetch.what);
        let wait = context.settings.dns.resolver.retry * (1 << fetch.tries.min(20));
        let due = (context.now() + wait).min(fetch.deadline);
        let overdue = Event::Dns(DnsEvent::FetchOverdue { resolver, fetch: number });
        fetch.overdue = context.agenda.at(due, overdue);
    }

    /// No answer in time: asks again or, after `query_timeout`, gives up.
    pub(super) fn fetch_overdue(&mut self, resolver: u16, number: u32, context: &mut Context<'_>) {
        let now = context.now();
        let Some(fetch) = self.resolvers[usize::from(resolver)].fetch(number) else { return };
        if now < fetch.deadline {
            fetch.tries += 1;
            self.query(resolver, context);
        } else {
            self.give_up(resolver, context);
        }
    }

    /// A server has answered: on to the next one, or to everybody who waits. What comes twice is heard once.
    pub(super) fn learn(&mut self, resolver: u16, number: u32, said: Said, context: &mut Context<'_>) {
        let (now, settings) = (context.now(), &context.settings.dns);
        let asked = &mut self.resolvers[usize::from(resolver)];
        let Some(fetch) = asked.fetch(number).filter(|fetch| fetch.what == said.what()) else { return };
        context.agenda.cancel(fetch.overdue);
        match said {
            Said::Servers(what) => {
                fetch.what =
                    if what == Learned::ComServers { Learned::FoobarServers } else { Learned::Record };
                fetch.tries = 0;
                asked.cache.remember_servers(what, now, settings);
                self.query(resolver, context);
            }
            Said::Record(reply) => {
                asked.cache.remember(reply, now, settings);
                self.end_fetch(resolver, reply, context);
                self.let_go_if_well(context);
            }
        }
    }

    /// A query was swallowed: whoever waits for it waits by that action's doing.
    pub(super) fn spoil_fetch(&mut self, resolver: u16, number: u32, action: u16, context: &mut Context<'_>) {
        let asked = &mut self.resolvers[usize::from(resolver)];
        let Some(fetch) = asked.fetch(number) else { return };
        fetch.spoiled_by = Some(action);
        for question in &self.resolvers[usize::from(resolver)].waiting {
            self.spoil(question.lookup, Some(action), context);
        }
    }

    /// Nobody has answered for `query_timeout`: a stale answer, SERVFAIL, or silence while the search begins again.
    fn give_up(&mut self, resolver: u16, context: &mut Context<'_>) {
        let (now, settings) = (context.now(), &context.settings.dns);
        let asked = &mut self.resolvers[usize::from(resolver)];
        let by = asked.fetch.and_then(|fetch| fetch.spoiled_by);
        let stale = asked.cache.stale(now, settings);
        if let (Some(reply), Some(serve_stale)) = (stale, &settings.resolver.serve_stale) {
            asked.cache.put_off(now + serve_stale.failure_recheck_timer);
            return self.end_fetch(resolver, reply, context);
        }
        match settings.resolver.authority_silent {
            WhenSilent::Servfail => {
                asked.cache.remember_failure(by, now, settings);
                self.end_fetch(resolver, Reply { kind: ReplyKind::Servfail, by, address: 0 }, context);
            }
            WhenSilent::Silent => self.search_again(resolver, by, context),
        }
    }

    /// As long as somebody waits, the search goes on.
    fn search_again(&mut self, resolver: u16, by: Option<u16>, context: &mut Context<'_>) {
        let (lookups, asked) = (&self.lookups, &mut self.resolvers[usize::from(resolver)]);
        asked.waiting.retain(|question| lookups.contains(question.lookup.0));
        asked.fetch = None;
        if asked.waiting.is_empty() {
            return self.let_go_if_well(context);
        }
        self.begin_fetch(resolver, context);
        let fetch = self.resolvers[usize::from(resolver)].fetch.as_mut().expect("just begun");
        fetch.spoiled_by = by;
    }

    /// The search is over; everybody who waits is told.
    fn end_fetch(&mut self, resolver: u16, reply: Reply, context: &mut Context<'_>) {
        self.resolvers[usize::from(resolver)].fetch = None;
        let mut waiting = std::mem::take(&mut self.resolvers[usize::from(resolver)].waiting);
        for question in waiting.drain(..) {
            self.send(question, reply, resolver, context);
        }
        self.resolvers[usize::from(resolver)].waiting = waiting; // With the room it has taken.
    }
}
