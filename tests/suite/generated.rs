//! What is made from the sources: the schema of scenarios from their readers, the schema of results from their rows, and
//! tables of the reference. They stand in the repository, and a test compares them;
//! `LONEBOX_ACCEPT=1 cargo test generated` writes them anew.

mod failures;
mod gates;
mod result;
mod scenario;
mod studies;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lonebox::vocabulary::{
    ActionName, FailureKind, Happening, Knob, Limit, Message, Metric, Prediction, Stage, Station, TheoryLaw,
    Word,
};

const WORDS: &str = "book/src/reference/metrics-and-words.md";

fn path_of(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Compares what stands in a file with what should, or writes that.
pub(crate) fn compare(file: &str, wanted: &str) {
    #[expect(clippy::disallowed_methods, reason = "accepting is asked for from outside the run")]
    let accept = std::env::var("LONEBOX_ACCEPT").is_ok();
    if accept {
        fs::write(path_of(file), wanted).expect("the file can be written");
    }
    let there = fs::read_to_string(path_of(file)).expect("the file is there");
    let differs = there.lines().zip(wanted.lines()).find(|(there, wanted)| there != wanted);
    assert!(there == wanted, "{file} is not what is made from the sources: {differs:?}; accept it");
}

/// The schema that the command prints.
fn printed(of: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_lonebox")).args(["schema", of]).output();
    String::from_utf8(output.expect("the command starts").stdout).expect("text")
}

pub(crate) fn text_of(file: &str) -> String {
    fs::read_to_string(path_of(file)).expect("the file is there")
}

fn words<W: Word>() -> Vec<(&'static str, &'static str)> {
    W::ALL.iter().map(|word| (word.spelling(), word.meaning())).collect()
}

/// The text between the marks of a table, made anew.
fn with_table(page: &str, name: &str, rows: &[String]) -> String {
    let (begin, end) = (format!("<!-- table: {name} -->\n"), "<!-- end -->\n");
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{WORDS} has no table {name}"));
    let (table, after) = rest.split_once(end).expect("a table ends");
    let head: Vec<&str> = table.lines().take(3).collect();
    format!("{before}{begin}{}\n{}\n\n{end}{after}", head.join("\n"), rows.join("\n"))
}

/// The page with this text between the marks of a part.
pub(crate) fn part(page: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- begin: {name} -->\n"), format!("<!-- end: {name} -->\n"));
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("the page has no part {name}"));
    let (_, after) = rest.split_once(&end).expect("a part ends");
    format!("{before}{begin}\n{}\n\n{end}{after}", text.trim())
}

fn plain<W: Word>() -> Vec<String> {
    words::<W>().iter().map(|(word, meaning)| format!("| `{word}` | {meaning} |")).collect()
}

fn failures() -> Vec<String> {
    let row = |kind: &FailureKind| {
        let told = kind.text();
        let log = told.log.map_or("nothing".to_owned(), |log| format!("{}: `{}`", log.file, log.text));
        format!(
            "| [`{kind}`](failures.md#{kind}) | {} | {} | {} | {log} |",
            told.visitor_sees, told.layer, told.cause
        )
    };
    FailureKind::ALL.iter().map(row).collect()
}

#[test]
fn generated_tables_of_words_stand_in_the_reference() {
    let metrics = Metric::ALL
        .iter()
        .map(|metric| format!("| `{metric}` | {} | {} |", metric.quantity(), metric.meaning()));
    let actions = ActionName::ALL
        .iter()
        .map(|action| format!("| `{action}` | {} | {} |", action.kind(), action.meaning()));
    let knobs = Knob::ALL.iter().map(|knob| format!("| `{knob}` | {} | {} |", knob.layer(), knob.meaning()));
    let events = Happening::ALL.iter().map(|what| format!("| `{what}` | {} |", what.text()));
    let messages =
        Message::ALL.iter().map(|line| format!("| `{line}` | {} | `{}` |", line.log(), line.text()));
    let laws = TheoryLaw::ALL.iter().map(|law| {
        let predictions = Prediction::spellings_of(*law).join("`, `");
        format!("| `{law}` | {} | `{predictions}` |", law.meaning())
    });
    let tables = [
        ("metrics", metrics.collect()),
        ("stations", plain::<Station>()),
        ("stages", plain::<Stage>()),
        ("limits", plain::<Limit>()),
        ("actions", actions.collect()),
        ("knobs", knobs.collect()),
        ("events", events.collect()),
        ("messages", messages.collect()),
        ("laws", laws.collect()),
        ("predictions", plain::<Prediction>()),
        ("failures", failures()),
    ];
    let page = tables
        .iter()
        .fold(text_of(WORDS), |page, (name, rows): &(&str, Vec<String>)| with_table(&page, name, rows));
    compare(WORDS, &page);
}
