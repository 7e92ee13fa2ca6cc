//! The run as a whole, as results write it.

use schemars::JsonSchema;
use serde::Serialize;

use super::words::Words;
use crate::metrics::{Mark, Series};
use crate::scenario::Plan;
use crate::simulation::{Account, Availability, Halt, RandomFailureReport, Report, RoomFingerprint};
use crate::units::SimTime;
use crate::vocabulary::{ActionName, Layer, Station, Word};

/// How it was run.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "run")]
pub(in crate::cli::output) struct Run {
    /// What all random streams grew from.
    seed: u64,
    /// How long the run was to be.
    duration_ns: u64,
    /// How much of its beginning is left out of the window `all`.
    warm_up_ns: u64,
    /// The clock at its end.
    ended_at_ns: u64,
    /// Why it ended; after anything but `reached` there is no verdict.
    halt: HaltRow,
    /// Events handled.
    events: u64,
}

/// Why a run ended.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "halt_word")]
enum HaltRow {
    /// It came to its end.
    Reached,
    /// It took more events than were allowed.
    EventLimit,
    /// Too much happened at one moment.
    InstantLimit,
    /// Too many requests were under way at once.
    InFlightLimit,
}

/// Availability from the visitor's chair.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "availability")]
pub(super) struct AvailabilityRow {
    /// Good pages over pages that ended; null if none did.
    #[schemars(range(min = 0, max = 1))]
    by_request_share: Option<f64>,
    /// One less outage time over the horizon.
    #[schemars(range(min = 0, max = 1))]
    by_time_share: f64,
    /// Time out by maintenance.
    planned_downtime_ns: u64,
    /// Time out otherwise.
    unplanned_downtime_ns: u64,
}

/// Something that broke by chance, and what it cost.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "random_failure")]
pub(super) struct RandomFailureRow<'a> {
    /// What.
    #[schemars(with = "Words<ActionName>")]
    action: ActionName,
    /// As in the scenario.
    name: Option<&'a str>,
    /// How often it broke.
    failures: u64,
    /// How long it was broken in all.
    broken_ns: u64,
    /// Pages that failed and are blamed on it.
    failed_pages: u64,
    /// When it was broken: the first thousand times.
    stretches: Vec<StretchRow>,
}

/// From when to when something was broken.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "stretch")]
struct StretchRow {
    /// When it broke.
    from_ns: u64,
    /// When it was repaired, or the end of the run if it still is broken then.
    to_ns: u64,
}

/// The whole run at equal steps: what was counted in each.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "series")]
pub(super) struct SeriesRow {
    /// How long a step is; there are at most 1,200.
    #[schemars(range(min = 1))]
    step_ns: u64,
    /// Pages begun.
    pages_begun: Vec<u64>,
    /// Pages that ended well.
    pages_good: Vec<u64>,
    /// Pages that failed.
    pages_failed: Vec<u64>,
    /// Answers of gunicorn's workers, whether or not anybody still waited.
    answers: Vec<u64>,
    /// How much each station was in use.
    utilisation_shares: Vec<StationSeries>,
}

/// A station's utilisation in each step; nothing where it had no capacity.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "station_series")]
struct StationSeries {
    /// Which station.
    #[schemars(with = "Words<Station>")]
    station: Station,
    /// Busy time over capacity time; null where there was no capacity.
    #[schemars(inner(range(min = 0, max = 1)))]
    shares: Vec<Option<f64>>,
}

/// Two figures that must be equal, in decimal digits.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "account")]
pub(super) struct AccountRow {
    /// What must be equal to what.
    account: &'static str,
    /// The one side.
    #[schemars(regex(pattern = "^[0-9]+$"))]
    left: String,
    /// The other side.
    #[schemars(regex(pattern = "^[0-9]+$"))]
    right: String,
    /// Whether they are equal.
    balanced: bool,
}

/// A digest of what happened in one room, in hexadecimal digits.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "fingerprint")]
pub(super) struct Fingerprint {
    /// Which room.
    #[schemars(with = "Words<Layer>")]
    room: Layer,
    /// Of the times of its events.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    times: String,
    /// Of the kinds of its events.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    kinds: String,
    /// Of its random streams.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    draws: String,
    /// Of the outcomes decided in it.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
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
                Halt::Reached => HaltRow::Reached,
                Halt::EventLimit => HaltRow::EventLimit,
                Halt::InstantLimit => HaltRow::InstantLimit,
                Halt::InFlightLimit => HaltRow::InFlightLimit,
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

/// More of one failure's stretches are not written.
const STRETCHES_MAX: usize = 1_000;

impl<'a> RandomFailureRow<'a> {
    pub(super) fn of(failure: &'a RandomFailureReport) -> Self {
        let stretch =
            |(from, to): &(SimTime, SimTime)| StretchRow { from_ns: from.as_nanos(), to_ns: to.as_nanos() };
        Self {
            action: failure.action,
            name: failure.name.as_deref(),
            failures: failure.stretches.len() as u64,
            broken_ns: failure.broken.as_nanos(),
            failed_pages: failure.failed_pages,
            stretches: failure.stretches.iter().take(STRETCHES_MAX).map(stretch).collect(),
        }
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
