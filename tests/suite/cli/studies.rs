//! What the studies promise to scripts: exit codes, the same bytes with any number of threads, and what they find.

use serde_json::Value;

use super::{MISSPELT, Place, WELL, check_code, json, lonebox, text};

/// Three workers that are held for a tenth of a second; `WORKERS` of them, `RATE` visits a second.
const SITE: &str = r#"{
    "schema_version": 1,
    "title": "a queue",
    "run": {"duration": "60s", "warm_up": "5s", "seed": 3},
    "domain": {"ttl": "20s"},
    "server": {"gunicorn": {"workers": WORKERS}},
    "application": {
        "routes": {"/": {"dynamic": {"cpu": "0s", "wait": {"exponential": {"mean": "100ms"}}}}},
        "pages": {"home": {"document": "/"}}
    },
    "visitors": {"arrivals": {"poisson": {"rate": "RATE/s"}}, "patience": "forever"}
}"#;

fn site(workers: u32, rate: u32) -> String {
    SITE.replace("WORKERS", &workers.to_string()).replace("RATE", &rate.to_string())
}

/// The one of a list whose field has this value.
fn one<'v>(list: &'v Value, field: &str, value: &str) -> &'v Value {
    let found = list.as_array().and_then(|list| list.iter().find(|one| one[field] == value));
    found.unwrap_or_else(|| panic!("no {value} in {list:#}"))
}

#[test]
fn without_each_component_in_turn_it_is_told_what_is_lost() {
    let place = Place::new();
    // Who waits for ever is lost to nothing that ends.
    let hasty = site(3, 10).replace(r#", "patience": "forever""#, "");
    let file = place.file("a.json", &hasty).display().to_string();
    let spof = |more: &[&str]| lonebox(&[&["spof", file.as_str(), "--for", "20s"], more].concat());
    let output = spof(&["--format", "json", "--jobs", "1"]);
    check_code(&output, 0);
    assert_eq!(text(&output.stdout), text(&spof(&["--format", "json", "--jobs", "7"]).stdout));
    let told = json(&output);
    let points = &told["single_points_of_failure"];
    for component in ["resolver", "authority", "record", "network", "machine", "nginx", "gunicorn", "code"] {
        assert!(
            points.as_array().is_some_and(|points| points.contains(&Value::from(component))),
            "{component}"
        );
    }
    let component = |name: &str| one(&told["components"], "component", name);
    assert_eq!(component("mysql")["single_point_of_failure"], false, "no page needs it");
    assert_eq!(component("gunicorn")["pages_lost_share"], 1.0);
    assert_eq!(component("gunicorn")["symptom"]["visitor_sees"], "502 Bad Gateway");
    let noticed = |name: &str| component(name)["symptom"]["noticed_after_ns"].as_u64().expect("it is missed");
    assert!(noticed("authority") > noticed("nginx") + 1_000_000_000, "a cached name is missed later");
    assert_eq!(told["undisturbed"]["pages_lost_share"], 0.0);
    let human = text(&spof(&[]).stdout);
    assert!(human.contains("8 of 11 components are single points of failure"), "{human}");
    assert!(human.contains("└─ the one machine") && human.contains("   ├─ nginx"), "{human}");
    assert!(human.lines().all(|line| line.chars().count() <= 100), "{human}");
    assert!(text(&spof(&["--format", "csv"]).stdout).contains("\ngunicorn,1,"));
}

#[test]
fn two_scenarios_are_compared_pair_by_pair() {
    let place = Place::new();
    let (three, nine) = (place.file("3.json", &site(3, 24)), place.file("9.json", &site(9, 24)));
    let files = [&three, &nine].map(|file| file.display().to_string());
    let compare = |more: &[&str]| {
        lonebox(&[&["compare", files[0].as_str(), files[1].as_str(), "--replications", "5"], more].concat())
    };
    let output = compare(&["--format", "json", "--jobs", "1"]);
    check_code(&output, 0);
    assert_eq!(text(&output.stdout), text(&compare(&["--format", "json", "--jobs", "5"]).stdout));
    let told = json(&output);
    assert_eq!(told["seeds"].as_array().map(Vec::len), Some(5));
    let all = told["differences"].as_array().expect("a list");
    let mean = |found: &&Value| {
        found["measure"]["name"] == "pages.latency" && found["measure"]["aggregate"] == "mean"
    };
    let latency = all.iter().find(mean).expect("a difference");
    assert_eq!(latency["word"], "lower");
    assert!(latency["difference_mean"].as_f64().is_some_and(|by| by < 0.0));
    let human = text(&compare(&[]).stdout);
    assert!(human.contains("lower") && human.contains("B - A"), "{human}");
    let same = json(&lonebox(&["compare", &files[0], &files[0], "--format", "json", "--replications", "2"]));
    let words = same["differences"].as_array().expect("a list").iter().map(|found| &found["word"]);
    assert!(words.into_iter().all(|word| word == "equal"));
}

#[test]
fn theory_stands_beside_the_simulation_and_says_which_precondition_fails() {
    let place = Place::new();
    let theory = |text: &str| {
        let file = place.file("a.json", text).display().to_string();
        let output = lonebox(&["theory", &file, "--format", "json", "--replications", "5"]);
        check_code(&output, 0);
        json(&output)
    };
    let told = theory(&site(3, 20));
    assert_eq!(told["bottleneck"], "gunicorn.workers");
    let erlang = one(&told["laws"], "name", "M/M/c (Erlang C)");
    assert_eq!(erlang["holds"], true, "{erlang:#}");
    let wait = one(&erlang["figures"], "what", "wait in the queue");
    let (by_theory, simulated) =
        (wait["theory"].as_f64().expect("said"), wait["simulated"].as_f64().expect("measured"));
    assert!((simulated / by_theory - 1.0).abs() < 0.5, "{wait}");
    let fails = |told: &Value, law: &str, what: &str| {
        let precondition = one(&one(&told["laws"], "name", law)["preconditions"], "what", what).clone();
        assert_eq!(precondition["holds"], false, "{precondition}");
    };
    let constant = theory(&site(1, 5).replace(r#"{"exponential": {"mean": "100ms"}}"#, r#""100ms""#));
    fails(&constant, "M/M/c (Erlang C)", "service is exponential");
    let general = one(&constant["laws"], "name", "M/G/1 (Pollaczek and Khinchine)");
    assert_eq!(general["holds"], true, "{general:#}");
    let even = theory(&site(3, 20).replace("poisson", "even"));
    fails(&even, "M/M/c (Erlang C)", "arrivals are Poisson");
    let crowd = theory(&site(3, 40));
    fails(&crowd, "M/M/c (Erlang C)", "the load is below one");
    let said =
        one(&crowd["laws"], "name", "M/M/c (Erlang C)")["silent"].as_str().unwrap_or_default().to_owned();
    assert!(said.contains("no steady state"), "{said}");
    let users = theory(&site(3, 20).replace(
        r#"{"poisson": {"rate": "20/s"}}"#,
        r#"{"users": {"count": 40, "think_time": {"exponential": {"mean": "1s"}}}}"#,
    ));
    let repair = one(&users["laws"], "name", "M/M/c//N (users who think)");
    let answers = one(&repair["figures"], "what", "answers");
    assert!(answers["relative_difference"].as_f64().is_some_and(|off| off.abs() < 0.1), "{answers}");
    one(&users["laws"], "name", "mean value analysis");
    let plug = site(3, 20).replace(
        "\"visitors\"",
        "\"timeline\": [{\"at\": \"20s\", \"power_loss\": {\"for\": \"5s\"}}], \"visitors\"",
    );
    let plug = theory(&plug);
    fails(&plug, "M/M/c (Erlang C)", "nothing happens to the site");
    one(&plug["laws"], "name", "availability in series, A = A1 A2 ...");
}

#[test]
fn studies_end_as_runs_do() {
    let place = Place::new();
    let good = place.scenario("good.json", WELL).display().to_string();
    let bad = place.file("bad.json", MISSPELT).display().to_string();
    let none = place.path("none.json").display().to_string();
    for study in [["spof"].as_slice(), &["theory"], &["compare", &good]] {
        let with = |more: &[&str]| lonebox(&[study, more].concat());
        check_code(&with(&[&none]), 2);
        let output = with(&[&bad]);
        check_code(&output, 3);
        assert!(
            text(&output.stderr).contains("bad.json:3:3: error[unknown-field]"),
            "{}",
            text(&output.stderr)
        );
        check_code(&with(&[&good, "--events-max", "100"]), 4);
        check_code(&with(&[&good, "--out", "/no/such/folder/a.json"]), 5);
        check_code(&with(&[&good, "--format", "xml"]), 2);
        let out = place.path("out.json").display().to_string();
        let output = with(&[&good, "--format", "json", "--out", &out]);
        check_code(&output, 0);
        assert_eq!(text(&output.stdout), "");
        assert!(std::fs::read_to_string(&out).is_ok_and(|text| text.contains("\"format\": \"lonebox.")));
    }
    check_code(&lonebox(&["spof", &good, "--at", "soon"]), 2);
    check_code(&lonebox(&["spof", &good, "--for", "0s"]), 2);
    check_code(&lonebox(&["compare", "-", "-"]), 2);
}

#[test]
fn what_breaks_by_chance_is_held_against_its_mean_times() {
    let place = Place::new();
    let scenario = r#"{
        "schema_version": 1, "title": "by chance", "run": {"duration": "2200s"},
        "domain": {"scheme": "http"},
        "application": {"routes": {"/": {"dynamic": {"queries": 1}}}, "pages": {"home": {"document": "/"}}},
        "visitors": {"arrivals": {"poisson": {"rate": "1/s"}}},
        "random_failures": [
            {"mtbf": {"uniform": {"low": "80s", "high": "120s"}}, "mttr": {"uniform": {"low": "9s", "high": "11s"}}, "mysql_kill": {}}
        ]
    }"#;
    let file = place.file("a.json", scenario).display().to_string();
    let table = text(&lonebox(&["theory", &file, "--format", "csv", "--replications", "3"]).stdout);
    let row = table.lines().find(|line| line.contains(",mysql_kill,")).expect("its part by itself");
    assert!(row.contains("availability by repair") && row.ends_with(",true"), "twenty turns: {row}");
    let numbers: Vec<f64> = row.split(',').filter_map(|field| field.parse().ok()).collect();
    let (theory, simulated) = (numbers[0], numbers[1]);
    assert!((theory - 100.0 / 110.0).abs() < 1e-9 && (simulated - theory).abs() < 0.02, "{row}");
    let site =
        table.lines().find(|line| line.contains("from the server's chair: database")).expect("the site");
    assert!(site.contains(",0.909090909"), "the same share of the whole site: {site}");
}
