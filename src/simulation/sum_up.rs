//! Making a report out of a run, at any moment of it.

use super::Simulation;
use super::report::{
    Account, Availability, BlameReport, Books, DownReport, OutageReport, RandomFailureReport, Report,
    RoomFingerprint, ServerReport, WindowReport,
};
use crate::metrics::{Down, Outage};
use crate::topology::settings::operation::Deed;
use crate::topology::settings::{FIRST_RANDOM, RandomFailure};
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
            availability: self.availability_over(&outages),
            outages,
            blames: self.blames(),
            server: self.server(),
            random_failures: self.random_failures(),
            chronicle: self.topology.ledger().chronicle.clone(),
            logs: self.topology.ledger().logs.clone(),
            series: self.topology.ledger().series.clone(),
            pages_begun: self.topology.ledger().whole.pages.begun(),
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

    /// Outages from the visitor's chair so far, in order; the last may still be going on. It judges once more, on a copy, the
    /// pages that have not ended or wait for an earlier one: cheap on a normal day, less so in a queue.
    pub fn outages(&self) -> Vec<OutageReport> {
        let outages = self.topology.outages(self.now()).into_iter();
        let report = |outage: Outage| OutageReport {
            outage,
            lasted: outage.lasted(self.now()),
            action: self.action_of(outage.blame),
            fault: outage.blame.action.and_then(|action| self.begun(action, &outage)),
            kind: outage.blame.action.map(|action| self.deed(action).kind()),
        };
        outages.map(report).collect()
    }

    fn availability_over(&self, outages: &[OutageReport]) -> Availability {
        let downtime = |planned: bool| -> SimDuration {
            outages.iter().filter(|outage| outage.is_planned() == planned).map(|outage| outage.lasted).sum()
        };
        let (planned, unplanned) = (downtime(true), downtime(false));
        let horizon = self.now().since(SimTime::ZERO).as_secs_f64();
        let down = (planned + unplanned).as_secs_f64();
        Availability {
            by_request: self.availability(),
            by_time: if horizon > 0.0 { 1.0 - down / horizon } else { 1.0 },
            planned_downtime: planned,
            unplanned_downtime: unplanned,
        }
    }

    /// When the action with this number was begun that is to blame for `outage`.
    fn begun(&self, action: u16, outage: &Outage) -> Option<SimTime> {
        let listed = self.plan.settings.timeline.get(usize::from(action)).map(|action| action.at);
        listed.or_else(|| self.breakdowns.broke_for(action, outage.from, outage.peak))
    }

    /// What broke by chance so far, and what it cost.
    fn random_failures(&self) -> Vec<RandomFailureReport> {
        let blames = &self.topology.ledger().whole.blames;
        let failed = |number: u16| -> u64 {
            let by_it = blames.iter().filter(|((_, blame), _)| blame.action == Some(number));
            by_it.map(|(_, pages)| *pages).sum()
        };
        let failures = self.plan.settings.random_failures.iter();
        let listed = failures.zip(self.breakdowns.stretches(self.now())).zip(FIRST_RANDOM..);
        let report = |((failure, stretches), number): ((&RandomFailure, Vec<_>), u16)| RandomFailureReport {
            number,
            action: failure.deed.name(),
            name: failure.name.clone(),
            broken: stretches.iter().map(|(from, to): &(SimTime, SimTime)| to.since(*from)).sum(),
            stretches,
            failed_pages: failed(number),
        };
        listed.map(report).collect()
    }

    fn server(&self) -> ServerReport {
        let (chair, now) = (&self.topology.ledger().server, self.now());
        let probe = |place: usize| {
            let (unplanned, planned) = chair.downtime(now, Probe::ALL[place]);
            (chair.availability(now, Probe::ALL[place]), unplanned, planned)
        };
        let report = |down: &Down| DownReport { down: *down, action: self.action_of(down.blame) };
        let mut down: Vec<DownReport> = chair.intervals().map(report).collect();
        down.sort_by_key(|report| (report.down.from, report.down.probe));
        ServerReport { probes: std::array::from_fn(probe), down }
    }

    /// Failed pages so far by how they failed and who is to blame, the most frequent first. It costs a walk over as many
    /// entries as there are such ways to fail.
    pub fn blames(&self) -> Vec<BlameReport> {
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
        self.plan.settings.deed(action).expect("what is to blame is listed")
    }
}
