//! Outages and availability, from the visitor's chair.

use super::figure::{self, NOTHING};
use super::{Ink, Line, Played, Sheet, chain};
use crate::scenario::Plan;
use crate::simulation::{Halt, OutageReport, Report};

/// More outages are only counted.
const SHOWN_MAX: usize = 20;

/// Every outage, and the availability; a run that was stopped knows neither.
pub(super) fn write(sheet: &mut Sheet, played: &Played) {
    let report = &played.report;
    sheet.heading("Outages, from the visitor's chair (a page counts when it was begun)");
    if report.halt != Halt::Reached {
        sheet.line(Line::new().text("  not known: the run was stopped"));
        sheet.line(Line::new().text(format!("  available by page {NOTHING}, by time {NOTHING}")));
        return;
    }
    if report.outages.is_empty() {
        sheet.line(Line::new().text("  none"));
    }
    for (place, outage) in report.outages.iter().take(SHOWN_MAX).enumerate() {
        write_one(sheet, place + 1, outage, &played.plan);
    }
    if report.outages.len() > SHOWN_MAX {
        let more = format!("  and {} more", report.outages.len() - SHOWN_MAX);
        sheet.line(Line::new().ink(Ink::Faint, more));
    }
    write_availability(sheet, report);
}

fn write_one(sheet: &mut Sheet, number: usize, outage: &OutageReport, plan: &Plan) {
    let to = match outage.outage.to {
        None => "the end of the run".to_owned(),
        Some(to) => figure::moment(to).to_string(),
    };
    let sort = if outage.is_planned() { "planned" } else { "unplanned" };
    let ink = if outage.is_planned() { Ink::Odd } else { Ink::Bad };
    let line = Line::new()
        .right(Ink::Strong, &number.to_string(), 4)
        .text(format!("  {} to {to}  ", figure::moment(outage.outage.from)))
        .to(36)
        .text(format!("lasted {}", figure::span(outage.lasted)));
    sheet.line(line);
    let whose = chain::set_off_by(outage, plan);
    let symptom = outage.outage.symptom.in_words(outage.outage.first_symptom);
    let text = format!("{symptom}; {whose}");
    sheet.wrapped(Line::new().to(6).ink(ink, sort).text("; "), Ink::Faint, &text);
    let start = Line::new().to(6).ink(Ink::Strong, "what killed it").text(": ");
    sheet.wrapped(start, Ink::Plain, &chain::in_words(outage));
}

fn write_availability(sheet: &mut Sheet, report: &Report) {
    let availability = &report.availability;
    let by_page = availability.by_request.map_or_else(|| NOTHING.to_owned(), figure::percent);
    let by_time = figure::percent(availability.by_time);
    let planned = figure::span(availability.planned_downtime);
    let unplanned = figure::span(availability.unplanned_downtime);
    let text = format!(
        "available by page {by_page}, by time {by_time}; out {planned} planned, {unplanned} unplanned"
    );
    sheet.wrapped(Line::new().text("  "), Ink::Strong, &text);
}
