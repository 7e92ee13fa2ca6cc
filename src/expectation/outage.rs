//! An outage happens as stated, or none happens at all.

use super::finding::{Finding, Measurement};
use super::{Met, words};
use crate::metrics::Outage;
use crate::scenario::{Downtime, OutageClaim};
use crate::simulation::{OutageReport, Report};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{FailureKind, Quantity, Symptom};

/// One thing that is claimed about an outage.
struct Part {
    /// What must be true.
    bound: String,
    /// What is true instead, if it is.
    broken: Option<String>,
    /// How far inside the bound it lies.
    margin: Option<String>,
}

/// Holds the outage of that number against what is claimed about it.
pub(super) fn find(report: &Report, claim: &OutageClaim) -> Finding {
    let found = (claim.number as usize).checked_sub(1).and_then(|place| report.outages.get(place));
    let bounds: Vec<String> = parts(claim, None, report).into_iter().map(|part| part.bound).collect();
    let pages = pages_ended(report);
    let measurement = match found {
        Some(outage) => Some(measured(claim, outage, report)),
        None => (pages > 0).then(|| missing(report)),
    };
    Finding {
        claim: format!("outage {}", claim.number),
        bound: if bounds.is_empty() { "happens".to_owned() } else { bounds.join("; ") },
        samples: pages,
        rests_on: words::so_many(pages, "page", "pages"),
        measurement,
    }
}

/// Holds the run against the claim that no outage happened.
pub(super) fn find_none(report: &Report) -> Finding {
    let (pages, count) = (pages_ended(report), report.outages.len());
    let words = report.outages.first().map_or_else(
        || "none".to_owned(),
        |first| {
            format!("{}, the first {}", words::so_many(count as u64, "outage", "outages"), described(first))
        },
    );
    let measurement = Measurement {
        met: Met::from(count == 0),
        words,
        value: Some(count as f64),
        margin: None,
        broken: Vec::new(),
    };
    Finding {
        claim: "no outage".to_owned(),
        bound: "none".to_owned(),
        samples: pages,
        rests_on: words::so_many(pages, "page", "pages"),
        measurement: (pages > 0).then_some(measurement),
    }
}

/// Pages that ended, of those that were begun in the window `all`.
pub(super) fn pages_ended(report: &Report) -> u64 {
    report.windows.first().map_or(0, |window| window.tally.pages.ended())
}

fn measured(claim: &OutageClaim, outage: &OutageReport, report: &Report) -> Measurement {
    let parts = parts(claim, Some(outage), report);
    let margins: Vec<&str> = parts.iter().filter_map(|part| part.margin.as_deref()).collect();
    let margin = (!margins.is_empty()).then(|| margins.join(", "));
    let broken: Vec<String> = parts.into_iter().filter_map(|part| part.broken).collect();
    let met = Met::from(broken.is_empty());
    Measurement { met, words: described(outage), value: None, margin, broken }
}

fn missing(report: &Report) -> Measurement {
    let words = match report.outages.len() {
        0 => "no outage happened".to_owned(),
        1 => "only one outage happened".to_owned(),
        count => format!("only {count} outages happened"),
    };
    Measurement { met: Met::No, words: words.clone(), value: None, margin: None, broken: vec![words] }
}

fn described(outage: &OutageReport) -> String {
    let whose = match (outage.action, outage.outage.blame.limit) {
        (None, None) => String::new(),
        (Some(action), None) => format!(", set off by {action}"),
        (None, Some(limit)) => format!(", {limit} was reached"),
        (Some(action), Some(limit)) => format!(", set off by {action}, {limit} was reached"),
    };
    let until = outage.outage.to.map_or_else(|| "the end of the run".to_owned(), |to| to.to_string());
    let (from, lasted) = (outage.outage.from, outage.lasted);
    let symptom = outage.outage.symptom.in_words(outage.outage.first_symptom);
    format!("from {from} to {until}, lasted {lasted}, {symptom}{whose}")
}

/// The first symptom, if a page has failed so: one that still waits may come yet.
fn seen(outage: &Outage) -> Option<FailureKind> {
    (outage.symptom == Symptom::Failed).then_some(outage.first_symptom)
}

/// Every part of the claim, held against the outage if there is one.
fn parts(claim: &OutageClaim, outage: Option<&OutageReport>, report: &Report) -> Vec<Part> {
    [
        claim.starts_within.map(|(from, to)| start(from, to, outage)),
        claim.lasts_between.map(|(least, most)| length(least, most, outage)),
        claim.ends_by.map(|by| end(by, outage, report.ended_at)),
        claim
            .first_symptom
            .map(|wanted| word("first symptom", wanted, outage, |outage| seen(&outage.outage))),
        claim.action.map(|wanted| word("set off by", wanted, outage, |outage| outage.action)),
        claim.limit.map(|wanted| word("limit reached", wanted, outage, |outage| outage.outage.blame.limit)),
        claim.layer.map(|wanted| {
            word("failed in", wanted, outage, |outage| Some(outage.outage.first_symptom.text().layer))
        }),
        claim.downtime.map(|wanted| word("downtime", wanted, outage, |outage| Some(downtime(outage)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn downtime(outage: &OutageReport) -> Downtime {
    if outage.is_planned() { Downtime::Planned } else { Downtime::Unplanned }
}

fn start(from: SimTime, to: SimTime, outage: Option<&OutageReport>) -> Part {
    let started = outage.map(|outage| outage.outage.from);
    let outside = started.filter(|at| *at < from || to < *at);
    let inside = |at: SimTime| margin("start", at.as_nanos(), from.as_nanos(), to.as_nanos());
    Part {
        bound: format!("starts from {from} to {to}"),
        broken: outside.map(|at| format!("started at {at}, expected from {from} to {to}")),
        margin: started.map(inside),
    }
}

fn length(least: SimDuration, most: SimDuration, outage: Option<&OutageReport>) -> Part {
    let bound = format!("{least} to {most}");
    let broken = outage.and_then(|outage| {
        let lasted = outage.lasted;
        match outage.outage.to {
            None => Some(format!("lasted {lasted} and had not ended when the run did, expected {bound}")),
            Some(_) if outage.lasted < least || most < outage.lasted => {
                Some(format!("lasted {lasted}, expected {bound}"))
            }
            Some(_) => None,
        }
    });
    let ended = outage.filter(|outage| outage.outage.to.is_some());
    let inside =
        |outage: &OutageReport| margin("length", outage.lasted.as_nanos(), least.as_nanos(), most.as_nanos());
    Part { bound: format!("lasts {bound}"), broken, margin: ended.map(inside) }
}

fn end(by: SimTime, outage: Option<&OutageReport>, run_end: SimTime) -> Part {
    let broken = outage.and_then(|outage| match outage.outage.to {
        None => Some(format!("had not ended when the run did at {run_end}, expected by {by}")),
        Some(at) if at > by => Some(format!("ended at {at}, expected by {by}")),
        Some(_) => None,
    });
    let ended = outage.and_then(|outage| outage.outage.to);
    let inside = |at: SimTime| {
        let distance = by.as_nanos() as f64 - at.as_nanos() as f64;
        format!("end {}", words::margin(Quantity::Time, distance))
    };
    Part { bound: format!("ends by {by}"), broken, margin: ended.map(inside) }
}

/// A word of the outage that must be `wanted`.
fn word<W: Copy + PartialEq + std::fmt::Display>(
    what: &str,
    wanted: W,
    outage: Option<&OutageReport>,
    found: fn(&OutageReport) -> Option<W>,
) -> Part {
    let broken = outage.and_then(|outage| match found(outage) {
        Some(found) if found == wanted => None,
        Some(found) => Some(format!("{what}: {found}, expected {wanted}")),
        None => Some(format!("{what}: nothing, expected {wanted}")),
    });
    Part { bound: format!("{what} {wanted}"), broken, margin: None }
}

/// How far inside of both ends a value in nanoseconds lies.
fn margin(what: &str, value: u64, from: u64, to: u64) -> String {
    let [value, from, to] = [value, from, to].map(|nanos| nanos as f64);
    format!("{what} {}", words::margin(Quantity::Time, (value - from).min(to - value)))
}

#[cfg(test)]
mod tests;
