//! A table with a column for each window and a row for each figure.

use super::figure::{self, NOTHING};
use super::{Ink, Line, Sheet};
use crate::metrics::WindowFigures;
use crate::simulation::{Report, WindowReport};
use crate::vocabulary::{Aggregate, Metric};

/// Windows beside each other at most; of more, as many go below.
const COLUMNS_MAX: usize = 5;
/// Width of the names of the figures.
const LABEL: usize = 24;
/// Width of a column.
const COLUMN: usize = 15;

/// How a figure of a window is shown.
type Show = fn(&WindowReport) -> String;

/// The rows; an empty name leaves a gap.
const ROWS: [(&str, Show); 18] = [
    ("from", |window| window.tally.from.to_string()),
    ("to", |window| window.tally.to.to_string()),
    ("", |_| String::new()),
    ("pages begun", |window| figure::count(window.tally.pages.begun())),
    ("  good", |window| figure::count(window.tally.pages.good())),
    ("  failed", |window| figure::count(window.tally.pages.failed())),
    ("  under way at the end", |window| figure::count(window.tally.pages.in_flight())),
    ("success", |window| value(window, Metric::PageSuccess, Aggregate::Value, figure::percent)),
    ("page latency p50", |window| value(window, Metric::PageLatency, Aggregate::P50, figure::latency)),
    ("page latency p95", |window| value(window, Metric::PageLatency, Aggregate::P95, figure::latency)),
    ("", |_| String::new()),
    ("requests begun", requests_per_second),
    ("throughput", |window| value(window, Metric::Throughput, Aggregate::Value, figure::rate)),
    ("goodput", |window| value(window, Metric::Goodput, Aggregate::Value, figure::rate)),
    ("wasted work", |window| value(window, Metric::Waste, Aggregate::Value, figure::percent)),
    ("cores in use", |window| value(window, Metric::CoresUtilisation, Aggregate::Value, figure::percent)),
    ("gunicorn workers in use", |window| {
        value(window, Metric::GunicornWorkersUtilisation, Aggregate::Value, figure::percent)
    }),
    ("gunicorn backlog, mean", |window| {
        value(window, Metric::GunicornBacklog, Aggregate::Mean, figure::level)
    }),
];

/// The table of all windows.
pub(super) fn write(sheet: &mut Sheet, report: &Report) {
    let tables = report.windows.len().div_ceil(COLUMNS_MAX).max(1);
    for windows in report.windows.chunks(report.windows.len().div_ceil(tables).max(1)) {
        sheet.gap();
        let mut head = Line::new().ink(Ink::Strong, "Windows");
        for (place, window) in windows.iter().enumerate() {
            let name: String = window.name.chars().take(COLUMN - 2).collect();
            head = head.right(Ink::Strong, &name, end_of(place));
        }
        sheet.line(head);
        sheet.line(Line::new().ink(Ink::Faint, "─".repeat(end_of(windows.len() - 1))));
        for (label, show) in ROWS {
            sheet.line(row(label, show, windows));
        }
    }
}

fn row(label: &str, show: Show, windows: &[WindowReport]) -> Line {
    let mut line = Line::new().text(label);
    for (place, window) in windows.iter().enumerate() {
        let text = show(window);
        let ink = if text == NOTHING || text == "0" { Ink::Faint } else { Ink::Plain };
        line = line.right(ink, &text, end_of(place));
    }
    line
}

fn end_of(column: usize) -> usize {
    LABEL + COLUMN * (column + 1)
}

fn value(window: &WindowReport, metric: Metric, aggregate: Aggregate, show: fn(f64) -> String) -> String {
    let measured = window.figures().value(metric, aggregate);
    measured.map_or_else(|| NOTHING.to_owned(), |measured| show(measured.value))
}

fn requests_per_second(window: &WindowReport) -> String {
    let seconds = window.tally.to.since(window.tally.from).as_secs_f64();
    let begun = WindowFigures::of(&window.tally).requests(None).begun();
    if seconds > 0.0 { figure::rate(begun as f64 / seconds) } else { NOTHING.to_owned() }
}
