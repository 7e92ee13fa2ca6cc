//! A metric, summed up over a window, lies within a bound.

use super::finding::{Finding, Measurement};
use super::{bound, words};
use crate::scenario::{Bound, Plan};
use crate::simulation::Report;
use crate::units::SimDuration;
use crate::vocabulary::{Aggregate, Metric, Subject};

/// Holds one metric of one window against its bound.
pub(super) fn find(
    report: &Report,
    plan: &Plan,
    (metric, subject, aggregate): (Metric, Subject, Aggregate),
    wanted: &Bound,
    window: u16,
) -> Finding {
    let window = report.windows.get(usize::from(window));
    let name = window.map_or("a window that the run does not have", |window| &window.name);
    let measured = window.and_then(|window| window.figures().value_of(subject, metric, aggregate));
    let samples = measured.map_or(0, |measured| measured.samples);
    let quantity = metric.quantity();
    let about = match subject {
        Subject::All => String::new(),
        Subject::Route(route) => format!(" of {}", plan.settings.application.routes[usize::from(route)].path),
        Subject::Stage(stage) => format!(" of {stage}"),
    };
    Finding {
        claim: match aggregate {
            Aggregate::Value => format!("{metric}{about} in {name}"),
            _ => format!("{aggregate} of {metric}{about} in {name}"),
        },
        bound: bound::in_words(wanted, quantity),
        samples,
        rests_on: rests_on(metric, samples),
        measurement: measured.map(|measured| Measurement::of(measured.value, wanted, quantity)),
    }
}

fn rests_on(metric: Metric, samples: u64) -> String {
    match metric {
        Metric::PageLatency | Metric::PageSuccess | Metric::PageCount => {
            words::so_many(samples, "page", "pages")
        }
        Metric::RequestLatency
        | Metric::DynamicLatency
        | Metric::StaticLatency
        | Metric::StageTime
        | Metric::RequestSuccess
        | Metric::RequestCount
        | Metric::AttemptsPerRequest => words::so_many(samples, "request", "requests"),
        Metric::AttemptCount | Metric::AttemptSuccess => words::so_many(samples, "attempt", "attempts"),
        Metric::Throughput | Metric::Goodput | Metric::Waste => words::so_many(samples, "answer", "answers"),
        Metric::NginxWorkersUtilisation
        | Metric::NginxConnections
        | Metric::GunicornWorkersUtilisation
        | Metric::GunicornBacklog
        | Metric::MysqlSessions
        | Metric::CoresUtilisation
        | Metric::DiskUtilisation
        | Metric::UplinkUtilisation
        | Metric::MemoryUsed => format!("{} of the run", SimDuration::from_nanos(samples)),
    }
}

#[cfg(test)]
mod tests {
    use crate::expectation::sample::{expect, report, verdict};
    use crate::expectation::{Met, Verdict};
    use crate::scenario::{Bound, Claim, Expectation, NoData};
    use crate::vocabulary::{Aggregate, Metric, Subject};

    fn claim(metric: Metric, aggregate: Aggregate, bound: Bound, window: u16) -> Expectation {
        expect(Claim::Metric { metric, subject: Subject::All, aggregate, bound, window })
    }

    #[track_caller]
    fn told(verdict: &Verdict) -> [&str; 5] {
        let margin = verdict.margin.as_deref().unwrap_or("none");
        [&verdict.claim, &verdict.measured, &verdict.bound, &verdict.rests_on, margin]
    }

    #[test]
    fn a_latency_below_its_bound_is_met_and_says_by_how_much() {
        let verdict = verdict(&claim(Metric::PageLatency, Aggregate::Max, Bound::Lt(3e8), 0), &report());
        assert_eq!(verdict.met, Met::Yes);
        assert_eq!(
            told(&verdict),
            ["max of pages.latency in all", "200 ms", "below 300 ms", "40 pages", "+100 ms"]
        );
    }

    #[test]
    fn a_share_outside_its_bound_is_unmet_and_says_by_how_much() {
        let verdict = verdict(&claim(Metric::PageSuccess, Aggregate::Value, Bound::Gte(0.99), 0), &report());
        assert_eq!((verdict.met, verdict.samples), (Met::No, 60));
        assert_eq!(
            told(&verdict),
            ["pages.success in all", "66.667 %", "at least 99 %", "60 pages", "-32.333 points"]
        );
    }

    #[test]
    fn no_data_is_unmet_unless_it_may_be() {
        let mut claim = claim(Metric::Waste, Aggregate::Value, Bound::Lte(1.0), 0);
        let unmet = verdict(&claim, &report());
        assert_eq!((unmet.met, unmet.measured.as_str(), unmet.samples), (Met::No, "no data", 0));
        claim.on_no_data = NoData::Pass;
        assert_eq!(verdict(&claim, &report()).met, Met::Yes);
    }

    #[test]
    fn what_is_counted_rests_on_what_was_counted() {
        let of = |metric: Metric| super::rests_on(metric, 463);
        assert_eq!(of(Metric::AttemptsPerRequest), "463 requests");
        assert_eq!(of(Metric::AttemptSuccess), "463 attempts");
    }

    #[test]
    fn a_level_rests_on_a_stretch_of_the_run() {
        let verdict =
            verdict(&claim(Metric::GunicornBacklog, Aggregate::Mean, Bound::Between(2.0, 3.0), 0), &report());
        assert_eq!(verdict.met, Met::Yes);
        assert_eq!(
            told(&verdict),
            ["mean of gunicorn.backlog in all", "2.5", "between 2 and 3", "1 min of the run", "+0.5"]
        );
    }
}
