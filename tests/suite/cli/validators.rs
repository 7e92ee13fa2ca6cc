//! The schemas, held by a validator that is none of ours against what they describe.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{BADLY, MISSPELT, Place, WELL, command, lonebox};

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

/// Every file in and below a folder that is JSON, with its path.
fn documents(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|ending| ending == "json") {
            let document = serde_json::from_slice(&fs::read(&path).expect("readable")).ok();
            found.extend(document.map(|document| (path, document)));
        }
    }
    found
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
    let validator = validator(&schema("result"));
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
        ("/result/fingerprints/0/room", Value::from("cellar")),
        ("/result/run", json!({})),
        ("/result/windows/0/pages/success_share", Value::from(1.5)),
        ("/result/windows/0/page_latency/best_ns", Value::from(1)),
        ("/result/availability/colour", Value::from("red")),
    ];
    for (path, value) in spoilt {
        let mut bad = good.clone();
        let (block, field) = path.rsplit_once('/').expect("a path");
        bad.pointer_mut(block).unwrap_or_else(|| panic!("{path}"))[field] = value;
        assert!(!validator.is_valid(&bad), "{path}");
    }
}

/// What the schema has against it.
fn mistakes(validator: &Validator, scenario: &Value) -> Vec<String> {
    let told = |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(scenario).map(told).collect()
}

#[test]
fn every_scenario_is_as_its_schema_says_and_names_it() {
    let validator = validator(&schema("scenario"));
    let scenarios = documents(&root().join("scenarios"));
    assert!(scenarios.len() >= 30);
    for (path, scenario) in scenarios {
        assert_eq!(mistakes(&validator, &scenario), Vec::<String>::new(), "{}", path.display());
        let named = path.with_file_name(scenario["$schema"].as_str().expect("the path of a schema"));
        assert!(named.is_file(), "{} names {}", path.display(), named.display());
    }
}

#[test]
fn an_editor_finds_the_schema_of_a_new_scenario_once_it_is_where_the_command_says() {
    let place = Place::new();
    for arguments in [&["new", "a"][..], &["new", "b", "--from", "the-plug"]] {
        let output =
            command().args(arguments).current_dir(place.0.path()).output().expect("the command starts");
        let told = super::text(&output.stderr);
        let (_, home) = told.trim_end().rsplit_once("lonebox schema > ").expect("a way to help");
        fs::write(place.path(home), lonebox(&["schema"]).stdout).expect("a writable folder");
        let file = place.path(&format!("{}.json", arguments[1]));
        let scenario: Value = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("JSON");
        let named = file.with_file_name(scenario["$schema"].as_str().expect("a path"));
        let schema: Value = serde_json::from_slice(&fs::read(&named).expect("a schema")).expect("JSON");
        assert_eq!(mistakes(&validator(&schema), &scenario), Vec::<String>::new(), "{}", file.display());
        fs::remove_file(named).expect("a writable folder");
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
    ("too-many-processes", "nor here"),
    ("unknown-window", "it cannot know which windows there are"),
    ("unused-words", "what is wrong are only warnings"),
    ("warnings", "what is wrong are only warnings"),
];

#[test]
fn every_bad_file_is_rejected_by_its_schema_but_for_what_no_schema_sees() {
    let validator = validator(&schema("scenario"));
    let files = documents(&root().join("tests/suite/bad_files"));
    assert!(files.len() >= 28);
    let name = |path: &PathBuf| path.file_stem().and_then(|name| name.to_str()).expect("plain").to_owned();
    for (path, file) in &files {
        let beyond = BEYOND_A_SCHEMA.iter().find(|(beyond, _)| *beyond == name(path));
        assert_eq!(validator.is_valid(file), beyond.is_some(), "{}: {beyond:?}", path.display());
    }
    for (beyond, why) in BEYOND_A_SCHEMA {
        let is_there = files.iter().any(|(path, _)| *beyond == name(path));
        assert!(is_there, "{beyond}, which is said to be so because {why}");
    }
}

/// Every place in a schema that has a default, by what it says of itself.
fn with_defaults<'s>(rules: &'s Value, found: &mut Vec<&'s Value>) {
    if rules.get("default").is_some() && rules.get("description").is_some() {
        found.push(rules);
    }
    let inner = rules.as_object().into_iter().flatten().filter(|(name, _)| *name != "default");
    inner.for_each(|(_, inner)| with_defaults(inner, found));
    rules.as_array().into_iter().flatten().for_each(|inner| with_defaults(inner, found));
}

#[test]
fn every_default_in_the_schema_of_scenarios_can_be_written_in_its_place() {
    let schema = schema("scenario");
    let mut places = Vec::new();
    with_defaults(&schema, &mut places);
    assert!(places.len() >= 100, "only {} defaults", places.len());
    for place in places {
        let mut rules = place.clone();
        rules["$defs"] = schema["$defs"].clone();
        assert!(validator(&rules).is_valid(&place["default"]), "{place}");
    }
}
