//! A scenario run several times: each expectation says of which runs, and threads change nothing.

use serde_json::Value;

use super::{Place, check_code, json, lonebox, text};

/// A small site for ten seconds that is run five times; `EXPECT` stands for what is expected of it.
const SCENARIO: &str = r#"{
    "schema_version": 1,
    "title": "a small site",
    "run": {"duration": "10s", "warm_up": "1s", "seed": 3, "replications": 5},
    "visitors": {"arrivals": {"poisson": {"rate": "20/s"}}},
    "timeline": [TIMELINE],
    "expect": [EXPECT]
}"#;

fn scenario(expect: &str) -> String {
    SCENARIO.replace("TIMELINE", "").replace("EXPECT", expect)
}

/// What the runs have to do with this bound of the mean latency.
fn latency(bound: &str, runs: &str) -> String {
    format!(
        r#"{{"metric": {{"name": "pages.latency", "aggregate": "mean", {bound}, "window": "all"}}, "runs": {runs}}}"#
    )
}

#[test]
fn an_expectation_is_judged_over_the_runs_that_it_names() {
    let place = Place::new();
    let cases = [
        (latency(r#""lt": "10s""#, r#""all""#), 0),
        (latency(r#""lt": "10s""#, r#""mean""#), 0),
        (latency(r#""lt": "10s""#, r#"{"share": {"gte": "100%"}}"#), 0),
        (latency(r#""lt": "1ms""#, r#""all""#), 1),
        (latency(r#""lt": "1ms""#, r#""mean""#), 1),
        (latency(r#""lt": "1ms""#, r#"{"share": {"gte": "20%"}}"#), 1),
        (latency(r#""lt": "1ms""#, r#"{"share": {"eq": "0%"}}"#), 0),
    ];
    for (expect, code) in cases {
        let file = place.file("a.json", &scenario(&expect)).display().to_string();
        for verb in ["run", "check"] {
            check_code(&lonebox(&[verb, &file]), code);
        }
    }
}

#[test]
fn runs_of_a_file_that_does_not_say_of_which_are_refused_with_the_line() {
    let place = Place::new();
    let file = place.scenario("a.json", super::WELL).display().to_string();
    check_code(&lonebox(&["check", &file]), 0);
    let output = lonebox(&["check", &file, "--replications", "3"]);
    check_code(&output, 3);
    let told = text(&output.stderr);
    assert!(
        told.contains("a.json:6:16: error[missing-field]") && told.contains("\"runs\": \"all\""),
        "{told}"
    );
    let file = place.file("b.json", &scenario(&latency(r#""lt": "10s""#, r#""all""#))).display().to_string();
    check_code(&lonebox(&["check", &file, "--replications", "1"]), 0);
    for wrong in ["0", "-1", "10001", "many"] {
        check_code(&lonebox(&["run", &file, "--replications", wrong]), 2);
    }
}

#[test]
fn threads_change_nothing_and_every_run_can_be_had_by_itself() {
    let place = Place::new();
    let file = place.file("a.json", &scenario(&latency(r#""lt": "10s""#, r#""all""#))).display().to_string();
    let run = |jobs: &str| lonebox(&["run", &file, "--format", "json", "--jobs", jobs]);
    let result = run("1");
    check_code(&result, 0);
    for jobs in ["2", "9"] {
        assert_eq!(text(&result.stdout), text(&run(jobs).stdout));
    }
    let all = json(&result);
    let runs = &all["result"]["replications"]["runs"];
    assert_eq!((runs.as_array().map(Vec::len), &runs[0]["seed"]), (Some(5), &Value::from(3)));
    let seed = runs[3]["seed"].to_string();
    let alone = json(&lonebox(&["run", &file, "--format", "json", "--replications", "1", "--seed", &seed]));
    assert_eq!(alone["result"]["run"]["events"], runs[3]["events"]);
    assert!(alone["result"].get("replications").is_none());
}

/// The spread of this figure of the window `all`.
fn spread<'v>(result: &'v Value, name: &str) -> &'v Value {
    let spreads = result["result"]["replications"]["spreads"].as_array().expect("a list");
    let is_it = |spread: &&Value| spread["measure"]["name"] == name && spread["measure"]["window"] == "all";
    spreads.iter().find(is_it).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn intervals_are_given_where_there_is_a_steady_state_and_refused_where_there_is_none() {
    let place = Place::new();
    let told = |text: &str| {
        let file = place.file("a.json", text).display().to_string();
        json(&lonebox(&["run", &file, "--format", "json"]))
    };
    let calm = told(&scenario(""));
    assert!(spread(&calm, "pages.latency")["half_width"].as_f64().expect("an interval") > 0.0);
    assert_eq!(calm["result"]["replications"]["warning"], Value::Null);
    let crowd = scenario("").replace("20/s", "400/s");
    let crowded = told(&crowd);
    let all = &crowded["result"]["replications"];
    assert!(all["load_share"].as_f64().expect("a load") >= 1.0, "{}", all["load_share"]);
    assert!(all["warning"].as_str().expect("a reason").starts_with("no interval"), "{}", all["warning"]);
    assert_eq!(spread(&crowded, "pages.latency")["half_width"], Value::Null);
    let file = place.file("a.json", &crowd).display().to_string();
    let human = text(&lonebox(&["run", &file]).stdout);
    assert!(human.contains("Over 5 runs") && human.contains("! no interval"), "{human}");
    let plug = r#"{"at": "3s", "power_loss": {"for": "1s"}}"#;
    let plugged = told(&scenario("").replace("\"timeline\": []", &format!("\"timeline\": [{plug}]")));
    assert!(spread(&plugged, "pages.latency")["half_width"].is_f64(), "runs like these have a mean");
    assert_eq!(plugged["result"]["replications"]["load_share"], Value::Null);
}

#[test]
fn what_several_runs_cost_is_told_for_all_of_them() {
    let place = Place::new();
    let file = place.file("a.json", &scenario("")).display().to_string();
    let plan = |more: &[&str]| {
        let arguments = [&["run", file.as_str(), "--plan", "--format", "json"], more].concat();
        json(&lonebox(&arguments))["simulated_ns"].as_u64().expect("a number")
    };
    assert_eq!(plan(&[]), 5 * plan(&["--replications", "1"]));
}

#[test]
fn every_run_has_its_rows_in_csv_and_its_figures_in_ndjson() {
    let place = Place::new();
    let file = place.file("a.json", &scenario("")).display().to_string();
    let of = |format: &str, more: &[&str]| {
        let arguments = [&["run", file.as_str(), "--format", format], more].concat();
        text(&lonebox(&arguments).stdout)
    };
    let column = |line: &str, place: usize| line.split(',').nth(place).unwrap_or_default().to_owned();
    let table = of("csv", &[]);
    let runs: std::collections::BTreeSet<String> =
        table.lines().skip(1).map(|line| column(line, 1)).collect();
    assert!(runs.iter().eq(["1", "2", "3", "4", "5"]), "{runs:?}");
    let third = |text: &str| {
        let begun = text.lines().find(|line| line.contains(",3,all,pages.count,"));
        column(begun.expect("the third run has its pages"), 5)
    };
    let all = json(&lonebox(&["run", &file, "--format", "json"]));
    let seed = all["result"]["replications"]["runs"][2]["seed"].to_string();
    let alone = of("csv", &["--replications", "1", "--seed", &seed]);
    let first = alone.lines().find(|line| line.contains(",1,all,pages.count,")).expect("its pages");
    assert_eq!(third(&table), column(first, 5), "the third run, by itself");
    let lines = of("ndjson", &[]);
    let figures = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let runs: std::collections::BTreeSet<u64> = figures
        .filter(|line| line["record"] == "figure")
        .filter_map(|line| line["data"]["run"].as_u64())
        .collect();
    assert_eq!(runs.len(), 5);
}
