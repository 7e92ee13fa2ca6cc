//! What the command promises to scripts: exit codes, what goes where, and the same bytes every time.

mod formats;
mod replications;
mod selection;
mod studies;
mod words;
mod validators;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A small site for five seconds; `EXPECT` stands for what is expected of it.
const SCENARIO: &str = r#"{
    "schema_version": 1,
    "title": "a small site",
    "run": {"duration": "5s", "seed": 1},
    "visitors": {"arrivals": {"even": {"rate": "10/s"}}},
    "expect": [EXPECT]
}"#;
const WELL: &str = r#"{"metric": {"name": "pages.success", "gte": "99%", "window": "all"}}"#;
const BADLY: &str = r#"{"metric": {"name": "pages.success", "lt": "10%", "window": "all"}}"#;

const MISSPELT: &str = "{\n  \"schema_version\": 1,\n  \"titel\": \"a\",\n  \"title\": \"a\",\n  \"run\": {\"duration\": \"5s\"}\n}\n";

/// A directory of its own for each test.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary directory"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn scenario(&self, name: &str, expect: &str) -> PathBuf {
        self.file(name, &SCENARIO.replace("EXPECT", expect))
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).expect("a file in the temporary directory");
        self.path(name)
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lonebox"));
    command.stdin(Stdio::null());
    command
}

fn lonebox<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    command().args(arguments).output().expect("the command starts")
}

/// Runs `lonebox VERB FILE`.
fn told(verb: &str, file: &Path) -> Output {
    command().arg(verb).arg(file).output().expect("the command starts")
}

#[track_caller]
fn check_code(output: &Output, code: i32) {
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "stdout:\n{out}\nstderr:\n{err}");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("one JSON value and nothing else")
}

#[test]
fn a_command_line_that_makes_no_sense_ends_with_2() {
    check_code(&lonebox(&["fly"]), 2);
    check_code(&lonebox(&["run"]), 2);
    check_code(&lonebox(&["run", "a.json", "--seed", "many"]), 2);
    check_code(&lonebox(&["run", "a.json", "--trace", "a.csv"]), 2);
    check_code(&lonebox(&["run", "-", "-"]), 2);
}

#[test]
fn a_slip_of_the_command_line_is_answered_with_what_was_meant() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let directory = place.0.path().display().to_string();
    let slips = [
        (vec![file.as_str()], format!("did you mean `lonebox run {file}`?")),
        (vec![directory.as_str()], format!("did you mean `lonebox check {directory}`?")),
        (vec!["run", &directory], format!("use `lonebox check {directory}`, or name the files")),
        (vec!["run", &file, "--seed", "-3"], "a whole number from 0 to".to_owned()),
        (vec!["play", &file, "--speed", "0"], "a number from 0.1 to 1000".to_owned()),
    ];
    for (arguments, expected) in slips {
        let output = lonebox(&arguments);
        check_code(&output, 2);
        let told = text(&output.stderr);
        assert!(told.contains(&expected) && !told.contains("tip:"), "{told}");
    }
}

#[test]
fn help_and_version_end_with_0_and_help_tells_the_exit_codes() {
    check_code(&lonebox(&["--version"]), 0);
    let help = lonebox(&["--help"]);
    check_code(&help, 0);
    assert!(text(&help.stdout).contains("3  invalid scenario"));
}

#[test]
fn a_file_that_is_not_there_ends_with_2_and_is_named() {
    let place = Place::new();
    for verb in ["run", "check"] {
        let output = told(verb, &place.path("none.json"));
        check_code(&output, 2);
        assert!(text(&output.stderr).contains("none.json"), "{}", text(&output.stderr));
    }
    check_code(&told("check", place.0.path()), 2);
}

#[test]
fn an_invalid_scenario_ends_with_3_and_its_place_is_told() {
    let place = Place::new();
    let file = place.file("a.json", MISSPELT);
    for verb in ["run", "check"] {
        let output = told(verb, &file);
        check_code(&output, 3);
        let told = text(&output.stderr);
        assert!(told.contains("a.json:3:3: error[unknown-field]") && told.contains("^^^^^"), "{told}");
    }
}

#[test]
fn an_invalid_scenario_has_its_diagnostics_in_the_json_result() {
    let place = Place::new();
    let file = place.file("a.json", MISSPELT);
    let result = json(&lonebox(&["run", "--format", "json", &file.display().to_string()]));
    assert_eq!(result["status"], "invalid");
    assert_eq!(result["diagnostics"][0]["line"], 3);
    assert_eq!(result["diagnostics"][0]["code"], "unknown-field");
}

#[test]
fn what_was_expected_decides() {
    let place = Place::new();
    let (good, bad) = (place.scenario("good.json", WELL), place.scenario("bad.json", BADLY));
    let quiet = place.scenario("quiet.json", "");
    check_code(&told("run", &good), 0);
    check_code(&told("check", &good), 0);
    check_code(&told("run", &bad), 1);
    check_code(&told("check", &bad), 1);
    check_code(&told("run", &quiet), 0);
    check_code(&told("check", &quiet), 3);
}

#[test]
fn every_file_gets_its_result_and_the_highest_code_wins() {
    let place = Place::new();
    let _good = place.scenario("c.json", WELL);
    let _bad = place.scenario("b.json", BADLY);
    let _wrong = place.file("a.json", "{");
    let output = told("check", place.0.path());
    check_code(&output, 3);
    let told = text(&output.stdout);
    let last = told.lines().last().expect("a last line");
    assert_eq!(last, "1 passed, 1 failed, 0 advisory", "{told}");
    assert!(told.contains("\n3 files: 1 as expected, 1 not, 1 without a verdict\n"), "{told}");
    assert!(told.contains("a.json  invalid\n"), "why is told once, on standard error: {told}");
    let files: Vec<usize> =
        ["a.json", "b.json", "c.json"].iter().filter_map(|file| told.find(file)).collect();
    assert!(files.len() == 3 && files.is_sorted(), "{told}");
}

#[test]
fn a_limit_ends_with_4_and_without_a_verdict() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let output = lonebox(&["run", &file, "--events-max", "100"]);
    check_code(&output, 4);
    assert!(text(&output.stdout).contains("\nno verdict: stopped at 0:00:0"), "{}", text(&output.stdout));
}

#[test]
fn a_result_that_cannot_be_written_ends_with_5() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let nowhere = place.path("none/result.json").display().to_string();
    check_code(&lonebox(&["run", &file, "--out", &nowhere]), 5);
    assert!(!place.path("none").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_5() {
    let place = Place::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    let file = place.scenario("a.json", WELL);
    let status = command()
        .arg("run")
        .arg(&file)
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .expect("the command starts");
    assert_eq!(status.code(), Some(5));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    let output = command().arg("--version").stdout(full).output().expect("the command starts");
    check_code(&output, 5);
}

#[test]
fn a_result_goes_whole_into_the_file_that_is_named() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let result = place.path("result.json");
    let output = lonebox(&["run", &file, "--format", "json", "--out", &result.display().to_string()]);
    check_code(&output, 0);
    assert_eq!(text(&output.stdout), "");
    let written: Value = serde_json::from_slice(&fs::read(&result).expect("a file")).expect("JSON");
    assert_eq!(written["format"], "lonebox.result/1");
    assert_eq!(fs::read_dir(place.0.path()).expect("a directory").count(), 2, "nothing else is left there");
}

#[test]
fn whoever_stops_reading_is_not_answered_with_a_panic() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL);
    let mut child = command()
        .arg("run")
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    check_code(&output, 0);
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn the_same_scenario_and_seed_give_the_same_bytes_and_another_seed_does_not() {
    let place = Place::new();
    let poisson = SCENARIO.replace("even", "poisson").replace("EXPECT", WELL);
    let file = place.file("a.json", &poisson).display().to_string();
    for format in ["human", "json"] {
        let first = lonebox(&["run", &file, "--format", format]);
        check_code(&first, 0);
        assert_eq!(text(&first.stdout), text(&lonebox(&["run", &file, "--format", format]).stdout));
        let other = lonebox(&["run", &file, "--format", format, "--seed", "2"]);
        assert_ne!(text(&first.stdout), text(&other.stdout));
    }
}

#[test]
fn json_is_one_object_or_an_array_of_them() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let one = json(&lonebox(&["run", &file, "--format", "json"]));
    assert_eq!((&one["status"], &one["exit_code"]), (&Value::from("met"), &Value::from(0)));
    assert_eq!(one["result"]["windows"][0]["pages"]["begun"], 49);
    let two = json(&lonebox(&["check", &file, &file, "--format", "json"]));
    assert_eq!(two.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_scenario_is_read_from_standard_input() {
    let mut child = command()
        .args(["check", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(SCENARIO.replace("EXPECT", WELL).as_bytes()).expect("the command reads");
    drop(input);
    let output = child.wait_with_output().expect("the command ends");
    check_code(&output, 0);
    assert!(text(&output.stdout).starts_with("✓ <stdin>"), "{}", text(&output.stdout));
}

#[test]
fn visitors_come_as_a_trace_says() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let trace = place.file("visits.csv", "arrival_ms,service_ms\n100,5\n200,5\n300,5\n");
    let flag = format!("visitors={}", trace.display());
    let result = json(&lonebox(&["run", &file, "--format", "json", "--trace", &flag]));
    assert_eq!(result["result"]["windows"][0]["pages"]["begun"], 3, "{result}");
}

#[test]
fn quietly_only_what_was_not_met_is_told() {
    let place = Place::new();
    let output = lonebox(&["run", "--quiet", &place.scenario("good.json", WELL).display().to_string()]);
    check_code(&output, 0);
    assert_eq!(text(&output.stdout), "");
    let output = lonebox(&["run", "--quiet", &place.scenario("bad.json", BADLY).display().to_string()]);
    check_code(&output, 1);
    assert!(text(&output.stdout).contains("✗ pages.success in all (line "), "{}", text(&output.stdout));
}

#[test]
fn without_a_terminal_nothing_is_coloured_and_nothing_moves() {
    let output = lonebox::<&str>(&[]);
    check_code(&output, 0);
    assert!(!output.stdout.contains(&0x1b));
    assert!(text(&output.stdout).starts_with("What a server is\n"), "{}", text(&output.stdout));
}

#[test]
fn every_scenario_that_is_shipped_does_as_it_says() {
    check_code(&lonebox(&["check", concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")]), 0);
}
