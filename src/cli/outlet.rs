//! Where the results go, each in its format: standard output, files, or both.

use std::path::Path;

use super::Failure;
use super::arguments::{Format, Out, Output};
use super::case::{Case, highest_code};
use super::output::{Paper, csv, github, json, junit, ndjson, tap, text};
use super::sink::Sink;
use super::{exit_code, terminal};

/// What is written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// All there is to say of each file.
    Report,
    /// What became of the expectations, and a count.
    Verdicts,
    /// Only what was not met, and a count if there are several files.
    Complaints(Counted),
}

/// Whether a count of all files ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// Everything that is written of the results.
pub(super) struct Outlets {
    documents: Vec<Outlet>,
    style: Style,
    cases: Vec<Case>,
}

/// One document.
struct Outlet {
    format: Format,
    paper: Paper,
    /// What is left of it; nothing once it could not be written.
    sink: Option<Sink>,
}

impl Outlets {
    /// All that the command line asks for; refused before anything is done if one of them cannot be.
    pub(super) fn open(output: &Output, style: Style) -> Result<Self, Failure> {
        let outlets: Result<Vec<Outlet>, Failure> = documents(output)?.iter().map(Outlet::open).collect();
        Ok(Self { documents: outlets?, style, cases: Vec::new() })
    }

    /// One more case; people read it at once.
    pub(super) fn take(&mut self, case: Case) {
        terminal::tell(&case.told);
        let style = self.style;
        for outlet in self.documents.iter_mut().filter(|outlet| outlet.format == Format::Human) {
            let text = match style {
                Style::Report => text::report(&case, outlet.paper),
                Style::Verdicts => text::verdicts(&case, outlet.paper),
                Style::Complaints(_) => text::complaints(&case, outlet.paper),
            };
            outlet.write(&text);
        }
        self.cases.push(case);
    }

    /// There are no more: everything is written, and what could not be is told.
    pub(super) fn finish(self) -> u8 {
        let mut code = highest_code(&self.cases);
        for mut outlet in self.documents {
            let rest = rest(outlet.format, self.style, &self.cases, outlet.paper);
            outlet.write(&rest);
            if !outlet.finish() {
                code = code.max(exit_code::OUTPUT_FAILED);
            }
        }
        code
    }
}

/// What has not been written yet when the last case is known.
fn rest(format: Format, style: Style, cases: &[Case], paper: Paper) -> String {
    match format {
        Format::Human => match style {
            Style::Verdicts | Style::Complaints(Counted::Yes) => text::count(cases, paper),
            Style::Report | Style::Complaints(Counted::No) => String::new(),
        },
        Format::Json => json::results(cases),
        Format::Ndjson => ndjson::lines(cases),
        Format::Csv => csv::table(cases),
        Format::Junit => junit::suites(cases),
        Format::Tap => tap::points(cases),
        Format::Github => github::commands(cases),
    }
}

impl Outlet {
    fn open((format, path): &(Format, Option<&Path>)) -> Result<Self, Failure> {
        let sink = Sink::open(*path).map_err(Failure::output)?;
        let paper = if matches!(sink, Sink::Stdout) { terminal::paper() } else { Paper::PLAIN };
        Ok(Self { format: *format, paper, sink: Some(sink) })
    }

    fn write(&mut self, text: &str) {
        if let Some(Err(message)) = self.sink.as_mut().map(|sink| sink.write(text)) {
            terminal::tell(&format!("error: {message}\n"));
            self.sink = None;
        }
    }

    /// Whether all of it could be written.
    fn finish(self) -> bool {
        match self.sink.map(Sink::finish) {
            Some(Ok(())) => true,
            Some(Err(message)) => {
                terminal::tell(&format!("error: {message}\n"));
                false
            }
            None => false,
        }
    }
}

/// Every document, by its format and path. Standard output carries `--format`, unless an `--out` without a kind takes it
/// elsewhere or one with a kind takes its place.
fn documents(output: &Output) -> Result<Vec<(Format, Option<&Path>)>, Failure> {
    let format = output.format.unwrap_or(Format::Human);
    let mut documents: Vec<(Format, Option<&Path>)> =
        output.out.iter().map(|out| (out.kind.unwrap_or(format), Some(out.path.as_path()))).collect();
    let takes_its_place = |out: &Out| out.kind.is_none() || out.is_stdout();
    if !output.out.iter().any(takes_its_place)
        || (output.format.is_some() && !output.out.iter().any(Out::is_plain))
    {
        documents.insert(0, (format, None));
    }
    refuse_twice(&documents)?;
    Ok(documents)
}

/// Two documents in one place would spoil each other.
fn refuse_twice(documents: &[(Format, Option<&Path>)]) -> Result<(), Failure> {
    let place = |path: Option<&Path>| path.filter(|path| *path != Path::new("-")).map(Path::to_owned);
    let places: Vec<_> = documents.iter().map(|(_, path)| place(*path)).collect();
    let twice = (1..places.len()).find(|later| places[..*later].contains(&places[*later]));
    twice.map_or(Ok(()), |later| {
        let shown =
            places[later].as_ref().map_or("standard output".to_owned(), |path| path.display().to_string());
        Err(Failure::usage(format!(
            "two results cannot both go to {shown}: give each --out a path of its own"
        )))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::out;

    fn places(format: Option<Format>, outs: &[&str]) -> Option<Vec<String>> {
        let out = outs.iter().map(|text| out(text).expect("a kind that is known")).collect();
        let output = Output { format, out, quiet: false };
        let documents = documents(&output).ok()?;
        let shown = |(format, path): &(Format, Option<&Path>)| {
            format!("{format:?} {}", path.map_or("-".to_owned(), |path| path.display().to_string()))
        };
        Some(documents.iter().map(shown).collect())
    }

    #[test]
    fn standard_output_carries_the_format_unless_something_else_takes_its_place() {
        let check = |format, outs: &[&str], expected: &[&str]| {
            let expected = expected.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(places(format, outs), Some(expected), "{format:?} {outs:?}");
        };
        check(None, &[], &["Human -"]);
        check(Some(Format::Json), &[], &["Json -"]);
        check(Some(Format::Json), &["a.json"], &["Json a.json"]);
        check(None, &["junit=a.xml", "json=a.json"], &["Human -", "Junit a.xml", "Json a.json"]);
        check(None, &["json=-"], &["Json -"]);
        check(Some(Format::Tap), &["junit=a.xml"], &["Tap -", "Junit a.xml"]);
        check(None, &["a.txt", "json=-"], &["Human a.txt", "Json -"]);
    }

    #[test]
    fn two_results_do_not_go_to_one_place() {
        assert_eq!(places(None, &["json=a", "junit=a"]), None);
        assert_eq!(places(Some(Format::Tap), &["json=-"]), None);
        assert_eq!(places(None, &["-", "json=-"]), None);
    }
}
