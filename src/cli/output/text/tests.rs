use super::*;
use crate::cli::output::Theme;
use crate::cli::sample;
use crate::expectation::sample as measured;
use crate::metrics::Down;
use crate::scenario::{Bound, Claim, Counted, Level, Measure, Plan};
use crate::simulation::{BlameReport, DownReport};
use crate::snapshot::{PageJourney, RequestJourney, Span};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Limit, Outcome, Probe, Stage};

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
    Case::new("a.json".to_owned(), Ending::Played(Box::new(Played::new(plan, report))))
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
    let report = report(&case(plan()), Paper::PLAIN);
    for line in report.lines() {
        assert!(line.chars().count() <= 100 && !line.ends_with(' '), "{line:?}");
    }
    assert!(report.ends_with("\n1 passed, 1 failed, 0 advisory\n\n"), "{report}");
}

#[test]
fn the_limit_that_took_something_down_is_named() {
    let mut case = case(plan());
    if let Ending::Played(played) = &mut case.ending {
        let blame = Blame { action: None, limit: Some(Limit::Memory) };
        let down =
            Down { probe: Probe::Database, from: SimTime::from_secs(9), to: None, blame, planned: false };
        played.report.server.down.push(DownReport { down, action: None });
    }
    let report = report(&case, Paper::PLAIN);
    assert!(report.contains("to the end of the run lasted 51 s (memory was reached)"), "{report}");
}

#[test]
fn nothing_is_cut_in_a_narrow_terminal() {
    let mut case = case(plan());
    if let Ending::Played(played) = &mut case.ending {
        let mut window = played.report.windows[0].clone();
        window.name = "a-window-whose-name-is-longer-than-the-room-that-there-is-for-it".to_owned();
        played.report.windows.extend([window.clone(), window]);
        played.report.outages[0].outage.to = None;
    }
    for columns in [60, 80] {
        let report = report(&case, Paper::new(Theme::Plain, columns));
        for line in report.lines() {
            assert!(line.chars().count() <= columns && !line.contains('…'), "{line:?}");
        }
        assert!(report.contains("the end of the run  lasted"), "{report}");
    }
}

#[test]
fn a_run_that_was_stopped_knows_no_outages() {
    let mut report = measured::report();
    report.halt = Halt::EventLimit;
    let ending = Ending::Played(Box::new(Played::new(plan(), report)));
    let text = super::report(&Case::new("a.json".to_owned(), ending), Paper::PLAIN);
    assert!(text.contains("  not known: the run was stopped\n  available by page -, by time -\n"), "{text}");
}

#[test]
fn a_journey_is_drawn_to_scale() {
    let report = report(&case(plan()), Paper::PLAIN);
    let bar = format!("{}{}{}", "?".repeat(29), "~".repeat(15), "<".repeat(14));
    assert!(report.contains(&format!("    /                           {bar}")), "{report}");
    assert!(report.contains("      ? name-lookup       50.00 ms   ~ connect           25.00 ms"), "{report}");
}

#[test]
fn a_scenario_that_expects_nothing_says_so() {
    let report = report(&case(sample::plan()), Paper::PLAIN);
    assert!(report.ends_with("\nnothing was expected of this scenario: it was played, not judged\n\n"));
}

#[test]
fn a_check_tells_each_verdict_with_its_figures() {
    insta::assert_snapshot!(verdicts(&case(plan()), Paper::PLAIN), @r"
✗ a.json  1 of 2 met
  ✗ no outage (line 7) (60 pages)
    expected  none
    measured  1 outage, the first from 0:00:20.000 to 0:00:40.000, lasted 20 s, first symptom
              connection-refused, set off by nginx_restart
  ✓ count of pages that end as connection-refused in all: 20; expected exactly 20 (60 pages)
");
}

#[test]
fn what_is_advisory_is_told_and_does_not_count_as_failed() {
    let mut plan = plan();
    plan.expectations[0].level = Level::Advisory;
    let case = case(plan);
    assert_eq!(case.status(), Status::Met);
    assert_eq!(complaints(&case, Paper::PLAIN), "");
    assert_eq!(
        count(&[case], Paper::PLAIN),
        "1 file: 1 as expected, 0 not, 0 without a verdict\n1 passed, 0 failed, 1 advisory\n"
    );
}

#[test]
fn files_are_counted_apart_from_expectations() {
    let lost = Case::new("b.json".to_owned(), Ending::ExpectsNothing);
    assert_eq!(verdicts(&lost, Paper::PLAIN), "✗ b.json  expects nothing\n");
    assert_eq!(
        count(&[lost, case(plan())], Paper::PLAIN),
        "2 files: 0 as expected, 1 not, 1 without a verdict\n1 passed, 1 failed, 0 advisory\n"
    );
}

#[test]
fn a_run_that_was_stopped_has_no_verdict() {
    let mut report = measured::report();
    report.halt = Halt::EventLimit;
    let played = Played::new(plan(), report);
    assert_eq!((played.status(), played.verdicts.len()), (Status::LimitReached, 0));
    assert_eq!(
        closing(&played).render(Theme::Plain),
        "no verdict: stopped at 0:01:00.000 by the limit of 20,000,000 events; run.events_max raises it"
    );
}

#[test]
fn over_a_unix_socket_nginx_misses_its_file() {
    let shown = |bind: &str| {
        let text = format!(
            r#"{{"schema_version": 1, "title": "where gunicorn listens", "run": {{"duration": "10s"}},
                "server": {{"gunicorn": {{"bind": "{bind}"}}}}, "visitors": {{"arrivals": {{"poisson": {{"rate": "1/s"}}}}}}}}"#
        );
        let plan = crate::scenario::read(&text).expect("a valid file").plan;
        let mut report = measured::report();
        let (failure, blame) = (FailureKind::UpstreamRefused, Blame::default());
        report.blames = vec![BlameReport { failure, blame, action: None, pages: 3 }];
        report_of(plan, report)
    };
    assert!(
        shown("unix:/run/gunicorn.sock").contains("[crit] connect() to unix:/run/gunicorn.sock failed (2:")
    );
    assert!(shown("127.0.0.1:8000").contains("[error] connect() failed (111: Connection refused)"));
}

fn report_of(plan: Plan, found: crate::simulation::Report) -> String {
    let ending = Ending::Played(Box::new(Played::new(plan, found)));
    report(&Case::new("a.json".to_owned(), ending), Paper::PLAIN)
}
