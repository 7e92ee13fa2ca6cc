//! The shipped scenarios: each holds, and each goes red when what it is about is taken out or put in.

use lonebox::expectation::{Verdict, judge};
use lonebox::scenario::Plan;
use lonebox::topology::settings::operation::{Action, Deed};
use lonebox::units::{SimDuration, SimTime};

use serde_json::Value;

use crate::{site, traceability};

fn verdicts(plan: &Plan) -> Vec<Verdict> {
    let report = site::run(plan.clone());
    for told in &report.blames {
        let ends_so = told.action.is_none_or(|action| action.can_end_in().any(|kind| kind == told.failure));
        assert!(ends_so, "{:?} is said to end otherwise than in {}", told.action, told.failure);
    }
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
fn every_lesson_without_a_timeline_goes_red_when_the_plug_is_pulled() {
    let plug = Action {
        name: None,
        at: SimTime::ZERO,
        deed: Deed::PowerLoss { outage: Some(SimDuration::from_secs(20)) },
        note: None,
    };
    for name in site::shipped_names().into_iter().filter(|name| !name.starts_with("gates/")) {
        let mut plan = site::shipped(&name);
        if plan.settings.timeline.is_empty() {
            plan.settings.timeline.push(plug.clone());
            assert!(!failing(&plan).is_empty(), "{name} holds with the plug out");
        }
    }
}

/// What a gate without a timeline is about: the setting that is the cause, and what it is where the cause is taken out.
const CAUSES: [(&str, &str, &str); 14] = [
    ("application/application-error", "/application/routes/~1search/dynamic/failure_rate", "\"0%\""),
    ("gunicorn/max-requests", "/server/gunicorn/max_requests", "0"),
    ("gunicorn/slow-page-gthread", "/application/routes/~1report/dynamic/wait", "\"90ms\""),
    ("gunicorn/worker-timeout-gunicorn-21", "/profile/gunicorn", "\"23\""),
    ("load/queueing-theory", "/visitors/patience", "\"150ms\""),
    ("machine/breaks-by-chance", "/random_failures", "[]"),
    ("machine/memory-leak", "/application/leak", "\"0B\""),
    ("mysql/database-session-closed", "/server/mysql/wait_timeout", "\"28800s\""),
    ("nginx/body-too-large", "/server/nginx/client_max_body_size", "\"3MiB\""),
    ("nginx/keepalive-before-1.19.10", "/profile/nginx", "\"1.19.10\""),
    ("nginx/keepalive-since-1.19.10", "/profile/nginx", "\"1.19.9\""),
    ("nginx/upstream-before-1.29.7", "/profile/nginx", "\"1.29.7\""),
    ("nginx/upstream-since-1.29.7", "/profile/nginx", "\"1.22.1\""),
    ("tls/tls-1.2", "/server/nginx/ssl_protocols", "\"TLSv1.3\""),
];

#[test]
fn every_gate_without_a_timeline_goes_red_when_its_cause_is_taken_out() {
    let by_setting: Vec<String> = traceability::gates()
        .into_iter()
        .filter(|name| site::shipped(name).settings.timeline.is_empty())
        .map(|name| name.trim_start_matches("gates/").to_owned())
        .collect();
    let causes: Vec<&str> = CAUSES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(by_setting, causes, "gates without a timeline, and those whose cause is known");
    for (name, place, value) in CAUSES {
        let mut file: Value =
            serde_json::from_str(&site::shipped_text(&format!("gates/{name}"))).expect("JSON");
        assert!(failing(&site::plan(&file.to_string())).is_empty(), "{name} holds however it is written");
        let setting = file.pointer_mut(place).unwrap_or_else(|| panic!("{name} has no {place}"));
        *setting = serde_json::from_str(value).expect("JSON");
        assert!(!failing(&site::plan(&file.to_string())).is_empty(), "{name} holds with {place} at {value}");
    }
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
