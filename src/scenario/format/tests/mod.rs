//! Every block read from text into its settings.

mod site;
mod expectations;

use crate::scenario::plan::{OutageRule, Plan};
use crate::scenario::{Diagnostic, read};
use crate::topology::settings::Settings;
use crate::units::SimTime;

/// The plan in a file of one minute with these blocks.
fn plan(blocks: &str) -> Plan {
    match read(&file(blocks)) {
        Ok(reading) => reading.plan,
        Err(mistakes) => panic!("{mistakes:#?}"),
    }
}

fn file(blocks: &str) -> String {
    let comma = if blocks.is_empty() { "" } else { "," };
    format!("{{\"schema_version\": 1, \"title\": \"t\", \"run\": {{\"duration\": \"60s\"}}{comma}{blocks}}}")
}

#[test]
fn what_a_file_does_not_say_keeps_its_default() {
    let plan = plan("");
    assert_eq!(plan.settings, Settings::default());
    assert_eq!(plan.outage_rule, OutageRule::default());
    assert_eq!((plan.run.seed, plan.run.journeys, plan.expectations.len()), (1, 0, 0));
    let all = &plan.windows[0];
    assert_eq!((plan.windows.len(), all.name.as_str(), all.to), (1, "all", SimTime::from_secs(60)));
}

/// A file with every block in it, to be spoilt.
const GOOD: &str = include_str!("../../../../scenarios/09-normal-day.json");

#[test]
fn a_good_file_has_no_warnings() {
    assert_eq!(read(GOOD).map(|reading| reading.warnings), Ok(Vec::new()));
}

#[test]
fn no_spoilt_file_stops_the_reader() {
    let check = |text: &str| {
        for diagnostic in read(text).map_or_else(|mistakes| mistakes, |reading| reading.warnings) {
            let shown: &Diagnostic = &diagnostic;
            assert!(!shown.remedy.is_empty() && shown.render("spoilt.json", text).ends_with('\n'));
        }
    };
    for (at, letter) in GOOD.char_indices() {
        check(&GOOD[..at]);
        for other in ["", "9", "\"", "{", "\u{b5}"] {
            check(&format!("{}{other}{}", &GOOD[..at], &GOOD[at + letter.len_utf8()..]));
        }
    }
}
