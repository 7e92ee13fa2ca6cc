//! One JSON object a line, `lonebox.ndjson/1`: for programs that read as they go.
//!
//! Every line is `{"record": SORT, "file": FILE, "data": {...}}`. Each file begins with a `scenario`, then come its
//! `diagnostic`s, `expectation`s, `outage`s, `figure`s
//! of each run and, of several runs, `spread`s; the last line of all is the `summary`, whose file is null.

use serde::Serialize;

use super::json::{DiagnosticRow, OutageRow, Run, VerdictRow, outages, verdicts};
use super::measure::SpreadRow;
use super::{Count, figures};
use crate::cli::case::{Case, Ending, Played, highest_code};

/// The name and version of this format.
const FORMAT: &str = "lonebox.ndjson/1";

/// One line.
#[derive(Serialize)]
struct Line<'a, T> {
    /// What sort of line.
    record: &'static str,
    file: Option<&'a str>,
    data: T,
}

/// What a file's lines begin with.
#[derive(Serialize)]
struct Scenario<'a> {
    format: &'static str,
    lonebox_version: &'static str,
    status: &'static str,
    exit_code: u8,
    /// The following are missing where nothing was simulated.
    title: Option<&'a str>,
    tags: Option<&'a [String]>,
    run: Option<Run>,
    /// Why there is no verdict, if there is none.
    problem: Option<String>,
}

/// What all lines end with.
#[derive(Serialize)]
struct Summary {
    files: usize,
    passed: usize,
    failed: usize,
    advisory: usize,
    exit_code: u8,
}

/// All lines.
pub(in crate::cli) fn lines(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        write_case(&mut text, case);
    }
    let Count { passed, failed, advisory } = Count::of(cases);
    let exit_code = highest_code(cases);
    let summary = Summary { files: cases.len(), passed, failed, advisory, exit_code };
    write(&mut text, "summary", None, summary);
    text
}

fn write_case(text: &mut String, case: &Case) {
    let file = Some(case.file.as_str());
    let played = case.played();
    let scenario = Scenario {
        format: FORMAT,
        lonebox_version: env!("CARGO_PKG_VERSION"),
        status: case.status().spelling(),
        exit_code: case.status().exit_code(),
        title: played.map(|played| played.plan.identity.title.as_str()),
        tags: played.map(|played| played.plan.identity.tags.as_slice()),
        run: played.map(|played| Run::of(&played.plan, &played.report)),
        problem: super::problem::Problem::of(case).map(|problem| problem.message),
    };
    write(text, "scenario", file, scenario);
    let mistakes = match &case.ending {
        Ending::Invalid { diagnostics, .. } => diagnostics.as_slice(),
        _ => &case.warnings,
    };
    for diagnostic in DiagnosticRow::all(mistakes) {
        write(text, "diagnostic", file, diagnostic);
    }
    if let Some(played) = played {
        write_played(text, file, played);
    }
}

fn write_played(text: &mut String, file: Option<&str>, played: &Played) {
    verdicts(played).for_each(|row: VerdictRow<'_>| write(text, "expectation", file, row));
    outages(played).for_each(|row: OutageRow| write(text, "outage", file, row));
    figures::all(played).for_each(|figure| write(text, "figure", file, figure));
    for spread in played.replications.iter().flat_map(|all| &all.spreads) {
        write(text, "spread", file, SpreadRow::of(&played.plan, spread));
    }
}

fn write(text: &mut String, record: &'static str, file: Option<&str>, data: impl Serialize) {
    let line = serde_json::to_string(&Line { record, file, data });
    *text += &line.expect("results are plain data with text keys");
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::cli::sample;

    #[test]
    fn every_line_is_an_object_of_a_known_sort_and_the_last_one_sums_up() {
        let text = lines(&[sample::case(), sample::invalid_case()]);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let of = |sort: &str| lines.iter().filter(|line| line["record"] == sort).count();
        assert_eq!((of("scenario"), of("diagnostic"), of("expectation"), of("outage")), (2, 1, 1, 1));
        assert!(of("figure") > 30);
        let last = lines.last().expect("a last line");
        assert_eq!((&last["record"], &last["data"]["failed"]), (&Value::from("summary"), &Value::from(1)));
        assert_eq!(last["data"]["exit_code"], 3);
        assert_eq!(lines[0]["data"]["title"], "The plug");
    }
}
