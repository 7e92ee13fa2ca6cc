//! What should happen, read from text.

use super::plan;
use crate::scenario::plan::{
    AvailabilityBy, Bound, Claim, Counted, Expectation, Level, Measure, NoData, OutageClaim,
};
use crate::units::SimTime;
use crate::vocabulary::{ActionName, Aggregate, FailureKind, Metric, RequestClass, Subject};

fn claims(expect: &str) -> Vec<Claim> {
    let windows = "\"windows\": {\"w\": {\"from\": \"1s\", \"to\": \"2s\"}}";
    let plan = plan(&format!("{windows}, \"expect\": [{expect}]"));
    plan.expectations.into_iter().map(|expectation| expectation.claim).collect()
}

#[test]
fn bounds_are_numbers_in_the_smallest_unit_of_the_metric() {
    let bound = |metric: &str, bound: &str| match claims(&format!(
        "{{\"metric\": {{\"name\": {metric}, {bound}, \"window\": \"w\"}}}}"
    ))
    .remove(0)
    {
        Claim::Metric { bound, window: 1, .. } => bound,
        other => panic!("{other:?}"),
    };
    let latency = r#""pages.latency", "aggregate": "p95""#;
    assert_eq!(bound(latency, r#""lt": "250ms""#), Bound::Lt(250e6));
    assert_eq!(bound(latency, r#""between": ["1s", "2s"]"#), Bound::Between(1e9, 2e9));
    let around = Bound::Around { value: 0.5, tolerance: 0.05 };
    assert_eq!(bound(r#""waste""#, r#""around": {"value": "50%", "tolerance": "5%"}"#), around);
    let near = Bound::WithinPercent { value: 40.0, percent: 10.0 };
    assert_eq!(bound(r#""throughput""#, r#""within_percent": {"value": "40/s", "percent": 10}"#), near);
    assert_eq!(bound(r#""pages.count""#, r#""in": [3, 4]"#), Bound::In(vec![3.0, 4.0]));
}

#[test]
fn every_kind_of_expectation_is_read() {
    let read = claims(
        r#"{"metric": {"name": "pages.success", "gte": "99%", "window": "all"}},
        {"outcome": {"of": "static requests", "is": "empty-reply", "count": {"gt": 5}, "window": "w"}},
        {"outage": {"starts_within": ["15s", "18s"], "first_symptom": "connect-timed-out", "action": "power_loss"}},
        {"outage": "none"}, {"availability": {"by": "time", "eq": "100%"}}"#,
    );
    let (metric, aggregate) = (Metric::PageSuccess, Aggregate::Value);
    let subject = Subject::All;
    assert_eq!(read[0], Claim::Metric { metric, subject, aggregate, bound: Bound::Gte(0.99), window: 0 });
    let (of, failure) = (Counted::Requests(Some(RequestClass::Static)), Some(FailureKind::EmptyReply));
    assert_eq!(
        read[1],
        Claim::Outcome { of, failure, measure: Measure::Count, bound: Bound::Gt(5.0), window: 1 }
    );
    let outage = OutageClaim {
        number: 1,
        starts_within: Some((SimTime::from_secs(15), SimTime::from_secs(18))),
        first_symptom: Some(FailureKind::ConnectTimedOut),
        action: Some(ActionName::PowerLoss),
        ..OutageClaim::default()
    };
    assert_eq!(read[2], Claim::Outage(outage));
    assert_eq!(
        read[3..],
        [Claim::NoOutage, Claim::Availability { by: AvailabilityBy::Time, bound: Bound::Eq(1.0) }]
    );
}

#[test]
fn an_expectation_knows_its_line_and_how_strict_it_is() {
    let expect =
        "\"expect\": [\n\n{\"outage\": \"none\", \"level\": \"advisory\", \"on_no_data\": \"pass\"}]";
    let expected = Expectation {
        claim: Claim::NoOutage,
        level: Level::Advisory,
        on_no_data: NoData::Pass,
        runs: None,
        note: None,
        line: 3,
    };
    assert_eq!(plan(expect).expectations, [expected]);
}
