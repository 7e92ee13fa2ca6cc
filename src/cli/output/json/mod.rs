//! Results for programs: `lonebox.result/1`.
//!
//! One file gives one object, several give an array of them in the order of the command line. Every figure's unit is in
//! its name: `_ns` are nanoseconds of simulated time, `_per_second` rates, `_share` shares from 0 to 1. What could not be
//! measured is `null`. There is no wall-clock time and nothing that differs between two runs of the same scenario, seed
//! and version. Fields are only ever added within version 1; unknown ones are to be passed over.

mod run;
mod window;
mod journey;

use serde::Serialize;

use crate::cli::case::{Case, Ending, Played};
use crate::expectation::{Met, Verdict};
use crate::scenario::{Diagnostic, Level};

use run::{
    AccountRow, ActionRow, AvailabilityRow, CauseRow, EntryRow, Fingerprint, LogRow, ProbeRow, SeriesRow,
};
pub(super) use run::{OutageRow, Run};

/// The name and version of this format.
const FORMAT: &str = "lonebox.result/1";

/// What became of one file.
#[derive(Serialize)]
struct ResultOfFile<'a> {
    /// Always `lonebox.result/1`.
    format: &'static str,
    /// The version of lonebox that made it.
    lonebox_version: &'static str,
    /// The file, as it was named on the command line.
    file: &'a str,
    /// `met`, `unmet`, `played`, `expects-nothing`, `unreadable`, `invalid`, `limit-reached`, `books-unbalanced` or
    /// `internal-error`.
    status: &'static str,
    /// The exit code that goes with it.
    exit_code: u8,
    /// Why the file could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<&'a str>,
    /// What is wrong with the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<&'a [Diagnostic]>,
    /// What is legal but odd in the file; missing if there is nothing.
    #[serde(skip_serializing_if = "<[Diagnostic]>::is_empty")]
    warnings: &'a [Diagnostic],
    /// Our own bug that ended the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    internal_error: Option<&'a str>,
    /// What was simulated, if anything was.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Simulated<'a>>,
}

/// A run and what became of its expectations.
#[derive(Serialize)]
struct Simulated<'a> {
    title: &'a str,
    lesson: Option<&'a str>,
    hypothesis: Option<&'a str>,
    tags: &'a [String],
    run: Run,
    expectations: Vec<VerdictRow<'a>>,
    windows: Vec<window::Window<'a>>,
    availability: AvailabilityRow,
    outages: Vec<OutageRow>,
    /// Failed pages by how they failed and who is to blame, the most frequent first.
    causes: Vec<CauseRow>,
    /// What was done to the site, in the order of the file.
    timeline: Vec<ActionRow<'a>>,
    /// What happened to the site, in order.
    chronicle: Vec<EntryRow>,
    /// How many more things happened than stand in `chronicle`.
    chronicle_left_out: u64,
    /// Availability from the server's chair, by sort of route.
    server: Vec<ProbeRow>,
    /// What the programs wrote into their logs.
    logs: Vec<LogRow>,
    series: SeriesRow,
    journeys: Vec<journey::Journey<'a>>,
    books: Vec<AccountRow>,
    fingerprints: Vec<Fingerprint>,
}

/// An expectation and what became of it.
#[derive(Serialize)]
pub(super) struct VerdictRow<'a> {
    met: bool,
    /// `required` or `advisory`.
    level: &'static str,
    claim: &'a str,
    bound: &'a str,
    measured: &'a str,
    /// In the metric's base unit: nanoseconds, a share, a rate a second or a count.
    value: Option<f64>,
    /// Pages, requests or answers; for levels and uses of stations, the nanoseconds of the window.
    samples: u64,
    rests_on: &'a str,
    margin: Option<&'a str>,
    /// Each part that failed, where the claim has parts.
    broken: &'a [String],
    note: Option<&'a str>,
    /// The line of the scenario file.
    line: u32,
}

/// The result of one file, or an array of the results of several; ends with a line break.
pub(in crate::cli) fn results(cases: &[Case]) -> String {
    let results: Vec<ResultOfFile<'_>> = cases.iter().map(result_of).collect();
    let text = match results.as_slice() {
        [one] => serde_json::to_string_pretty(one),
        several => serde_json::to_string_pretty(several),
    };
    text.expect("results are plain data with text keys") + "\n"
}

fn result_of(case: &Case) -> ResultOfFile<'_> {
    let status = case.status();
    let (mut unreadable, mut internal_error, mut diagnostics) = (None, None, None);
    match &case.ending {
        Ending::Invalid { diagnostics: mistakes, .. } => diagnostics = Some(mistakes.as_slice()),
        Ending::Unreadable(why) => unreadable = Some(why.as_str()),
        Ending::Crashed(what) => internal_error = Some(what.as_str()),
        Ending::Played(_) | Ending::ExpectsNothing => {}
    }
    ResultOfFile {
        format: FORMAT,
        lonebox_version: env!("CARGO_PKG_VERSION"),
        file: &case.file,
        status: status.spelling(),
        exit_code: status.exit_code(),
        unreadable,
        diagnostics,
        warnings: &case.warnings,
        internal_error,
        result: case.played().map(simulated),
    }
}

/// What became of each expectation.
pub(super) fn verdicts(played: &Played) -> impl Iterator<Item = VerdictRow<'_>> {
    played.verdicts.iter().map(verdict_row)
}

/// Every outage, with its number.
pub(super) fn outages(played: &Played) -> impl Iterator<Item = OutageRow> {
    let outages = played.report.outages.iter().enumerate();
    outages.map(|(place, outage)| OutageRow::of(&played.plan, place, outage))
}

fn simulated(played: &Played) -> Simulated<'_> {
    let Played { plan, report, .. } = played;
    Simulated {
        title: &plan.identity.title,
        lesson: plan.identity.lesson.as_deref(),
        hypothesis: plan.identity.hypothesis.as_deref(),
        tags: &plan.identity.tags,
        run: Run::of(plan, report),
        expectations: verdicts(played).collect(),
        windows: report.windows.iter().map(|window| window::Window::of(plan, window)).collect(),
        availability: AvailabilityRow::of(&report.availability),
        outages: outages(played).collect(),
        causes: report.blames.iter().map(|blame| CauseRow::of(plan, blame)).collect(),
        timeline: ActionRow::all(plan),
        chronicle: report.chronicle.entries().iter().map(EntryRow::of).collect(),
        chronicle_left_out: report.chronicle.left_out(),
        server: ProbeRow::all(report),
        logs: LogRow::all(&report.logs),
        series: SeriesRow::of(&report.series),
        journeys: report.journeys.iter().map(journey::Journey::of).collect(),
        books: report.books.accounts.iter().map(AccountRow::of).collect(),
        fingerprints: report.fingerprints.iter().map(Fingerprint::of).collect(),
    }
}

fn verdict_row(verdict: &Verdict) -> VerdictRow<'_> {
    VerdictRow {
        met: verdict.met == Met::Yes,
        level: match verdict.level {
            Level::Required => "required",
            Level::Advisory => "advisory",
        },
        claim: &verdict.claim,
        bound: &verdict.bound,
        measured: &verdict.measured,
        value: verdict.value,
        samples: verdict.samples,
        rests_on: &verdict.rests_on,
        margin: verdict.margin.as_deref(),
        broken: &verdict.broken,
        note: verdict.note.as_deref(),
        line: verdict.line,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::cli::sample::{case, crashed_case};

    fn read(cases: &[Case]) -> Value {
        serde_json::from_str(&results(cases)).expect("what was written")
    }

    #[test]
    fn one_file_is_an_object_and_several_are_an_array() {
        assert_eq!(read(&[case()])["format"], FORMAT);
        assert_eq!(read(&[case(), case()])[1]["file"], "a.json");
    }

    #[test]
    fn a_result_says_what_was_measured_in_base_units() {
        let result = &read(&[case()])["result"];
        assert_eq!(result["run"]["duration_ns"], 120_000_000_000_u64);
        assert_eq!(result["windows"][0]["pages"]["failed"], 20);
        assert_eq!(result["windows"][0]["page_latency"]["max_ns"], 200_000_000);
        assert_eq!(result["outages"][0]["lasted_ns"], 20_000_000_000_u64);
        assert_eq!(result["outages"][0]["action"], "nginx_restart");
        assert_eq!(result["outages"][0]["action_index"], 0);
        assert_eq!(result["timeline"][0]["index"], 0);
        assert_eq!(result["timeline"][0]["described"], "power_loss for 30 s");
        assert_eq!(result["expectations"][0]["met"], false);
        assert_eq!(result["expectations"][0]["line"], 7);
    }

    #[test]
    fn a_file_without_a_result_says_why() {
        let why = "cannot read a.json: it is gone".to_owned();
        let lost = Case::new("a.json".to_owned(), Ending::Unreadable(why.clone()));
        let told = read(&[lost]);
        assert_eq!((&told["status"], &told["exit_code"]), (&Value::from("unreadable"), &Value::from(2)));
        assert_eq!(told["unreadable"], why);
        assert!(told.get("result").is_none());
        let told = read(&[crashed_case()]);
        assert_eq!((&told["status"], &told["exit_code"]), (&Value::from("internal-error"), &Value::from(70)));
    }
}
