//! What a recursive resolver remembers, and until when.

use serde::{Deserialize, Serialize};

use super::super::event::Learned;
use super::settings::Settings;
use crate::units::SimTime;

/// One resolver's memory of the chain: until when it knows what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cache {
    /// Who serves .com is known before this moment.
    com: SimTime,
    /// Who serves foobar.com is known before this moment.
    foobar: SimTime,
    /// The A record is known before this moment.
    address: SimTime,
}

impl Cache {
    /// What has to be asked for next; nothing if the address is known.
    pub(super) fn missing(&self, now: SimTime) -> Option<Learned> {
        match () {
            () if now < self.address => None,
            () if now < self.foobar => Some(Learned::Address),
            () if now < self.com => Some(Learned::FoobarServers),
            () => Some(Learned::ComServers),
        }
    }

    /// Keeps what was learnt for its TTL.
    pub(super) fn remember(&mut self, what: Learned, now: SimTime, settings: &Settings) {
        match what {
            Learned::ComServers => self.com = now + settings.com_ttl,
            Learned::FoobarServers => self.foobar = now + settings.authority_ttl,
            Learned::Address => self.address = now + settings.ttl,
        }
    }
}
