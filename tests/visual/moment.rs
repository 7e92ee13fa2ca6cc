//! A moment of a run, as the lab shows it: what a view is made from, to be changed where a test wants something else.

use lonebox::metrics::{Entry, Logs, Series};
use lonebox::scenario::shipped;
use lonebox::snapshot::{CloseUp, PageJourney, Site, Standing};
use lonebox::units::{SimDuration, SimTime};
use lonebox::visual::desk::{Band, Bottom, Clock, Command, Desk, LiveVerdict, Part, Scenario, SetUp, View};
use lonebox::visual::lab::Lab;

/// A site with a fault, a deploy and a crowd in three minutes.
pub(super) const SITE: &str = r#"{
    "schema_version": 1,
    "title": "The plug, and a crowd",
    "run": {"duration": "3min"},
    "domain": {"ttl": "5min"},
    "server": {"machine": {"boot_time": "8s"}, "gunicorn": {"workers": 5}},
    "visitors": {"arrivals": {"poisson": {"rate": "20/s"}}},
    "timeline": [
        {"at": "20s", "nginx_reload": {}},
        {"at": "40s", "power_loss": {"for": "15s"}},
        {"at": "100s", "name": "launch day", "spike": {"factor": 3, "for": "20s"}}
    ],
    "expect": [{"outage": {"starts_within": ["38s", "50s"], "action": "power_loss"}}]
}"#;

/// Everything that a [`View`] borrows.
pub(super) struct Moment {
    pub(super) scenario: Scenario,
    pub(super) clock: Clock,
    pub(super) why: String,
    pub(super) verdicts: Vec<LiveVerdict>,
    pub(super) journey: Option<PageJourney>,
    pub(super) chronicle: Vec<Entry>,
    pub(super) desk: Desk,
    site: Site,
    close_up: CloseUp,
    standing: Standing,
    since: SimTime,
    availability: Option<f64>,
    bands: Vec<Band>,
    series: Series,
    set_up: SetUp,
    logs: Logs,
    causes: Vec<(String, u64)>,
    debrief: String,
}

impl Moment {
    /// The shipped scenario of that name after so many seconds, where one of the last pages is followed.
    pub(super) fn of(name: &str, second: u64) -> Self {
        let mut lab = played(name, shipped::called(name).expect("a shipped scenario").text, second);
        let ended = lab.view().close_up.ended.last().map(|page| page.visit);
        lab.obey(Command::Follow(ended));
        lab.catch_up();
        lab.obey(Command::Follow(None));
        Self::seen(&lab)
    }

    /// The same, where the first page is followed that failed as most did.
    pub(super) fn of_a_failure(name: &str, second: u64) -> Self {
        let mut lab = played(name, shipped::called(name).expect("a shipped scenario").text, second);
        let run = lab.playback().simulation();
        let failed = run.first_failed(run.blames().first().expect("a page has failed").failure);
        lab.obey(Command::Follow(failed));
        lab.catch_up();
        Self::seen(&lab)
    }

    /// [`SITE`] after so many seconds, playing, after somebody has gone back ten seconds.
    pub(super) fn at(second: u64) -> Self {
        let mut moment = Self::seen(&played("site.json", SITE, second));
        moment.clock.played += SimDuration::from_secs(10);
        (moment.clock.is_playing, moment.clock.wall) = (true, 3.0);
        moment
    }

    /// [`SITE`] after so many seconds, in which somebody has done this.
    pub(super) fn after(second: u64, deeds: &[(u64, &str)]) -> Self {
        let mut lab = Lab::open("site.json", SITE).expect("a valid scenario");
        for (at, deed) in deeds {
            lab.obey(Command::GoTo(SimTime::from_secs(*at)));
            lab.catch_up();
            lab.obey(Command::Act((*deed).to_owned()));
        }
        lab.obey(Command::GoTo(SimTime::from_secs(second)));
        lab.catch_up();
        Self::seen(&lab)
    }

    /// While this part is looked at.
    pub(super) fn looking_at(mut self, part: Part) -> Self {
        self.desk.part = part;
        self
    }

    fn seen(lab: &Lab) -> Self {
        let view = lab.view();
        Self {
            scenario: view.scenario.clone(),
            clock: view.clock,
            why: view.why.to_owned(),
            verdicts: view.verdicts.to_vec(),
            journey: view.journey.cloned(),
            chronicle: view.chronicle.to_vec(),
            desk: Desk::default(),
            site: view.site.clone(),
            close_up: view.close_up.clone(),
            standing: view.standing,
            since: view.since,
            availability: view.availability,
            bands: view.bands.to_vec(),
            series: view.series.clone(),
            set_up: view.set_up,
            logs: view.logs.clone(),
            causes: view.causes.to_vec(),
            debrief: view.debrief.to_owned(),
        }
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            scenario: &self.scenario,
            clock: self.clock,
            site: &self.site,
            close_up: &self.close_up,
            standing: self.standing,
            since: self.since,
            why: &self.why,
            availability: self.availability,
            bands: &self.bands,
            series: &self.series,
            set_up: self.set_up,
            chronicle: &self.chronicle,
            logs: &self.logs,
            verdicts: &self.verdicts,
            causes: &self.causes,
            journey: self.journey.as_ref(),
            debrief: &self.debrief,
            desk: &self.desk,
        }
    }
}

fn played(file: &str, text: &str, second: u64) -> Lab {
    let mut lab = Lab::open(file, text).expect("a valid scenario");
    lab.obey(Command::ShowBottom(Bottom::Expectations));
    lab.obey(Command::GoTo(SimTime::from_secs(second)));
    lab.catch_up();
    lab
}
