//! What broke by chance, how often, for how long, and what that cost.

use super::{Ink, Line, Sheet, figure};
use crate::simulation::{RandomFailureReport, Report};

/// A line for each.
pub(super) fn write(sheet: &mut Sheet, report: &Report) {
    if report.random_failures.is_empty() {
        return;
    }
    sheet.heading("What broke by chance");
    for failure in &report.random_failures {
        sheet.line(Line::new().to(4).ink(Ink::Plain, words(failure)));
    }
}

fn words(failure: &RandomFailureReport) -> String {
    let action = failure.action;
    let what = failure.name.as_ref().map_or_else(|| action.to_string(), |name| format!("{name} ({action})"));
    let times = if failure.stretches.len() == 1 { "time" } else { "times" };
    let (often, pages) = (figure::count(failure.stretches.len() as u64), figure::count(failure.failed_pages));
    format!("{what}: {often} {times}, {} in all, {pages} failed pages", failure.broken)
}
