//! The book and the README say what is so: their scenarios are read, their commands run, their words are all the words.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lonebox::scenario;
use lonebox::vocabulary::{ActionName, Aggregate, FailureKind, Limit, Metric, Stage, Station, Word};

const SCENARIO_FILE: &str = "book/src/reference/scenario-file.md";
const WORDS: &str = "book/src/reference/metrics-and-words.md";
const COMMAND: &str = "book/src/reference/command.md";
const SIMPLIFIED: &str = "book/src/background/what-is-simplified.md";
const FIRST_RUN: &str = "book/src/tutorial/first-run.md";

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

/// The fenced blocks of a page that are marked so.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let (text, opening) = (text_of(page), format!("```{language}"));
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line.trim_start()) {
            (false, fence) if fence == opening => {
                inside = true;
                found.push(String::new());
            }
            (true, "```") => inside = false,
            (true, _) => found.last_mut().expect("a block was opened").extend([line, "\n"]),
            (false, _) => {}
        }
    }
    assert!(!inside, "{page}: a block is not closed");
    found
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
fn every_scenario_in_the_book_is_read() {
    let mut read = 0;
    for page in pages() {
        for block in blocks(&page, "json").iter().filter(|block| block.contains("\"schema_version\"")) {
            let told = scenario::read(block).err().unwrap_or_default();
            let told: Vec<String> = told.iter().map(|mistake| mistake.render(&page, block)).collect();
            assert!(told.is_empty(), "{}", told.concat());
            read += 1;
        }
    }
    assert!(read >= 3, "only {read} scenarios");
}

#[test]
fn the_file_that_says_every_default_is_the_shortest_file() {
    let plans: Vec<_> = blocks(SCENARIO_FILE, "json")
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
    for file in files_below("src/scenario/format", ".rs").iter().filter(|file| !file.contains("/tests/")) {
        fields.extend(fields_read(&text_of(file)));
    }
    assert!(fields.len() >= 80, "only {} fields found", fields.len());
    let told = |field: &&String| reference.contains(&format!("`{field}`"));
    let missing: Vec<&String> = fields.iter().filter(|field| !told(field)).collect();
    assert!(missing.is_empty(), "not in {SCENARIO_FILE}: {missing:?}");
}

/// The names that a reader of the format asks for: the first argument of these calls, where it is a text.
fn fields_read(source: &str) -> Vec<String> {
    const CALLS: [&str; 7] = ["read", "read_within", "read_as", "required", "optional", "need", "open"];
    const WITH_MORE: [&str; 2] = ["required_or", "need_within"];
    let mut found = Vec::new();
    for (at, _) in source.match_indices('(') {
        let (before, after) = (&source[..at], source[at + 1..].trim_start());
        let generic = before.ends_with('>').then(|| before.rfind("::<")).flatten();
        let before = generic.map_or(before, |end| &before[..end]);
        let call = before.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_').next();
        let asks = call.is_some_and(|call| CALLS.contains(&call) || WITH_MORE.contains(&call));
        let name = after.strip_prefix('"').and_then(|text| text.split('"').next());
        found.extend(name.filter(|_| asks).map(str::to_owned));
    }
    found
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
    check_words::<FailureKind>(&[WORDS]);
    check_words::<Metric>(&[WORDS]);
    check_words::<Station>(&[WORDS]);
    check_words::<Stage>(&[WORDS]);
    check_words::<Limit>(&[WORDS]);
    check_words::<ActionName>(&[WORDS, SCENARIO_FILE]);
    check_words::<Aggregate>(&[SCENARIO_FILE]);
}

#[test]
fn the_table_of_failures_says_what_the_program_says() {
    let page = text_of(WORDS);
    for kind in FailureKind::ALL {
        let begin = format!("| `{kind}` |");
        let row = page.lines().find(|line| line.starts_with(&begin)).expect("a row for each failure");
        let told = kind.text();
        let log = told.log.map_or("nothing".to_owned(), lonebox::vocabulary::LogLine::shown);
        for part in [told.visitor_sees, told.layer.spelling(), told.cause, &log] {
            assert!(row.contains(part), "{kind}: {part:?} is not in its row");
        }
    }
}

/// A folder with everything that the commands of the book name.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary directory");
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("a file there");
    fs::create_dir(place.path().join("scenarios")).expect("a folder there");
    for file in files_below("scenarios", ".json") {
        write(&file, &text_of(&file));
    }
    write("my-site.json", &blocks(SCENARIO_FILE, "json")[0]);
    write("visits.csv", &blocks(COMMAND, "csv")[0]);
    place
}

/// The arguments after `lonebox`, if the line is a call of it.
fn arguments(line: &str) -> Option<&str> {
    let call = ["cargo run --release -- ", "lonebox "].iter().find_map(|begin| line.strip_prefix(begin));
    call.or_else(|| ["cargo run --release", "lonebox"].contains(&line).then_some(""))
}

/// Runs a command line in `place` and gives what it printed.
#[track_caller]
fn run(line: &str, place: &Path) -> String {
    let (words, input) = line.split_once(" < ").map_or((line, None), |(words, file)| (words, Some(file)));
    let stdin = input.map_or_else(Stdio::null, |file| {
        Stdio::from(File::open(place.join(file)).unwrap_or_else(|error| panic!("{file}: {error}")))
    });
    let output = Command::new(env!("CARGO_BIN_EXE_lonebox"))
        .args(words.split_whitespace())
        .current_dir(place)
        .stdin(stdin)
        .output()
        .expect("the command starts");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "lonebox {line}\n{told}\n{errors}");
    told
}

#[test]
fn every_command_in_the_book_ends_well() {
    let mut lines = BTreeSet::new();
    for page in pages() {
        for block in blocks(&page, "sh") {
            for line in block.lines() {
                let is_ours = arguments(line).is_some();
                assert!(is_ours || is_cargo(line), "{page}: what is {line:?}?");
                lines.extend(arguments(line).map(str::to_owned));
            }
        }
    }
    assert!(lines.len() >= 8, "only {} commands", lines.len());
    let place = place();
    for line in &lines {
        run(line, place.path());
    }
}

/// Calls of cargo that build or test, which whoever runs this has just done.
fn is_cargo(line: &str) -> bool {
    ["cargo test", "cargo build --release --no-default-features --features cli"].contains(&line)
}

#[test]
fn the_first_run_happens_as_the_tutorial_says() {
    let told = run("", place().path());
    let blocks = blocks(FIRST_RUN, "text");
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).collect();
    assert!(lines.len() >= 6);
    for line in lines {
        assert!(told.contains(line), "{line:?} is not in\n{told}");
    }
}
