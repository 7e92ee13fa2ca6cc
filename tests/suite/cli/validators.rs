//! The schemas, held by a validator that is none of ours against what they describe.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

use super::{BADLY, MISSPELT, Place, WELL, lonebox};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(of: &str) -> Value {
    let text = fs::read_to_string(root().join(format!("assets/{of}.schema.json"))).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).expect("a schema is valid itself");
    jsonschema::validator_for(schema).expect("a schema")
}

/// Every file of a folder that is JSON, with its name.
fn documents(folder: &str) -> Vec<(String, Value)> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let documents = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: &Path| serde_json::from_slice(&fs::read(path).expect("readable")).ok();
    let name = |path: &Path| path.file_stem().and_then(|name| name.to_str()).expect("plain").to_owned();
    documents.filter_map(|path| Some((name(&path), read(&path)?))).collect()
}

/// No object holds a field that the schema does not tell of: stricter than the schema is towards later versions.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(rules) => {
            if rules.contains_key("properties") && rules.contains_key("description") {
                rules.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            rules.values_mut().for_each(closed);
        }
        Value::Array(rules) => rules.iter_mut().for_each(closed),
        _ => {}
    }
}

#[track_caller]
fn check(validator: &Validator, result: &[u8], status: &str) {
    let result: Value = serde_json::from_slice(result).expect("JSON");
    let first = if result.is_array() { &result[0] } else { &result };
    assert_eq!(first["status"], status, "{first}");
    let mistakes: Vec<String> =
        validator.iter_errors(&result).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(mistakes.is_empty(), "{status}: {}", mistakes.join("\n"));
}

#[test]
fn every_result_is_as_its_schema_says() {
    let mut schema = schema("result");
    closed(&mut schema);
    let validator = validator(&schema);
    let shipped = root().join("scenarios").display().to_string();
    check(&validator, &lonebox(&["check", &shipped, "--format", "json"]).stdout, "met");
    let place = Place::new();
    let told = |file: &Path, flags: &[&str]| {
        let file = file.display().to_string();
        lonebox(&[&["run", &file, "--format", "json"], flags].concat()).stdout
    };
    check(&validator, &told(&place.scenario("bad.json", BADLY), &[]), "unmet");
    check(&validator, &told(&place.scenario("quiet.json", ""), &[]), "played");
    check(&validator, &told(&place.file("wrong.json", MISSPELT), &[]), "invalid");
    check(&validator, &told(&place.scenario("good.json", WELL), &["--events-max", "100"]), "limit-reached");
    check(&validator, &told(&place.path("none.json"), &[]), "unreadable");
    let quiet = place.path("quiet.json").display().to_string();
    check(&validator, &lonebox(&["check", &quiet, "--format", "json"]).stdout, "expects-nothing");
    let odd = super::SCENARIO.replace("EXPECT", WELL).replace(
        "\"run\": {\"duration\"",
        "\"windows\": {\"unused\": {\"from\": \"0s\", \"to\": \"1s\"}},\n \"run\": {\"journeys\": 3, \"duration\"",
    );
    check(&validator, &told(&place.file("odd.json", &odd), &[]), "met");
}

#[test]
fn the_schema_of_results_sees_what_is_wrong() {
    let validator = validator(&schema("result"));
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let good: Value =
        serde_json::from_slice(&lonebox(&["run", &file, "--format", "json"]).stdout).expect("JSON");
    assert!(validator.is_valid(&good));
    let spoilt = [
        ("/format", Value::from("lonebox.result/2")),
        ("/exit_code", Value::from(1)),
        ("/status", Value::from("fine")),
        ("/result/windows", Value::Array(Vec::new())),
        ("/result/expectations/0/met", Value::Null),
        ("/result/windows/0/pages/begun", Value::from("49")),
        ("/result/fingerprints/0/times", Value::from("xyz")),
    ];
    for (path, value) in spoilt {
        let mut bad = good.clone();
        *bad.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        assert!(!validator.is_valid(&bad), "{path}");
    }
}

#[test]
fn every_scenario_is_as_its_schema_says() {
    let validator = validator(&schema("scenario"));
    let scenarios = documents("scenarios");
    assert!(scenarios.len() >= 6);
    for (name, scenario) in scenarios {
        let mistakes: Vec<String> = validator.iter_errors(&scenario).map(|error| error.to_string()).collect();
        assert!(mistakes.is_empty(), "{name}: {}", mistakes.join("\n"));
    }
}

/// Bad files that a schema takes for good, and why it cannot see what is wrong.
const BEYOND_A_SCHEMA: &[(&str, &str)] = &[
    ("alias-of-a-zone", "it cannot compare two names"),
    ("arrivals-go-back", "it cannot compare the items of a list"),
    ("arrivals-that-never-come", "it cannot compare a time with the duration of the run"),
    ("boot-order", "what is wrong is only a warning"),
    ("no-page", "it cannot know which routes there are"),
    ("repeated-key", "a reader of JSON keeps the last of two fields with one name"),
    ("times-beyond-the-end", "it cannot compare a time with the duration of the run"),
    ("too-little-memory", "it cannot add up what the processes hold"),
    ("unknown-window", "it cannot know which windows there are"),
    ("warnings", "what is wrong are only warnings"),
];

#[test]
fn every_bad_file_is_rejected_by_its_schema_but_for_what_no_schema_sees() {
    let validator = validator(&schema("scenario"));
    let files = documents("tests/suite/bad_files");
    assert!(files.len() >= 28);
    for (name, file) in &files {
        let beyond = BEYOND_A_SCHEMA.iter().find(|(beyond, _)| beyond == name);
        assert_eq!(validator.is_valid(file), beyond.is_some(), "{name}: {beyond:?}");
    }
    for (beyond, why) in BEYOND_A_SCHEMA {
        assert!(
            files.iter().any(|(name, _)| name == beyond),
            "{beyond}, which is said to be so because {why}"
        );
    }
}
