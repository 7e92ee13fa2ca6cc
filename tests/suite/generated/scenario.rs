//! What is made from the readers of scenarios: their schema.

use std::collections::BTreeSet;

use lonebox::vocabulary::{Happening, Message, Word};
use serde_json::Value;

use super::{compare, printed};

#[test]
fn generated_schema_of_scenarios_stands_in_the_assets() {
    compare("assets/scenario.schema.json", &printed("scenario"));
}

/// The rules without anything that a file can be held against, by their places: fields, items and named things.
fn untold(rules: &Value, place: &str, found: &mut Vec<String>) {
    let says = |name: &str| rules.get(name).is_some();
    let (fields, several) = (rules["properties"].as_object(), ["items", "additionalProperties"]);
    for (name, field) in fields.into_iter().flatten() {
        let about = field["description"].as_str().unwrap_or_default();
        if !(about.ends_with('.') || name == "note") {
            found.push(format!("{place}/{name} has no description"));
        }
        untold(field, &format!("{place}/{name}"), found);
    }
    for inner in several.iter().filter_map(|rule| rules.get(rule)).filter(|inner| inner.is_object()) {
        untold(inner, &format!("{place}[]"), found);
    }
    for form in rules["anyOf"].as_array().into_iter().flatten() {
        untold(form, place, found);
    }
    if !["type", "$ref", "anyOf", "const"].into_iter().any(says) {
        found.push(format!("{place} takes anything"));
    }
    if rules["type"] == "object" && !says("additionalProperties") {
        found.push(format!("{place} is open"));
    }
}

#[test]
fn every_field_of_a_scenario_is_described_and_takes_only_what_its_reader_does() {
    let schema: Value = serde_json::from_str(&printed("scenario")).expect("JSON");
    let mut found = Vec::new();
    untold(&schema, "", &mut found);
    schema["$defs"].as_object().expect("definitions").iter().for_each(|(name, rules)| {
        untold(rules, &format!("$defs/{name}"), &mut found);
    });
    // What a metric may be held against depends on its name, and what a law predicts on the law: the cases say it.
    let by_case =
        |what: &String| what.starts_with("/expect[]/metric/") || what.starts_with("/expect[]/theory/");
    found.retain(|what| !(by_case(what) && what.ends_with("takes anything")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_event_has_a_name_of_its_own() {
    let happenings = Happening::ALL.iter().map(|what| what.spelling());
    let signs: Vec<&str> = happenings.chain(Message::ALL.iter().map(|line| line.spelling())).collect();
    let spellings: BTreeSet<&str> = signs.iter().copied().collect();
    assert_eq!(spellings.len(), signs.len(), "an event expectation would not know which is meant");
}
