//! Settings of the name and of the chain that resolves it.

use serde::{Deserialize, Serialize};

use crate::units::SimDuration;

/// The domain name, its A record, and how far away each server of the chain is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The name that visitors type. Default `www.foobar.com`.
    pub name: String,
    /// The address in its A record. Default `8.8.8.8`.
    pub address: String,
    /// How long a resolver may keep the A record. Default 300 s.
    pub ttl: SimDuration,
    /// Round trip from the visitor's stub resolver to the recursive resolver. Default 4 ms.
    pub resolver_round_trip: SimDuration,
    /// Round trip from the resolver to a root server. Default 12 ms.
    pub root_round_trip: SimDuration,
    /// Round trip from the resolver to a server of .com. Default 15 ms.
    pub com_round_trip: SimDuration,
    /// Round trip from the resolver to foobar.com's authoritative server. Default 30 ms.
    pub authority_round_trip: SimDuration,
    /// TTL of the root's delegation of .com. Default 172800 s (two days).
    pub com_ttl: SimDuration,
    /// TTL of .com's delegation of foobar.com. Default 172800 s (two days).
    pub authority_ttl: SimDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "www.foobar.com".to_owned(),
            address: "8.8.8.8".to_owned(),
            ttl: SimDuration::from_secs(300),
            resolver_round_trip: SimDuration::from_millis(4),
            root_round_trip: SimDuration::from_millis(12),
            com_round_trip: SimDuration::from_millis(15),
            authority_round_trip: SimDuration::from_millis(30),
            com_ttl: SimDuration::from_secs(172_800),
            authority_ttl: SimDuration::from_secs(172_800),
        }
    }
}
