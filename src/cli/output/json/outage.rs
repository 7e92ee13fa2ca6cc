//! What was out, and why, as results write it: from the visitor's chair and from the server's.

use schemars::JsonSchema;
use serde::Serialize;

use super::words::Words;
use crate::cli::output::told::told;
use crate::cli::output::{Deed, chain};
use crate::scenario::Plan;
use crate::simulation::{BlameReport, DownReport, OutageReport, Report, ServerReport};
use crate::units::SimTime;
use crate::vocabulary::{ActionName, FailureKind, Layer, Limit, LogLine, Probe, Symptom, Word};

/// An outage from the visitor's chair.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "outage")]
pub(in crate::cli::output) struct OutageRow {
    /// Counted from 1.
    #[schemars(range(min = 1))]
    number: usize,
    /// When its first failed page was begun.
    from_ns: u64,
    /// Its end; null if it had not ended when the run did.
    to_ns: Option<u64>,
    /// How long; to the end of the run if it did not end.
    lasted_ns: u64,
    /// How the first of its failed pages failed. Where none has, how one would fail if its visitor left now.
    #[schemars(with = "Words<FailureKind>")]
    first_symptom: FailureKind,
    /// What that is known from.
    #[schemars(with = "Words<Symptom>")]
    symptom: Symptom,
    /// The action that set it off; null if none did.
    #[schemars(with = "Option<Words<ActionName>>")]
    action: Option<ActionName>,
    /// That action's place in the timeline, from 0.
    action_index: Option<u16>,
    /// What the scenario calls that action.
    action_name: Option<String>,
    /// The limit that was reached, if one was.
    #[schemars(with = "Option<Words<Limit>>")]
    limit: Option<Limit>,
    /// Whether it was set off by maintenance.
    planned: bool,
    /// What killed it, link by link.
    chain: Chain,
}

/// An outage from its fault to the moment at which what had piled up was done with.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "chain")]
struct Chain {
    /// When the action was that set it off; null if none did.
    fault_ns: Option<u64>,
    /// When its first failed page was begun.
    first_failed_page_ns: u64,
    /// When most pages of a stretch had failed.
    peak_ns: u64,
    /// How many pages of that stretch.
    peak_failed_pages: u32,
    /// When it ended; null if it had not when the run did.
    recovered_ns: Option<u64>,
    /// When pages were about as quick again as before; null if that did not come.
    drained_ns: Option<u64>,
    /// The same in words.
    described: String,
}

/// A sort of route from the server's chair.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "probe")]
pub(super) struct ProbeRow {
    /// Which sort, by what has to work.
    #[schemars(with = "Words<Probe>")]
    probe: Probe,
    /// One less the time it was down over the horizon.
    #[schemars(range(min = 0, max = 1))]
    availability_share: f64,
    /// Time down otherwise than by maintenance.
    unplanned_downtime_ns: u64,
    /// Time down by maintenance.
    planned_downtime_ns: u64,
    /// Each stretch in which a probe would have failed, in order.
    down: Vec<DownRow>,
}

/// A stretch in which a probe would have failed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "down")]
struct DownRow {
    /// Its first moment.
    from_ns: u64,
    /// Its end; null if it lasted to the end of the run.
    to_ns: Option<u64>,
    /// The action that brought it about; null if none did.
    #[schemars(with = "Option<Words<ActionName>>")]
    action: Option<ActionName>,
    /// That action's place in the timeline, from 0.
    action_index: Option<u16>,
    /// The limit that was reached, if one was.
    #[schemars(with = "Option<Words<Limit>>")]
    limit: Option<Limit>,
    /// Whether it was brought about by maintenance.
    planned: bool,
}

/// Pages that failed the same way by the same doing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "cause")]
pub(super) struct CauseRow {
    /// How they failed.
    #[schemars(with = "Words<FailureKind>")]
    failure: FailureKind,
    /// How many pages.
    pages: u64,
    /// The action that set it off; null if none did.
    #[schemars(with = "Option<Words<ActionName>>")]
    action: Option<ActionName>,
    /// That action's place in the timeline, from 0.
    action_index: Option<u16>,
    /// What the scenario calls that action.
    action_name: Option<String>,
    /// The limit that was reached, if one was.
    #[schemars(with = "Option<Words<Limit>>")]
    limit: Option<Limit>,
    /// Where they failed.
    #[schemars(with = "Words<Layer>")]
    layer: Layer,
    /// The status, if any byte of an answer came.
    #[schemars(range(min = 100, max = 599))]
    http_status: Option<u16>,
    /// What the browser shows.
    visitor_sees: &'static str,
    /// Why, in a sentence.
    cause: &'static str,
    /// Whose log tells of it; null if none does.
    log_file: Option<&'static str>,
    /// What the real program would have written there.
    log_line: Option<String>,
    /// Why there is no line in any log; null if there is one.
    why_no_log: Option<&'static str>,
    /// What to do about it.
    remedy: &'static str,
}

impl OutageRow {
    pub(super) fn of(plan: &Plan, place: usize, report: &OutageReport) -> Self {
        let outage = &report.outage;
        Self {
            number: place + 1,
            from_ns: outage.from.as_nanos(),
            to_ns: outage.to.map(SimTime::as_nanos),
            lasted_ns: report.lasted.as_nanos(),
            first_symptom: outage.first_symptom,
            symptom: outage.symptom,
            action: report.action,
            action_index: outage.blame.action,
            action_name: name_of(plan, outage.blame.action),
            limit: outage.blame.limit,
            planned: report.is_planned(),
            chain: Chain::of(report),
        }
    }
}

impl Chain {
    fn of(report: &OutageReport) -> Self {
        let outage = &report.outage;
        Self {
            fault_ns: report.fault.map(SimTime::as_nanos),
            first_failed_page_ns: outage.from.as_nanos(),
            peak_ns: outage.peak.as_nanos(),
            peak_failed_pages: outage.peak_failed,
            recovered_ns: outage.to.map(SimTime::as_nanos),
            drained_ns: outage.drained.map(SimTime::as_nanos),
            described: chain::in_words(report),
        }
    }
}

impl ProbeRow {
    pub(super) fn all(report: &Report) -> Vec<Self> {
        Probe::ALL.iter().map(|probe| Self::of(*probe, &report.server)).collect()
    }

    fn of(probe: Probe, server: &ServerReport) -> Self {
        let (availability_share, unplanned, planned) = server.probes[probe.index()];
        let down = server.down.iter().filter(|report| report.down.probe == probe);
        let row = |report: &DownReport| DownRow {
            from_ns: report.down.from.as_nanos(),
            to_ns: report.down.to.map(SimTime::as_nanos),
            action: report.action,
            action_index: report.down.blame.action,
            limit: report.down.blame.limit,
            planned: report.down.planned,
        };
        Self {
            probe,
            availability_share,
            unplanned_downtime_ns: unplanned.as_nanos(),
            planned_downtime_ns: planned.as_nanos(),
            down: down.map(row).collect(),
        }
    }
}

impl CauseRow {
    pub(super) fn of(plan: &Plan, report: &BlameReport) -> Self {
        let text = told(plan, report);
        Self {
            failure: report.failure,
            pages: report.pages,
            action: report.action,
            action_index: report.blame.action,
            action_name: name_of(plan, report.blame.action),
            limit: report.blame.limit,
            layer: text.layer,
            http_status: text.status,
            visitor_sees: text.visitor_sees,
            cause: text.cause,
            log_file: text.log.map(|log| log.file),
            log_line: text.log.map(LogLine::shown),
            why_no_log: text.log.is_none().then_some(text.why_no_log),
            remedy: text.remedy,
        }
    }
}

fn name_of(plan: &Plan, action: Option<u16>) -> Option<String> {
    let deed = Deed::at(plan, usize::from(action?))?;
    deed.name.map(str::to_owned)
}
