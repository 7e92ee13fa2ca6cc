//! Outages and availability, from the visitor's chair.

use super::figure::{self, NOTHING};
use super::{Ink, Line, Sheet};
use crate::simulation::{OutageReport, Report};

/// More outages are only counted.
const SHOWN_MAX: usize = 20;

/// Every outage, and the availability.
pub(super) fn write(sheet: &mut Sheet, report: &Report) {
    sheet.heading("Outages, from the visitor's chair");
    if report.outages.is_empty() {
        sheet.line(Line::new().text("  none"));
    }
    for (place, outage) in report.outages.iter().take(SHOWN_MAX).enumerate() {
        write_one(sheet, place + 1, outage);
    }
    if report.outages.len() > SHOWN_MAX {
        let more = format!("  and {} more", report.outages.len() - SHOWN_MAX);
        sheet.line(Line::new().ink(Ink::Faint, more));
    }
    write_availability(sheet, report);
}

fn write_one(sheet: &mut Sheet, number: usize, outage: &OutageReport) {
    let to = outage.outage.to.map_or_else(|| "the end of the run".to_owned(), |to| to.to_string());
    let sort = if outage.is_planned() { "planned" } else { "unplanned" };
    let ink = if outage.is_planned() { Ink::Odd } else { Ink::Bad };
    sheet.line(
        Line::new()
            .right(Ink::Strong, &number.to_string(), 4)
            .text(format!("  {} to {to}", outage.outage.from))
            .to(38)
            .text(format!("lasted {}", outage.lasted))
            .to(64)
            .ink(ink, sort),
    );
    let whose = match (outage.action, outage.outage.blame.limit) {
        (Some(action), Some(limit)) => format!("set off by {action}, {limit} was reached"),
        (Some(action), None) => format!("set off by {action}"),
        (None, Some(limit)) => format!("{limit} was reached"),
        (None, None) => "nobody is to blame".to_owned(),
    };
    sheet.line(
        Line::new().to(6).ink(Ink::Faint, format!("first symptom {}; {whose}", outage.outage.first_symptom)),
    );
}

fn write_availability(sheet: &mut Sheet, report: &Report) {
    let availability = &report.availability;
    let by_request = availability.by_request.map_or_else(|| NOTHING.to_owned(), figure::percent);
    let by_time = figure::percent(availability.by_time);
    let (planned, unplanned) = (availability.planned_downtime, availability.unplanned_downtime);
    sheet.line(
        Line::new()
            .text("  available by request ")
            .ink(Ink::Strong, by_request)
            .text(", by time ")
            .ink(Ink::Strong, by_time)
            .text(format!("; out {planned} planned, {unplanned} unplanned")),
    );
}
