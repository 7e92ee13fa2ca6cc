//! What is said after a lesson, with the figures of the run that has just been seen.

use crate::simulation::{Availability, Report};
use crate::units::SimDuration;
use crate::visual::texts;
use crate::vocabulary::{Figure, Word};

/// `text` with its figures filled in.
pub(super) fn filled(text: &str, report: &Report, cause: &str) -> String {
    let fill = |text: String, figure: &Figure| {
        let place = format!("{{{}}}", figure.spelling());
        if text.contains(&place) { text.replace(&place, &told(*figure, report, cause)) } else { text }
    };
    Figure::ALL.iter().fold(text.to_owned(), fill)
}

fn told(figure: Figure, report: &Report, cause: &str) -> String {
    let figures = report.windows[0].figures();
    let latency = |percent| figures.page_latency().percentile(percent);
    let outage = report.outages.first();
    let none = || texts::NONE.to_owned();
    match figure {
        Figure::Availability => {
            report.availability.by_request.map_or_else(none, |share| format!("{:.2} %", share * 100.0))
        }
        Figure::PagesGood => figures.pages().good().to_string(),
        Figure::PagesFailed => figures.pages().failed().to_string(),
        Figure::PagesP50 => latency(50.0).map_or_else(none, rounded),
        Figure::PagesP95 => latency(95.0).map_or_else(none, rounded),
        Figure::OutageStarted => outage.map_or_else(none, |outage| outage.outage.from.to_string()),
        Figure::OutageLasted => outage.map_or_else(none, |outage| rounded(outage.lasted)),
        Figure::OutageSymptom => {
            outage.map_or_else(none, |outage| outage.outage.first_symptom.text().visitor_sees.to_owned())
        }
        Figure::Downtime => {
            let Availability { planned_downtime, unplanned_downtime, .. } = report.availability;
            rounded(planned_downtime + unplanned_downtime)
        }
        Figure::Cause => cause.to_owned(),
    }
}

/// As one says it: to a hundredth of its unit.
fn rounded(span: SimDuration) -> String {
    let seconds = span.as_secs_f64();
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1e3) } else { format!("{seconds:.1} s") }
}
