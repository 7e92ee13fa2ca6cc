use super::*;
use crate::cli::sample;
use crate::metrics::Entry;
use crate::snapshot::{Site, Standing};
use crate::units::SimTime;
use crate::vocabulary::Happening;

const USUAL: Size = Size { columns: 80, rows: 24 };

fn picture(site: &Site, terminal: Size, theme: Theme) -> String {
    let happenings = [Entry { at: SimTime::from_secs(15), what: Happening::PowerLost }];
    let past = happenings.iter().filter(|entry| entry.at <= site.now).count();
    let plan = sample::plan();
    let since = SimTime::from_secs(if site.failed_per_second > 0.0 { 20 } else { 1 });
    frame(
        &View { plan: &plan, site, standing: Standing::of(site), since, happenings: &happenings[..past] },
        terminal,
        theme,
    )
}

#[test]
fn a_site_at_work_shows_what_everything_is_doing() {
    insta::assert_snapshot!(picture(&sample::busy_site(), USUAL, Theme::Plain), @r"
 ● SITE UP since 0:00:01
 0:00:12.300   ━━━━━─◆────────────◇─────────────────────────────── 0:02:00.000
               ◆ power_loss in 3 s
 pages a second, over the last 5 s: 39.8 good, 0.0 failed
 taking 187.3 ms, 8 under way

 visitors ──> DNS www.foobar.com = 8.8.8.8 for 288 s ──────> nginx answers
┌─ the one machine: on ────────────────────────────────────────────────────────┐
│ nginx         runs   connections ████░░░░░░░░░░░░░░░░  312 of 1536           │
│ └─ gunicorn   runs   backlog     █░░░░░░░░░░░░░░░░░░░  3 of 2049             │
│                      workers     ■ ■ ■ ■ □             4 of 5 busy           │
│    └─ MySQL   runs   sessions    █░░░░░░░░░░░░░░░░░░░  5 of 151, 2 at work   │
│ cores                runnable    ■ ■ + + +             5 want 2 cores        │
└──────────────────────────────────────────────────────────────────────────────┘
");
}

#[test]
fn a_machine_without_power_is_dark() {
    insta::assert_snapshot!(picture(&sample::dark_site(), USUAL, Theme::Plain), @r"
 ○ SITE DOWN since 0:00:20   the machine lost power
 0:00:42.300   ━━━━━━◆━━━━━━━━━━──◇─────────────────────────────── 0:02:00.000
               ◇ end of power_loss in 3 s
 pages a second, over the last 5 s: 0.0 good, 38.2 failed
 taking -, 213 under way

 visitors ──> DNS www.foobar.com = 8.8.8.8 for 288 s ─ ─ ─ x no answer
┌╌ the one machine: NO POWER ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
╎ nginx                · · · · · · · · · · · · · · · · · · · · · · · · · · ·   ╎
╎ └─ gunicorn          · · · · · · · · · · · · · · · · · · · · · · · · · · ·   ╎
╎                      · · · · · · · · · · · · · · · · · · · · · · · · · · ·   ╎
╎    └─ MySQL          · · · · · · · · · · · · · · · · · · · · · · · · · · ·   ╎
╎ cores                · · · · · · · · · · · · · · · · · · · · · · · · · · ·   ╎
└╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘

 0:00:15.000  the machine lost power
");
}

#[test]
fn a_picture_fits_into_any_terminal() {
    for site in [sample::busy_site(), sample::dark_site()] {
        for (columns, rows) in [(1, 1), (20, 5), (40, 10), (60, 24), (80, 24), (100, 50), (300, 100)] {
            let picture = picture(&site, Size { columns, rows }, Theme::Plain);
            assert!(picture.lines().count() < rows.max(2), "{columns} x {rows}:\n{picture}");
            let widest = picture.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= columns.min(100), "{columns} x {rows} is {widest} wide:\n{picture}");
        }
    }
}

#[test]
fn colours_change_nothing_but_colours() {
    let coloured = picture(&sample::busy_site(), USUAL, Theme::Colour);
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((text, escape)) = rest.split_once('\u{1b}') {
        plain += text;
        rest = escape.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain += rest;
    let trimmed: String = plain.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    assert_eq!(trimmed, picture(&sample::busy_site(), USUAL, Theme::Plain));
}

#[test]
fn a_dead_machine_is_down_before_its_visitors_know() {
    let unnoticed = Site { state: crate::vocabulary::SiteState::Up, ..sample::dark_site() };
    let picture = picture(&unnoticed, USUAL, Theme::Plain);
    assert!(
        picture.starts_with(" ○ SITE DOWN (VISITORS STILL WAIT) since 0:00:20   the machine"),
        "{picture}"
    );
}
