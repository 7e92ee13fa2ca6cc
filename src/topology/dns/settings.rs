//! Settings of the name, of the chain that resolves it, and of the two resolvers a visitor depends on.

use serde::{Deserialize, Serialize};

use crate::units::SimDuration;

/// The domain name, its zone, and how far away each server of the chain is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The name that visitors type. Default `www.foobar.com`.
    pub name: String,
    /// The address in its A record. Default `8.8.8.8`.
    pub address: String,
    /// The name in the same zone that it is an alias of (its CNAME), and that then has the A record. Default none.
    pub cname: Option<String>,
    /// How long a resolver may keep the A record, and the CNAME. Default 300 s.
    pub ttl: SimDuration,
    /// TTL of the zone's SOA record. Default 3600 s.
    pub soa_ttl: SimDuration,
    /// The SOA's MINIMUM field. Default 3600 s (RFC 2308 section 5: one to three hours have worked well).
    pub soa_minimum: SimDuration,
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
    /// The visitors' stub resolvers.
    pub stub: StubSettings,
    /// The recursive resolvers.
    pub resolver: ResolverSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "www.foobar.com".to_owned(),
            address: "8.8.8.8".to_owned(),
            cname: None,
            ttl: SimDuration::from_secs(300),
            soa_ttl: SimDuration::from_secs(3_600),
            soa_minimum: SimDuration::from_secs(3_600),
            resolver_round_trip: SimDuration::from_millis(4),
            root_round_trip: SimDuration::from_millis(12),
            com_round_trip: SimDuration::from_millis(15),
            authority_round_trip: SimDuration::from_millis(30),
            com_ttl: SimDuration::from_secs(172_800),
            authority_ttl: SimDuration::from_secs(172_800),
            stub: StubSettings::default(),
            resolver: ResolverSettings::default(),
        }
    }
}

impl Settings {
    /// How long a resolver keeps the news that there is nothing: the least of the SOA's TTL, its MINIMUM field (RFC 2308
    /// section 5) and what the resolver keeps at most.
    pub fn negative_ttl(&self) -> SimDuration {
        self.soa_ttl.min(self.soa_minimum).min(self.resolver.max_ncache_ttl)
    }
}

/// glibc's stub resolver, by the options of resolv.conf(5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StubSettings {
    /// How long it waits for the first server of its list: whole seconds. Default 5 s.
    pub timeout: SimDuration,
    /// How often it goes through its list. Default 2.
    pub attempts: u8,
    /// Servers in its list, at most 3: so many recursive resolvers serve each network of visitors. Default 1.
    pub nameservers: u8,
}

impl Default for StubSettings {
    fn default() -> Self {
        Self { timeout: SimDuration::from_secs(5), attempts: 2, nameservers: 1 }
    }
}

impl StubSettings {
    /// How long it waits for the server at this place of its list, from 0. glibc (`send_dg` in `resolv/res_send.c`) shifts
    /// `timeout` left by the place, not by the round, divides all but the first wait by the number of servers, in whole
    /// seconds, and waits one second at least. So three dead servers take 5, 3 and 6 s, twice: 28 s.
    pub const fn wait_for(&self, place: u8) -> SimDuration {
        let shifted = (self.timeout.as_nanos() / 1_000_000_000) << place;
        let seconds = if place > 0 { shifted / self.nameservers as u64 } else { shifted };
        SimDuration::from_secs(if seconds > 1 { seconds } else { 1 })
    }

    /// Questions that it asks before it gives up.
    pub const fn questions_max(&self) -> u8 {
        self.attempts * self.nameservers
    }
}

/// A recursive resolver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolverSettings {
    /// How long it waits for a server's answer before it asks again; each wait is twice the last. Default 400 ms
    /// (Unbound assumes 376 ms of a server it does not know).
    pub retry: SimDuration,
    /// How long it tries to find an answer. Default 10 s (BIND's `resolver-query-timeout`).
    pub query_timeout: SimDuration,
    /// What it says after that. Default nothing (Unbound, measured).
    pub authority_silent: WhenSilent,
    /// How long it goes on saying so at most. Default 1 s (BIND's `servfail-ttl`; RFC 9520: 1 s to 5 min).
    pub servfail_ttl: SimDuration,
    /// How long it keeps the news that there is nothing, at most. Default 10800 s (BIND).
    pub max_ncache_ttl: SimDuration,
    /// Whether and how it goes on with an answer that is too old (RFC 8767). Default not at all.
    pub serve_stale: Option<ServeStale>,
}

impl Default for ResolverSettings {
    fn default() -> Self {
        Self {
            retry: SimDuration::from_millis(400),
            query_timeout: SimDuration::from_secs(10),
            authority_silent: WhenSilent::Silent,
            servfail_ttl: SimDuration::from_secs(1),
            max_ncache_ttl: SimDuration::from_secs(10_800),
            serve_stale: None,
        }
    }
}

/// What a recursive resolver does when the authoritative server says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhenSilent {
    /// It says nothing either and goes on trying, for at least 12 s (Unbound 1.17 and dnsmasq 2.90, measured).
    #[default]
    Silent,
    /// It answers SERVFAIL after `query_timeout` (BIND).
    Servfail,
}

/// How a resolver serves stale answers, by the timers of RFC 8767 section 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServeStale {
    /// How long whoever asks waits for a fresh answer before the stale one is sent. Default 1.8 s (measured: 1.83 s).
    pub client_response_timer: SimDuration,
    /// The TTL that a stale answer is sent with. Default 30 s (measured).
    pub answer_ttl: SimDuration,
    /// After trying in vain, how long stale answers are sent at once and nobody is asked. Default 30 s.
    pub failure_recheck_timer: SimDuration,
    /// How long an answer is kept beyond its TTL. Default 1 d; the RFC suggests 1 to 3 days.
    pub max_stale_timer: SimDuration,
}

impl Default for ServeStale {
    fn default() -> Self {
        Self {
            client_response_timer: SimDuration::from_millis(1_800),
            answer_ttl: SimDuration::from_secs(30),
            failure_recheck_timer: SimDuration::from_secs(30),
            max_stale_timer: SimDuration::from_secs(86_400),
        }
    }
}

/// How a recursive resolver is down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResolverOutage {
    /// Its machine or the way to it is: no answer at all. What it knew, it still knows afterwards.
    #[default]
    Silent,
    /// Its process is: its machine's kernel answers that the port is closed. It starts again with nothing in its cache.
    Refused,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(nameservers: u8) -> Vec<u64> {
        let stub = StubSettings { nameservers, ..StubSettings::default() };
        (0..nameservers).map(|place| stub.wait_for(place).as_nanos() / 1_000_000_000).collect()
    }

    #[test]
    fn the_stub_waits_for_each_server_as_glibc_does() {
        assert_eq!(waits(1), [5]);
        assert_eq!(waits(2), [5, 5]);
        assert_eq!(waits(3), [5, 3, 6]);
    }

    #[test]
    fn nothing_is_kept_for_the_least_of_three_spans() {
        let seconds = SimDuration::from_secs;
        let settings = |soa_ttl, soa_minimum| Settings {
            soa_ttl: seconds(soa_ttl),
            soa_minimum: seconds(soa_minimum),
            ..Settings::default()
        };
        assert_eq!(settings(60, 7).negative_ttl(), seconds(7));
        assert_eq!(settings(5, 7).negative_ttl(), seconds(5));
        assert_eq!(settings(86_400, 86_400).negative_ttl(), seconds(10_800));
    }
}
