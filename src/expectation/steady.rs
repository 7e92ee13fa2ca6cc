//! All is well before the first action and again from a moment on.

use super::finding::{Finding, Measurement};
use super::{Met, bound, words};
use crate::scenario::Bound;
use crate::simulation::{Report, WindowReport};
use crate::vocabulary::{Aggregate, Metric};

/// What being well means: a metric, summed up so, within a bound.
type Measure = (Metric, Aggregate, Bound);

/// Holds every measure in both windows against its bound.
pub(super) fn find(report: &Report, before: Option<u16>, after: u16, measures: &[Measure]) -> Finding {
    let windows = before.into_iter().chain([after]);
    let windows: Vec<_> = windows.filter_map(|place| report.windows.get(usize::from(place))).collect();
    let pages = windows.iter().map(|window| window.tally.pages.ended()).min().unwrap_or_default();
    let names: Vec<&str> = windows.iter().map(|window| window.name.as_str()).collect();
    let bounds = measures.iter().map(|(metric, aggregate, wanted)| {
        format!("{} {}", called(*metric, *aggregate), bound::in_words(wanted, metric.quantity()))
    });
    Finding {
        claim: format!("steady {}", names.join(" and ")),
        bound: bounds.collect::<Vec<_>>().join("; "),
        samples: pages,
        rests_on: words::so_many(pages, "page", "pages"),
        measurement: measured(&windows, measures),
    }
}

fn measured(windows: &[&WindowReport], measures: &[Measure]) -> Option<Measurement> {
    let (mut told, mut broken, mut margins) = (Vec::new(), Vec::new(), Vec::new());
    for window in windows {
        for (metric, aggregate, wanted) in measures {
            let value = window.figures().value(*metric, *aggregate)?.value;
            let one = Measurement::of(value, wanted, metric.quantity());
            let what = called(*metric, *aggregate);
            told.push(format!("{what} {} {}", one.words, window.name));
            margins.extend(one.margin);
            if one.met == Met::No {
                broken.push(format!("{what} {} {}", one.words, window.name));
            }
        }
    }
    let margin = (!margins.is_empty()).then(|| margins.join(", "));
    Some(Measurement { met: broken.is_empty().into(), words: told.join(", "), value: None, margin, broken })
}

fn called(metric: Metric, aggregate: Aggregate) -> String {
    match aggregate {
        Aggregate::Value => metric.to_string(),
        _ => format!("{aggregate} of {metric}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::expectation::Met;
    use crate::expectation::sample::{expect, report, verdict};
    use crate::scenario::{Bound, Claim};
    use crate::vocabulary::{Aggregate, Metric};

    fn claim(least: f64) -> Claim {
        let success = (Metric::PageSuccess, Aggregate::Value, Bound::Gte(least));
        let slowest = (Metric::PageLatency, Aggregate::P95, Bound::Lte(1e9));
        Claim::Steady { before: None, after: 0, measures: vec![success, slowest] }
    }

    #[test]
    fn a_site_that_is_well_is_steady() {
        let verdict = verdict(&expect(claim(0.5)), &report());
        assert_eq!((verdict.met, verdict.samples), (Met::Yes, 60));
        assert_eq!(verdict.bound, "pages.success at least 50 %; p95 of pages.latency at most 1 s");
    }

    #[test]
    fn what_is_not_well_is_told() {
        let verdict = verdict(&expect(claim(0.9)), &report());
        assert_eq!(verdict.met, Met::No);
        assert_eq!(verdict.broken, ["pages.success 66.667 % all"]);
    }
}
