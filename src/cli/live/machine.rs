//! The one box and what runs in it. A machine that is off is dark: nothing in it has a state or a number.

use super::view::View;
use crate::cli::output::{Ink, Line};
use crate::snapshot::{Power, ProcessState, Site};

/// The programs in the order in which a request meets them, each below and beyond the one before.
const NGINX: &str = "nginx";
const GUNICORN: &str = "└─ gunicorn";
const MYSQL: &str = "   └─ MySQL";

/// Where a program's state is told.
const STATE: usize = 14;
/// Where a program's gauge is named.
const GAUGE: usize = 21;
/// Where the gauge begins.
const BAR: usize = 33;
/// Room for the numbers at its right.
const NUMBERS: usize = 23;

/// The box, `width` characters wide.
pub(super) fn lines(view: &View<'_>, width: usize) -> Vec<Line> {
    let site = view.site;
    let inside = width.saturating_sub(4);
    let rows = match site.host.power {
        Power::Off | Power::Panicked => dark(inside),
        Power::Booting | Power::On => alight(site, inside),
    };
    let ink = if site.host.power == Power::Off { Ink::Faint } else { Ink::Plain };
    let (wall, dash) = if site.host.power == Power::Off { ("╎", "╌") } else { ("│", "─") };
    let mut lines = vec![top(site, width, dash, ink)];
    for row in rows {
        let row = row.cut(inside).to(inside);
        lines.push(Line::new().ink(ink, format!("{wall} ")).then(row).ink(ink, format!(" {wall}")));
    }
    lines.push(Line::new().ink(ink, format!("└{}┘", dash.repeat(width.saturating_sub(2)))));
    lines
}

fn top(site: &Site, width: usize, dash: &str, ink: Ink) -> Line {
    let (state, state_ink) = match site.host.power {
        Power::Off => ("NO POWER", Ink::Bad),
        Power::Panicked => ("PANIC", Ink::Bad),
        Power::Booting => ("boots", Ink::Odd),
        Power::On => ("on", Ink::Good),
    };
    let line = Line::new()
        .ink(ink, format!("┌{dash} "))
        .ink(ink, "the one machine: ")
        .ink(state_ink, state)
        .text(" ");
    let rest = width.saturating_sub(line.width() + 1);
    line.ink(ink, dash.repeat(rest) + "┐")
}

/// Names in the dark.
fn dark(inside: usize) -> Vec<Line> {
    [NGINX, GUNICORN, "", MYSQL, "cores"]
        .iter()
        .map(|name| Line::new().text(*name).to(GAUGE).text("· ".repeat(inside.saturating_sub(GAUGE) / 2)))
        .map(|line| line.all_in(Ink::Faint))
        .collect()
}

fn alight(site: &Site, inside: usize) -> Vec<Line> {
    let (nginx, gunicorn, mysql, host) = (&site.web_server, &site.app_server, &site.database, &site.host);
    vec![
        gauge(
            program(NGINX, nginx.state),
            "connections",
            Filled { part: nginx.connections, whole: nginx.connections_max },
            &format!("{} of {}", nginx.connections, nginx.connections_max),
            inside,
        ),
        gauge(
            program(GUNICORN, gunicorn.state),
            "backlog",
            Filled { part: gunicorn.backlog, whole: gunicorn.backlog_max },
            &format!("{} of {}", gunicorn.backlog, gunicorn.backlog_max),
            inside,
        ),
        cells(
            Line::new(),
            "workers",
            Filled { part: gunicorn.busy, whole: gunicorn.workers },
            &format!("{} of {} busy", gunicorn.busy, gunicorn.workers),
            inside,
        ),
        gauge(
            program(MYSQL, mysql.state),
            "sessions",
            Filled { part: mysql.sessions, whole: mysql.sessions_max },
            &format!("{} of {}, {} at work", mysql.sessions, mysql.sessions_max, mysql.running),
            inside,
        ),
        cells(
            Line::new().ink(Ink::Strong, "cores"),
            "runnable",
            Filled { part: host.runnable, whole: host.cores },
            &format!("{} want {} cores", host.runnable, host.cores),
            inside,
        ),
    ]
}

/// So many of so many.
#[derive(Clone, Copy)]
struct Filled {
    part: u32,
    whole: u32,
}

impl Filled {
    fn ink(self) -> Ink {
        match () {
            () if self.part > self.whole => Ink::Bad,
            () if self.part == self.whole && self.whole > 0 => Ink::Odd,
            () => Ink::Good,
        }
    }
}

fn program(name: &str, state: ProcessState) -> Line {
    let (word, ink) = match state {
        ProcessState::Down => ("down", Ink::Bad),
        ProcessState::Starting => ("starts", Ink::Odd),
        ProcessState::Running => ("runs", Ink::Good),
        ProcessState::Stopping => ("stops", Ink::Odd),
        ProcessState::Hung => ("hangs", Ink::Bad),
    };
    Line::new().ink(Ink::Strong, name).to(STATE).ink(ink, word)
}

/// A bar that fills from the left; anything at all shows.
fn gauge(name: Line, label: &str, filled: Filled, numbers: &str, inside: usize) -> Line {
    let room = inside.saturating_sub(BAR + NUMBERS);
    let exact = u64::from(filled.part) * room as u64;
    let full = (exact / u64::from(filled.whole.max(1))).max(u64::from(filled.part > 0)) as usize;
    let full = full.min(room);
    name.to(GAUGE)
        .text(label)
        .to(BAR)
        .ink(filled.ink(), "█".repeat(full))
        .ink(Ink::Faint, "░".repeat(room - full))
        .text(format!("  {numbers}"))
}

/// A cell for each: busy ones first, then idle ones, then those that wait beyond.
fn cells(name: Line, label: &str, filled: Filled, numbers: &str, inside: usize) -> Line {
    let room = inside.saturating_sub(BAR + NUMBERS);
    let (part, whole) = (filled.part as usize, filled.whole as usize);
    if part.max(whole) * 2 > room + 1 {
        return gauge(name, label, filled, numbers, inside);
    }
    let busy = part.min(whole);
    name.to(GAUGE)
        .text(label)
        .to(BAR)
        .ink(filled.ink(), "■ ".repeat(busy))
        .ink(Ink::Faint, "□ ".repeat(whole - busy))
        .ink(Ink::Bad, "+ ".repeat(part - busy))
        .to(BAR + room)
        .text(format!("  {numbers}"))
}
