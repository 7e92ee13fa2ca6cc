//! The book and the README say what is so: their scenarios are read, their commands run, their words are all the words.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

mod arithmetic;
mod commands;

use lonebox::scenario;
use lonebox::vocabulary::{ActionName, Aggregate, Probe, Word};
use serde_json::Value;

const SCENARIO_FILE: &str = "book/src/reference/scenario-file.md";
const WORDS: &str = "book/src/reference/metrics-and-words.md";
const COMMAND: &str = "book/src/reference/command.md";
const SIMPLIFIED: &str = "book/src/background/what-is-simplified.md";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files in and below `folder` that end so, as paths from the root of the repository, sorted.
fn files_below(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder of the repository") {
        let name = entry.expect("a readable folder").file_name().into_string().expect("a plain name");
        let path = format!("{folder}/{name}");
        if root().join(&path).is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The README and every page of the book.
fn pages() -> Vec<String> {
    let mut pages = files_below("book/src", ".md");
    pages.push("README.md".to_owned());
    pages
}

/// A fenced block of a page. What stands behind the fence is its language and, after a comma, what a test does with it:
/// ` ```sh,ends-with-1 ` ends with that code, ` ```text,output ` is an excerpt of what the command before it prints, and
/// ` ```json,my-site.json ` is the file of that name for the commands.
struct Block {
    language: String,
    mark: Option<String>,
    text: String,
}

/// The fenced blocks of a page, in order.
fn blocks(page: &str) -> Vec<Block> {
    let text = text_of(page);
    let mut found: Vec<Block> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line.trim_start().strip_prefix("```")) {
            (false, Some(fence)) => {
                inside = true;
                let (language, mark) = match fence.split_once(',') {
                    Some((language, mark)) => (language, Some(mark.to_owned())),
                    None => (fence, None),
                };
                found.push(Block { language: language.to_owned(), mark, text: String::new() });
            }
            (true, Some("")) => inside = false,
            (true, _) => found.last_mut().expect("a block was opened").text.extend([line, "\n"]),
            (false, None) => {}
        }
    }
    assert!(!inside, "{page}: a block is not closed");
    found
}

/// The texts of a page's blocks in this language.
fn texts(page: &str, language: &str) -> Vec<String> {
    blocks(page).into_iter().filter(|block| block.language == language).map(|block| block.text).collect()
}

#[test]
fn every_file_with_a_simplification_is_on_the_page_of_limits_and_no_other() {
    let page = text_of(SIMPLIFIED);
    let marked: BTreeSet<String> = files_below("src", ".rs")
        .into_iter()
        .filter(|file| text_of(file).lines().any(|line| line.trim_start().starts_with("// Simplified:")))
        .collect();
    let named: BTreeSet<String> =
        page.split('`').filter(|word| word.starts_with("src/")).map(str::to_owned).collect();
    assert!(marked.len() >= 9, "only {} marks found", marked.len());
    assert_eq!(named, marked, "the files on {SIMPLIFIED}, and those with a mark");
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = text_of("book/src/SUMMARY.md");
    for page in files_below("book/src", ".md") {
        let link = page.trim_start_matches("book/src/").to_owned();
        assert!(
            link == "SUMMARY.md" || summary.contains(&format!("({link})")),
            "{link} is not in the summary"
        );
    }
}

#[test]
fn every_lesson_is_in_the_ladder_and_in_the_class() {
    let lessons = files_below("scenarios", ".json").into_iter().filter(|file| !file.contains("/gates/"));
    for lesson in lessons {
        let row = lesson.replace("scenarios/", "| `").replace(".json", "` |");
        for page in ["README.md", "book/src/guides/teach-a-class.md"] {
            assert!(text_of(page).contains(&row), "{lesson} has no row in {page}");
        }
    }
}

#[test]
fn every_scenario_in_the_book_is_read_and_those_named_after_a_mistake_have_one() {
    let mut read = 0;
    for page in pages() {
        let scenarios = blocks(&page).into_iter().filter(|block| block.text.contains("\"schema_version\""));
        for Block { mark, text, .. } in scenarios {
            let told = scenario::read(&text).err().unwrap_or_default();
            let told: Vec<String> = told.iter().map(|mistake| mistake.render(&page, &text)).collect();
            let is_mistaken = mark.is_some_and(|name| name.contains("mistake"));
            assert_eq!(is_mistaken, !told.is_empty(), "{page}: {}", told.concat());
            read += 1;
        }
    }
    assert!(read >= 6, "only {read} scenarios");
}

#[test]
fn the_file_that_says_every_default_is_the_shortest_file() {
    let plans: Vec<_> = texts(SCENARIO_FILE, "json")
        .iter()
        .filter_map(|block| scenario::read(block).ok())
        .map(|reading| reading.plan)
        .collect();
    let (shortest, every_default) = (plans.first().expect("a first"), plans.last().expect("a last"));
    assert!(plans.len() >= 3);
    assert_eq!(shortest, every_default);
}

#[test]
fn every_field_of_the_format_is_in_its_reference() {
    let reference = text_of(SCENARIO_FILE);
    let mut fields = BTreeSet::new();
    add_fields(&scenario::schema(), &mut fields);
    assert!(fields.len() >= 80, "only {} fields found", fields.len());
    let told = |field: &&String| reference.contains(&format!("`{field}`"));
    let missing: Vec<&String> = fields.iter().filter(|field| !told(field)).collect();
    assert!(missing.is_empty(), "not in {SCENARIO_FILE}: {missing:?}");
}

/// Adds the names of all fields in a schema.
fn add_fields(schema: &Value, fields: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        fields.extend(properties.keys().cloned());
    }
    let rules = schema.as_object().into_iter().flatten().map(|(_, rules)| rules);
    rules.chain(schema.as_array().into_iter().flatten()).for_each(|rules| add_fields(rules, fields));
}

#[track_caller]
fn check_words<W: Word>(pages: &[&str]) {
    for page in pages {
        let text = text_of(page);
        for word in W::ALL {
            let spelling = word.spelling();
            assert!(text.contains(&format!("`{spelling}`")), "{} {spelling} is not in {page}", W::WHAT);
        }
    }
}

#[test]
fn every_word_is_in_the_reference() {
    check_words::<Probe>(&[WORDS]);
    check_words::<ActionName>(&[SCENARIO_FILE]);
    check_words::<Aggregate>(&[SCENARIO_FILE]);
}
