//! The site from the server's chair: what a probe of each sort of route would have got, and what stands in the logs.

use super::{Ink, Line, Played, Sheet, deed, figure};
use crate::simulation::{DownReport, Halt, Report};
use crate::vocabulary::{Probe, Word};

/// More stretches are only counted.
const SHOWN_MAX: usize = 12;

/// Availability of each sort of route with its downtime; a run that was stopped knows neither.
pub(super) fn write(sheet: &mut Sheet, played: &Played) {
    let report = &played.report;
    if report.halt != Halt::Reached || report.server.down.is_empty() {
        return;
    }
    sheet.heading("Down, from the server's chair (what a probe would have got)");
    for down in report.server.down.iter().take(SHOWN_MAX) {
        write_one(sheet, down, played);
    }
    if report.server.down.len() > SHOWN_MAX {
        let more = format!("  and {} more", report.server.down.len() - SHOWN_MAX);
        sheet.line(Line::new().ink(Ink::Faint, more));
    }
    let available = Probe::ALL.iter().map(|probe| {
        let (share, _, _) = report.server.probes[probe.index()];
        format!("{probe} {}", figure::percent(share))
    });
    let text = format!("available by time: {}", available.collect::<Vec<_>>().join(", "));
    sheet.wrapped(Line::new().text("  "), Ink::Strong, &text);
}

fn write_one(sheet: &mut Sheet, report: &DownReport, played: &Played) {
    let down = &report.down;
    let end = down.to.map_or_else(|| "the end of the run".to_owned(), |to| figure::moment(to).to_string());
    let lasted = figure::span(down.to.unwrap_or(played.report.ended_at) - down.from);
    let action = report.action.map(|action| deed::label(&played.plan, down.blame.action, action));
    let limit = down.blame.limit.map(|limit| format!("({limit} was reached)"));
    let whose: Vec<String> = action.into_iter().chain(limit).collect();
    let from = figure::moment(down.from);
    sheet.wrapped(
        Line::new().ink(Ink::Strong, format!("  {:<10}", down.probe.spelling())),
        Ink::Plain,
        &format!("{from} to {end}  lasted {lasted}  {}", whose.join(" ")),
    );
}

/// What the programs wrote, each line with how often it was.
pub(super) fn write_logs(sheet: &mut Sheet, report: &Report) {
    let mut lines = report.logs.lines().peekable();
    if lines.peek().is_none() {
        return;
    }
    sheet.heading("What the programs wrote into their logs");
    for (message, line, written) in lines {
        let start = Line::new()
            .right(Ink::Strong, &figure::count(written.count), 10)
            .text(format!("  {}  ", figure::moment(written.first)))
            .to(29)
            .ink(Ink::Faint, format!("{}: ", message.log()));
        sheet.wrapped(start, Ink::Plain, &line);
    }
}
