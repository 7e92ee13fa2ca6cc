//! The chain from the name to the address at a moment.

use std::net::Ipv4Addr;

use serde::Serialize;

use crate::units::SimDuration;

/// The chain at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DnsView {
    /// foobar.com's authoritative server.
    pub authority: ServerState,
    /// The A record in its zone.
    pub record: RecordState,
    /// The site's address, as that record has it while it is right.
    pub address: Ipv4Addr,
    /// The recursive resolvers, network by network, each network's in the order of its stubs' lists.
    pub resolvers: Vec<ResolverView>,
}

impl DnsView {
    /// Whether anybody would get the site's address now.
    pub fn leads_to_the_site(&self) -> bool {
        let can_be_learnt = self.authority == ServerState::Answering && self.record == RecordState::Present;
        self.resolvers.iter().filter(|resolver| resolver.state == ServerState::Answering).any(|resolver| {
            match resolver.holds {
                CachedName::Address | CachedName::Stale => true,
                CachedName::Nothing => can_be_learnt,
                _ => false,
            }
        })
    }
}

/// What a server says when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ServerState {
    /// What it knows.
    Answering,
    /// Nothing: it cannot be reached.
    Silent,
    /// That its port is closed: its process is gone.
    Refusing,
}

/// The A record in the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RecordState {
    /// It holds the site's address.
    Present,
    /// It is not there.
    Removed,
    /// It holds an address at which nobody answers.
    Wrong,
}

/// A recursive resolver at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ResolverView {
    /// Whether visitors can ask it.
    pub state: ServerState,
    /// What its cache says of the name.
    pub holds: CachedName,
    /// Which of the site's addresses that is, if it is one: after a move it may be an earlier one.
    pub address: Option<Ipv4Addr>,
    /// For how long yet; of a stale answer, the TTL that it is sent with.
    pub ttl_left: Option<SimDuration>,
    /// Whether it is finding the answer out.
    pub is_asking: bool,
    /// Questions that wait for that.
    pub waiting: u32,
}

/// What a cache says of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CachedName {
    /// Nothing: it has to ask.
    Nothing,
    /// The site's address.
    Address,
    /// An address at which nobody answers.
    WrongAddress,
    /// That the name does not exist (NXDOMAIN).
    NoName,
    /// That the name has no address (NODATA).
    NoAddress,
    /// That nobody could be asked.
    Servfail,
    /// An address whose TTL is over, for when nobody can be asked.
    Stale,
}
