//! Making a report out of a run, at any moment of it.

use super::Simulation;
use super::report::{
    Account, Availability, BlameReport, Books, DownReport, OutageReport, Report, RoomFingerprint,
    ServerReport, WindowReport,
};
use crate::metrics::{Down, Outage, WindowFigures};
use crate::topology::settings::operation::Deed;
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionName, Blame, Probe, Word};

impl Simulation {
    /// What the run has to say so far.
    pub fn report(&self) -> Report {
        let outages = self.outages();
        Report {
            ended_at: self.now(),
            halt: self.halt,
            seed: self.plan.run.seed,
            events: self.events(),
            windows: self.windows(),
            availability: self.availability(&outages),
            outages,
            blames: self.blames(),
            server: self.server(),
            chronicle: self.topology.ledger().chronicle.clone(),
            logs: self.topology.ledger().logs.clone(),
            series: self.topology.ledger().series.clone(),
            journeys: self.topology.journeys().iter().filter(|page| !page.page.is_empty()).cloned().collect(),
            books: self.books(),
            fingerprints: self.fingerprints(),
        }
    }

    fn windows(&self) -> Vec<WindowReport> {
        let tallies = self.topology.ledger().windows.iter();
        let named = self.plan.windows.iter().zip(tallies);
        named
            .map(|(window, tally)| WindowReport { name: window.name.clone(), tally: tally.clone() })
            .collect()
    }

    fn outages(&self) -> Vec<OutageReport> {
        let outages = self.topology.outages(self.now()).into_iter();
        let report = |outage: Outage| OutageReport {
            outage,
            lasted: outage.lasted(self.now()),
            action: self.action_of(outage.blame),
            kind: outage.blame.action.map(|action| self.deed(action).kind()),
        };
        outages.map(report).collect()
    }

    fn availability(&self, outages: &[OutageReport]) -> Availability {
        let pages = WindowFigures::of(&self.topology.ledger().windows[0]).pages();
        let (good, ended) = (pages.good(), pages.ended());
        let downtime = |planned: bool| -> SimDuration {
            outages.iter().filter(|outage| outage.is_planned() == planned).map(|outage| outage.lasted).sum()
        };
        let (planned, unplanned) = (downtime(true), downtime(false));
        let horizon = self.now().since(SimTime::ZERO).as_secs_f64();
        let down = (planned + unplanned).as_secs_f64();
        Availability {
            by_request: (ended > 0).then(|| good as f64 / ended as f64),
            by_time: if horizon > 0.0 { 1.0 - down / horizon } else { 1.0 },
            planned_downtime: planned,
            unplanned_downtime: unplanned,
        }
    }

    fn server(&self) -> ServerReport {
        let (chair, now) = (&self.topology.ledger().server, self.now());
        let probe = |place: usize| {
            let (unplanned, planned) = chair.downtime(now, Probe::ALL[place]);
            (chair.availability(now, Probe::ALL[place]), unplanned, planned)
        };
        let action = |down: &Down| down.action.map(|action| self.name_of(action));
        let mut down: Vec<DownReport> =
            chair.intervals().map(|down| DownReport { down: *down, action: action(down) }).collect();
        down.sort_by_key(|report| (report.down.from, report.down.probe));
        ServerReport { probes: std::array::from_fn(probe), down }
    }

    fn blames(&self) -> Vec<BlameReport> {
        let blames = self.topology.ledger().whole.blames.iter();
        let mut blames: Vec<BlameReport> = blames
            .map(|((failure, blame), pages)| BlameReport {
                failure: *failure,
                blame: *blame,
                action: self.action_of(*blame),
                pages: *pages,
            })
            .collect();
        blames.sort_by_key(|blame| (std::cmp::Reverse(blame.pages), blame.failure, blame.blame));
        blames
    }

    fn books(&self) -> Books {
        let accounts = self.topology.books(self.now()).into_iter();
        let account = |balance: crate::topology::Balance| Account {
            name: balance.name,
            left: balance.left,
            right: balance.right,
        };
        Books { accounts: accounts.map(account).collect() }
    }

    fn fingerprints(&self) -> Vec<RoomFingerprint> {
        let digests = self.topology.digests();
        digests
            .map(|(room, heard, draws, outcomes)| RoomFingerprint {
                room,
                times: heard.times.value(),
                kinds: heard.kinds.value(),
                draws,
                outcomes,
            })
            .collect()
    }

    fn action_of(&self, blame: Blame) -> Option<ActionName> {
        blame.action.map(|action| self.name_of(action))
    }

    fn name_of(&self, action: u16) -> ActionName {
        self.deed(action).name()
    }

    fn deed(&self, action: u16) -> Deed {
        self.plan.settings.timeline[usize::from(action)].deed
    }
}
