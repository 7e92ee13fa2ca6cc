//! Where the time of good requests went, and how each route did: over the window `all`.

use super::{Ink, Line, Sheet, figure};
use crate::metrics::{Latency, LatencyFigures};
use crate::scenario::Plan;
use crate::simulation::{Report, WindowReport};
use crate::vocabulary::{Stage, Word};

/// Where the columns of figures end.
const COLUMNS: [usize; 5] = [40, 52, 64, 76, 88];
/// More routes are only counted.
const ROUTES_SHOWN_MAX: usize = 12;

/// Both tables; nothing for a run in which no request came through.
pub(super) fn write(sheet: &mut Sheet, plan: &Plan, report: &Report) {
    let Some(all) = report.windows.first() else { return };
    if all.tally.stages.iter().any(|stage| stage.count() > 0) {
        write_stages(sheet, all);
        write_routes(sheet, plan, all);
    }
}

fn write_stages(sheet: &mut Sheet, all: &WindowReport) {
    sheet.heading("Where good requests spent their time");
    head(sheet, "stage", ["requests", "of the time", "mean", "p50", "p95"]);
    let together: u128 = all.tally.stages.iter().map(Latency::sum_nanos).sum();
    for stage in Stage::ALL {
        let latency = all.figures().stage(*stage);
        if latency.count() > 0 {
            let share = latency.sum_nanos() as f64 / together as f64;
            let [mean, p50, p95] = figures(latency);
            let cells = [figure::count(latency.count()), figure::percent(share), mean, p50, p95];
            row(sheet, stage.spelling(), &cells);
        }
    }
}

fn write_routes(sheet: &mut Sheet, plan: &Plan, all: &WindowReport) {
    sheet.heading("Routes");
    head(sheet, "route", ["requests", "success", "mean", "p50", "p95"]);
    let routes = plan.settings.application.routes.iter().zip(0..);
    let asked: Vec<_> =
        routes.filter_map(|(route, place)| Some((route, all.figures().route(place)?))).collect();
    for (route, tally) in asked.iter().take(ROUTES_SHOWN_MAX) {
        let (good, ended) = (tally.requests.good(), tally.requests.ended());
        let success =
            if ended > 0 { figure::percent(good as f64 / ended as f64) } else { figure::NOTHING.to_owned() };
        let [mean, p50, p95] = figures(&tally.latency);
        row(sheet, &route.path, &[figure::count(tally.requests.begun()), success, mean, p50, p95]);
    }
    if asked.len() > ROUTES_SHOWN_MAX {
        let more = format!("  and {} more; --format json tells them all", asked.len() - ROUTES_SHOWN_MAX);
        sheet.line(Line::new().ink(Ink::Faint, more));
    }
}

fn figures(latency: &Latency) -> [String; 3] {
    let figures = LatencyFigures::of(latency);
    [figures.mean_ns, figures.p50_ns, figures.p95_ns]
        .map(|nanos| nanos.map_or_else(|| figure::NOTHING.to_owned(), |nanos| figure::latency(nanos as f64)))
}

fn head(sheet: &mut Sheet, label: &str, columns: [&str; 5]) {
    let mut line = Line::new().ink(Ink::Faint, format!("  {label}"));
    for (text, end) in columns.iter().zip(COLUMNS) {
        line = line.right(Ink::Faint, text, end);
    }
    sheet.line(line);
}

fn row(sheet: &mut Sheet, label: &str, cells: &[String; 5]) {
    let label: String = label.chars().take(26).collect();
    let mut line = Line::new().text(format!("  {label}"));
    for (text, end) in cells.iter().zip(COLUMNS) {
        line = line.right(Ink::Plain, text, end);
    }
    sheet.line(line);
}
