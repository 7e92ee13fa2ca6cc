//! The name and the chain that resolves it: `"domain": {"name": "www.foobar.com", "ttl": "300s", "scheme": "https"}`.

use std::net::Ipv4Addr;

use serde::Serialize;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::read::Read;
use crate::topology::settings::dns;
use crate::units::SimDuration;

/// The largest TTL that DNS knows: 2^31 - 1 s (RFC 2181).
const TTL_MAX: SimDuration = SimDuration::from_secs((1 << 31) - 1);
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
    file.open("domain", |block| {
        block.read_as("name", host_name, &mut settings.name);
        block.read_as("address", address, &mut settings.address);
        let (none, far) = (SimDuration::ZERO, ROUND_TRIP_MAX);
        block.read_within("ttl", none..=TTL_MAX, &mut settings.ttl);
        block.read_within("resolver_round_trip", none..=far, &mut settings.resolver_round_trip);
        block.read_within("root_round_trip", none..=far, &mut settings.root_round_trip);
        block.read_within("com_round_trip", none..=far, &mut settings.com_round_trip);
        block.read_within("authority_round_trip", none..=far, &mut settings.authority_round_trip);
        block.read_within("com_ttl", none..=TTL_MAX, &mut settings.com_ttl);
        block.read_within("authority_ttl", none..=TTL_MAX, &mut settings.authority_ttl);
        block.read("scheme", &mut scheme);
    });
    scheme
}

fn host_name(field: &Field<'_>) -> Option<String> {
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

fn address(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let is_address = text.parse::<Ipv4Addr>().is_ok();
    if !is_address {
        let remedy = "an A record holds an IPv4 address, such as \"8.8.8.8\"";
        field.error(code::WRONG_FORM, format!("{} is no IPv4 address", quoted(text)), remedy);
    }
    is_address.then(|| text.to_owned())
}
