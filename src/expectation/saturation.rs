//! A station is the bottleneck: the busiest of all in a window, and saturated.

use super::finding::{Finding, Measurement};
use super::{Met, words};
use crate::metrics::WindowFigures;
use crate::scenario::SaturationClaim;
use crate::simulation::Report;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Station, Word};

/// Holds the use of the stations against what is claimed.
pub(super) fn find(report: &Report, claim: &SaturationClaim) -> Finding {
    let window = report.windows.get(usize::from(claim.window));
    let name = window.map_or("a window that the run does not have", |window| &window.name);
    let span = window.map_or(SimDuration::ZERO, |window| window.tally.to - window.tally.from);
    Finding {
        claim: format!("{} is the bottleneck in {name}", claim.station),
        bound: bound_in_words(claim),
        samples: span.as_nanos(),
        rests_on: format!("{span} of the run"),
        measurement: window.and_then(|window| measured(report, claim, &window.figures())),
    }
}

fn measured(report: &Report, claim: &SaturationClaim, window: &WindowFigures<'_>) -> Option<Measurement> {
    let used = |station: Station| window.station(station)?.utilisation;
    let own = used(claim.station)?;
    let servers = Station::ALL.iter().copied().filter(|station| station.is_server());
    let busiest = servers.filter_map(|station| Some((station, used(station)?)));
    let (busiest, most) = busiest.max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let mut broken = Vec::new();
    if most > own {
        broken.push(format!("{busiest} is busier, {}", words::share(most)));
    }
    if own < claim.utilisation {
        broken.push(format!("busy {}, expected {}", words::share(own), words::share(claim.utilisation)));
    }
    let stretch = longest_stretch(report, claim);
    broken.extend(outside(claim.starts_within, stretch.map(|(from, _)| from), "starts"));
    broken.extend(outside(claim.ends_within, stretch.map(|(_, to)| to), "ends"));
    let when = stretch.map_or_else(String::new, |(from, to)| format!(", saturated from {from} to {to}"));
    Some(Measurement {
        met: Met::from(broken.is_empty()),
        words: format!("{} busy {}{when}", claim.station, words::share(own)),
        value: Some(own),
        margin: Some(words::margin(crate::vocabulary::Quantity::Share, own - claim.utilisation)),
        broken,
    })
}

/// The longest stretch of steps in each of which the station was saturated.
fn longest_stretch(report: &Report, claim: &SaturationClaim) -> Option<(SimTime, SimTime)> {
    let width = report.series.width();
    let mut longest = None;
    let mut running: Option<(SimTime, SimTime)> = None;
    for (end, used) in report.series.utilisation(claim.station) {
        let begin = SimTime::from_nanos(end.as_nanos() - width.as_nanos());
        running = used.filter(|used| *used >= claim.utilisation).map(|_| {
            let from = running.map_or(begin, |(from, _)| from);
            (from, end)
        });
        let length = |stretch: Option<(SimTime, SimTime)>| stretch.map(|(from, to)| to - from);
        if length(running) > length(longest) {
            longest = running;
        }
    }
    longest
}

fn outside(wanted: Option<(SimTime, SimTime)>, found: Option<SimTime>, what: &str) -> Option<String> {
    let (from, to) = wanted?;
    match found {
        None => Some(format!("never saturated, expected that it {what} from {from} to {to}")),
        Some(at) if at < from || to < at => Some(format!("{what} at {at}, expected from {from} to {to}")),
        Some(_) => None,
    }
}

fn bound_in_words(claim: &SaturationClaim) -> String {
    let mut words = format!("busiest, and at least {} busy", words::share(claim.utilisation));
    for (wanted, what) in [(claim.starts_within, "starts"), (claim.ends_within, "ends")] {
        if let Some((from, to)) = wanted {
            words = format!("{words}; {what} from {from} to {to}");
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::expectation::Met;
    use crate::expectation::sample::{expect, report, verdict};
    use crate::metrics::{Mark, StationUse};
    use crate::scenario::{Claim, SaturationClaim};
    use crate::simulation::Report;
    use crate::units::{SimDuration, SimTime};
    use crate::vocabulary::{Station, Word};

    /// A minute in which gunicorn's one worker is busy all of the second twenty seconds, and the core half of the time.
    fn saturated() -> Report {
        let mut report = report();
        let second = u128::from(SimDuration::from_secs(1).as_nanos());
        let mut mark = Mark::default();
        for step in 0..60_u32 {
            let busy = if (20..40).contains(&step) { second } else { 0 };
            for (station, busy) in [(Station::GunicornWorkers, busy), (Station::Cores, second / 2)] {
                let used = &mut mark.stations[station.index()];
                *used = StationUse { busy: used.busy + busy, capacity: used.capacity + second };
            }
            report.series.set(mark.clone());
        }
        let tally = &mut report.windows[0].tally;
        let closing = tally.closing.as_mut().expect("it was observed");
        closing.stations = mark.stations;
        report
    }

    fn told(station: Station, utilisation: f64, starts: (u64, u64)) -> (Met, Vec<String>) {
        let within = (SimTime::from_secs(starts.0), SimTime::from_secs(starts.1));
        let (starts_within, ends_within) = (Some(within), None);
        let claim = SaturationClaim { station, utilisation, window: 0, starts_within, ends_within };
        let verdict = verdict(&expect(Claim::Saturation(claim)), &saturated());
        (verdict.met, verdict.broken)
    }

    #[test]
    fn the_busiest_station_is_the_bottleneck_from_when_it_is_saturated() {
        assert_eq!(told(Station::Cores, 0.5, (0, 0)), (Met::Yes, vec![]));
    }

    #[test]
    fn another_busier_station_is_told_and_so_is_another_beginning() {
        let (met, broken) = told(Station::GunicornWorkers, 0.95, (30, 40));
        assert_eq!(met, Met::No);
        assert_eq!(
            broken,
            [
                "machine.cores is busier, 50 %",
                "busy 33.333 %, expected 95 %",
                "starts at 0:00:20.000, expected from 0:00:30.000 to 0:00:40.000"
            ]
        );
    }
}
