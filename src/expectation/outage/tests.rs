use crate::expectation::sample::{empty_report, expect, report, verdict};
use crate::expectation::{Met, Verdict};
use crate::scenario::{Claim, OutageClaim};
use crate::simulation::Report;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionName, FailureKind, Limit};

fn seconds(from: u64, to: u64) -> (SimTime, SimTime) {
    (SimTime::from_secs(from), SimTime::from_secs(to))
}

fn lasting(least: u64, most: u64) -> (SimDuration, SimDuration) {
    (SimDuration::from_secs(least), SimDuration::from_secs(most))
}

fn as_it_happens() -> OutageClaim {
    OutageClaim {
        number: 1,
        starts_within: Some(seconds(19, 21)),
        lasts_between: Some(lasting(15, 30)),
        ends_by: Some(SimTime::from_secs(45)),
        first_symptom: Some(FailureKind::ConnectionRefused),
        action: Some(ActionName::NginxRestart),
        ..OutageClaim::default()
    }
}

fn judged(claim: OutageClaim, report: &Report) -> Verdict {
    verdict(&expect(Claim::Outage(claim)), report)
}

#[track_caller]
fn check_broken(claim: OutageClaim, why: &str) {
    let verdict = judged(claim, &report());
    assert_eq!((verdict.met, verdict.broken.join("; ").as_str()), (Met::No, why));
}

#[test]
fn an_outage_as_stated_is_met_and_says_everything() {
    let verdict = judged(as_it_happens(), &report());
    assert_eq!((verdict.met, verdict.broken.len(), verdict.samples), (Met::Yes, 0, 60));
    assert_eq!(
        verdict.measured,
        "from 0:00:20.000 to 0:00:40.000, lasted 20 s, first symptom connection-refused, set off by nginx_restart"
    );
    assert_eq!(
        verdict.bound,
        "starts from 0:00:19.000 to 0:00:21.000; lasts 15 s to 30 s; ends by 0:00:45.000; \
         first symptom connection-refused; set off by nginx_restart"
    );
    assert_eq!(verdict.margin.as_deref(), Some("start +1 s, length +5 s, end +5 s"));
}

#[test]
fn the_part_that_failed_is_named() {
    check_broken(
        OutageClaim { starts_within: Some(seconds(30, 31)), ..as_it_happens() },
        "started at 0:00:20.000, expected from 0:00:30.000 to 0:00:31.000",
    );
    check_broken(
        OutageClaim { lasts_between: Some(lasting(1, 2)), ..as_it_happens() },
        "lasted 20 s, expected 1 s to 2 s",
    );
    check_broken(
        OutageClaim { ends_by: Some(SimTime::from_secs(39)), ..as_it_happens() },
        "ended at 0:00:40.000, expected by 0:00:39.000",
    );
    check_broken(
        OutageClaim { first_symptom: Some(FailureKind::EmptyReply), ..as_it_happens() },
        "first symptom: connection-refused, expected empty-reply",
    );
    check_broken(
        OutageClaim { action: Some(ActionName::PowerLoss), limit: Some(Limit::Workers), ..as_it_happens() },
        "set off by: nginx_restart, expected power_loss; limit reached: nothing, expected workers",
    );
}

#[test]
fn both_ends_of_a_bound_belong_to_it() {
    let exact = OutageClaim {
        starts_within: Some(seconds(20, 20)),
        lasts_between: Some(lasting(20, 20)),
        ends_by: Some(SimTime::from_secs(40)),
        ..as_it_happens()
    };
    assert_eq!(judged(exact, &report()).met, Met::Yes);
}

#[test]
fn an_outage_that_does_not_happen_is_unmet_and_without_visitors_there_is_no_data() {
    let second = OutageClaim { number: 2, ..as_it_happens() };
    let verdict = judged(second, &report());
    assert_eq!((verdict.met, verdict.measured.as_str()), (Met::No, "only one outage happened"));
    assert_eq!(judged(as_it_happens(), &empty_report()).measured, "no data");
}

#[test]
fn an_outage_that_goes_on_at_the_end_has_no_length() {
    let mut report = report();
    report.outages[0].outage.to = None;
    report.outages[0].lasted = SimDuration::from_secs(20);
    let verdict = judged(as_it_happens(), &report);
    assert_eq!(verdict.met, Met::No);
    assert_eq!(
        verdict.broken,
        [
            "lasted 20 s and had not ended when the run did, expected 15 s to 30 s",
            "had not ended when the run did at 0:01:00.000, expected by 0:00:45.000",
        ]
    );
}

#[test]
fn no_outage_is_met_by_none_only() {
    let unmet = verdict(&expect(Claim::NoOutage), &report());
    assert_eq!(unmet.met, Met::No);
    assert!(unmet.measured.starts_with("1 outage, the first from 0:00:20.000"), "{}", unmet.measured);
    let mut calm = report();
    calm.outages.clear();
    assert_eq!(verdict(&expect(Claim::NoOutage), &calm).met, Met::Yes);
    assert_eq!(verdict(&expect(Claim::NoOutage), &empty_report()).met, Met::No);
}
