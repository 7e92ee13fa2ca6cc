//! Single points of failure, found by running: each component is taken away in turn, and everything else stays as it is.
//!
//! ```text
//!   the site, undisturbed   |---------|- ... ----------------------------|
//!   without nginx           |---------|xxxxxxxxxxxxxxxx|-----------------|
//!                           0       at                 back              end
//! ```
//!
//! What is run is the site of the scenario with its visitors, but not its timeline: what it would do to a component that is
//! away says nothing about that component. Every run has the scenario's seed, so that the same visitors come. A component
//! is taken away by the action that takes it away in a timeline, at [`Study::at`] and for [`Study::lasting`]; the name's
//! record and its server for as much longer as resolvers may keep the record, because so long they are not missed.
//!
//! # Limits
//!
//! One component at a time: what two failures do together is not found. What is lost depends on who visits: a component
//! that none of the visited pages needs is no point of failure of this site.

use super::Recording;
use crate::metrics::Tally;
use crate::scenario::{Diagnostic, OneJourney, Plan, Window};
use crate::simulation::{Account, BlameReport, Halt, OutageReport, Report, Simulation};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{Component, FailureKind, FailureText, Word};

/// What a component is taken away from: the undisturbed site, and when and for how long.
#[derive(Clone, Debug)]
pub struct Study {
    /// The scenario's text: actions are read as if they stood in it.
    text: String,
    /// The site without its timeline and what is expected of it.
    site: Plan,
    /// When a component is taken away.
    pub at: SimTime,
    /// For how long.
    pub lasting: SimDuration,
}

/// The longest that a record is waited for to be forgotten: a longer TTL hides its loss altogether.
pub const PATIENCE_MAX: SimDuration = SimDuration::from_secs(900);
/// How long a run goes on when all is back.
const RETURNING: SimDuration = SimDuration::from_secs(120);
/// When a component is taken away, unless it is said: half a minute after the warm-up, when a site of the usual size is at work.
pub const SETTLING: SimDuration = SimDuration::from_secs(30);
/// For how long, unless it is said.
pub const LASTING_USUAL: SimDuration = SimDuration::from_secs(60);

/// What becomes of the site without a component; of the undisturbed one if there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// What was taken away.
    pub component: Option<Component>,
    /// The plan of the run, with the one action by which it was.
    pub plan: Plan,
    /// Pages that were begun while it was away, and how they ended.
    pub pages: Tally,
    /// Requests that were, and how they ended.
    pub requests: Tally,
    /// The first page that failed by it, as its visitor saw it; nothing if none did.
    pub symptom: Option<Symptom>,
    /// The outages that it set off, from the visitor's chair.
    pub outages: Vec<OutageReport>,
    /// Pages that failed by it, whenever they were begun.
    pub lost_pages: u64,
    /// Why the run ended.
    pub halt: Halt,
    /// The seed it was run with.
    pub seed: u64,
    /// Accounts that do not balance; none if there is no bug.
    pub breaches: Vec<Account>,
}

/// How a component is first missed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symptom {
    /// How the first page failed.
    pub failure: FailureKind,
    /// What its visitor saw and why.
    pub text: FailureText,
    /// From the moment at which it was taken away to the first visitor whose page failed.
    pub noticed_after: SimDuration,
}

impl Study {
    /// The study of the site of a scenario, whose text was read to `plan`; a component is taken away at `at`, or else half a
    /// minute after the warm-up, for `lasting`.
    pub fn new(text: &str, plan: &Plan, at: Option<SimTime>, lasting: SimDuration) -> Self {
        let mut site = plan.clone();
        site.settings.timeline.clear();
        site.expectations.clear();
        site.class = None;
        (site.run.journeys, site.run.journey, site.run.replications) = (0, None::<OneJourney>, 1);
        let at = at.unwrap_or(SimTime::ZERO + site.run.warm_up + SETTLING);
        Self { text: text.to_owned(), site, at, lasting }
    }

    /// What is run, in order: the undisturbed site, then the site without each component that it has.
    pub fn turns(&self) -> Vec<Option<Component>> {
        let is_secure = self.site.settings.web_server.listen.is_secure();
        let has = |component: &Component| is_secure || *component != Component::Certificate;
        std::iter::once(None).chain(Component::ALL.iter().copied().filter(has).map(Some)).collect()
    }

    /// For how long a component is away.
    pub fn away(&self, component: Component) -> SimDuration {
        let hidden = match component {
            Component::Authority | Component::Record => self.site.settings.dns.ttl.min(PATIENCE_MAX),
            _ => SimDuration::ZERO,
        };
        self.lasting + hidden
    }

    /// How long each run is: until the component that is away longest has been back for two minutes, in which a machine
    /// boots.
    pub fn duration(&self) -> SimDuration {
        let longest = Component::ALL.iter().map(|component| self.away(*component)).max();
        self.at.since(SimTime::ZERO) + longest.unwrap_or_default() + RETURNING
    }

    /// The plan of the site without `component`, or of the undisturbed one.
    ///
    /// # Errors
    /// What is wrong with the action by which it is taken away: none is known.
    pub fn plan_without(&self, component: Option<Component>) -> Result<Plan, Vec<Diagnostic>> {
        let mut plan = self.site.clone();
        let away = component.map_or(self.lasting, |component| self.away(component));
        plan.run.duration = self.duration();
        let end = SimTime::ZERO + plan.run.duration;
        let window = |name: &str, from, to| Window { name: name.to_owned(), from, to };
        plan.windows = vec![
            window("all", SimTime::ZERO + plan.run.warm_up, end),
            window("away", self.at, self.at + away),
        ];
        if let Some(component) = component {
            let (mut recording, _) = Recording::open(&self.text)?;
            let mut action = recording.act(SimTime::ZERO, &deed(component, away))?;
            action.at = self.at;
            plan.settings.timeline = vec![action];
        }
        Ok(plan)
    }

    /// Runs the site without `component`, or the undisturbed one.
    ///
    /// # Errors
    /// As [`Self::plan_without`].
    pub fn without(&self, component: Option<Component>) -> Result<Loss, Vec<Diagnostic>> {
        let plan = self.plan_without(component)?;
        let mut simulation = Simulation::new(plan.clone());
        simulation.run_until(self.at);
        let symptom = self.first_symptom(&mut simulation);
        simulation.run();
        Ok(Loss::of(component, plan, symptom, &simulation.report()))
    }

    /// Lets one thing after another happen, until the first page fails by the action.
    fn first_symptom(&self, simulation: &mut Simulation) -> Option<Symptom> {
        let own = |blame: &BlameReport| blame.blame.action == Some(0);
        if simulation.plan().settings.timeline.is_empty() {
            return None;
        }
        loop {
            if let Some(first) = simulation.blames().iter().find(|blame| own(blame)) {
                return Some(Symptom {
                    failure: first.failure,
                    text: FailureText::in_context(first.failure, first.action, first.blame.limit),
                    noticed_after: simulation.now() - self.at,
                });
            }
            if !simulation.step() {
                return None;
            }
        }
    }
}

impl Loss {
    fn of(component: Option<Component>, plan: Plan, symptom: Option<Symptom>, report: &Report) -> Self {
        let away = report.windows.get(1).map(|window| window.figures());
        let own = |outage: &&OutageReport| outage.outage.blame.action == Some(0);
        let lost = report.blames.iter().filter(|blame| blame.blame.action == Some(0));
        Self {
            component,
            plan,
            pages: away.as_ref().map_or_else(Tally::default, |figures| figures.pages().clone()),
            requests: away.as_ref().map_or_else(Tally::default, |figures| figures.requests(None)),
            symptom,
            outages: report.outages.iter().filter(own).copied().collect(),
            lost_pages: lost.map(|blame| blame.pages).sum(),
            halt: report.halt,
            seed: report.seed,
            breaches: report.books.breaches().cloned().collect(),
        }
    }

    /// Whether the site is out without it, from the visitor's chair.
    pub fn is_a_single_point_of_failure(&self) -> bool {
        !self.outages.is_empty()
    }

    /// The share of the pages begun while it was away that failed; nothing if none ended.
    pub fn pages_lost(&self) -> Option<f64> {
        share(&self.pages)
    }

    /// The share of the requests begun while it was away that failed; nothing if none ended.
    pub fn requests_lost(&self) -> Option<f64> {
        share(&self.requests)
    }

    /// How long the site was out because of it, and whether it still was at the end of the run.
    pub fn out_for(&self) -> Option<(SimDuration, bool)> {
        let still = self.outages.last()?.outage.to.is_none();
        Some((self.outages.iter().map(|outage| outage.lasted).sum(), still))
    }
}

fn share(tally: &Tally) -> Option<f64> {
    (tally.ended() > 0).then(|| tally.failed() as f64 / tally.ended() as f64)
}

/// The action that takes a component away for so long, as a file writes it.
fn deed(component: Component, lasting: SimDuration) -> String {
    let (action, parameters) = match component {
        Component::Resolver => ("resolver_down", ""),
        Component::Authority => ("authority_down", ""),
        Component::Record => ("record_removed", ""),
        Component::Network => ("network_unplugged", ""),
        Component::Machine => ("power_loss", ""),
        Component::Certificate => ("certificate_expired", ""),
        Component::Nginx => ("nginx_kill", ""),
        Component::Gunicorn => ("gunicorn_kill", ""),
        Component::Code => ("gunicorn_restart", "\"release\": \"broken\", "),
        Component::Mysql => ("mysql_kill", ""),
        Component::DiskRoom => ("disk_full", ""),
        Component::DiskSpeed => ("disk_slow", "\"factor\": 1000, "),
    };
    format!("{{\"{action}\": {{{parameters}\"for\": \"{}ns\"}}}}", lasting.as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = r#"{
        "schema_version": 1,
        "title": "a small site",
        "run": {"duration": "20s", "seed": 3},
        "domain": {"ttl": "10s"},
        "visitors": {"arrivals": {"poisson": {"rate": "5/s"}}},
        "timeline": [{"at": "3s", "power_loss": {}}]
    }"#;

    fn study() -> Study {
        let plan = crate::scenario::read(SITE).expect("a valid scenario").plan;
        Study::new(SITE, &plan, Some(SimTime::from_secs(10)), SimDuration::from_secs(20))
    }

    #[test]
    fn the_undisturbed_site_loses_nothing_and_its_own_timeline_is_left_out() {
        let loss = study().without(None).expect("a valid scenario");
        assert_eq!((loss.pages.failed(), loss.symptom, loss.lost_pages), (0, None, 0));
        assert!(loss.pages.ended() > 60 && !loss.is_a_single_point_of_failure());
    }

    #[test]
    fn every_component_is_taken_away_by_an_action_that_can_be_written() {
        let study = study();
        for component in Component::ALL {
            let plan = study.plan_without(Some(*component)).expect("a valid action");
            assert_eq!(plan.settings.timeline.len(), 1, "{component}");
            assert_eq!(plan.run.duration, SimDuration::from_secs(10 + 30 + 120), "{component}");
        }
    }

    #[test]
    fn without_nginx_every_page_is_refused_at_once() {
        let loss = study().without(Some(Component::Nginx)).expect("a valid scenario");
        let symptom = loss.symptom.expect("it is missed");
        assert!(loss.pages_lost().expect("pages ended") > 0.99, "{:?}", loss.pages_lost());
        assert!(symptom.noticed_after < SimDuration::from_secs(2), "{symptom:?}");
        let (out, still) = loss.out_for().expect("an outage");
        assert!(!still && out > SimDuration::from_secs(18), "{out}");
    }

    #[test]
    fn the_name_is_missed_when_the_resolvers_have_forgotten_it() {
        let loss = study().without(Some(Component::Authority)).expect("a valid scenario");
        let symptom = loss.symptom.expect("it is missed");
        assert!(symptom.noticed_after > SimDuration::from_millis(100), "{symptom:?}");
        let lost = loss.pages_lost().expect("pages ended");
        assert!(loss.is_a_single_point_of_failure() && (0.5..1.0).contains(&lost), "{lost}");
    }

    #[test]
    fn what_no_page_needs_is_no_point_of_failure_of_this_site() {
        let loss = study().without(Some(Component::Mysql)).expect("a valid scenario");
        assert_eq!((loss.pages_lost(), loss.symptom), (Some(0.0), None));
        assert!(!loss.is_a_single_point_of_failure());
    }
}
