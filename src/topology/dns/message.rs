//! What is asked and said along the chain.

use serde::{Deserialize, Serialize};

use super::super::id::LookupId;

/// One of the questions of a stub's lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The lookup.
    pub lookup: LookupId,
    /// Which of its questions, from 0.
    pub number: u8,
}

/// What a stub is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What.
    pub kind: ReplyKind,
    /// The action that made it so.
    pub by: Option<u16>,
    /// Which of the site's addresses it tells, if it tells one: how often the site had moved when the zone said so.
    pub address: u16,
}

/// What a stub can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReplyKind {
    /// The site's address.
    Address,
    /// An address at which nobody answers.
    WrongAddress,
    /// The name does not exist (NXDOMAIN).
    NoName,
    /// The name has no address (NODATA).
    NoAddress,
    /// Nobody could be asked (SERVFAIL).
    Servfail,
    /// Nothing listens at the resolver's port.
    Refused,
}

impl ReplyKind {
    /// Whether it holds an address, right or wrong.
    pub const fn is_address(self) -> bool {
        matches!(self, Self::Address | Self::WrongAddress)
    }
}

/// What a server of the chain tells a resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// Who serves the next part of the name.
    Servers(Learned),
    /// What the zone says of the name.
    Record(Reply),
}

impl Said {
    /// What was asked for.
    pub const fn what(self) -> Learned {
        match self {
            Self::Servers(what) => what,
            Self::Record(_) => Learned::Record,
        }
    }
}

/// What a resolver asks a server of the chain for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Learned {
    /// A root server: who serves .com.
    ComServers,
    /// A server of .com: who serves foobar.com.
    FoobarServers,
    /// foobar.com's authoritative server: the A record.
    Record,
}
