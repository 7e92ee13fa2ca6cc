//! What is asked of the command about itself: words, starters, schemas, completions and pages.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use super::{Place, check_code, command, json, lonebox, text};

#[test]
fn a_word_is_explained_and_an_unknown_one_is_answered_with_near_ones() {
    let output = lonebox(&["explain", "upstream-refused"]);
    check_code(&output, 0);
    assert!(text(&output.stdout).contains("111: Connection refused"), "{}", text(&output.stdout));
    let happening = lonebox(&["explain", "power-lost"]);
    check_code(&happening, 0);
    let output = lonebox(&["explain", "upstream-refusd"]);
    check_code(&output, 2);
    assert!(text(&output.stderr).contains("did you mean upstream-refused"), "{}", text(&output.stderr));
    let field = lonebox(&["explain", "application.routes[\"/\"].dynamic.cpu"]);
    check_code(&field, 0);
    assert!(text(&field.stdout).contains("CPU time of the code"), "{}", text(&field.stdout));
    let all = lonebox(&["explain"]);
    check_code(&all, 0);
    for word in ["unknown-field", "gave-up-waiting", "power_loss", "max_connections", "pages.latency"] {
        assert!(text(&all.stdout).contains(word), "{word}");
    }
}

#[test]
fn a_new_scenario_passes_check_and_is_never_written_over() {
    let place = Place::new();
    let new = |arguments: &[&str]| {
        let output = command().arg("new").args(arguments).current_dir(place.0.path()).output();
        output.expect("the command starts")
    };
    check_code(&new(&["my-site"]), 0);
    check_code(&new(&["my-plug", "--from", "the-plug"]), 0);
    let written = place.path("my-site.json").display().to_string();
    let copied = place.path("my-plug.json").display().to_string();
    let checked = lonebox(&["check", &written, &copied]);
    check_code(&checked, 0);
    assert_eq!(text(&checked.stderr), "", "not even a warning");
    let before = fs::read(&written).expect("a file");
    check_code(&new(&["my-site"]), 2);
    assert_eq!(fs::read(&written).expect("a file"), before);
    for bad in ["", "../up", "a b", "my-site.json", "nul"] {
        check_code(&new(&[bad]), 2);
    }
    check_code(&new(&["other", "--from", "the-moon"]), 2);
    assert_eq!(fs::read_dir(place.0.path()).expect("a folder").count(), 2);
}

#[test]
fn a_new_scenario_names_the_schema_where_it_will_be() {
    let place = Place::new();
    let output =
        command().args(["new", "a"]).current_dir(place.0.path()).output().expect("the command starts");
    let told = text(&output.stderr);
    assert!(told.contains("lonebox schema > scenario.schema.json"), "{told}");
    let written: Value =
        serde_json::from_slice(&fs::read(place.path("a.json")).expect("a file")).expect("JSON");
    assert_eq!(written["$schema"], "scenario.schema.json");
}

#[test]
fn a_file_is_shown_with_its_lines_and_everything_in_effect_with_its_origin() {
    let place = Place::new();
    let file = place.scenario("a.json", super::WELL).display().to_string();
    let shown = |flags: &[&str]| {
        let output = lonebox(&[&["show", &file], flags].concat());
        check_code(&output, 0);
        text(&output.stdout)
    };
    let said = shown(&[]);
    assert!(said.contains("  line 4    duration = \"5s\"") && !said.contains("default"), "{said}");
    let resolved: Value = serde_json::from_str(&shown(&["--resolved", "--format", "json"])).expect("JSON");
    let settings = resolved["settings"].as_array().expect("a list");
    let at = |path: &str| settings.iter().find(|setting| setting["path"] == path).expect("a setting");
    assert_eq!((&at("run.seed")["from"], &at("run.seed")["line"]), (&Value::from("file"), &Value::from(4)));
    assert_eq!(at("server.nginx.worker_connections")["value"], 768);
    assert_eq!(at("server.nginx.worker_connections")["from"], "default");
    let untold: Vec<&Value> = settings.iter().filter(|setting| setting["about"].is_null()).collect();
    assert!(settings.len() > 60 && untold.is_empty(), "the schema says nothing of {untold:?}");
    check_code(&lonebox(&["show", &place.file("b.json", super::MISSPELT).display().to_string()]), 3);
    check_code(&lonebox(&["show", &place.path("none.json").display().to_string()]), 2);
}

#[test]
fn every_field_of_the_format_shows_up_among_the_values_in_effect() {
    let file: Value =
        serde_json::from_str(include_str!("../../../scenarios/10-the-plug.json")).expect("JSON");
    let settings = lonebox::scenario::resolve(&file.to_string()).expect("a valid scenario");
    let schema: Value = json(&lonebox(&["schema"]));
    for home in [
        "server.machine",
        "server.nginx",
        "server.gunicorn",
        "server.mysql",
        "run",
        "domain",
        "visitors",
        "profile",
        "outage_rule",
    ] {
        let place = format!("/properties/{}/properties", home.replace('.', "/properties/"));
        let fields = schema.pointer(&place).and_then(Value::as_object).expect("fields");
        for name in fields.keys().filter(|name| *name != "note") {
            let path = format!("{home}.{name}");
            let is_it = |found: &str| {
                found == path
                    || found.starts_with(&format!("{path}."))
                    || found.starts_with(&format!("{path}["))
            };
            assert!(settings.iter().any(|setting| is_it(&setting.path)), "{path}");
        }
    }
}

#[test]
fn the_schemas_are_those_of_the_project() {
    for of in ["scenario", "result"] {
        let output = lonebox(&["schema", of]);
        check_code(&output, 0);
        let path = format!("{}/assets/{of}.schema.json", env!("CARGO_MANIFEST_DIR"));
        assert_eq!(text(&output.stdout), fs::read_to_string(path).expect("a file"));
        assert!(json(&output)["$schema"].is_string());
    }
    assert_eq!(lonebox(&["schema"]).stdout, lonebox(&["schema", "scenario"]).stdout);
}

#[test]
fn there_are_completions_for_every_shell_and_a_page_for_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = lonebox(&["completions", shell]);
        check_code(&output, 0);
        let script = text(&output.stdout);
        assert!(script.contains("explain") && script.contains("fail-fast"), "{shell}");
    }
    let page = lonebox(&["man"]);
    check_code(&page, 0);
    let page = text(&page.stdout);
    assert!(page.contains(".TH lonebox 1") && page.contains("Exit codes"), "{page}");
    for name in ["run", "check", "play", "explain", "show", "new", "schema", "completions", "man"] {
        let output = lonebox(&["man", name]);
        check_code(&output, 0);
        assert!(text(&output.stdout).contains(&format!(".TH lonebox-{name} 1")), "{}", text(&output.stdout));
    }
    check_code(&lonebox(&["man", "fly"]), 2);
}

#[test]
fn a_script_of_bash_is_one() {
    let script = lonebox(&["completions", "bash"]).stdout;
    let place = Place::new();
    let path = place.file("lonebox.bash", &text(&script));
    let Ok(status) =
        std::process::Command::new("bash").arg("-n").arg(&path).stderr(Stdio::inherit()).status()
    else {
        return;
    };
    assert!(status.success());
}
