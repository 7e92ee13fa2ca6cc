//! What everybody who draws may see, made from a [`Playback`] once a picture.

use std::collections::BTreeMap;

use super::debrief;
use super::detective::Detective;
use super::{Note, Pace, Playback, bands};
use crate::expectation;
use crate::scenario::{self, KnobValue, Origin};
use crate::snapshot::{CloseUp, Focus, PageJourney, Site, Standing};
use crate::units::{SimDuration, SimTime};
use crate::visual::desk::{
    Band, Bottom, Clock, Desk, Knob, LessonProgress, LiveVerdict, Part, Scenario, SetUp, Side, View,
};
use crate::visual::offers::offers;
use crate::visual::texts;
use crate::vocabulary::{Layer, Word};

/// The most requests that are shown one by one.
const REQUESTS_MAX: u32 = 2_000;

/// How far back ended pages are shown [simulated time], and more at high speed.
const ENDED_SINCE: SimDuration = SimDuration::from_secs(5);

/// How often what takes long is looked at again [wall-clock seconds].
const LOOK_AGAIN: f64 = 0.25;

/// Whoever looks at a playback and remembers what was seen.
#[derive(Clone, Debug)]
pub struct Observer {
    scenario: Scenario,
    site: Site,
    close_up: CloseUp,
    standing: Standing,
    since: SimTime,
    why: String,
    bands: Vec<Band>,
    verdicts: Vec<LiveVerdict>,
    causes: Vec<(String, u64)>,
    debrief: String,
    journey: Option<PageJourney>,
    detective: Option<Detective>,
    clock: Clock,
    /// What was seen last.
    seen: Option<Seen>,
    /// When it was looked at closely [wall-clock seconds].
    looked: f64,
    /// Whether what was seen then is seen no longer.
    is_behind: bool,
    /// Whether that was judged.
    is_judged: bool,
}

/// The moment, how many events had happened by then, and the speed: while these stay, so does everything that is seen.
type Seen = (SimTime, u64, f64);

impl Observer {
    /// A first look at what was opened as `file`.
    pub fn new(file: &str, playback: &Playback) -> Self {
        let simulation = playback.simulation();
        let mut observer = Self {
            scenario: scenario(file, playback),
            site: simulation.snapshot(),
            close_up: CloseUp::default(),
            standing: Standing::Unseen,
            since: SimTime::ZERO,
            why: String::new(),
            bands: Vec::new(),
            verdicts: Vec::new(),
            causes: Vec::new(),
            debrief: String::new(),
            journey: None,
            detective: None,
            clock: Clock::default(),
            seen: None,
            looked: f64::NEG_INFINITY,
            is_behind: true,
            is_judged: false,
        };
        observer.look(playback, &Desk::default(), 0.0, || false);
        observer
    }

    /// Looks again, `wall` seconds after the lab was opened. What takes long is looked at now and then, and at once where
    /// it comes to rest; who is followed is, as long as `has_time` says so.
    pub fn look(&mut self, playback: &Playback, desk: &Desk, wall: f64, has_time: impl FnMut() -> bool) {
        self.clock = clock(playback, wall);
        let simulation = playback.simulation();
        let seen = Some((simulation.now(), simulation.events(), playback.speed().0));
        if self.seen != seen {
            (self.seen, self.is_behind) = (seen, true);
            self.see(playback);
        }
        let is_at_rest = playback.pace() == Pace::Paused && !playback.is_under_way();
        if self.is_behind && (is_at_rest || wall - self.looked >= LOOK_AGAIN) {
            (self.looked, self.is_behind, self.is_judged) = (wall, false, false);
            self.look_closely(playback);
        }
        if !self.is_judged && tells_of_a_report(desk, playback) {
            self.is_judged = true;
            self.judge(playback);
        }
        self.follow(playback, desk.followed, has_time);
    }

    /// The next look is a close one.
    pub fn look_closely_next(&mut self) {
        self.looked = f64::NEG_INFINITY;
    }

    /// What was seen, with what is on the desk.
    pub fn view<'a>(&'a self, playback: &'a Playback, desk: &'a Desk) -> View<'a> {
        let simulation = playback.simulation();
        let (threads, since) = simulation.gunicorn_set_up();
        View {
            scenario: &self.scenario,
            clock: self.clock,
            site: &self.site,
            close_up: &self.close_up,
            standing: self.standing,
            since: self.since,
            why: &self.why,
            availability: availability(self.site.pages),
            bands: &self.bands,
            series: simulation.series(),
            set_up: SetUp { threads, since },
            chronicle: simulation.chronicle(),
            logs: simulation.logs(),
            verdicts: &self.verdicts,
            causes: &self.causes,
            journey: self.journey.as_ref(),
            debrief: &self.debrief,
            desk,
        }
    }
}

impl Observer {
    /// Sees what moves.
    fn see(&mut self, playback: &Playback) {
        let simulation = playback.simulation();
        self.site = simulation.snapshot();
        let back = ENDED_SINCE.max(SimDuration::from_nanos_f64(playback.speed().0 * 1.5e9));
        let ended_since = SimTime::ZERO + self.site.now.since(SimTime::ZERO).saturating_sub(back);
        self.close_up = simulation.close_up(Focus { requests_max: REQUESTS_MAX, ended_since });
        self.stand(playback.notes());
        self.why = texts::why(self.standing, &self.site, &self.close_up, simulation.plan());
    }

    /// How the site stands, and since when: noted at fixed moments, and seen at once when it has just changed.
    fn stand(&mut self, notes: &[Note]) {
        let standing = Standing::of(&self.site);
        if let Some(note) = notes.last().filter(|note| note.standing == standing) {
            self.since = note.at;
        } else if self.standing != standing {
            self.since = self.site.now;
        }
        self.standing = standing;
    }

    /// What takes longer: what stands on the timeline, why pages failed, and what can be turned.
    fn look_closely(&mut self, playback: &Playback) {
        let (simulation, mut causes) = (playback.simulation(), BTreeMap::<String, u64>::new());
        for blame in simulation.blames() {
            let action = blame.blame.action.and_then(|action| simulation.plan().action_name(action));
            *causes.entry(texts::cause(blame.failure, action, blame.blame.limit)).or_default() += blame.pages;
        }
        self.causes = causes.into_iter().collect();
        self.causes.sort_by_key(|(_, pages)| std::cmp::Reverse(*pages));
        self.bands = bands::of(playback, &self.site);
        self.scenario.knobs = simulation.knobs().into_iter().map(knob).collect();
    }

    /// What takes longest: a whole report, and what follows from it.
    fn judge(&mut self, playback: &Playback) {
        let (report, now) = (playback.simulation().report(), playback.simulation().now());
        let judged = expectation::judge(playback.plan(), &report).into_iter();
        self.verdicts = judged
            .zip(&playback.plan().expectations)
            .map(|(verdict, expectation)| LiveVerdict {
                verdict,
                is_settled: playback.is_over() || expectation.settled_at(playback.plan()) <= now,
            })
            .collect();
        let cause =
            self.causes.first().map_or_else(|| texts::NOBODY_FAILED.to_owned(), |(cause, _)| cause.clone());
        let class = playback.plan().class.as_ref();
        self.debrief =
            class.map_or_else(String::new, |class| debrief::filled(&class.debrief, &report, &cause));
    }

    /// Finds out how the visit that is followed goes.
    fn follow(&mut self, playback: &Playback, visit: Option<u64>, has_time: impl FnMut() -> bool) {
        let Some(visit) = visit else {
            (self.detective, self.journey) = (None, None);
            return;
        };
        let is_right = |detective: &Detective| detective.visit() == visit && detective.is_behind(playback);
        if !self.detective.as_ref().is_some_and(is_right) {
            self.detective = Some(Detective::new(visit, playback));
        }
        if let Some(detective) = &mut self.detective {
            detective.catch_up(playback, has_time);
            self.journey = detective.journey().cloned();
        }
    }
}

/// Whether on this desk something is told that only a whole report knows.
fn tells_of_a_report(desk: &Desk, playback: &Playback) -> bool {
    let is_debriefed = desk.side == Side::Lesson && desk.lesson == LessonProgress::Debrief;
    let is_judged = desk.bottom == Bottom::Expectations && !playback.plan().expectations.is_empty();
    is_debriefed || is_judged
}

/// The share of good pages; nothing without any.
fn availability((good, failed): (u64, u64)) -> Option<f64> {
    (good + failed > 0).then(|| good as f64 / (good + failed) as f64)
}

fn knob(knob: KnobValue) -> Knob {
    Knob {
        path: knob.knob.spelling().to_owned(),
        part: part(knob.knob.layer()),
        value: knob.value,
        range: (knob.least, knob.most),
        unit: knob.unit.to_owned(),
        is_text: knob.is_text(),
        meaning: knob.knob.meaning().to_owned(),
    }
}

/// The part of the site where a layer's settings are looked at.
const fn part(layer: Layer) -> Part {
    match layer {
        Layer::Visitor => Part::Visitors,
        Layer::Dns => Part::Dns,
        Layer::Network => Part::Network,
        Layer::WebServer => Part::Nginx,
        Layer::AppServer => Part::Gunicorn,
        Layer::Application => Part::Application,
        Layer::Database => Part::Mysql,
        Layer::Host => Part::Machine,
    }
}

fn clock(playback: &Playback, wall: f64) -> Clock {
    let (speed, reached) = playback.speed();
    Clock {
        now: playback.simulation().now(),
        end: playback.simulation().end(),
        played: playback.played(),
        is_playing: playback.pace() == Pace::Playing,
        speed,
        reached,
        wall,
    }
}

/// What does not change while a scenario is played.
fn scenario(file: &str, playback: &Playback) -> Scenario {
    let plan = playback.plan();
    let dns = &plan.settings.dns;
    let told = |value: Option<serde_json::Value>| {
        value.map_or_else(String::new, |value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        })
    };
    let origin = |origin| match origin {
        Origin::File(line) => texts::from_line(line),
        Origin::Profile => texts::FROM_PROFILE.to_owned(),
        Origin::Default => texts::FROM_DEFAULT.to_owned(),
    };
    let settings = scenario::resolve(&playback.text()).unwrap_or_default().into_iter();
    Scenario {
        file: file.to_owned(),
        title: plan.identity.title.clone(),
        lesson: plan.identity.lesson.clone().unwrap_or_default(),
        hypothesis: plan.identity.hypothesis.clone().unwrap_or_default(),
        routes: plan.settings.application.routes.iter().map(|route| route.path.clone()).collect(),
        deeds: offers(plan),
        knobs: Vec::new(),
        settings: settings
            .map(|setting| (setting.path, told(setting.value), origin(setting.origin)))
            .collect(),
        name: dns.name.clone(),
        ttl: dns.ttl,
        is_secure: plan.settings.web_server.listen.is_secure(),
        class: plan.class.clone(),
    }
}
