//! The figures of what stands in front of the machine.

use super::{Figure, Tone};
use std::net::Ipv4Addr;

use crate::snapshot::{CachedName, Power, RecordState, ResolverView, ServerState};
use crate::visual::desk::View;
use crate::visual::panels::told;
use crate::visual::texts::{self, figure};

pub(super) fn visitors(view: &View<'_>) -> Vec<Figure> {
    let site = view.site;
    let failed = Figure::new(figure::FAILED, told::rate(site.failed_per_second));
    let latency = site
        .page_latency
        .map_or_else(|| texts::NO_NUMBER.to_owned(), |latency| latency_told(latency.as_secs_f64()));
    vec![
        Figure::new(figure::VISITS, told::count(u64::from(site.visits))),
        Figure::new(figure::REQUESTS, told::count(u64::from(view.close_up.requests_in_flight))),
        Figure::new(figure::GOOD, told::rate(site.good_per_second)).tone(Tone::Good),
        failed.tone(if site.failed_per_second > 0.0 { Tone::Bad } else { Tone::Plain }),
        Figure::new(figure::LATENCY, latency),
    ]
}

fn latency_told(seconds: f64) -> String {
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1_000.0) } else { format!("{seconds:.1} s") }
}

pub(super) fn dns(view: &View<'_>) -> Vec<Figure> {
    let dns = &view.site.dns;
    let record = Figure::new(figure::RECORD, texts::record(dns.record));
    let mut figures = vec![
        Figure::new(figure::AUTHORITY, texts::server(dns.authority)).tone(of_server(dns.authority)),
        record.tone(if dns.record == RecordState::Present { Tone::Good } else { Tone::Bad }),
        Figure::new(figure::ADDRESS, dns.address.to_string()),
        Figure::new(figure::TTL, view.scenario.ttl.to_string()),
    ];
    for (number, resolver) in (1..).zip(&dns.resolvers) {
        figures.push(resolver_figure(number, resolver, dns.address));
    }
    let waiting = dns.resolvers.iter().map(|resolver| resolver.waiting).sum();
    figures.push(Figure::rather_none(figure::QUESTIONS, waiting));
    figures
}

fn resolver_figure(number: usize, resolver: &ResolverView, address: Ipv4Addr) -> Figure {
    let label = format!("{} {number}", figure::RESOLVER);
    if resolver.state != ServerState::Answering {
        return Figure::new(&label, texts::server(resolver.state)).tone(Tone::Bad);
    }
    let is_old = resolver.address.is_some_and(|held| held != address);
    let held = if is_old { texts::OLD_ADDRESS } else { texts::cached(resolver.holds) };
    let left = resolver.ttl_left.map(|left| format!(", {:.0} s", left.as_secs_f64()));
    let tone = match resolver.holds {
        CachedName::Address if is_old => Tone::Waiting,
        CachedName::Address => Tone::Good,
        CachedName::Nothing => Tone::Plain,
        CachedName::Stale => Tone::Waiting,
        _ => Tone::Bad,
    };
    Figure::new(&label, format!("{held}{}", left.unwrap_or_default())).tone(tone)
}

const fn of_server(state: ServerState) -> Tone {
    match state {
        ServerState::Answering => Tone::Good,
        ServerState::Silent | ServerState::Refusing => Tone::Bad,
    }
}

pub(super) fn network(view: &View<'_>) -> Vec<Figure> {
    let network = view.site.network;
    let (cable, tone) =
        if network.plugged_in { (figure::PLUGGED, Tone::Good) } else { (figure::UNPLUGGED, Tone::Bad) };
    let mut figures = vec![Figure::new(figure::CABLE, cable).tone(tone)];
    if view.site.host.power != Power::Off {
        let share = network.uplink as f64 / network.uplink_max.max(1) as f64;
        let value = format!("{} / {}", told::bits(network.uplink), told::bits(network.uplink_max));
        figures.push(Figure::new(figure::UPLINK, value).share(share));
        figures.push(Figure::new(figure::ANSWERS, network.answers.to_string()));
    }
    figures
}
