//! The run as a whole, as results write it.

use serde::Serialize;

use crate::cli::output::Deed;
use crate::metrics::Entry;
use crate::scenario::Plan;
use crate::simulation::{Account, Availability, BlameReport, Halt, OutageReport, Report, RoomFingerprint};
use crate::vocabulary::{ActionName, FailureKind, FailureText, Happening, Layer, Limit, LogLine};

/// How it was run.
#[derive(Serialize)]
pub(super) struct Run {
    seed: u64,
    duration_ns: u64,
    warm_up_ns: u64,
    ended_at_ns: u64,
    /// `reached`, `event-limit`, `instant-limit` or `in-flight-limit`.
    halt: &'static str,
    events: u64,
}

/// Availability from the visitor's chair.
#[derive(Serialize)]
pub(super) struct AvailabilityRow {
    by_request_share: Option<f64>,
    by_time_share: f64,
    planned_downtime_ns: u64,
    unplanned_downtime_ns: u64,
}

/// An outage from the visitor's chair.
#[derive(Serialize)]
pub(super) struct OutageRow {
    /// Counted from 1.
    number: usize,
    from_ns: u64,
    /// Nothing if it had not ended when the run did.
    to_ns: Option<u64>,
    lasted_ns: u64,
    first_symptom: FailureKind,
    action: Option<ActionName>,
    /// The action's place in the timeline, from 0.
    action_index: Option<u16>,
    /// What the scenario calls the action.
    action_name: Option<String>,
    limit: Option<Limit>,
    planned: bool,
}

/// Pages that failed the same way by the same doing.
#[derive(Serialize)]
pub(super) struct CauseRow {
    failure: FailureKind,
    pages: u64,
    action: Option<ActionName>,
    /// The action's place in the timeline, from 0.
    action_index: Option<u16>,
    /// What the scenario calls the action.
    action_name: Option<String>,
    limit: Option<Limit>,
    layer: Layer,
    http_status: Option<u16>,
    visitor_sees: &'static str,
    cause: &'static str,
    log_file: Option<&'static str>,
    log_line: Option<String>,
    /// Why there is no line in any log; nothing if there is one.
    why_no_log: Option<&'static str>,
    remedy: &'static str,
}

/// Something that was done to the site.
#[derive(Serialize)]
pub(super) struct ActionRow<'a> {
    /// Its place in the timeline, from 0.
    index: usize,
    at_ns: u64,
    action: ActionName,
    /// What the scenario calls it.
    name: Option<&'a str>,
    /// The action with its parameters, as the report tells it.
    described: String,
    note: Option<&'a str>,
}

/// Something that happened to the site.
#[derive(Serialize)]
pub(super) struct EntryRow {
    at_ns: u64,
    layer: Layer,
    what: Happening,
}

/// Two figures that must be equal, in decimal digits.
#[derive(Serialize)]
pub(super) struct AccountRow {
    account: &'static str,
    left: String,
    right: String,
    balanced: bool,
}

/// A digest of what happened in one room, in hexadecimal digits.
#[derive(Serialize)]
pub(super) struct Fingerprint {
    room: Layer,
    times: String,
    kinds: String,
    draws: String,
    outcomes: String,
}

impl Run {
    pub(super) fn of(plan: &Plan, report: &Report) -> Self {
        Self {
            seed: report.seed,
            duration_ns: plan.run.duration.as_nanos(),
            warm_up_ns: plan.run.warm_up.as_nanos(),
            ended_at_ns: report.ended_at.as_nanos(),
            halt: match report.halt {
                Halt::Reached => "reached",
                Halt::EventLimit => "event-limit",
                Halt::InstantLimit => "instant-limit",
                Halt::InFlightLimit => "in-flight-limit",
            },
            events: report.events,
        }
    }
}

impl AvailabilityRow {
    pub(super) fn of(availability: &Availability) -> Self {
        Self {
            by_request_share: availability.by_request,
            by_time_share: availability.by_time,
            planned_downtime_ns: availability.planned_downtime.as_nanos(),
            unplanned_downtime_ns: availability.unplanned_downtime.as_nanos(),
        }
    }
}

impl OutageRow {
    pub(super) fn of(plan: &Plan, place: usize, report: &OutageReport) -> Self {
        let outage = &report.outage;
        Self {
            number: place + 1,
            from_ns: outage.from.as_nanos(),
            to_ns: outage.to.map(crate::units::SimTime::as_nanos),
            lasted_ns: report.lasted.as_nanos(),
            first_symptom: outage.first_symptom,
            action: report.action,
            action_index: outage.blame.action,
            action_name: name_of(plan, outage.blame.action),
            limit: outage.blame.limit,
            planned: report.is_planned(),
        }
    }
}

impl CauseRow {
    pub(super) fn of(plan: &Plan, report: &BlameReport) -> Self {
        let text = FailureText::in_context(report.failure, report.action, report.blame.limit);
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

impl<'a> ActionRow<'a> {
    pub(super) fn all(plan: &'a Plan) -> Vec<Self> {
        let deeds = Deed::all(plan).into_iter().enumerate();
        let row = deeds.map(|(index, deed)| Self {
            index,
            at_ns: deed.at.as_nanos(),
            action: deed.action,
            name: deed.name,
            described: deed.described(),
            note: deed.note,
        });
        row.collect()
    }
}

fn name_of(plan: &Plan, action: Option<u16>) -> Option<String> {
    let deed = Deed::at(plan, usize::from(action?))?;
    deed.name.map(str::to_owned)
}

impl EntryRow {
    pub(super) fn of(entry: &Entry) -> Self {
        Self { at_ns: entry.at.as_nanos(), layer: entry.what.layer(), what: entry.what }
    }
}

impl AccountRow {
    pub(super) fn of(account: &Account) -> Self {
        Self {
            account: account.name,
            left: account.left.to_string(),
            right: account.right.to_string(),
            balanced: account.left == account.right,
        }
    }
}

impl Fingerprint {
    pub(super) fn of(fingerprint: &RoomFingerprint) -> Self {
        let hex = |digest: u64| format!("{digest:016x}");
        Self {
            room: fingerprint.room,
            times: hex(fingerprint.times),
            kinds: hex(fingerprint.kinds),
            draws: hex(fingerprint.draws),
            outcomes: hex(fingerprint.outcomes),
        }
    }
}
