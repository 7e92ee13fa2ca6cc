//! The run as a whole, as results write it.

use serde::Serialize;

use crate::cli::output::Deed;
use crate::metrics::{Entry, Logs, Mark, Outage, Series, Written};
use crate::scenario::Plan;
use crate::simulation::{
    Account, Availability, BlameReport, DownReport, Halt, OutageReport, Report, RoomFingerprint, ServerReport,
};
use crate::units::SimTime;
use crate::vocabulary::{
    ActionName, FailureKind, FailureText, Happening, Layer, Limit, Log, LogLine, Message, Probe, Station,
    Word,
};

/// How it was run.
#[derive(Serialize)]
pub(in crate::cli::output) struct Run {
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
pub(in crate::cli::output) struct OutageRow {
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
    /// What killed it, link by link.
    chain: Chain,
}

/// An outage from its fault to the moment at which what had piled up was done with.
#[derive(Serialize)]
struct Chain {
    /// When the action was that set it off; nothing if none did.
    fault_ns: Option<u64>,
    /// When its first failed page was begun.
    first_failed_page_ns: u64,
    /// When most pages of a stretch had failed.
    peak_ns: u64,
    /// How many pages of that stretch.
    peak_failed_pages: u32,
    /// When it ended; nothing if it had not when the run did.
    recovered_ns: Option<u64>,
    /// When pages were about as quick again as before; nothing if that did not come.
    drained_ns: Option<u64>,
}

/// A sort of route from the server's chair.
#[derive(Serialize)]
pub(super) struct ProbeRow {
    probe: Probe,
    availability_share: f64,
    unplanned_downtime_ns: u64,
    planned_downtime_ns: u64,
    /// Each stretch in which a probe would have failed.
    down: Vec<DownRow>,
}

/// A stretch in which a probe would have failed.
#[derive(Serialize)]
struct DownRow {
    from_ns: u64,
    /// Nothing if it lasted to the end of the run.
    to_ns: Option<u64>,
    action: Option<ActionName>,
    /// The action's place in the timeline, from 0.
    action_index: Option<u16>,
    planned: bool,
}

/// A line of a log, and how often it was written.
#[derive(Serialize)]
pub(super) struct LogRow {
    log: Log,
    message: Message,
    /// In the program's own words; `{}` stands for a pid or a count.
    line: &'static str,
    count: u64,
    first_ns: u64,
    last_ns: u64,
}

/// The whole run at equal steps: what was counted in each.
#[derive(Serialize)]
pub(super) struct SeriesRow {
    step_ns: u64,
    pages_begun: Vec<u64>,
    pages_good: Vec<u64>,
    pages_failed: Vec<u64>,
    answers: Vec<u64>,
    utilisation_shares: Vec<StationSeries>,
}

/// A station's utilisation in each step; nothing where it had no capacity.
#[derive(Serialize)]
struct StationSeries {
    station: Station,
    shares: Vec<Option<f64>>,
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
    /// The same in a sentence.
    text: &'static str,
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
    pub(in crate::cli::output) fn of(plan: &Plan, report: &Report) -> Self {
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
            to_ns: outage.to.map(SimTime::as_nanos),
            lasted_ns: report.lasted.as_nanos(),
            first_symptom: outage.first_symptom,
            action: report.action,
            action_index: outage.blame.action,
            action_name: name_of(plan, outage.blame.action),
            limit: outage.blame.limit,
            planned: report.is_planned(),
            chain: Chain::of(plan, outage),
        }
    }
}

impl Chain {
    fn of(plan: &Plan, outage: &Outage) -> Self {
        let fault = outage.blame.action.map(|action| plan.settings.timeline[usize::from(action)].at);
        Self {
            fault_ns: fault.map(SimTime::as_nanos),
            first_failed_page_ns: outage.from.as_nanos(),
            peak_ns: outage.peak.as_nanos(),
            peak_failed_pages: outage.peak_failed,
            recovered_ns: outage.to.map(SimTime::as_nanos),
            drained_ns: outage.drained.map(SimTime::as_nanos),
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
            action_index: report.down.action,
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

impl LogRow {
    pub(super) fn all(logs: &Logs) -> Vec<Self> {
        let written = Message::ALL.iter().map(|message| (*message, logs.written(*message)));
        let row = |(message, written): (Message, Written)| Self {
            log: message.log(),
            message,
            line: message.text(),
            count: written.count,
            first_ns: written.first.as_nanos(),
            last_ns: written.last.as_nanos(),
        };
        written.filter(|(_, written)| written.count > 0).map(row).collect()
    }
}

impl SeriesRow {
    pub(super) fn of(series: &Series) -> Self {
        let step = |value: fn(&Mark) -> u64| -> Vec<u64> {
            let mut before = 0;
            let gains = series.marks().iter().map(|mark| {
                let gain = value(mark) - before;
                before = value(mark);
                gain
            });
            gains.collect()
        };
        let station = |station: &Station| StationSeries {
            station: *station,
            shares: series.utilisation(*station).map(|(_, share)| share).collect(),
        };
        Self {
            step_ns: series.width().as_nanos(),
            pages_begun: step(|mark| mark.begun),
            pages_good: step(|mark| mark.good),
            pages_failed: step(|mark| mark.failed),
            answers: step(|mark| mark.counters.executions),
            utilisation_shares: Station::ALL.iter().map(station).collect(),
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
        let what = entry.what;
        Self { at_ns: entry.at.as_nanos(), layer: what.layer(), what, text: what.text() }
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
