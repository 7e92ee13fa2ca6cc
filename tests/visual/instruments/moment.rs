//! A moment of a run, as the panels see it.

use lonebox::expectation;
use lonebox::scenario::{self, shipped};
use lonebox::simulation::{Report, Simulation};
use lonebox::snapshot::{CloseUp, Focus, PageJourney, Site, Standing};
use lonebox::units::SimTime;
use lonebox::visual::desk::{Band, BandKind, Clock, Desk, LiveVerdict, Offer, Scenario, SetUp, View};
use lonebox::vocabulary::{ActionKind, ActionName, Outcome, Word};

/// Everything that a [`View`] borrows.
pub(crate) struct Moment {
    pub(crate) scenario: Scenario,
    pub(crate) clock: Clock,
    pub(crate) desk: Desk,
    pub(crate) report: Report,
    pub(crate) journey: Option<PageJourney>,
    pub(crate) verdicts: Vec<LiveVerdict>,
    pub(crate) causes: Vec<(String, u64)>,
    site: Site,
    close_up: CloseUp,
    bands: Vec<Band>,
}

impl Moment {
    /// The shipped scenario of that name after so many seconds.
    pub(crate) fn of(name: &str, second: u64) -> Self {
        let lesson = shipped::called(name).expect("a shipped scenario");
        let mut plan = scenario::read(lesson.text).expect("valid").plan;
        plan.run.journeys = 1_000;
        let (end, now) = (SimTime::ZERO + plan.run.duration, SimTime::from_secs(second));
        let mut simulation = Simulation::new(plan.clone());
        simulation.run_until(now);
        let report = simulation.report();
        let judged = expectation::judge(&plan, &report).into_iter();
        let verdicts = judged.map(|verdict| LiveVerdict { verdict, is_settled: now >= end }).collect();
        let causes = report.blames.iter().map(|blame| {
            let by = blame.action.map_or("", ActionName::spelling);
            (format!("{} {by}", blame.failure.text().visitor_sees), blame.pages)
        });
        let incident = |outage: &lonebox::simulation::OutageReport| Band {
            from: outage.outage.from,
            until: outage.outage.to,
            is_lasting: outage.outage.to.is_none(),
            kind: BandKind::Incident(Standing::Down),
            label: "down".to_owned(),
        };
        Self {
            clock: Clock { now, end, played: now, speed: 1.0, reached: 1.0, ..Clock::default() },
            desk: Desk::default(),
            journey: report.journeys.last().cloned(),
            causes: causes.collect(),
            verdicts,
            site: simulation.snapshot(),
            close_up: simulation.close_up(Focus { requests_max: 100, ended_since: SimTime::ZERO }),
            bands: report.outages.iter().map(incident).collect(),
            scenario: told(lesson.name, &plan),
            report,
        }
    }

    /// One of the journeys of pages that failed.
    pub(crate) fn with_failed_journey(mut self) -> Self {
        let failed = |journey: &&PageJourney| journey.outcome != Outcome::Good;
        self.journey = self.report.journeys.iter().find(failed).cloned();
        assert!(self.journey.is_some(), "a page has failed");
        self
    }

    pub(crate) fn view(&self) -> View<'_> {
        View {
            scenario: &self.scenario,
            clock: self.clock,
            site: &self.site,
            close_up: &self.close_up,
            standing: Standing::of(&self.site),
            since: SimTime::ZERO,
            why: "",
            availability: self.report.availability.by_request,
            bands: &self.bands,
            series: &self.report.series,
            set_up: SetUp { threads: 5, since: SimTime::ZERO },
            chronicle: self.report.chronicle.entries(),
            logs: &self.report.logs,
            verdicts: &self.verdicts,
            causes: &self.causes,
            journey: self.journey.as_ref(),
            debrief: "",
            desk: &self.desk,
        }
    }
}

fn told(file: &str, plan: &scenario::Plan) -> Scenario {
    let deed = |name: ActionName| Offer {
        name,
        kind: ActionKind::Fault,
        label: name.spelling().to_owned(),
        meaning: name.meaning().to_owned(),
        deed: format!("{{\"{}\": {{}}}}", name.spelling()),
    };
    Scenario {
        file: file.to_owned(),
        title: plan.identity.title.clone(),
        deeds: ActionName::ALL.iter().map(|name| deed(*name)).collect(),
        ..Scenario::default()
    }
}
