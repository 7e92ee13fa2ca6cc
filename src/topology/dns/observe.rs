//! What may be seen of the chain from outside.

use super::Dns;
use super::message::ReplyKind;
use super::resolver::{Resolver, place_of};
use super::settings::{ResolverOutage, Settings};
use crate::snapshot::{CachedName, DnsView, RecordState, ResolverView, ServerState};
use crate::units::SimTime;

impl Dns {
    /// The chain at a moment.
    pub fn view(&self, now: SimTime, settings: &Settings) -> DnsView {
        let authority = match self.faults.authority() {
            Some(_) => ServerState::Silent,
            None => ServerState::Answering,
        };
        let record = match self.faults.record(settings).kind {
            ReplyKind::WrongAddress => RecordState::Wrong,
            ReplyKind::NoName | ReplyKind::NoAddress => RecordState::Removed,
            _ => RecordState::Present,
        };
        let resolvers = self.resolvers.iter().zip(0..);
        let view = |(resolver, number)| self.view_of(resolver, number, now, settings);
        let address = self.faults.numbered(self.faults.address(settings), settings);
        DnsView { authority, record, address, resolvers: resolvers.map(view).collect() }
    }

    fn view_of(&self, resolver: &Resolver, number: u16, now: SimTime, settings: &Settings) -> ResolverView {
        let state = match self.faults.resolver(place_of(number, settings)) {
            None => ServerState::Answering,
            Some((ResolverOutage::Silent, _)) => ServerState::Silent,
            Some((ResolverOutage::Refused, _)) => ServerState::Refusing,
        };
        let (held, stale) = (resolver.cache.held(now), resolver.cache.stale(now, settings));
        let (holds, ttl_left) = match held {
            Some(held) => (cached(held.reply.kind), Some(held.until - now)),
            None if stale.is_some() => {
                (CachedName::Stale, settings.resolver.serve_stale.as_ref().map(|stale| stale.answer_ttl))
            }
            None => (CachedName::Nothing, None),
        };
        let told = held.map(|held| held.reply).or(stale).filter(|reply| reply.kind == ReplyKind::Address);
        let address = told.map(|reply| self.faults.numbered(reply.address, settings));
        let waiting = resolver.waiting.len() as u32;
        ResolverView { state, holds, address, ttl_left, is_asking: resolver.fetch.is_some(), waiting }
    }
}

const fn cached(kind: ReplyKind) -> CachedName {
    match kind {
        ReplyKind::Address => CachedName::Address,
        ReplyKind::WrongAddress => CachedName::WrongAddress,
        ReplyKind::NoName => CachedName::NoName,
        ReplyKind::NoAddress => CachedName::NoAddress,
        ReplyKind::Servfail | ReplyKind::Refused => CachedName::Servfail,
    }
}
