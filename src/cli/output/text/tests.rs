use super::*;
use crate::cli::sample;
use crate::expectation::sample as measured;
use crate::scenario::{Bound, Claim, Counted, Level, Measure, Plan};
use crate::snapshot::{PageJourney, RequestJourney, Span};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{FailureKind, Outcome, Stage};

fn plan() -> Plan {
    let mut plan = sample::plan();
    plan.expectations = vec![
        measured::expect(Claim::NoOutage),
        measured::expect(Claim::Outcome {
            of: Counted::Pages,
            failure: Some(FailureKind::ConnectionRefused),
            measure: Measure::Count,
            bound: Bound::Eq(20.0),
            window: 0,
        }),
    ];
    plan
}

fn case(plan: Plan) -> Case {
    let mut report = measured::report();
    report.journeys = vec![journey()];
    Case { file: "a.json".to_owned(), ending: Ending::Played(Box::new(Played::new(plan, report))) }
}

fn journey() -> PageJourney {
    let (begun, ended) = (SimTime::from_secs(1), SimTime::from_nanos(1_100_000_000));
    let span = |stage, millis| Span { stage, lasted: SimDuration::from_millis(millis) };
    let spans = vec![span(Stage::NameLookup, 50), span(Stage::Connect, 25), span(Stage::Receiving, 25)];
    let request = RequestJourney { path: "/".to_owned(), begun, ended, outcome: Outcome::Good, spans };
    let page = "home".to_owned();
    PageJourney { visit: 1, page, begun, ended, outcome: Outcome::Good, requests: vec![request] }
}

#[test]
fn a_report_is_a_hundred_columns_wide_and_ends_with_the_count() {
    let report = report(&case(plan()), Theme::Plain);
    for line in report.lines() {
        assert!(line.chars().count() <= 100 && !line.ends_with(' '), "{line:?}");
    }
    assert!(report.ends_with("\n1 passed, 1 failed, 0 advisory\n\n"), "{report}");
}

#[test]
fn a_journey_is_drawn_to_scale() {
    let report = report(&case(plan()), Theme::Plain);
    let bar = format!("{}{}{}", "?".repeat(29), "~".repeat(15), "<".repeat(14));
    assert!(report.contains(&format!("    /                           {bar}")), "{report}");
    assert!(report.contains("      ? name-lookup       50.00 ms   ~ connect           25.00 ms"), "{report}");
}

#[test]
fn a_scenario_that_expects_nothing_says_so() {
    let report = report(&case(sample::plan()), Theme::Plain);
    assert!(report.ends_with("\nnothing was expected of this scenario: it was played, not judged\n\n"));
}

#[test]
fn a_check_tells_each_verdict_with_its_figures() {
    insta::assert_snapshot!(verdicts(&case(plan()), Theme::Plain), @r"
✗ a.json  1 of 2 met
  ✗ no outage (line 7): 1 outage, the first from 0:00:20.000 to 0:00:40.000, lasted 20 s, first
    symptom connection-refused, set off by nginx_restart; expected none (60 pages)
  ✓ count of pages that end as connection-refused in all: 20; expected exactly 20 (60 pages)
");
}

#[test]
fn what_is_advisory_is_told_and_does_not_count_as_failed() {
    let mut plan = plan();
    plan.expectations[0].level = Level::Advisory;
    let case = case(plan);
    assert_eq!(case.status(), Status::Met);
    assert_eq!(complaints(&case, Theme::Plain), "");
    assert_eq!(count(&[case], Theme::Plain), "1 passed, 0 failed, 1 advisory\n");
}

#[test]
fn a_file_without_a_verdict_counts_as_failed() {
    let lost = Case { file: "b.json".to_owned(), ending: Ending::ExpectsNothing };
    assert_eq!(verdicts(&lost, Theme::Plain), "✗ b.json  expects nothing\n");
    assert_eq!(count(&[lost, case(plan())], Theme::Plain), "1 passed, 2 failed, 0 advisory\n");
}

#[test]
fn a_run_that_was_stopped_has_no_verdict() {
    let mut report = measured::report();
    report.halt = Halt::EventLimit;
    let played = Played::new(plan(), report);
    assert_eq!((played.status(), played.verdicts.len()), (Status::LimitReached, 0));
    assert_eq!(
        closing(&played).render(Theme::Plain),
        "no verdict: stopped at 0:01:00.000 by the limit of 1,000,000,000 events"
    );
}
