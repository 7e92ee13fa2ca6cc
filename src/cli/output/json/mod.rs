//! Results for programs: `lonebox.result/1`.
//!
//! One file gives one object, several give an array of them in the order of the command line. Every figure's unit is in
//! its name: `_ns` are nanoseconds of simulated time, `_per_second` rates, `_share` shares from 0 to 1. What could not be
//! measured is `null`. There is no wall-clock time and nothing that differs between two runs of the same scenario, seed
//! and version. Fields are only ever added within version 1; unknown ones are to be passed over.

mod diagnostic;
mod run;
mod outage;
mod chronicle;
mod window;
mod latency;
mod journey;
mod replications;
mod words;
mod schema;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::case::{Case, Ending, Played, Status};
use crate::expectation::{Met, Verdict};
use crate::scenario::Level;

use chronicle::{ActionRow, EntryRow, LogRow};
pub(super) use diagnostic::DiagnosticRow;
pub(super) use outage::OutageRow;
use outage::{CauseRow, ProbeRow};
pub(super) use run::Run;
use run::{AccountRow, AvailabilityRow, Fingerprint, RandomFailureRow, SeriesRow};
pub(in crate::cli) use schema::{schema, schema_of};
pub(in crate::cli) use words::Words;

/// The name and version of this format.
const FORMAT: &str = "lonebox.result/1";

/// What `--format json` gives. `_ns` are nanoseconds of simulated time, `_per_second` rates, `_share` shares from 0 to 1; null
/// is what could not be measured. This schema is closed: it tells of every field that this version of Lonebox writes. Later
/// ones may write more, so a program passes over fields that it does not know.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(title = "Results of Lonebox: lonebox.result/1")]
#[schemars(extend("$id" = "https://lonebox.invalid/result.schema.json"))]
enum Results<'a> {
    /// The result of one file.
    One(&'a ResultOfFile<'a>),
    /// The results of several, in the order of the command line.
    Several(&'a [ResultOfFile<'a>]),
}

/// What became of one file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "file", extend("allOf" = schema::rules_of_status()))]
struct ResultOfFile<'a> {
    /// The name and version of this format.
    #[schemars(extend("const" = FORMAT))]
    format: &'static str,
    /// The version of lonebox that made it.
    lonebox_version: &'static str,
    /// The file, as it was named on the command line.
    file: &'a str,
    /// What became of it.
    status: Status,
    /// The exit code that goes with it.
    exit_code: u8,
    /// Why the file could not be read; only then.
    #[schemars(with = "String")]
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<&'a str>,
    /// What is wrong with the file; only if it is invalid.
    #[schemars(with = "Vec<DiagnosticRow<'a>>", length(min = 1))]
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<DiagnosticRow<'a>>>,
    /// What is legal but odd in the file; missing if there is nothing.
    #[schemars(length(min = 1))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<DiagnosticRow<'a>>,
    /// Our own bug that ended the run; only then.
    #[schemars(with = "String")]
    #[serde(skip_serializing_if = "Option::is_none")]
    internal_error: Option<&'a str>,
    /// What was simulated; only if something was.
    #[schemars(with = "Simulated<'a>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Simulated<'a>>,
}

/// A run and what became of its expectations.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "result")]
struct Simulated<'a> {
    /// As in the scenario.
    title: &'a str,
    /// As in the scenario.
    lesson: Option<&'a str>,
    /// As in the scenario.
    hypothesis: Option<&'a str>,
    /// As in the scenario.
    tags: &'a [String],
    /// How it was run.
    run: Run,
    /// In the order of the file; none if a limit was reached.
    expectations: Vec<VerdictRow<'a>>,
    /// In the order of the file, `all` first.
    #[schemars(length(min = 1))]
    windows: Vec<window::Window<'a>>,
    /// From the visitor's chair.
    availability: AvailabilityRow,
    /// From the visitor's chair, in order.
    outages: Vec<OutageRow>,
    /// Failed pages by how they failed and who is to blame, the most frequent first.
    causes: Vec<CauseRow>,
    /// What was done to the site, in the order of the file.
    timeline: Vec<ActionRow<'a>>,
    /// What broke by chance, in the order of the file.
    random_failures: Vec<RandomFailureRow<'a>>,
    /// What happened to the site, in order: the first thousand entries.
    chronicle: Vec<EntryRow>,
    /// How many more things happened than stand in `chronicle`.
    chronicle_left_out: u64,
    /// Availability from the server's chair, by sort of route.
    server: Vec<ProbeRow>,
    /// What the programs wrote into their logs; lines that were never written are left out.
    logs: Vec<LogRow>,
    /// The whole run at equal steps.
    series: SeriesRow,
    /// The pages that `run.journeys` and `--journey` kept.
    journeys: Vec<journey::Journey<'a>>,
    /// Figures that must be equal.
    books: Vec<AccountRow>,
    /// A digest of the run by room: two runs with the same ones went the same way.
    fingerprints: Vec<Fingerprint>,
    /// All runs, if there are several; only then.
    #[schemars(with = "replications::Replications<'a>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    replications: Option<replications::Replications<'a>>,
}

/// An expectation and what became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "expectation")]
pub(super) struct VerdictRow<'a> {
    /// Whether it was met.
    met: bool,
    /// Whether it decides.
    level: LevelRow,
    /// What should happen, in words.
    claim: &'a str,
    /// Where it must lie, in words.
    bound: &'a str,
    /// What was measured, in words.
    measured: &'a str,
    /// The value in the metric's base unit: nanoseconds, a share, a rate a second or a count.
    value: Option<f64>,
    /// Pages, requests or answers it rests on; for levels and uses of stations, the nanoseconds of the window.
    samples: u64,
    /// The same in words.
    rests_on: &'a str,
    /// How far inside the bound; negative outside.
    margin: Option<&'a str>,
    /// Each part that failed, where the claim has parts.
    broken: &'a [String],
    /// What the author wrote beside it.
    note: Option<&'a str>,
    /// The line of the scenario file.
    #[schemars(range(min = 1))]
    line: u32,
}

/// Whether an expectation decides.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "level_word")]
enum LevelRow {
    /// The scenario fails with it.
    Required,
    /// It is only told.
    Advisory,
}

/// The result of one file, or an array of the results of several; ends with a line break.
pub(in crate::cli) fn results(cases: &[Case]) -> String {
    let results: Vec<ResultOfFile<'_>> = cases.iter().map(result_of).collect();
    let results = match results.as_slice() {
        [one] => Results::One(one),
        several => Results::Several(several),
    };
    document(&results)
}

/// What programs are given; ends with a line break.
pub(in crate::cli) fn document(what: &impl Serialize) -> String {
    serde_json::to_string_pretty(what).expect("results are plain data with text keys") + "\n"
}

fn result_of(case: &Case) -> ResultOfFile<'_> {
    let status = case.status();
    let (mut unreadable, mut internal_error, mut diagnostics) = (None, None, None);
    match &case.ending {
        Ending::Invalid { diagnostics: mistakes, .. } => diagnostics = Some(DiagnosticRow::all(mistakes)),
        Ending::Unreadable(why) => unreadable = Some(why.as_str()),
        Ending::Crashed(what) => internal_error = Some(what.as_str()),
        Ending::Played(_) | Ending::ExpectsNothing => {}
    }
    ResultOfFile {
        format: FORMAT,
        lonebox_version: env!("CARGO_PKG_VERSION"),
        file: &case.file,
        status,
        exit_code: status.exit_code(),
        unreadable,
        diagnostics,
        warnings: DiagnosticRow::all(&case.warnings),
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
        random_failures: report.random_failures.iter().map(RandomFailureRow::of).collect(),
        chronicle: report.chronicle.entries().iter().map(EntryRow::of).collect(),
        chronicle_left_out: report.chronicle.left_out(),
        server: ProbeRow::all(report),
        logs: LogRow::all(&report.logs),
        series: SeriesRow::of(&report.series),
        journeys: report.journeys.iter().map(journey::Journey::of).collect(),
        books: report.books.accounts.iter().map(AccountRow::of).collect(),
        fingerprints: report.fingerprints.iter().map(Fingerprint::of).collect(),
        replications: replications::Replications::of(played),
    }
}

fn verdict_row(verdict: &Verdict) -> VerdictRow<'_> {
    VerdictRow {
        met: verdict.met == Met::Yes,
        level: match verdict.level {
            Level::Required => LevelRow::Required,
            Level::Advisory => LevelRow::Advisory,
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
