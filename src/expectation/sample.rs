//! A report made by hand: a page a second for a minute, of which twenty are refused.

use super::{Verdict, verdict_on};
use crate::metrics::{Chronicle, Logs, Observation, Outage, Series, StationUse, WindowTally};
use crate::scenario::{Claim, Expectation, Level, NoData};
use crate::simulation::{Availability, Books, Halt, OutageReport, Report, ServerReport, WindowReport};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionName, Blame, FailureKind, Outcome, Probe, Station, Symptom, Word};

/// How long the run is.
const END: SimTime = SimTime::from_secs(60);

/// An expectation with the usual rules.
pub(crate) fn expect(claim: Claim) -> Expectation {
    Expectation { claim, level: Level::Required, on_no_data: NoData::Fail, runs: None, note: None, line: 7 }
}

/// What becomes of it.
pub(super) fn verdict(expectation: &Expectation, report: &Report) -> Verdict {
    let site = "{\"schema_version\": 1, \"title\": \"a site\", \"run\": {\"duration\": \"60s\"}}";
    let plan = crate::scenario::read(site).expect("a valid scenario").plan;
    verdict_on(expectation, &plan, report)
}

/// A run that nobody visited.
pub(crate) fn empty_report() -> Report {
    Report {
        random_failures: Vec::new(),
        ended_at: END,
        halt: Halt::Reached,
        seed: 1,
        events: 0,
        windows: vec![WindowReport { name: "all".to_owned(), tally: WindowTally::new(SimTime::ZERO, END) }],
        outages: Vec::new(),
        availability: Availability {
            by_request: None,
            by_time: 1.0,
            planned_downtime: SimDuration::ZERO,
            unplanned_downtime: SimDuration::ZERO,
        },
        blames: Vec::new(),
        server: ServerReport {
            probes: [(1.0, SimDuration::ZERO, SimDuration::ZERO); Probe::COUNT],
            down: Vec::new(),
        },
        chronicle: Chronicle::default(),
        logs: Logs::default(),
        series: Series::default(),
        pages_begun: 0,
        journeys: Vec::new(),
        books: Books::default(),
        fingerprints: Vec::new(),
    }
}

/// Sixty pages, one a second; those begun from 20 s to 40 s are refused, the others take 100 ms and, the last of them,
/// 200 ms.
pub(crate) fn report() -> Report {
    let mut report = empty_report();
    let tally = &mut report.windows[0].tally;
    for second in 0..60 {
        tally.pages.begin();
        let refused = (20..40).contains(&second);
        let outcome = if refused { Outcome::Failed(FailureKind::ConnectionRefused) } else { Outcome::Good };
        tally.pages.end(outcome);
        if !refused {
            let millis = if second == 59 { 200 } else { 100 };
            tally.page_latency.record(SimDuration::from_millis(millis));
        }
    }
    tally.opening = Some(Observation::default());
    tally.closing = Some(backlog_of_two_and_a_half());
    report.outages = vec![the_outage()];
    report.availability.by_request = Some(40.0 / 60.0);
    report.availability.by_time = 40.0 / 60.0;
    report.availability.planned_downtime = SimDuration::from_secs(20);
    report
}

fn backlog_of_two_and_a_half() -> Observation {
    let mut closing = Observation { at: END, ..Observation::default() };
    closing.stations[Station::GunicornBacklog.index()] =
        StationUse { busy: 150_000_000_000, capacity: 2_049 * 60_000_000_000 };
    closing
}

fn the_outage() -> OutageReport {
    let outage = Outage {
        from: SimTime::from_secs(20),
        to: Some(SimTime::from_secs(40)),
        first_symptom: FailureKind::ConnectionRefused,
        symptom: Symptom::Failed,
        blame: Blame { action: Some(0), limit: None },
        peak: SimTime::from_secs(25),
        failing_since: None,
        peak_failed: 5,
        drained: Some(SimTime::from_secs(40)),
    };
    let action = ActionName::NginxRestart;
    let lasted = SimDuration::from_secs(20);
    OutageReport { outage, lasted, action: Some(action), fault: None, kind: Some(action.kind()) }
}
