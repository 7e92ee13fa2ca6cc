//! What is wrong with the chain, and by which action's doing.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::operation::Effect;
use super::Dns;
use super::message::{Reply, ReplyKind};
use super::settings::{ResolverOutage, Settings};
use crate::vocabulary::{Happening, Layer};

/// Something wrong with the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// foobar.com's authoritative server answers nobody.
    AuthorityDown,
    /// A recursive resolver of each network of visitors is down, by its place in the stubs' lists, or all of them.
    ResolverDown {
        /// How.
        how: ResolverOutage,
        /// Which place of the list, from 1; without it, all.
        nameserver: Option<u8>,
    },
    /// The A record is not in the zone.
    RecordRemoved,
    /// The A record holds an address at which nobody answers.
    RecordWrong,
}

impl Fault {
    const fn happenings(self) -> (Happening, Happening) {
        match self {
            Self::AuthorityDown => (Happening::AuthorityDown, Happening::AuthorityBack),
            Self::ResolverDown { .. } => (Happening::ResolverDown, Happening::ResolverBack),
            Self::RecordRemoved => (Happening::RecordRemoved, Happening::RecordBack),
            Self::RecordWrong => (Happening::RecordWrong, Happening::RecordRight),
        }
    }
}

/// Everything that is wrong at the moment, each with its action; the latest stands last and prevails.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Faults {
    at_work: Vec<(u16, Fault)>,
    /// The actions that have given the site a new address, and which, in order.
    moves: Vec<(u16, Ipv4Addr)>,
}

impl Faults {
    /// The action that keeps the authoritative server from answering.
    pub(super) fn authority(&self) -> Option<u16> {
        self.latest(|fault| matches!(fault, Fault::AuthorityDown)).map(|(action, _)| action)
    }

    /// How the resolver at this place of the stubs' lists, from 0, is down, and by whom.
    pub(super) fn resolver(&self, place: u8) -> Option<(ResolverOutage, u16)> {
        let concerns = |of: Option<u8>| of.is_none_or(|number| number == place + 1);
        self.at_work.iter().rev().find_map(|(action, fault)| match fault {
            Fault::ResolverDown { how, nameserver } if concerns(*nameserver) => Some((*how, *action)),
            _ => None,
        })
    }

    /// What the zone says of the name. The name of a zone, or one that is an alias, exists without an address too.
    pub(super) fn record(&self, settings: &Settings) -> Reply {
        let address = self.address(settings);
        let reply = |kind, by| Reply { kind, by, address };
        let exists_anyway = settings.cname.is_some() || settings.name.split('.').count() <= 2;
        match self.latest(|fault| matches!(fault, Fault::RecordRemoved | Fault::RecordWrong)) {
            None => reply(ReplyKind::Address, None),
            Some((action, Fault::RecordWrong)) => reply(ReplyKind::WrongAddress, Some(action)),
            Some((action, _)) if exists_anyway => reply(ReplyKind::NoAddress, Some(action)),
            Some((action, _)) => reply(ReplyKind::NoName, Some(action)),
        }
    }

    /// The number of the site's address now: 0 for the first, then as they were first used.
    pub(super) fn address(&self, settings: &Settings) -> u16 {
        self.moves.last().map_or(0, |(_, address)| self.number(*address, settings))
    }

    /// The address with this number.
    pub(super) fn numbered(&self, number: u16, settings: &Settings) -> Ipv4Addr {
        match usize::from(number).checked_sub(1) {
            None => settings.address.parse().expect("the reader takes nothing else"),
            Some(place) => self.moves[place].1,
        }
    }

    fn number(&self, address: Ipv4Addr, settings: &Settings) -> u16 {
        if settings.address == address.to_string() {
            return 0;
        }
        let known = self.moves.iter().position(|(_, other)| *other == address);
        known.unwrap_or(self.moves.len()) as u16 + 1
    }

    fn latest(&self, is_meant: impl Fn(Fault) -> bool) -> Option<(u16, Fault)> {
        self.at_work.iter().rev().copied().find(|(_, fault)| is_meant(*fault))
    }
}

impl Dns {
    /// Something goes wrong with the chain.
    pub fn begin_fault(&mut self, fault: Fault, action: u16, context: &mut Context<'_>) -> Effect {
        let nameservers = context.settings.dns.stub.nameservers;
        if matches!(fault, Fault::ResolverDown { nameserver: Some(number), .. } if number > nameservers) {
            return Effect::None;
        }
        self.faults.at_work.push((action, fault));
        if let Fault::ResolverDown { how: ResolverOutage::Refused, nameserver } = fault {
            self.forget_everything(nameserver, action, context);
        }
        context.board.hold(Layer::Dns, action);
        context.chronicle(fault.happenings().0);
        Effect::Done
    }

    /// The zone gets the site's new address; what caches keep of the old one they keep. Gives the address' number, or
    /// nothing where the site has that address already.
    pub fn move_record(&mut self, to: Ipv4Addr, action: u16, context: &mut Context<'_>) -> Option<u16> {
        let settings = &context.settings.dns;
        let number = self.faults.number(to, settings);
        if number == self.faults.address(settings) {
            return None;
        }
        self.faults.moves.push((action, to));
        context.chronicle(Happening::RecordMoved);
        Some(number)
    }

    /// The address that the site had before this action gave it a new one, unless it has come back there since.
    pub fn address_left_by(&self, action: u16, context: &Context<'_>) -> Option<u16> {
        let (faults, settings) = (&self.faults, &context.settings.dns);
        let place = faults.moves.iter().position(|(moved_by, _)| *moved_by == action)?;
        let before = place.checked_sub(1).map_or(0, |before| faults.number(faults.moves[before].1, settings));
        (before != faults.address(settings)).then_some(before)
    }

    /// An action is over. What caches keep of it is still its doing.
    pub fn end_fault(&mut self, action: u16, context: &mut Context<'_>) {
        let Some(place) = self.faults.at_work.iter().position(|(begun_by, _)| *begun_by == action) else {
            return;
        };
        let (_, fault) = self.faults.at_work.remove(place);
        context.chronicle(fault.happenings().1);
        match self.faults.at_work.last() {
            Some((other, _)) => context.board.hold(Layer::Dns, *other),
            None => context.board.release_when_drained(Layer::Dns),
        }
        self.let_go_if_well(context);
    }

    /// When nothing is wrong any more and no cache repeats what was, nobody holds the chain.
    pub(super) fn let_go_if_well(&self, context: &mut Context<'_>) {
        let now = context.now();
        let is_well = || !self.resolvers.iter().any(|resolver| resolver.is_spoiled(now));
        if self.faults.at_work.is_empty() && context.board.holds(Layer::Dns) && is_well() {
            context.board.drained(Layer::Dns);
        }
    }
}
