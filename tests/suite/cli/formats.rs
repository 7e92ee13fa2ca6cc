//! Every format is what its own readers take it for, and says the same as the others.

use serde_json::Value;

use super::{BADLY, MISSPELT, Place, WELL, check_code, lonebox, text};

/// Both a good and a bad expectation, one of them advisory.
const MIXED: &str = r#"{"metric": {"name": "pages.success", "gte": "99%", "window": "all"}},
    {"metric": {"name": "pages.success", "lt": "10%", "window": "all"}, "note": "<odd> & \"quoted\""},
    {"metric": {"name": "pages.success", "lt": "20%", "window": "all"}, "level": "advisory"}"#;

/// A file of each fate: met, mixed, invalid, stopped at a limit.
fn files(place: &Place) -> Vec<String> {
    let limited =
        super::SCENARIO.replace("\"seed\": 1", "\"seed\": 1, \"events_max\": 100").replace("EXPECT", WELL);
    let paths = [
        place.scenario("a.json", WELL),
        place.scenario("b.json", MIXED),
        place.file("c.json", MISSPELT),
        place.file("d.json", &limited),
    ];
    paths.iter().map(|path| path.display().to_string()).collect()
}

fn told(format: &str, files: &[String], code: i32) -> String {
    let mut arguments = vec!["check", "--format", format];
    arguments.extend(files.iter().map(String::as_str));
    let output = lonebox(&arguments);
    check_code(&output, code);
    text(&output.stdout)
}

#[test]
fn junit_is_read_by_an_xml_reader_and_mixes_nothing_up() {
    let place = Place::new();
    let report = told("junit", &files(&place), 4);
    let document = roxmltree::Document::parse(&report).expect("well-formed XML");
    let root = document.root_element();
    let count = |name: &str| root.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((root.tag_name().name(), count("testsuite"), count("testcase")), ("testsuites", 4, 6));
    assert_eq!((count("failure"), count("error")), (1, 2), "{report}");
    assert_eq!(
        (root.attribute("failures"), root.attribute("errors"), root.attribute("tests")),
        (Some("1"), Some("2"), Some("6"))
    );
    let suites: Vec<_> = root.children().filter(|node| node.has_tag_name("testsuite")).collect();
    let property = |suite: usize, name: &str| {
        let mut all = suites[suite].descendants().filter(|node| node.has_tag_name("property"));
        all.find(|node| node.attribute("name") == Some(name)).and_then(|node| node.attribute("value"))
    };
    assert_eq!((property(0, "seed"), property(0, "schema_version")), (Some("1"), Some("1")));
    assert_eq!(property(0, "lonebox_version"), Some(env!("CARGO_PKG_VERSION")));
    assert!(property(0, "fingerprint.nginx").is_some_and(|digest| digest.len() == 4 * 16 + 3));
    assert_eq!((property(2, "status"), property(3, "status")), (Some("invalid"), Some("limit-reached")));
    let advisory = suites[1].descendants().filter_map(|node| node.attribute("name"));
    assert!(advisory.clone().any(|name| name.starts_with("advisory.line.")));
    let failure = suites[1].descendants().find(|node| node.has_tag_name("failure")).expect("a failure");
    assert_eq!(failure.attribute("type"), Some("unmet"));
    let outs =
        root.descendants().filter(|node| node.has_tag_name("system-out")).filter_map(|node| node.text());
    assert!(outs.clone().any(|out| out.contains("<odd> & \"quoted\"")), "escaped and read again");
    assert!(outs.clone().any(|out| out.contains("ended at 0:00:05.000")), "the simulated clock");
}

#[test]
fn junit_is_the_same_but_for_the_time_on_the_wall() {
    let place = Place::new();
    let files = files(&place);
    let wall = regex_lite::Regex::new(" time=\"[0-9.]+\"").expect("a pattern");
    let untimed = |report: &str| wall.replace_all(report, "").into_owned();
    let (first, second) = (told("junit", &files, 4), told("junit", &files, 4));
    assert!(wall.is_match(&first));
    assert_eq!(untimed(&first), untimed(&second));
}

#[test]
fn tap_has_a_plan_and_a_yaml_block_for_what_is_not_ok() {
    let place = Place::new();
    let report = told("tap", &files(&place), 4);
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines[..2], ["TAP version 14", "1..6"]);
    let points: Vec<&&str> =
        lines.iter().filter(|line| line.starts_with("ok ") || line.starts_with("not ok ")).collect();
    for (point, number) in points.iter().zip(1..) {
        assert!(point.contains(&format!("ok {number} - ")), "{point}");
    }
    assert_eq!(points.len(), 6);
    assert_eq!(points.iter().filter(|point| point.ends_with(" # TODO advisory")).count(), 1);
    let not_ok = points.iter().filter(|point| point.starts_with("not ok")).count();
    let opened = lines.iter().filter(|line| **line == "  ---").count();
    assert_eq!(
        (not_ok, opened, lines.iter().filter(|line| **line == "  ...").count()),
        (4, 4, 4),
        "{report}"
    );
    assert_eq!(lines.last(), Some(&"# 2 passed, 1 failed, 1 advisory"));
}

#[test]
fn github_commands_annotate_the_lines_of_the_files() {
    let place = Place::new();
    let files = files(&place);
    let report = told("github", &files, 4);
    let of = |command: &str| report.lines().filter(|line| line.starts_with(command)).count();
    assert_eq!((of("::error "), of("::warning "), of("::notice ")), (3, 1, 1), "{report}");
    assert_eq!(report.lines().count(), 5);
    let path = |file: &str| file.replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
    assert!(report.contains(&format!("::error file={},line=7,title=", path(&files[1]))), "{report}");
    assert!(report.contains(",line=3,col=3,endColumn=10,title=unknown-field::"), "{report}");
    assert_eq!(report.lines().last(), Some("::notice title=lonebox::2 passed, 1 failed, 1 advisory"));
}

#[test]
fn ndjson_is_an_object_a_line_and_says_what_json_says() {
    let place = Place::new();
    let files = files(&place);
    let lines: Vec<Value> =
        told("ndjson", &files, 4).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let whole: Value = serde_json::from_str(&told("json", &files, 4)).expect("JSON");
    let of = |sort: &'static str, file: &str| -> Vec<&Value> {
        let found = lines.iter().filter(move |line| line["record"] == sort && line["file"] == *file);
        found.map(|line| &line["data"]).collect()
    };
    for (file, result) in files.iter().zip(whole.as_array().expect("several files")) {
        let scenario = of("scenario", file);
        assert_eq!(scenario.len(), 1);
        for field in ["status", "exit_code"] {
            assert_eq!(scenario[0][field], result[field], "{file} {field}");
        }
        let expectations: Vec<Value> = of("expectation", file).into_iter().cloned().collect();
        let expected = result["result"]["expectations"].as_array().cloned().unwrap_or_default();
        assert_eq!(expectations, expected, "{file}");
    }
    let success = of("figure", &files[0]).into_iter().find(|figure| figure["metric"] == "pages.success");
    assert_eq!(success.expect("a figure")["value"], 1.0);
    assert_eq!(of("diagnostic", &files[2])[0]["code"], "unknown-field");
    let last = lines.last().expect("a last line");
    assert_eq!((&last["record"], &last["data"]["files"]), (&Value::from("summary"), &Value::from(4)));
}

#[test]
fn csv_is_one_table_with_a_row_for_each_figure() {
    let place = Place::new();
    let odd = place.scenario("a, \"odd\" name.json", WELL).display().to_string();
    let report = told("csv", &[odd], 0);
    let mut rows = report.lines();
    assert_eq!(rows.next(), Some("scenario,run,window,metric,aggregate,value,unit,samples"));
    let rows: Vec<&str> = rows.collect();
    assert!(rows.len() > 30);
    for row in &rows {
        let rest = row
            .strip_prefix('"')
            .and_then(|row| row.split_once("a, \"\"odd\"\" name.json\","))
            .expect("quoted")
            .1;
        assert_eq!(rest.split(',').count(), 7, "{row}");
    }
    assert!(rows.iter().any(|row| row.ends_with(",all,pages.count,value,49,count,49")), "{report}");
}

#[test]
fn several_results_are_written_at_once_and_each_is_whole() {
    let place = Place::new();
    let files = files(&place);
    let paths: Vec<String> = ["report.xml", "result.json", "table.csv"]
        .iter()
        .map(|name| place.path(name).display().to_string())
        .collect();
    let outs = [format!("junit={}", paths[0]), format!("json={}", paths[1]), format!("csv={}", paths[2])];
    let mut arguments = vec!["check"];
    for out in &outs {
        arguments.extend(["--out", out]);
    }
    arguments.extend(files.iter().map(String::as_str));
    let output = lonebox(&arguments);
    check_code(&output, 4);
    let told = text(&output.stdout);
    assert!(told.ends_with("2 passed, 1 failed, 1 advisory\n"), "people still read: {told}");
    let read = |path: &str| std::fs::read_to_string(path).expect("a file");
    roxmltree::Document::parse(&read(&paths[0])).expect("well-formed XML");
    let json: Value = serde_json::from_str(&read(&paths[1])).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(4));
    assert!(read(&paths[2]).starts_with("scenario,run,window,"));
}

#[test]
fn a_result_that_cannot_be_written_leaves_the_others_theirs() {
    let place = Place::new();
    let file = place.scenario("a.json", WELL).display().to_string();
    let good = format!("json={}", place.path("good.json").display());
    let twice = lonebox(&["run", &file, "--out", &good, "--out", &good]);
    check_code(&twice, 2);
    check_code(&lonebox(&["run", &file, "--out", "jsn=a.json"]), 2);
    check_code(&lonebox(&["run", &file, "--format", "json", "--out", "junit=-"]), 2);
    let nowhere = format!("junit={}", place.path("none/a.xml").display());
    check_code(&lonebox(&["run", &file, "--out", &good, "--out", &nowhere]), 5);
    assert!(!place.path("good.json").exists(), "refused before anything was done");
    if cfg!(target_os = "linux") {
        check_code(&lonebox(&["run", &file, "--out", &good, "--out", "junit=/dev/full"]), 5);
        assert!(place.path("good.json").exists());
    }
}

#[test]
fn every_format_gives_the_same_bytes_however_many_run_at_once() {
    let place = Place::new();
    let mut files = files(&place);
    files
        .extend((0..8).map(|number| place.scenario(&format!("e{number}.json"), MIXED).display().to_string()));
    files.push(place.scenario("z.json", BADLY).display().to_string());
    let wall = regex_lite::Regex::new(" time=\"[0-9.]+\"").expect("a pattern");
    for format in ["human", "json", "ndjson", "csv", "junit", "tap", "github"] {
        let told = |jobs: &str| {
            let mut arguments = vec!["check", "--format", format, "--jobs", jobs];
            arguments.extend(files.iter().map(String::as_str));
            let output = lonebox(&arguments);
            check_code(&output, 4);
            (wall.replace_all(&text(&output.stdout), "").into_owned(), text(&output.stderr))
        };
        assert_eq!(told("1"), told("4"), "{format}");
    }
}
