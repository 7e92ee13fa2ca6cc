//! `lonebox show FILE`: what a scenario file says, and with `--resolved` every value that is in effect.

pub(super) mod about;

use serde::Serialize;
use serde_json::Value;

use super::arguments::{ShowArguments, ShowFormat};
use super::candidate::rendered;
use super::input::{Refusal, Source};
use super::output::{Ink, Line, Paper, Sheet};
use super::{Failure, exit_code, no_directories, print, terminal};
use crate::scenario::{Origin, Setting, resolve};

/// The name and version of the format for programs.
const FORMAT: &str = "lonebox.show/1";
/// Where the values begin.
const VALUES: usize = 12;
/// Characters of a value that people are shown; programs get all of it.
const SHOWN_MAX: usize = 400;

/// All values, for programs.
#[derive(Serialize)]
struct Shown<'a> {
    format: &'static str,
    file: &'a str,
    settings: Vec<Row<'a>>,
}

/// A value and where it comes from.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    /// As a file would write it; null where only the reader knows.
    value: Option<&'a Value>,
    /// `file`, `profile` or `default`.
    from: &'static str,
    /// The line of the file, if it says it.
    line: Option<u32>,
    /// What it is, its usual value and its range, as the schema says.
    about: Option<&'a str>,
}

/// Prints the values of the file.
pub(super) fn show(arguments: &ShowArguments) -> Result<u8, Failure> {
    no_directories(std::slice::from_ref(&arguments.file))?;
    let source = match Source::read(&arguments.file) {
        Ok(source) => source,
        Err(Refusal::Unreadable(why)) => return Err(Failure::usage(why)),
        Err(Refusal::Invalid { source, diagnostics }) => {
            terminal::tell(&rendered(&source, &diagnostics));
            return Ok(exit_code::INVALID_SCENARIO);
        }
    };
    let mut settings = match resolve(&source.text) {
        Ok(settings) => settings,
        Err(diagnostics) => {
            terminal::tell(&rendered(&source, &diagnostics));
            return Ok(exit_code::INVALID_SCENARIO);
        }
    };
    settings.retain(|setting| arguments.resolved || matches!(setting.origin, Origin::File(_)));
    print(&match arguments.format {
        ShowFormat::Human => human(&settings, arguments.resolved, terminal::paper()),
        ShowFormat::Json => json(&source.file, &settings),
    })
}

fn json(file: &str, settings: &[Setting]) -> String {
    let settings = settings.iter().map(row).collect();
    let shown = Shown { format: FORMAT, file, settings };
    serde_json::to_string_pretty(&shown).expect("plain data with text keys") + "\n"
}

fn row(setting: &Setting) -> Row<'_> {
    let (from, line) = match setting.origin {
        Origin::File(line) => ("file", Some(line)),
        Origin::Profile => ("profile", None),
        Origin::Default => ("default", None),
    };
    Row { path: &setting.path, value: setting.value.as_ref(), from, line, about: about::of(&setting.path) }
}

/// A block for each object of the file, a line for each value, and below it what the schema says of it.
fn human(settings: &[Setting], resolved: bool, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let mut block = None;
    for setting in settings {
        let (home, name) = home_and_name(&setting.path);
        if block != Some(home) {
            block = Some(home);
            sheet.line(Line::new().ink(Ink::Strong, if home.is_empty() { "the file" } else { home }));
        }
        let row = row(setting);
        let value = row.value.map_or_else(|| "not said".to_owned(), Value::to_string);
        let from = match row.line {
            Some(line) => format!("line {line}"),
            None => row.from.to_owned(),
        };
        let ink = if row.line.is_some() { Ink::Deed } else { Ink::Faint };
        let start = Line::new().to(2).ink(ink, from).text(" ").to(VALUES);
        sheet.wrapped(start, Ink::Plain, &shortened(format!("{name} = {value}")));
        if let Some(about) = row.about.filter(|_| resolved) {
            sheet.wrapped(Line::new().to(VALUES + 4), Ink::Faint, about);
        }
    }
    sheet.into_text()
}

/// A list may be very long.
fn shortened(text: String) -> String {
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// The object that a value stands in, and the value's own name there.
fn home_and_name(path: &str) -> (&str, &str) {
    let cut = path.rfind(['.', '[']).filter(|_| !path.ends_with(']')).or_else(|| path.rfind('['));
    match cut {
        None => ("", path),
        Some(at) if path.as_bytes()[at] == b'.' => (&path[..at], &path[at + 1..]),
        Some(at) => (&path[..at], &path[at..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"schema_version\": 1, \"title\": \"t\",\n\"run\": {\"duration\": \"60s\"}}";

    #[test]
    fn a_path_is_a_home_and_a_name() {
        assert_eq!(home_and_name("title"), ("", "title"));
        assert_eq!(home_and_name("server.nginx.start_time"), ("server.nginx", "start_time"));
        assert_eq!(home_and_name("expect[0].metric.gte"), ("expect[0].metric", "gte"));
        assert_eq!(home_and_name("a.routes[\"/x.y\"]"), ("a.routes", "[\"/x.y\"]"));
        assert_eq!(home_and_name("a.routes[\"/x.y\"].size"), ("a.routes[\"/x.y\"]", "size"));
    }

    #[test]
    fn what_the_file_says_is_told_with_its_line_and_the_rest_as_a_default() {
        let settings = resolve(TEXT).expect("a valid scenario");
        let told = human(&settings, true, Paper::PLAIN);
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines.contains(&"  line 2    duration = \"60s\""), "{told}");
        assert!(lines.contains(&"  default   worker_connections = 768"), "{told}");
        assert!(told.contains("Connection slots of each worker"), "{told}");
        assert!(lines.iter().all(|line| line.chars().count() <= 100), "{told}");
    }
}
