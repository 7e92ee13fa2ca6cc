//! The name is looked up.
//!
//! ```text
//! stub resolver --asks--> recursive resolver --asks--> root, .com, foobar.com's authoritative server
//!              <-address--                  <--who to ask next, and in the end the A record
//! ```
//!
//! A resolver remembers what it is told for as long as the record's TTL says, so most visitors wait for one short round
//! trip and the first one for the whole chain. It remembers as well that there is nothing, for the negative TTL. So what
//! is wrong with the zone shows late, and lives on after its repair.
//!
//! Each network of visitors has its own list of resolvers, as long as the stubs' `nameservers`: those of network `n` stand
//! behind each other from place `n * nameservers` on.

pub mod settings;
pub mod message;
mod stub;
mod resolver;
mod fetch;
mod authority;
mod cache;
mod fault;
mod observe;

use serde::{Deserialize, Serialize};

use self::fault::Faults;
use self::resolver::Resolver;
use self::stub::Lookup;
use super::context::Context;
use super::event::DnsEvent;
use crate::engine::Slab;

pub use fault::Fault;
pub use stub::ask;

/// Everybody's way from the name to the address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dns {
    /// Stub resolvers at work.
    lookups: Slab<Lookup>,
    /// The recursive resolvers of all networks.
    resolvers: Vec<Resolver>,
    /// What is wrong with the chain.
    faults: Faults,
}

impl Dns {
    /// So many networks of visitors, whose resolvers have not heard of the name.
    pub fn new(networks: u32, settings: &settings::Settings) -> Self {
        let resolvers = networks as usize * usize::from(settings.stub.nameservers);
        let resolvers = vec![Resolver::default(); resolvers];
        Self { lookups: Slab::new(), resolvers, faults: Faults::default() }
    }

    /// Lets a stub, a resolver or a server hear what was said to it.
    pub fn handle(&mut self, event: DnsEvent, context: &mut Context<'_>) {
        match event {
            DnsEvent::Wanted { visit, document, resolver } => {
                self.begin_lookup(visit, document, resolver, context);
            }
            DnsEvent::Asked { question, resolver } => self.answer(question, resolver, context),
            DnsEvent::Queried { resolver, fetch, what } => self.queried(resolver, fetch, what, context),
            DnsEvent::Learned { resolver, fetch, said } => self.learn(resolver, fetch, said, context),
            DnsEvent::FetchOverdue { resolver, fetch } => self.fetch_overdue(resolver, fetch, context),
            DnsEvent::StaleDue { question, resolver } => self.stale_due(question, resolver, context),
            DnsEvent::Replied { question, reply } => self.hear(question, reply, context),
            DnsEvent::StubOverdue { lookup } => {
                self.try_next(lookup, crate::vocabulary::FailureKind::NoDnsAnswer, context);
            }
        }
    }
}
