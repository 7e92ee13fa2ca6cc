//! The recursive resolver: it answers from its cache or asks down the chain, one server after another.

use super::super::context::Context;
use super::super::event::Learned;
use super::super::id::VisitId;
use super::{Dns, authority, stub};

impl Dns {
    /// Answers, or asks the server nearest to the answer that the resolver knows of.
    // Simplified: visitors who ask for the same name meanwhile are asked for one by one; a resolver would ask once for all.
    pub(super) fn resolve(&mut self, visit: VisitId, resolver: u16, context: &mut Context<'_>) {
        let cache = &self.resolvers[usize::from(resolver)];
        match cache.missing(context.now()) {
            None => stub::tell(context, visit),
            Some(missing) => authority::ask(context, visit, resolver, missing),
        }
    }

    /// Remembers what a server said and goes on from there.
    pub(super) fn learn(&mut self, visit: VisitId, resolver: u16, what: Learned, context: &mut Context<'_>) {
        let now = context.now();
        self.resolvers[usize::from(resolver)].remember(what, now, &context.settings.dns);
        match what {
            Learned::Address => stub::tell(context, visit),
            Learned::ComServers => authority::ask(context, visit, resolver, Learned::FoobarServers),
            Learned::FoobarServers => authority::ask(context, visit, resolver, Learned::Address),
        }
    }
}
