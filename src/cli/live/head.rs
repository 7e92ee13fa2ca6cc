//! Is the site up, since when and why; what visitors get; and the way they come in.

use super::view::View;
use crate::cli::output::{Ink, Line};
use crate::snapshot::{CachedName, Power, ProcessState, ServerState, Standing};
use crate::units::{SimDuration, SimTime};

/// Seconds over which rates are measured.
const LOOKED_BACK: u64 = 5;
/// Figures need this width to stand in one line.
const ONE_LINE: usize = 90;
/// The part of it that tells how long pages take.
const REST: usize = 36;

/// The big line, over the whole width: the state, since when, and what happened last.
pub(super) fn state(view: &View<'_>, width: usize) -> Line {
    let (words, ink) = match view.standing {
        Standing::Unseen => (" ? NOBODY HAS SEEN THE SITE YET", Ink::Strong),
        Standing::Up => (" ● SITE UP", Ink::GoodBanner),
        Standing::Degraded => (" ◐ SITE DEGRADED", Ink::OddBanner),
        Standing::DownUnnoticed => (" ○ SITE DOWN (VISITORS STILL WAIT)", Ink::BadBanner),
        Standing::Down => (" ○ SITE DOWN", Ink::BadBanner),
    };
    let mut line = Line::new().text(format!("{words} since {}", clock(view.since)));
    let happened = view.site.latest.map_or_else(String::new, |(_, what)| format!("   {}", what.text()));
    // What does not fit stands whole in the list of happenings.
    if line.width() + happened.chars().count() <= width {
        line = line.text(happened);
    }
    line.cut(width).to(width).all_in(ink)
}

/// A moment that was noted at a whole second.
fn clock(at: SimTime) -> String {
    at.to_string().trim_end_matches(".000").to_owned()
}

/// What visitors got lately; in two lines where one would be too long.
pub(super) fn figures(view: &View<'_>, width: usize) -> Vec<Line> {
    let site = view.site;
    let ink_of = |rate: f64, ink| if rate > 0.0 { ink } else { Ink::Faint };
    let rate = |measured: f64| measured * LOOKED_BACK as f64 / looked_back(site.now).max(1) as f64;
    let (good, failed) = (rate(site.good_per_second), rate(site.failed_per_second));
    let pages = Line::new()
        .text(format!(" pages a second, over the last {LOOKED_BACK} s: "))
        .ink(ink_of(good, Ink::Good), format!("{good:.1} good"))
        .text(", ")
        .ink(ink_of(failed, Ink::Bad), format!("{failed:.1} failed"));
    let latency = site.page_latency.map_or_else(
        || "-".to_owned(),
        |latency| SimDuration::from_micros((latency.as_micros() + 50) / 100 * 100).to_string(),
    );
    let rest = Line::new().text(format!(" taking {latency}, {} under way", site.visits));
    match () {
        () if width < ONE_LINE => vec![pages, rest],
        () => vec![pages.to(ONE_LINE - REST).then(rest)],
    }
}

/// Whole seconds that have passed, of those looked back on: the rates are measured over all of them from the start.
fn looked_back(now: SimTime) -> u64 {
    (now.as_nanos() / 1_000_000_000).min(LOOKED_BACK)
}

/// From the visitors to the machine's door: the last stretch breaks where nobody answers.
pub(super) fn way_in(view: &View<'_>, width: usize) -> Line {
    let site = view.site;
    let (wire, ink, door) = match (site.host.power, site.web_server.state) {
        (Power::Off | Power::Panicked | Power::Booting, _) => ("─ ─ ─ x", Ink::Bad, "no answer"),
        (Power::On, ProcessState::Running) => ("──────>", Ink::Good, "nginx answers"),
        (Power::On, ProcessState::Hung) => ("──────>", Ink::Bad, "no answer"),
        (Power::On, _) => ("──────x", Ink::Bad, "refused"),
    };
    let way = Line::new().ink(Ink::Strong, " visitors").text(" ──> ").ink(Ink::Strong, "DNS");
    let (name, name_ink) = name(view);
    let door = format!("{wire} {door}");
    // Where there is no room for the name there is none for its address either.
    let fits = way.width() + name.chars().count() + door.chars().count() <= width;
    let way = if fits { way.ink(name_ink, name) } else { way.text(" ") };
    way.ink(ink, door).cut(width)
}

/// What visitors hear of the name, from the first resolver that they can ask, and for how long yet.
fn name(view: &View<'_>) -> (String, Ink) {
    let (dns, site) = (&view.plan.settings.dns, &view.site.dns);
    let answering = site.resolvers.iter().find(|resolver| resolver.state == ServerState::Answering);
    let Some(resolver) = answering else {
        return (" x no resolver answers ".to_owned(), Ink::Bad);
    };
    let (told, ink) = match resolver.holds {
        CachedName::Address => (format!("= {}", dns.address), Ink::Plain),
        CachedName::Stale => (format!("= {}, stale", dns.address), Ink::Odd),
        CachedName::Nothing if site.leads_to_the_site() => ("= ?".to_owned(), Ink::Plain),
        CachedName::Nothing => ("= ?".to_owned(), Ink::Bad),
        CachedName::WrongAddress => ("= elsewhere".to_owned(), Ink::Bad),
        CachedName::NoName => ("does not exist".to_owned(), Ink::Bad),
        CachedName::NoAddress => ("has no address".to_owned(), Ink::Bad),
        CachedName::Servfail => ("SERVFAIL".to_owned(), Ink::Bad),
    };
    let left = resolver.ttl_left.map(|left| left.as_nanos().div_ceil(1_000_000_000));
    let left = left.map_or_else(String::new, |left| format!(" for {left} s"));
    (format!(" {} {told}{left} ", dns.name), ink)
}
