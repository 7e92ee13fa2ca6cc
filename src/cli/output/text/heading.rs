//! What was tried, and how it was run.

use super::{Case, Ink, Line, Played, Sheet, figure};
use crate::units::{SimDuration, SimTime};

/// Where the text beside a label begins.
const TEXT: usize = 12;

/// Title, lesson, hypothesis and the run.
pub(super) fn write(sheet: &mut Sheet, case: &Case, played: &Played) {
    let identity = &played.plan.identity;
    let title = if identity.title.is_empty() { &case.file } else { &identity.title };
    sheet.wrapped(Line::new(), Ink::Strong, title);
    let width = title.chars().count().clamp(8, sheet.width());
    sheet.line(Line::new().ink(Ink::Faint, "─".repeat(width)));
    for (label, text) in [("lesson", &identity.lesson), ("hypothesis", &identity.hypothesis)] {
        if let Some(text) = text {
            sheet.wrapped(Line::new().ink(Ink::Faint, label).to(TEXT), Ink::Plain, text);
        }
    }
    sheet.wrapped(Line::new().ink(Ink::Faint, "run").to(TEXT), Ink::Plain, &run(played));
    sheet.wrapped(Line::new().ink(Ink::Faint, "file").to(TEXT), Ink::Plain, &case.file);
}

fn run(played: &Played) -> String {
    let (plan, report) = (&played.plan, &played.report);
    let ran = report.ended_at.since(SimTime::ZERO);
    let cut_short = report.ended_at != SimTime::ZERO + plan.run.duration;
    let of = if cut_short { format!(" of {}", plan.run.duration) } else { String::new() };
    let warm_up = match plan.run.warm_up {
        SimDuration::ZERO => String::new(),
        warm_up => format!(" · warm-up {warm_up}"),
    };
    let runs = match plan.run.replications {
        count if played.replications.is_some() => format!(" · the first of {count} runs"),
        _ => String::new(),
    };
    let events = figure::count(report.events);
    format!("{ran}{of} simulated{warm_up} · seed {} · {events} events{runs}", report.seed)
}
