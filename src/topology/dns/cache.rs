//! What a recursive resolver remembers, and until when.

use serde::{Deserialize, Serialize};

use super::super::event::Learned;
use super::settings::Settings;
use crate::units::SimTime;

/// One resolver's memory of the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cache {
    /// Who serves .com is known before this moment.
    com_until: SimTime,
    /// Who serves foobar.com is known before this moment.
    foobar_until: SimTime,
    /// The A record is known before this moment.
    address_until: SimTime,
}

impl Cache {
    /// What has to be asked for next; nothing if the address is known.
    pub(super) fn missing(&self, now: SimTime) -> Option<Learned> {
        match () {
            () if now < self.address_until => None,
            () if now < self.foobar_until => Some(Learned::Address),
            () if now < self.com_until => Some(Learned::FoobarServers),
            () => Some(Learned::ComServers),
        }
    }

    /// Keeps what was learnt for its TTL.
    pub(super) fn remember(&mut self, what: Learned, now: SimTime, settings: &Settings) {
        match what {
            Learned::ComServers => self.com_until = now + settings.com_ttl,
            Learned::FoobarServers => self.foobar_until = now + settings.authority_ttl,
            Learned::Address => self.address_until = now + settings.ttl,
        }
    }
}
