//! The name and the chain that resolves it: `"domain": {"name": "www.foobar.com", "ttl": "300s", "scheme": "https"}`.

use std::net::Ipv4Addr;

use serde::Serialize;
use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::read::{Read, within};
use crate::topology::settings::dns;
use crate::units::SimDuration;

/// The largest TTL that DNS knows: 2^31 - 1 s (RFC 2181).
const TTL_MAX: SimDuration = SimDuration::from_secs((1 << 31) - 1);
/// The longest list of servers that a stub resolver reads (MAXNS in resolv.conf(5)).
pub(super) const NAMESERVERS_MAX: u32 = 3;
/// The most rounds it makes (`RES_MAXRETRY`), and the longest it waits (`RES_MAXRETRANS`).
const ATTEMPTS_MAX: u32 = 5;
const STUB_TIMEOUT_MAX: SimDuration = SimDuration::from_secs(30);
/// How long SERVFAIL may be repeated (RFC 9520).
const SERVFAIL_TTL: (SimDuration, SimDuration) = (SimDuration::from_secs(1), SimDuration::from_secs(300));
/// The longest that a resolver keeps the news that there is nothing (BIND).
const NCACHE_TTL_MAX: SimDuration = SimDuration::from_secs(7 * 86_400);
/// The longest that an answer is kept beyond its TTL: more than any resolver's default.
const STALE_MAX: SimDuration = SimDuration::from_secs(7 * 86_400);
/// The shortest wait of a resolver, and the longest search.
const QUERY: (SimDuration, SimDuration) = (SimDuration::from_millis(10), SimDuration::from_secs(120));
/// The longest round trip that makes sense.
const ROUND_TRIP_MAX: SimDuration = SimDuration::from_secs(60);

/// How visitors ask for pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) enum Scheme {
    /// On port 80, in the clear.
    #[default]
    Http,
    /// On port 443, encrypted.
    Https,
}

impl Read for Scheme {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("scheme", &[("http", Self::Http), ("https", Self::Https)])
    }
}

/// Reads the block; the scheme is nginx's affair.
pub(super) fn read(file: &mut Block<'_>, settings: &mut dns::Settings) -> Scheme {
    let mut scheme = Scheme::default();
    file.about("The name and the chain that resolves it.");
    file.open("domain", |block| {
        block.about("The name that visitors type.");
        block.read_as("name", host_name, &mut settings.name);
        block.about("The IPv4 address in its A record.");
        block.read_as("address", |field| Some(ipv4_address(field)?.to_string()), &mut settings.address);
        block.about("The name in the same zone that the name is an alias of. Default: none.");
        settings.cname = block.optional("cname").and_then(|field| alias(&field, &settings.name));
        let (none, far) = (SimDuration::ZERO, ROUND_TRIP_MAX);
        block.about("How long a resolver may keep the A record.");
        block.read_within("ttl", none..=TTL_MAX, &mut settings.ttl);
        block.about("TTL of the zone's SOA record.");
        block.read_within("soa_ttl", none..=TTL_MAX, &mut settings.soa_ttl);
        block.about("The SOA's MINIMUM field: with its TTL, how long the absence of a name is kept.");
        block.read_within("soa_minimum", none..=TTL_MAX, &mut settings.soa_minimum);
        block.about("Round trip from the visitor's stub resolver to the recursive resolver.");
        block.read_within("resolver_round_trip", none..=far, &mut settings.resolver_round_trip);
        block.about("Round trip from the resolver to a root server.");
        block.read_within("root_round_trip", none..=far, &mut settings.root_round_trip);
        block.about("Round trip from the resolver to a server of .com.");
        block.read_within("com_round_trip", none..=far, &mut settings.com_round_trip);
        block.about("Round trip from the resolver to the authoritative server.");
        block.read_within("authority_round_trip", none..=far, &mut settings.authority_round_trip);
        block.about("TTL of the root's delegation of .com.");
        block.read_within("com_ttl", none..=TTL_MAX, &mut settings.com_ttl);
        block.about("TTL of .com's delegation of the name.");
        block.read_within("authority_ttl", none..=TTL_MAX, &mut settings.authority_ttl);
        block.about("The visitors' stub resolvers, by the options of resolv.conf(5).");
        block.open("stub", |block| stub(block, &mut settings.stub));
        block.about("The recursive resolvers.");
        block.open("resolver", |block| resolver(block, &mut settings.resolver));
        block.about("How visitors ask for pages.");
        block.read("scheme", &mut scheme);
    });
    scheme
}

fn stub(block: &mut Block<'_>, settings: &mut dns::StubSettings) {
    block.about("How long the first server of the list is waited for: whole seconds.");
    block.read_as("timeout", whole_seconds, &mut settings.timeout);
    let (mut attempts, mut nameservers) = (u32::from(settings.attempts), u32::from(settings.nameservers));
    block.about("How often the list is gone through.");
    block.read_within("attempts", 1..=ATTEMPTS_MAX, &mut attempts);
    block.about("Recursive resolvers in the list.");
    block.read_within("nameservers", 1..=NAMESERVERS_MAX, &mut nameservers);
    (settings.attempts, settings.nameservers) = (attempts as u8, nameservers as u8);
}

/// glibc knows no parts of a second.
fn whole_seconds(field: &Field<'_>) -> Option<SimDuration> {
    let span = within(field, &(SimDuration::from_secs(1)..=STUB_TIMEOUT_MAX))?;
    let is_whole = span.as_nanos() % 1_000_000_000 == 0;
    if !is_whole {
        field.error(
            code::WRONG_FORM,
            "resolv.conf(5) takes whole seconds only",
            "write whole seconds, such as \"5s\"",
        );
    }
    is_whole.then_some(span)
}

fn resolver(block: &mut Block<'_>, settings: &mut dns::ResolverSettings) {
    block.about(
        "How long a server's answer is waited for before it is asked again; each wait is twice the last.",
    );
    block.read_within("retry", QUERY.0..=QUERY.1, &mut settings.retry);
    block.about("How long an answer is looked for.");
    block.read_within("query_timeout", QUERY.0..=QUERY.1, &mut settings.query_timeout);
    block.about("What is answered after that: nothing while the search goes on, or SERVFAIL.");
    block.read("authority_silent", &mut settings.authority_silent);
    block.about("How long SERVFAIL is repeated.");
    block.read_within("servfail_ttl", SERVFAIL_TTL.0..=SERVFAIL_TTL.1, &mut settings.servfail_ttl);
    block.about("How long the absence of a name is kept at most.");
    block.read_within("max_ncache_ttl", SimDuration::ZERO..=NCACHE_TTL_MAX, &mut settings.max_ncache_ttl);
    block.about(
        "How answers are used beyond their TTL when nobody can be asked (RFC 8767). Default: not at all.",
    );
    block.read_as("serve_stale", |field| field.open(serve_stale).map(Some), &mut settings.serve_stale);
}

fn serve_stale(block: &mut Block<'_>) -> dns::ServeStale {
    let mut settings = dns::ServeStale::default();
    let none = SimDuration::ZERO;
    block.about("How long a fresh answer is waited for.");
    block.read_within("client_response_timer", none..=QUERY.1, &mut settings.client_response_timer);
    block.about("The TTL of a stale answer.");
    block.read_within("answer_ttl", none..=TTL_MAX, &mut settings.answer_ttl);
    block.about("How long nobody is asked after a vain search.");
    block.read_within("failure_recheck_timer", none..=STALE_MAX, &mut settings.failure_recheck_timer);
    block.about("How long an answer is kept beyond its TTL.");
    block.read_within("max_stale_timer", none..=STALE_MAX, &mut settings.max_stale_timer);
    settings
}

impl Read for dns::WhenSilent {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("answer", &[("silent", Self::Silent), ("servfail", Self::Servfail)])
    }
}

/// The name that `name` is an alias of. An alias stands alone at its name, which the name of a zone cannot, and the
/// model has one zone.
fn alias(field: &Field<'_>, name: &str) -> Option<String> {
    let target = host_name(field)?;
    let zone = |name: &str| name.rsplitn(3, '.').take(2).map(str::to_owned).collect::<Vec<_>>();
    if name.split('.').count() <= 2 || target == name {
        let message = format!("{} cannot be an alias of {}", quoted(name), quoted(&target));
        let remedy =
            "the name of a zone has records of its own (RFC 1034): only a name below it can be an alias";
        field.error(code::WRONG_FORM, message, remedy);
    } else if zone(&target) != zone(name) {
        let remedy = "the model has one zone: point it at a name in the same one, such as \"foobar.com\"";
        field.error(code::WRONG_FORM, format!("{} is in another zone", quoted(&target)), remedy);
    }
    Some(target)
}

fn host_name(field: &Field<'_>) -> Option<String> {
    field.takes(|| json!({"pattern": "^[A-Za-z0-9.-]{1,253}$"}));
    let text = field.text()?;
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_name = text.len() <= 253 && text.split('.').all(is_label);
    if !is_name {
        let remedy =
            "write labels of letters, digits and hyphens with dots between them, such as \"www.foobar.com\"";
        field.error(code::WRONG_FORM, format!("{} is no host name", quoted(text)), remedy);
    }
    is_name.then(|| text.to_owned())
}

/// An IPv4 address; anything else is reported.
pub(super) fn ipv4_address(field: &Field<'_>) -> Option<Ipv4Addr> {
    field.takes(|| json!({"pattern": r"^[0-9]{1,3}(\.[0-9]{1,3}){3}$"}));
    let text = field.text()?;
    let address = text.parse().ok();
    if address.is_none() {
        let remedy = "an A record holds an IPv4 address, such as \"8.8.8.8\"";
        field.error(code::WRONG_FORM, format!("{} is no IPv4 address", quoted(text)), remedy);
    }
    address
}
