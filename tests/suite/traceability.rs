//! Every failure has a gate scenario that is red without it, a section in the book and an explanation; every gate lies under
//! its topic. The section and the tables are made from the same sources: `LONEBOX_ACCEPT=1 cargo test generated`.

use std::collections::{BTreeMap, BTreeSet};

use lonebox::scenario::{Bound, Claim, Expectation, Level, NoData, Plan};
use lonebox::vocabulary::{ActionName, FailureKind, Word};

use crate::site;

/// Where the gate scenarios are, by topic.
const GATES: &str = "gates/";

pub(crate) fn gates() -> Vec<String> {
    site::shipped_names().into_iter().filter(|name| name.starts_with(GATES)).collect()
}

/// Whether the bound is broken where there is none of it.
fn rejects_none(bound: &Bound) -> bool {
    match bound {
        Bound::Lt(_) | Bound::Lte(_) => false,
        Bound::Gt(limit) => *limit >= 0.0,
        Bound::Gte(limit) => *limit > 0.0,
        Bound::Eq(wanted) => *wanted != 0.0,
        Bound::Between(from, _) => *from > 0.0,
        Bound::Around { value, tolerance } => value - tolerance > 0.0,
        Bound::WithinPercent { value, percent } => *value > 0.0 && *percent < 100.0,
        Bound::In(wanted) => wanted.iter().all(|one| *one != 0.0),
    }
}

/// The failures that an expectation demands: it is unmet where there is none.
fn demanded(expectation: &Expectation) -> Option<FailureKind> {
    if expectation.level != Level::Required || expectation.on_no_data != NoData::Fail {
        return None;
    }
    match &expectation.claim {
        Claim::Outcome { failure, bound, .. } if rejects_none(bound) => *failure,
        Claim::Outage(outage) => outage.first_symptom,
        _ => None,
    }
}

/// The failures without which the scenario is red.
pub(crate) fn shown(plan: &Plan) -> BTreeSet<FailureKind> {
    plan.expectations.iter().filter_map(demanded).collect()
}

/// The gates that show each failure.
pub(crate) fn gates_by_failure() -> BTreeMap<FailureKind, Vec<String>> {
    let mut showing = BTreeMap::<_, Vec<String>>::new();
    for gate in gates() {
        for kind in shown(&site::shipped(&gate)) {
            showing.entry(kind).or_default().push(gate.clone());
        }
    }
    showing
}

#[test]
fn every_failure_has_a_gate_scenario_that_is_red_without_it() {
    let showing = gates_by_failure();
    let missing: Vec<_> = FailureKind::ALL.iter().filter(|kind| !showing.contains_key(kind)).collect();
    assert!(missing.is_empty(), "no gate scenario shows {missing:?}");
}

#[test]
fn every_action_is_done_in_a_gate_scenario() {
    let mut done = BTreeSet::new();
    for gate in gates() {
        done.extend(site::shipped(&gate).settings.timeline.iter().map(|action| action.deed.name()));
    }
    let missing: Vec<_> = ActionName::ALL.iter().filter(|name| !done.contains(name)).collect();
    assert!(missing.is_empty(), "no gate scenario does {missing:?}");
}

#[test]
fn every_gate_scenario_lies_under_its_topic_and_expects_something() {
    let mut told = Vec::new();
    for gate in gates() {
        let plan = site::shipped(&gate);
        let mut want = |holds: bool, what: &str| {
            if !holds {
                told.push(format!("{gate} {what}"));
            }
        };
        want(gate.matches('/').count() == 2, "does not lie in the folder of its topic");
        want(plan.identity.tags.iter().any(|tag| tag == "gate"), "has no tag \"gate\"");
        let is_bounded = |expectation: &Expectation| expectation.level == Level::Required;
        want(plan.expectations.iter().filter(|e| is_bounded(e)).count() >= 2, "expects next to nothing");
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
