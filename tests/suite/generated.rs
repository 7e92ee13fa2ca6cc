//! What is made from the vocabulary and from the rows of results: the lists of words in the scenario's schema, the schema of
//! results, and the tables of the reference. They stand in the repository, and a test compares them;
//! `LONEBOX_ACCEPT=1 cargo test generated` writes them anew.

mod result;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lonebox::vocabulary::{
    ActionName, Aggregate, FailureKind, Happening, Knob, Layer, Limit, Message, Metric, Stage, Station, Word,
};

const SCHEMA: &str = "assets/scenario.schema.json";
const WORDS: &str = "book/src/reference/metrics-and-words.md";

fn path_of(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Compares what stands in a file with what should, or writes that.
fn compare(file: &str, wanted: &str) {
    #[expect(clippy::disallowed_methods, reason = "accepting is asked for from outside the run")]
    let accept = std::env::var("LONEBOX_ACCEPT").is_ok();
    if accept {
        fs::write(path_of(file), wanted).expect("the file can be written");
    }
    let there = fs::read_to_string(path_of(file)).expect("the file is there");
    let differs = there.lines().zip(wanted.lines()).find(|(there, wanted)| there != wanted);
    assert!(there == wanted, "{file} is not what is made from the sources: {differs:?}; accept it");
}

fn text_of(file: &str) -> String {
    fs::read_to_string(path_of(file)).expect("the file is there")
}

/// The definition of a list of words, in one line, as editors read it: each word with what it means.
fn definition(name: &str, words: &[(&str, &str)]) -> String {
    let quoted = |texts: Vec<&str>| serde_json::to_string(&texts).expect("plain text");
    let spellings = quoted(words.iter().map(|(word, _)| *word).collect());
    let meanings = quoted(words.iter().map(|(_, meaning)| *meaning).collect());
    format!("    \"{name}_word\": {{\"enum\": {spellings}, \"enumDescriptions\": {meanings}}},")
}

fn words<W: Word>() -> Vec<(&'static str, &'static str)> {
    W::ALL.iter().map(|word| (word.spelling(), word.meaning())).collect()
}

#[test]
fn generated_lists_of_words_stand_in_the_schema() {
    let mut outcomes = vec![("good", "A whole answer with status 200.")];
    outcomes.extend(words::<FailureKind>());
    let mut signs = Happening::ALL.iter().map(|what| (what.spelling(), what.text())).collect::<Vec<_>>();
    signs.extend(Message::ALL.iter().map(|line| (line.spelling(), line.text())));
    let spellings: BTreeSet<&str> = signs.iter().map(|(sign, _)| *sign).collect();
    assert_eq!(spellings.len(), signs.len(), "an event expectation would not know which is meant");
    let definitions = [
        ("failure", words::<FailureKind>()),
        ("outcome", outcomes),
        ("action", words::<ActionName>()),
        ("limit", words::<Limit>()),
        ("layer", words::<Layer>()),
        ("stage", words::<Stage>()),
        ("station", words::<Station>()),
        ("metric", words::<Metric>()),
        ("aggregate", words::<Aggregate>()),
        ("sign", signs),
    ];
    let mut wanted = String::new();
    for line in text_of(SCHEMA).lines() {
        let made = definitions.iter().find(|(name, _)| line.starts_with(&format!("    \"{name}_word\": ")));
        wanted += &made.map_or_else(|| line.to_owned(), |(name, words)| definition(name, words));
        wanted.push('\n');
    }
    for (name, _) in &definitions {
        assert!(wanted.contains(&format!("\"{name}_word\": ")), "{name} has no place in the schema");
    }
    compare(SCHEMA, &wanted);
}

/// The text between the marks of a table, made anew.
fn with_table(page: &str, name: &str, rows: &[String]) -> String {
    let (begin, end) = (format!("<!-- table: {name} -->\n"), "<!-- end -->\n");
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{WORDS} has no table {name}"));
    let (table, after) = rest.split_once(end).expect("a table ends");
    let head: Vec<&str> = table.lines().take(3).collect();
    format!("{before}{begin}{}\n{}\n\n{end}{after}", head.join("\n"), rows.join("\n"))
}

fn plain<W: Word>() -> Vec<String> {
    words::<W>().iter().map(|(word, meaning)| format!("| `{word}` | {meaning} |")).collect()
}

fn failures() -> Vec<String> {
    let row = |kind: &FailureKind| {
        let told = kind.text();
        let log = told.log.map_or("nothing".to_owned(), |log| format!("{}: `{}`", log.file, log.text));
        format!("| `{kind}` | {} | {} | {} | {log} |", told.visitor_sees, told.layer, told.cause)
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
    let tables = [
        ("metrics", metrics.collect()),
        ("stations", plain::<Station>()),
        ("stages", plain::<Stage>()),
        ("limits", plain::<Limit>()),
        ("actions", actions.collect()),
        ("knobs", knobs.collect()),
        ("events", events.collect()),
        ("messages", messages.collect()),
        ("failures", failures()),
    ];
    let page = tables
        .iter()
        .fold(text_of(WORDS), |page, (name, rows): &(&str, Vec<String>)| with_table(&page, name, rows));
    compare(WORDS, &page);
}
