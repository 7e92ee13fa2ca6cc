//! Which files are checked, what they would cost, and when it is enough.

use serde_json::Value;

use super::{BADLY, MISSPELT, Place, SCENARIO, WELL, check_code, lonebox, text};

fn tagged(place: &Place, name: &str, title: &str, tags: &str, expect: &str) -> String {
    let scenario = SCENARIO.replace("\"a small site\"", &format!("\"{title}\", \"tags\": [{tags}]"));
    place.file(name, &scenario.replace("EXPECT", expect)).display().to_string()
}

#[test]
fn only_what_is_selected_is_checked() {
    let place = Place::new();
    tagged(&place, "a.json", "one morning", "\"smoke\"", WELL);
    tagged(&place, "b.json", "one evening", "\"long\", \"night\"", WELL);
    tagged(&place, "c.json", "two nights", "\"night\"", WELL);
    let folder = place.0.path().display().to_string();
    let check = |flags: &[&str], expected: &[&str]| {
        let output = lonebox(&[&["check", &folder], flags].concat());
        check_code(&output, 0);
        let told = text(&output.stdout);
        let checked: Vec<&str> =
            ["a.json", "b.json", "c.json"].into_iter().filter(|file| told.contains(file)).collect();
        assert_eq!(checked, expected, "{flags:?}");
    };
    check(&[], &["a.json", "b.json", "c.json"]);
    check(&["--tag", "night"], &["b.json", "c.json"]);
    check(&["--tag", "smoke", "--tag", "long"], &["a.json", "b.json"]);
    check(&["--filter", "evening"], &["b.json"]);
    check(&["--filter", "c.js"], &["c.json"]);
    check(&["--tag", "night", "--filter", "one"], &["b.json"]);
    for nothing in [["--tag", "nigh"], ["--filter", "ONE"]] {
        let output = lonebox(&[&["check", &folder], &nothing[..]].concat());
        check_code(&output, 2);
        assert!(text(&output.stderr).contains("none of 3 scenarios is selected"), "{}", text(&output.stderr));
    }
}

#[test]
fn a_file_that_cannot_be_read_is_never_left_out() {
    let place = Place::new();
    tagged(&place, "a.json", "a", "\"smoke\"", WELL);
    let _wrong = place.file("b.json", MISSPELT);
    check_code(&lonebox(&["check", &place.0.path().display().to_string(), "--tag", "smoke"]), 3);
}

#[test]
fn the_first_that_is_not_as_expected_can_be_the_last() {
    let place = Place::new();
    for (name, expect) in [("a.json", WELL), ("b.json", BADLY), ("c.json", WELL), ("d.json", BADLY)] {
        place.scenario(name, expect);
    }
    let folder = place.0.path().display().to_string();
    let told = |jobs: &str| {
        let output = lonebox(&["check", &folder, "--fail-fast", "--jobs", jobs]);
        check_code(&output, 1);
        (text(&output.stdout), text(&output.stderr))
    };
    let (out, err) = told("1");
    assert!(out.contains("a.json") && out.contains("b.json") && !out.contains("c.json"), "{out}");
    assert!(err.contains("--fail-fast: 2 of 4 files were left out"), "{err}");
    assert_eq!(told("3"), (out, err));
}

#[test]
fn a_plan_says_what_it_would_cost_and_runs_nothing() {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let output = lonebox(&["check", shipped, "--plan", "--format", "json"]);
    check_code(&output, 0);
    let plan: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let files = plan["files"].as_array().expect("files");
    assert_eq!(files.len(), crate::site::shipped_names().len());
    assert!(files.iter().all(|file| file["events"].as_u64() > Some(0)));
    let human = lonebox(&["check", shipped, "--plan"]);
    check_code(&human, 0);
    assert!(text(&human.stdout).contains("; nothing was run\n"), "{}", text(&human.stdout));
    let place = Place::new();
    let endless = SCENARIO.replace("\"5s\"", "\"31d\"").replace("10/s", "100000/s").replace("EXPECT", WELL);
    let output = lonebox(&["run", &place.file("a.json", &endless).display().to_string(), "--plan"]);
    check_code(&output, 0);
    assert!(text(&output.stdout).contains("it would be stopped"), "{}", text(&output.stdout));
    check_code(&lonebox(&["run", &place.file("b.json", MISSPELT).display().to_string(), "--plan"]), 3);
}

#[test]
fn a_plan_is_not_far_from_what_happens() {
    for name in crate::site::shipped_names() {
        let plan = crate::site::shipped(&name);
        let estimate = lonebox::simulation::Estimate::of(&plan);
        let events = crate::site::run(plan).events as f64;
        // A large body is sent in more windows than the plan counts.
        assert!((0.33..2.5).contains(&(estimate.events / events)), "{name}: {} of {events}", estimate.events);
    }
}

#[test]
fn a_page_that_is_not_there_has_no_journey_and_that_is_said() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let check = |which: &str, expected: Option<&str>| {
        let output = lonebox(&["run", &file, "--quiet", "--journey", which]);
        let told = text(&output.stderr);
        match expected {
            None => assert!(told.is_empty(), "{which}: {told}"),
            Some(part) => assert!(told.contains(part) && told.contains("the run has pages 1 to "), "{told}"),
        }
        check_code(&output, if expected.is_some() { 2 } else { 0 });
    };
    check("1", None);
    check("2s", None);
    check("4000", Some("there is no page 4000"));
    check("1h", Some("no page is begun from 1:00:00.000 on"));
    check("upstream-refused", Some("no page failed as upstream-refused"));
}
