//! Is the site up, since when and why; what visitors get; and the way they come in.

use super::view::{Standing, View};
use crate::cli::output::{Ink, Line};
use crate::snapshot::{Power, ProcessState};
use crate::units::SimDuration;

/// The big line, over the whole width: the state, since when, and what happened last.
pub(super) fn state(view: &View<'_>, width: usize) -> Line {
    let (words, ink) = match view.standing {
        Standing::Unseen => (" ? NOBODY HAS SEEN THE SITE YET", Ink::Strong),
        Standing::Up => (" ● SITE UP", Ink::GoodBanner),
        Standing::Degraded => (" ◐ SITE DEGRADED", Ink::OddBanner),
        Standing::DownUnnoticed => (" ○ SITE DOWN (VISITORS STILL WAIT)", Ink::BadBanner),
        Standing::Down => (" ○ SITE DOWN", Ink::BadBanner),
    };
    let mut line = Line::new().text(format!("{words} since {}", view.since));
    if let Some((_, what)) = view.site.latest {
        line = line.text(format!("   {what}"));
    }
    line.cut(width).to(width).all_in(ink)
}

/// What visitors get.
pub(super) fn figures(view: &View<'_>) -> Line {
    let site = view.site;
    let ink_of = |rate: f64, ink| if rate > 0.0 { ink } else { Ink::Faint };
    let latency = site.page_latency.map_or_else(
        || "-".to_owned(),
        |latency| SimDuration::from_micros(latency.as_micros() / 100 * 100).to_string(),
    );
    Line::new()
        .text(" pages a second: ")
        .ink(ink_of(site.good_per_second, Ink::Good), format!("{:>5.1} good", site.good_per_second))
        .text("  ")
        .ink(ink_of(site.failed_per_second, Ink::Bad), format!("{:>5.1} failed", site.failed_per_second))
        .to(47)
        .text(format!("taking {latency}"))
        .to(64)
        .text(format!("{} under way", site.visits))
}

/// From the visitors to the machine's door: the last stretch breaks where nobody answers.
pub(super) fn way_in(view: &View<'_>, width: usize) -> Line {
    let site = view.site;
    let dns = &view.plan.settings.dns;
    let (wire, ink, door) = match (site.host.power, site.web_server.state) {
        (Power::Off | Power::Booting, _) => ("─ ─ ─ x", Ink::Bad, "no answer"),
        (Power::On, ProcessState::Running) => ("──────>", Ink::Good, "nginx answers"),
        (Power::On, _) => ("──────x", Ink::Bad, "refused"),
    };
    Line::new()
        .ink(Ink::Strong, " visitors")
        .text(" ──> ")
        .ink(Ink::Strong, "DNS")
        .text(format!(" {} = {} ", dns.name, dns.address))
        .ink(ink, format!("{wire} {door}"))
        .cut(width)
}
