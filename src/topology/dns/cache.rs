//! What a recursive resolver remembers, and until when.

use serde::{Deserialize, Serialize};

use super::message::{Learned, Reply, ReplyKind};
use super::settings::Settings;
use crate::units::SimTime;

/// One resolver's memory of the chain: until when it knows what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cache {
    /// Who serves .com is known before this moment.
    com: SimTime,
    /// Who serves foobar.com is known before this moment.
    foobar: SimTime,
    /// What foobar.com's server said of the name. An address is kept beyond its TTL, for serve-stale.
    record: Option<Held>,
    /// That no server could be asked.
    servfail: Option<Held>,
    /// Nobody has answered: before this moment nobody is asked again if there is a stale answer.
    recheck: SimTime,
}

/// A reply that may be repeated for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    /// What is said.
    pub(super) reply: Reply,
    /// Its TTL is over at this moment.
    pub(super) until: SimTime,
}

impl Cache {
    /// What can be said at once.
    pub(super) fn reply(&self, now: SimTime, settings: &Settings) -> Option<Reply> {
        let fresh = |held: &&Held| now < held.until;
        let rechecked = |_: &Reply| now < self.recheck;
        let known = self.record.as_ref().filter(fresh).map(|held| held.reply);
        let stale = || self.stale(now, settings).filter(rechecked);
        let failed = || self.servfail.as_ref().filter(fresh).map(|held| held.reply);
        known.or_else(stale).or_else(failed)
    }

    /// The address that may still be told although its TTL is over.
    pub(super) fn stale(&self, now: SimTime, settings: &Settings) -> Option<Reply> {
        let serve_stale = settings.resolver.serve_stale.as_ref()?;
        let held = self.record.filter(|held| held.reply.kind.is_address())?;
        (now < held.until + serve_stale.max_stale_timer).then_some(held.reply)
    }

    /// Whom to ask first for a record that is not known: the server nearest to it that the resolver knows of.
    pub(super) fn missing(&self, now: SimTime) -> Learned {
        match () {
            () if now < self.foobar => Learned::Record,
            () if now < self.com => Learned::FoobarServers,
            () => Learned::ComServers,
        }
    }

    /// Keeps a delegation for its TTL.
    pub(super) fn remember_servers(&mut self, what: Learned, now: SimTime, settings: &Settings) {
        match what {
            Learned::ComServers => self.com = now + settings.com_ttl,
            Learned::FoobarServers => self.foobar = now + settings.authority_ttl,
            Learned::Record => unreachable!("a record is no delegation"),
        }
    }

    /// Keeps what the authoritative server said: an address for its TTL, that there is none for the negative TTL.
    pub(super) fn remember(&mut self, reply: Reply, now: SimTime, settings: &Settings) {
        let ttl = if reply.kind.is_address() { settings.ttl } else { settings.negative_ttl() };
        self.record = Some(Held { reply, until: now + ttl });
        self.servfail = None;
        self.recheck = SimTime::ZERO;
    }

    /// Keeps that nobody could be asked.
    pub(super) fn remember_failure(&mut self, by: Option<u16>, now: SimTime, settings: &Settings) {
        let reply = Reply { kind: ReplyKind::Servfail, by, address: 0 };
        self.servfail = Some(Held { reply, until: now + settings.resolver.servfail_ttl });
    }

    /// Nobody has answered: stale answers will do until `recheck`.
    pub(super) fn put_off(&mut self, recheck: SimTime) {
        self.recheck = recheck;
    }

    /// What is repeated at the moment, and until when: the record, or that nobody could be asked.
    pub(super) fn held(&self, now: SimTime) -> Option<Held> {
        [self.record, self.servfail].into_iter().flatten().find(|held| now < held.until)
    }
}
