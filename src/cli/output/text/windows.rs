//! A table with a column for each window and a row for each figure.

use super::figure::{self, NOTHING};
use super::{Ink, Line, Sheet};
use crate::metrics::WindowFigures;
use crate::simulation::{Report, WindowReport};
use crate::vocabulary::{Aggregate, Metric, RequestClass};

/// Windows beside each other at most; of more, as many go below.
const COLUMNS_MAX: usize = 5;
/// Width of the names of the figures.
const LABEL: usize = 28;
/// Width of a column, if no window has a longer name.
const COLUMN: usize = 14;
/// Fewer pages give neither rates nor shares nor quantiles.
const SAMPLES_MIN: u64 = 20;

/// A row of the table.
enum Row {
    /// What the rows below count.
    Heading(&'static str),
    /// A figure that any window has.
    Count(&'static str, Show),
    /// A figure that takes enough pages to say anything.
    Share(&'static str, Show),
}

/// How a figure of a window is shown.
type Show = fn(&WindowReport) -> String;

use Row::{Count, Heading, Share};

const ROWS: [Row; 20] = [
    Count("from", |window| figure::moment(window.tally.from).to_string()),
    Count("to", |window| figure::moment(window.tally.to).to_string()),
    Heading("of pages and requests begun in the window"),
    Count("pages begun", |window| figure::count(window.tally.pages.begun())),
    Count("  good", |window| figure::count(window.tally.pages.good())),
    Count("  failed", |window| figure::count(window.tally.pages.failed())),
    Count("  under way at the end", |window| figure::count(window.tally.pages.in_flight())),
    Share("success", |window| value(window, Metric::PageSuccess, Aggregate::Value, figure::percent)),
    Count("latency of good pages p50", |window| latency(window, Aggregate::P50)),
    Count("                      p95", |window| latency(window, Aggregate::P95)),
    Share("requests begun", |window| begun_per_second(window, None)),
    Share("  of the application", |window| begun_per_second(window, Some(RequestClass::Dynamic))),
    Share("attempts a request", |window| {
        value(window, Metric::AttemptsPerRequest, Aggregate::Value, figure::level)
    }),
    Heading("what the machine did in the window"),
    Share("answers of the application", |window| {
        value(window, Metric::Throughput, Aggregate::Value, figure::rate)
    }),
    Share("  good ones (goodput)", |window| value(window, Metric::Goodput, Aggregate::Value, figure::rate)),
    Share("wasted work", |window| value(window, Metric::Waste, Aggregate::Value, figure::percent)),
    Share("cores in use", |window| {
        value(window, Metric::CoresUtilisation, Aggregate::Value, figure::percent)
    }),
    Share("gunicorn workers in use", |window| {
        value(window, Metric::GunicornWorkersUtilisation, Aggregate::Value, figure::percent)
    }),
    Count("gunicorn backlog, mean", |window| {
        value(window, Metric::GunicornBacklog, Aggregate::Mean, figure::level)
    }),
];

/// The tables of all windows, each as wide as the page allows.
pub(super) fn write(sheet: &mut Sheet, report: &Report) {
    let names = report.windows.iter().map(|window| window.name.chars().count());
    let room = sheet.width().saturating_sub(LABEL);
    let column = (names.max().unwrap_or(0) + 2).clamp(COLUMN, room.max(COLUMN));
    let columns = (room / column).clamp(1, COLUMNS_MAX);
    let tables = report.windows.len().div_ceil(columns).max(1);
    for windows in report.windows.chunks(report.windows.len().div_ceil(tables).max(1)) {
        write_table(sheet, windows, column);
    }
}

fn write_table(sheet: &mut Sheet, windows: &[WindowReport], column: usize) {
    sheet.gap();
    for line in head(windows, column) {
        sheet.line(line);
    }
    sheet.line(Line::new().ink(Ink::Faint, "─".repeat(LABEL + column * windows.len())));
    for row in &ROWS {
        match row {
            Heading(text) => {
                sheet.gap();
                sheet.line(Line::new().ink(Ink::Faint, *text));
            }
            Share(..) if windows.iter().all(is_small) => {}
            Count(label, show) => sheet.line(cells(label, windows, column, show)),
            Share(label, show) => sheet.line(cells(label, windows, column, |window| {
                if is_small(window) { NOTHING.to_owned() } else { show(window) }
            })),
        }
    }
}

/// The names; one that is longer than its column goes on in the next line.
fn head(windows: &[WindowReport], column: usize) -> Vec<Line> {
    let letters: Vec<Vec<char>> = windows.iter().map(|window| window.name.chars().collect()).collect();
    let pieces: Vec<Vec<&[char]>> = letters.iter().map(|name| name.chunks(column - 2).collect()).collect();
    let rows = pieces.iter().map(Vec::len).max().unwrap_or(0);
    let row = |row: usize| {
        let mut line = Line::new().ink(Ink::Strong, if row == 0 { "Windows" } else { "" });
        for (place, name) in pieces.iter().enumerate() {
            let piece: String = name.get(row).copied().unwrap_or_default().iter().collect();
            line = line.right(Ink::Strong, &piece, LABEL + column * (place + 1));
        }
        line
    };
    (0..rows).map(row).collect()
}

fn cells(
    label: &str,
    windows: &[WindowReport],
    column: usize,
    show: impl Fn(&WindowReport) -> String,
) -> Line {
    let mut line = Line::new().text(label);
    for (place, window) in windows.iter().enumerate() {
        let text = show(window);
        let ink = if text.starts_with(NOTHING) || text == "0" { Ink::Faint } else { Ink::Plain };
        line = line.right(ink, &text, LABEL + column * (place + 1));
    }
    line
}

fn is_small(window: &WindowReport) -> bool {
    window.tally.pages.begun() < SAMPLES_MIN
}

fn value(window: &WindowReport, metric: Metric, aggregate: Aggregate, show: fn(f64) -> String) -> String {
    let measured = window.figures().value(metric, aggregate);
    measured.map_or_else(|| NOTHING.to_owned(), |measured| show(measured.value))
}

/// A quantile of few good pages says nothing: how few they are stands in its place.
fn latency(window: &WindowReport, aggregate: Aggregate) -> String {
    match window.tally.pages.good() {
        0 => NOTHING.to_owned(),
        1 => format!("{NOTHING} (1 page)"),
        few if few < SAMPLES_MIN => format!("{NOTHING} ({few} pages)"),
        _ => value(window, Metric::PageLatency, aggregate, figure::latency),
    }
}

fn begun_per_second(window: &WindowReport, class: Option<RequestClass>) -> String {
    let seconds = window.tally.to.since(window.tally.from).as_secs_f64();
    let begun = WindowFigures::of(&window.tally).requests(class).begun();
    if seconds > 0.0 { figure::rate(begun as f64 / seconds) } else { NOTHING.to_owned() }
}
