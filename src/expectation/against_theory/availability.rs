//! How much of the time the site is there, by the algebra of parts that fail and are repaired.

use super::laws::{given, row};
use super::{Given, Law, Measured, Precondition, Row};
use crate::scenario::{Action, Plan};
use crate::theory::availability as algebra;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionKind, ActionName, Probe, Quantity, Word};

/// A run of fewer turns of running and repair need not come near the long-term share.
const TURNS_MIN: f64 = 10.0;

/// Something that breaks by chance: how long it runs between failures and how long a repair takes, both in the mean \[s\].
struct Part {
    what: &'static str,
    mtbf: Option<f64>,
    mttr: Option<f64>,
}

impl Part {
    /// In the order of the file.
    fn all(plan: &Plan) -> Vec<Self> {
        let failures = plan.settings.random_failures.iter();
        let part = failures.map(|failure| Self {
            what: failure.deed.name().spelling(),
            mtbf: failure.mtbf.mean().map(SimDuration::as_secs_f64),
            mttr: failure.mttr.mean().map(SimDuration::as_secs_f64),
        });
        part.collect()
    }

    /// Its share of the time, or why there is none.
    fn share(&self) -> Result<f64, String> {
        let Some((mtbf, mttr)) = self.mtbf.zip(self.mttr) else {
            return Err(format!("the time between failures of {}, or to its repair, has no mean", self.what));
        };
        algebra::of_repair(mtbf, mttr).map(|found| found.share).map_err(|why| why.to_string())
    }

    /// One turn of running and repair \[s\].
    fn turn(&self) -> f64 {
        self.mtbf.unwrap_or_default() + self.mttr.unwrap_or_default()
    }

    fn given(&self) -> impl Iterator<Item = Given> {
        let means = [("MTBF", self.mtbf), ("MTTR", self.mttr)];
        means.into_iter().filter_map(|(what, mean)| Some(given(what, Quantity::Time, mean?)))
    }
}

/// `A = MTBF / (MTBF + MTTR)` of each part that breaks by chance, by itself: it is broken from its failure to its repair.
pub(super) fn of_parts(plan: &Plan, measured: &Measured) -> Option<Law> {
    let parts = Part::all(plan);
    let longest = parts.iter().map(Part::turn).fold(0.0, f64::max);
    let turns = (measured.horizon / longest).round();
    let shares: Result<Vec<f64>, String> = parts.iter().map(Part::share).collect();
    let rows = |shares: Vec<f64>| -> Vec<Row> {
        let rows = parts.iter().zip(shares).zip(&measured.parts);
        rows.map(|((part, share), simulated)| row(part.what, Quantity::Share, share, Some(*simulated)))
            .collect()
    };
    let (rows, silent) = match shares {
        Ok(shares) => (rows(shares), None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let why = format!("a turn of running and repair fits into it {turns} times; it begins whole");
    (!parts.is_empty()).then(|| Law {
        name: "availability by repair, A = MTBF / (MTBF + MTTR)",
        place: "each part that breaks by chance",
        given: parts.iter().flat_map(Part::given).collect(),
        rows,
        silent,
        preconditions: vec![Precondition { what: "the run is long", holds: turns >= TURNS_MIN, why }],
    })
}

/// The algebra of parts that are all needed: each fault with its repair takes a share of the time, and so does what breaks
/// by chance.
pub(super) fn in_series(plan: &Plan, measured: &Measured) -> Option<Law> {
    let end = SimTime::ZERO + SimDuration::from_nanos_f64(measured.horizon * 1e9);
    let faults: Vec<SimDuration> = plan
        .settings
        .timeline
        .iter()
        .filter(|action| action.deed.kind() == ActionKind::Fault)
        .map(|action| lasts(plan, action, end))
        .collect();
    let parts = Part::all(plan);
    if faults.is_empty() && parts.is_empty() {
        return None;
    }
    let of_faults = faults.iter().map(|lasts| Ok(1.0 - lasts.as_secs_f64() / measured.horizon));
    let shares: Result<Vec<f64>, String> = of_faults.chain(parts.iter().map(Part::share)).collect();
    let found = shares.and_then(|shares| algebra::series(&shares).map_err(|why| why.to_string()));
    let (rows, silent) = match found {
        Ok(found) => (of_the_site(found.share, measured), None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let away: SimDuration = faults.iter().copied().sum();
    let of_timeline = [
        given("faults", Quantity::Count, faults.len() as f64),
        given("repaired after, together", Quantity::Time, away.as_secs_f64()),
        given("of", Quantity::Time, measured.horizon),
    ];
    let of_timeline = of_timeline.into_iter().filter(|_| !faults.is_empty());
    Some(Law {
        name: "availability in series, A = A1 A2 ...",
        place: "the whole site",
        given: of_timeline.chain(parts.iter().flat_map(Part::given)).collect(),
        rows,
        silent,
        preconditions: vec![Precondition {
            what: "every fault takes the whole site, for as long as its repair",
            holds: false,
            why: "boot, start, recovery and caches come on top of a repair or hide it, and files outlive the application: \
                  the difference is that"
                .to_owned(),
        }],
    })
}

/// How long a fault lasts: to its own end, until the kernel starts anew by itself or somebody repairs it, else to the end of
/// the run. What leaves nothing behind, such as a worker that is killed, takes no time.
fn lasts(plan: &Plan, fault: &Action, end: SimTime) -> SimDuration {
    if !fault.deed.leaves_something() {
        return SimDuration::ZERO;
    }
    let left = end.since(fault.at.min(end));
    let panic = Some(plan.settings.host.panic).filter(|panic| !panic.is_zero());
    let by_itself = panic.filter(|_| fault.deed.name() == ActionName::KernelPanic);
    let repairs = plan.settings.timeline.iter().filter(|action| action.at >= fault.at);
    let repair = repairs.filter(|action| action.deed.repairs() == Some(fault.deed.name()));
    let by_somebody = repair.map(|action| action.at.since(fault.at)).min();
    [fault.deed.lasting(), by_itself, by_somebody].into_iter().flatten().fold(left, SimDuration::min)
}

/// What the share is held against.
fn of_the_site(share: f64, measured: &Measured) -> Vec<Row> {
    let by_probe = [
        ("from the server's chair: files", Probe::Static),
        ("from the server's chair: application", Probe::Dynamic),
        ("from the server's chair: database", Probe::Database),
    ];
    let probes = by_probe.into_iter().map(|(what, probe)| (what, measured.probes[probe.index()]));
    let all = probes.chain([("from the visitor's chair, by time", measured.by_time)]);
    all.map(|(what, simulated)| row(what, Quantity::Share, share, Some(simulated))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn a_fault_lasts_until_whatever_ends_it_first() {
        let file = |machine: &str, deeds: &str| {
            format!(
                r#"{{"schema_version": 1, "title": "t", "run": {{"duration": "100s"}},
                "server": {{"machine": {{{machine}}}}}, "timeline": [{deeds}]}}"#
            )
        };
        let panics = r#"{"at": "20s", "kernel_panic": {}}"#;
        let cases = [
            ("", r#"{"at": "20s", "mysql_hang": {"for": "30s"}}"#, 30),
            ("", r#"{"at": "20s", "mysql_hang": {}}"#, 80),
            ("", r#"{"at": "20s", "mysql_hang": {}}, {"at": "25s", "repair": {"action": "mysql_hang"}}"#, 5),
            ("", r#"{"at": "20s", "nginx_kill": {"target": "worker"}}"#, 0),
            ("", panics, 80),
            (r#""panic": "7s""#, panics, 7),
        ];
        for (machine, deeds, seconds) in cases {
            let plan = scenario::read(&file(machine, deeds)).expect("a valid file").plan;
            let end = SimTime::from_secs(100);
            let found = lasts(&plan, &plan.settings.timeline[0], end);
            assert_eq!(found, SimDuration::from_secs(seconds), "{machine} {deeds}");
        }
    }
}
