//! The commands that the README and the book show are run: they end as is said, and print what is shown.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Block, COMMAND, SCENARIO_FILE, blocks, files_below, pages, root, text_of, texts};

/// A folder with everything that the commands of the book name.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary directory");
    let write = |name: &str, text: &str| {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder there");
        fs::write(path, text).expect("a file there");
    };
    for file in files_below("scenarios", ".json") {
        write(&file, &text_of(&file));
    }
    write("my-site.json", &texts(SCENARIO_FILE, "json")[0]);
    write("visits.csv", &texts(COMMAND, "csv")[0]);
    for block in pages().iter().flat_map(|page| blocks(page)).filter(|block| block.language == "json") {
        if let Some(name) = block.mark {
            write(&name, &block.text);
        }
    }
    place
}

/// The arguments after `lonebox`, if the line is a call of it.
fn arguments(line: &str) -> Option<&str> {
    const CALLS: [&str; 3] = ["cargo run --release -- ", "lonebox ", "target/release/lonebox "];
    let call = CALLS.iter().find_map(|begin| line.strip_prefix(begin));
    call.or_else(|| ["cargo run --release", "lonebox"].contains(&line).then_some(""))
}

/// Runs a command line in `place` and gives what it printed.
#[track_caller]
fn run(line: &str, place: &Path, ends_with: i32) -> String {
    let (line, into) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file)));
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
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(ends_with), "lonebox {line}\n{told}\n{errors}");
    if let Some(file) = into {
        fs::write(place.join(file), &output.stdout).expect("a file there");
    }
    told + &errors
}

#[test]
fn every_command_in_the_book_ends_as_it_says_and_prints_what_is_shown() {
    let place = place();
    let mut printed = BTreeMap::new();
    let mut shown = 0;
    for page in pages() {
        let mut last = String::new();
        for block in blocks(&page) {
            if block.language == "sh" {
                let ends_with = block.mark.as_ref().map_or(0, |mark| ends_with(&page, mark));
                for line in block.text.lines() {
                    let Some(call) = arguments(line) else {
                        assert!(is_cargo(line), "{page}: what is {line:?}?");
                        continue;
                    };
                    call.clone_into(&mut last);
                    printed.entry(last.clone()).or_insert_with(|| run(call, place.path(), ends_with));
                }
            } else if block.mark.as_deref() == Some("output") {
                check_excerpt(&page, &block, &printed[&last]);
                shown += 1;
            }
        }
    }
    assert!(printed.len() >= 12 && shown >= 8, "{} commands, {shown} outputs", printed.len());
}

/// The exit code in a mark such as `ends-with-1`.
fn ends_with(page: &str, mark: &str) -> i32 {
    let code = mark.strip_prefix("ends-with-").and_then(|code| code.parse().ok());
    code.unwrap_or_else(|| panic!("{page}: what is {mark:?}?"))
}

/// Every line of an excerpt is in the output, and in this order; lines `...` stand for what was left out.
/// `LONEBOX_ACCEPT=1 cargo test every_command` writes lines anew that differ in their figures only; read what stands around
/// them then.
fn check_excerpt(page: &str, block: &Block, output: &str) {
    #[expect(clippy::disallowed_methods, reason = "accepting is asked for from outside the run")]
    let accept = std::env::var("LONEBOX_ACCEPT").is_ok();
    let mut rest = output.lines();
    let mut accepted = block.text.clone();
    for line in block.text.lines().filter(|line| !line.is_empty() && *line != "...") {
        let mut ahead = rest.clone();
        if ahead.any(|printed| printed == line) {
            rest = ahead;
            continue;
        }
        let like = rest.find(|printed| without_figures(printed) == without_figures(line));
        let is_accepted = accept && like.is_some();
        assert!(
            is_accepted,
            "{page}: not printed, or not in this order:\n{line}\nbut perhaps:\n{}",
            like.unwrap_or_default()
        );
        accepted = accepted.replace(line, like.unwrap_or_default());
    }
    if accepted != block.text {
        let text = text_of(page).replace(&block.text, &accepted);
        fs::write(root().join(page), text).expect("the page can be written");
    }
}

/// The words of a line, without its figures and bars and however it is spaced.
fn without_figures(line: &str) -> String {
    let letters = line.chars().filter(|letter| !letter.is_ascii_digit() && !" ,.?~%>·█▓░<".contains(*letter));
    letters.collect()
}

/// Calls of cargo that build or test, which whoever runs this has just done.
fn is_cargo(line: &str) -> bool {
    ["cargo test", "cargo build --release --no-default-features --features cli"].contains(&line)
}
