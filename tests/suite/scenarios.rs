//! The shipped scenarios: each holds, and each goes red when what it is about is taken out or put in.

use lonebox::expectation::{Verdict, judge};
use lonebox::scenario::Plan;
use lonebox::topology::settings::Distribution;
use lonebox::topology::settings::application::Work;
use lonebox::topology::settings::operation::{Action, Deed};
use lonebox::units::{SimDuration, SimTime};

use crate::site;

fn verdicts(plan: &Plan) -> Vec<Verdict> {
    let report = site::run(plan.clone());
    judge(plan, &report)
}

fn failing(plan: &Plan) -> Vec<String> {
    let failing = verdicts(plan).into_iter().filter(Verdict::fails_the_scenario);
    failing
        .map(|verdict| {
            format!("line {}: {} is {}, not {}", verdict.line, verdict.claim, verdict.measured, verdict.bound)
        })
        .collect()
}

#[test]
fn every_shipped_scenario_holds_and_says_what_it_expects() {
    let names = site::shipped_names();
    assert!(names.len() >= 15);
    let mut told = Vec::new();
    for name in names {
        let plan = site::shipped(&name);
        assert!(plan.identity.hypothesis.is_some() && plan.identity.lesson.is_some(), "{name}");
        assert!(!plan.expectations.is_empty(), "{name}");
        told.extend(failing(&plan).into_iter().map(|failing| format!("{name} {failing}")));
    }
    assert!(told.is_empty(), "unmet:\n{}", told.join("\n"));
}

#[test]
fn every_shipped_scenario_with_a_timeline_goes_red_without_it() {
    let mut mutants = 0;
    for name in site::shipped_names() {
        let mut plan = site::shipped(&name);
        if !std::mem::take(&mut plan.settings.timeline).is_empty() {
            assert!(!failing(&plan).is_empty(), "{name} holds without what it is about");
            mutants += 1;
        }
    }
    assert!(mutants >= 10);
}

#[test]
fn each_single_action_of_a_shipped_scenario_is_missed_when_it_is_taken_out() {
    for name in site::shipped_names() {
        let whole = site::shipped(&name);
        for place in 0..whole.settings.timeline.len() {
            let mut plan = whole.clone();
            let taken = plan.settings.timeline.remove(place);
            // A reload that costs nothing is missed by nobody: that is the lesson.
            if taken.deed.name() != lonebox::vocabulary::ActionName::NginxReload {
                assert!(!failing(&plan).is_empty(), "{name} holds without its action {place}");
            }
        }
    }
}

#[test]
fn every_shipped_scenario_without_a_timeline_goes_red_when_the_plug_is_pulled() {
    let plug = Action {
        name: None,
        at: SimTime::ZERO,
        deed: Deed::PowerLoss { outage: Some(SimDuration::from_secs(20)) },
        note: None,
    };
    for name in site::shipped_names() {
        let mut plan = site::shipped(&name);
        if plan.settings.timeline.is_empty() {
            plan.settings.timeline.push(plug.clone());
            assert!(!failing(&plan).is_empty(), "{name} holds with the plug out");
        }
    }
}

#[test]
fn the_slow_page_is_missed_when_it_is_quick() {
    let mut plan = site::shipped("gates/gunicorn/slow-page-gthread");
    let Work::Dynamic(report) = &mut plan.settings.application.routes[1].work else {
        panic!("a dynamic route")
    };
    report.wait = Distribution::Constant(SimDuration::from_millis(90));
    assert!(!failing(&plan).is_empty());
}

#[test]
fn every_shipped_scenario_holds_with_other_seeds_too() {
    let mut told = Vec::new();
    for name in site::shipped_names() {
        for seed in 2..=21 {
            let mut plan = site::shipped(&name);
            plan.run.seed = seed;
            told.extend(failing(&plan).into_iter().map(|failing| format!("{name} seed {seed} {failing}")));
        }
    }
    assert!(told.is_empty(), "unmet:\n{}", told.join("\n"));
}
