//! Something happens, or never does, so often and in an order.

use super::finding::{Finding, Measurement};
use super::{bound, words};
use crate::metrics::{Observation, Written};
use crate::scenario::{EventClaim, Sign};
use crate::simulation::{Report, WindowReport};
use crate::vocabulary::{Quantity, Word};

/// Holds how often something happened in a window, and when first, against what is claimed.
pub(super) fn find(report: &Report, claim: &EventClaim) -> Finding {
    let window = report.windows.get(usize::from(claim.window));
    let name = window.map_or("a window that the run does not have", |window| &window.name);
    let count = window.and_then(|window| count(window, claim.sign));
    Finding {
        claim: format!("{} in {name}", spelling(claim.sign)),
        bound: bound_in_words(claim),
        samples: count.unwrap_or_default(),
        rests_on: words::so_many(count.unwrap_or_default(), "time", "times"),
        measurement: count.map(|count| measured(report, claim, count)),
    }
}

/// How often it happened between the window's ends; nothing if the run did not reach them.
fn count(window: &WindowReport, sign: Sign) -> Option<u64> {
    let so_far = |observation: &Observation| match sign {
        Sign::Happened(what) => observation.happened.get(what.index()).copied(),
        Sign::Wrote(line) => observation.written.get(line.index()).copied(),
    };
    let (opening, closing) = (window.tally.opening.as_ref()?, window.tally.closing.as_ref()?);
    Some(so_far(closing)? - so_far(opening)?)
}

fn measured(report: &Report, claim: &EventClaim, count: u64) -> Measurement {
    let mut measurement = Measurement::of(count as f64, &claim.count, Quantity::Count);
    let first = written(report, claim.sign);
    measurement.words = match (count, first.count) {
        (0, 0) => "never".to_owned(),
        (0, _) => format!("never in it, first at {}", first.first),
        _ => format!("{}, first at {}", words::so_many(count, "time", "times"), first.first),
    };
    if !bound::holds(&claim.count, count as f64) {
        let often = match count {
            0 => "never happened".to_owned(),
            _ => format!("happened {}", words::so_many(count, "time", "times")),
        };
        measurement.broken.push(often);
    }
    measurement.broken.extend(out_of_order(report, claim));
    measurement.met = measurement.broken.is_empty().into();
    measurement
}

/// What is wrong with the order of first times.
fn out_of_order(report: &Report, claim: &EventClaim) -> Vec<String> {
    let own = written(report, claim.sign);
    let mut wrong = Vec::new();
    for (other, way) in [(claim.after, "after"), (claim.before, "before")] {
        let Some(sign) = other else { continue };
        let other = written(report, sign);
        let in_order = match way {
            "after" => other.first <= own.first,
            _ => own.first <= other.first,
        };
        if other.count == 0 {
            wrong.push(format!("{} never happened", spelling(sign)));
        } else if own.count > 0 && !in_order {
            wrong.push(format!("first at {}, not {way} {} at {}", own.first, spelling(sign), other.first));
        }
    }
    wrong
}

fn written(report: &Report, sign: Sign) -> Written {
    match sign {
        Sign::Happened(what) => report.chronicle.happened(what),
        Sign::Wrote(line) => report.logs.written(line),
    }
}

fn spelling(sign: Sign) -> &'static str {
    match sign {
        Sign::Happened(what) => what.spelling(),
        Sign::Wrote(line) => line.spelling(),
    }
}

fn bound_in_words(claim: &EventClaim) -> String {
    let often = bound::in_words(&claim.count, Quantity::Count);
    let times = if often.ends_with(" 1") { "time" } else { "times" };
    let mut words = format!("{often} {times}");
    for (other, way) in [(claim.after, "after"), (claim.before, "before")] {
        if let Some(sign) = other {
            words = format!("{words}; {way} {}", spelling(sign));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::expectation::Met;
    use crate::expectation::sample::{expect, report, verdict};
    use crate::scenario::{Bound, Claim, EventClaim, Sign};
    use crate::units::SimTime;
    use crate::vocabulary::{Happening, Message, Word};

    const STOPPED: Sign = Sign::Happened(Happening::NginxStopped);
    const STARTED: Sign = Sign::Happened(Happening::NginxStarted);

    /// A run in which nginx stopped at 20 s and listened at 40 s.
    fn told(
        sign: Sign,
        count: Bound,
        after: Option<Sign>,
        before: Option<Sign>,
    ) -> (Met, String, Vec<String>) {
        let mut report = report();
        for (at, what) in [(20, Happening::NginxStopped), (40, Happening::NginxStarted)] {
            report.chronicle.write(SimTime::from_secs(at), what);
        }
        let tally = &mut report.windows[0].tally;
        let happened = Happening::ALL.iter().map(|what| report.chronicle.happened(*what).count).collect();
        let closing = tally.closing.as_mut().expect("it was observed");
        (closing.happened, closing.written) = (happened, vec![0; Message::ALL.len()]);
        let opening = tally.opening.as_mut().expect("it was observed");
        opening.happened = vec![0; Happening::ALL.len()];
        opening.written = vec![0; Message::ALL.len()];
        let claim = EventClaim { sign, count, window: 0, after, before };
        let verdict = verdict(&expect(Claim::Event(claim)), &report);
        (verdict.met, verdict.measured, verdict.broken)
    }

    #[test]
    fn what_happened_as_often_and_in_that_order_is_met() {
        let (met, measured, _) = told(STARTED, Bound::Eq(1.0), Some(STOPPED), None);
        assert_eq!((met, measured.as_str()), (Met::Yes, "1 time, first at 0:00:40.000"));
    }

    #[test]
    fn what_never_happened_is_met_only_where_that_is_claimed() {
        let line = Sign::Wrote(Message::WorkerTimeout);
        assert_eq!(told(line, Bound::Eq(0.0), None, None).0, Met::Yes);
        let (met, measured, broken) = told(line, Bound::Gte(1.0), None, None);
        assert_eq!((met, measured.as_str()), (Met::No, "never"));
        assert_eq!(broken, ["never happened"]);
    }

    #[test]
    fn the_wrong_order_is_told_with_both_times() {
        let (met, _, broken) = told(STOPPED, Bound::Gte(1.0), Some(STARTED), None);
        assert_eq!(met, Met::No);
        assert_eq!(broken, ["first at 0:00:20.000, not after nginx-started at 0:00:40.000"]);
        let (_, _, broken) = told(STOPPED, Bound::Gte(1.0), None, Some(Sign::Wrote(Message::WorkerTimeout)));
        assert_eq!(broken, ["worker-timeout never happened"]);
    }
}
