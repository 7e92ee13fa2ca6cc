//! What was done to the site and what happened to it, in order.

use super::deed::label;
use super::{Deed, Ink, Line, Played, Sheet, figure};
use crate::scenario::Plan;
use crate::simulation::Report;
use crate::units::SimTime;

/// More happenings are only counted.
const SHOWN_MAX: usize = 40;
/// Where the text beside a time begins.
const TEXT: usize = 16;

/// The timeline's actions and the chronicle, merged.
pub(super) fn write(sheet: &mut Sheet, played: &Played) {
    let rows = rows(&played.plan, &played.report);
    if rows.is_empty() {
        return;
    }
    sheet.heading("What happened");
    for (at, ink, text) in rows.iter().take(SHOWN_MAX) {
        let sign = if *ink == Ink::Deed { "> " } else { "  " };
        sheet.wrapped(
            Line::new().text(format!("  {}", figure::moment(*at))).to(TEXT).ink(*ink, sign),
            *ink,
            text,
        );
    }
    let left_out =
        rows.len() as u64 + played.report.chronicle.left_out() - (rows.len().min(SHOWN_MAX) as u64);
    if left_out > 0 {
        let more = format!("and {} more", figure::count(left_out));
        sheet.line(Line::new().to(TEXT + 2).ink(Ink::Faint, more));
    }
}

/// Every row with its time; what somebody did stands before what happened at the same instant.
fn rows(plan: &Plan, report: &Report) -> Vec<(SimTime, Ink, String)> {
    let deeds = Deed::all(plan).into_iter().map(|deed| {
        let note = deed.note.map_or_else(String::new, |note| format!(": {note}"));
        (deed.at, Ink::Deed, format!("{}{note}", deed.described()))
    });
    let by_chance = report.random_failures.iter().flat_map(|failure| {
        let broke = failure.stretches.iter().map(|(from, _)| *from);
        let what = label(plan, Some(failure.number), failure.action);
        broke.take(SHOWN_MAX).map(move |at| (at, Ink::Deed, what.clone()))
    });
    let happenings =
        report.chronicle.entries().iter().map(|entry| (entry.at, Ink::Plain, entry.what.text().to_owned()));
    let mut rows: Vec<_> = deeds.chain(by_chance).chain(happenings).collect();
    rows.sort_by_key(|(at, ink, _)| (*at, *ink != Ink::Deed));
    rows
}
