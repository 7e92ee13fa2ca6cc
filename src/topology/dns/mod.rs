//! The name is looked up.
//!
//! ```text
//! stub resolver --asks--> recursive resolver --asks--> root, .com, foobar.com's authoritative server
//!              <-address--                  <--who to ask next, and in the end the A record
//! ```
//!
//! A resolver remembers what it is told for as long as the record's TTL says, so most visitors wait for one short round
//! trip and the first one for the whole chain.

pub mod settings;
mod stub;
mod resolver;
mod authority;
mod cache;

use serde::{Deserialize, Serialize};

use self::cache::Cache;
use super::context::Context;
use super::event::DnsEvent;

pub use stub::ask;

/// The recursive resolvers of all visitors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dns {
    resolvers: Vec<Cache>,
}

impl Dns {
    /// So many resolvers, none of which has heard of the name.
    pub fn new(resolvers: u32) -> Self {
        Self { resolvers: vec![Cache::default(); resolvers as usize] }
    }

    /// Lets a resolver hear what was said to it.
    pub fn handle(&mut self, event: DnsEvent, context: &mut Context<'_>) {
        match event {
            DnsEvent::Asked { visit, resolver } => self.resolve(visit, resolver, context),
            DnsEvent::Learned { visit, resolver, what } => self.learn(visit, resolver, what, context),
        }
    }
}
