//! What is made from the rows of the studies: their schemas, and from those the reference; and what they print fits them.

use std::process::Command;

use serde_json::Value;

use super::result::{BEGIN, END, TABLES, closed_and_described, fields, met, section, section_of};
use super::{compare, printed, text_of};

const PAGE: &str = "book/src/reference/studies.md";
/// Every study with what it is asked.
const STUDIES: [(&str, &[&str]); 3] = [
    ("spof", &["spof", SITE, "--for", "5s", "--at", "5s"]),
    ("compare", &["compare", SITE, SITE, "--replications", "2"]),
    ("theory", &["theory", SITE]),
];
const SITE: &str = "scenarios/01-one-request.json";

fn schema(of: &str) -> Value {
    serde_json::from_str(&printed(of)).expect("JSON")
}

#[test]
fn generated_schemas_of_the_studies_stand_in_the_assets_and_are_closed() {
    for (study, _) in STUDIES {
        compare(&format!("assets/{study}.schema.json"), &printed(study));
        assert!(closed_and_described(&schema(study)) >= 15, "{study}");
    }
}

#[test]
fn what_a_study_prints_fits_its_schema() {
    for (study, arguments) in STUDIES {
        let output = Command::new(env!("CARGO_BIN_EXE_lonebox"))
            .args(arguments)
            .args(["--format", "json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("the command starts");
        let told = String::from_utf8_lossy(&output.stderr);
        let printed: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{study}: {told}"));
        let validator = jsonschema::validator_for(&schema(study)).expect("a schema");
        let wrong: Vec<String> = validator.iter_errors(&printed).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{study}: {wrong:#?}");
    }
}

#[test]
fn generated_reference_of_the_studies_stands_in_the_book() {
    let mut sections = String::new();
    for (study, _) in STUDIES {
        let schema = schema(study);
        let mut names = Vec::new();
        for (_, rule) in fields(&schema) {
            if let Some(name) = super::result::target(rule) {
                met(&schema, name, &mut names);
            }
        }
        names.retain(|name| TABLES.iter().all(|(word, _)| word != name));
        let (words, objects): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.ends_with("_word"));
        sections += &section_of(&schema, study);
        sections += &objects.iter().chain(&words).map(|name| section(&schema, name)).collect::<String>();
    }
    let page = text_of(PAGE);
    let (before, rest) = page.split_once(BEGIN).expect("the page says where they begin");
    let (_, after) = rest.split_once(END).expect("the page says where they end");
    compare(PAGE, &format!("{before}{BEGIN}\n{sections}{END}{after}"));
}
