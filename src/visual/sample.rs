//! Views of the site at chosen moments, made by hand or from a run, for tests of whoever draws.

use std::net::Ipv4Addr;

use crate::metrics::{Entry, Logs, Series};
use crate::scenario;
use crate::simulation::Simulation;
use crate::snapshot::{
    CachedName, CloseUp, Doing, EndedView, Focus, NginxWorkerView, PageJourney, Power, ProcessState,
    Progress, RecordState, RequestView, ServerState, Site, Standing, ThreadView, WorkerPresence, WorkerView,
};
use crate::units::{Bytes, Probability, SimDuration, SimTime};
use crate::visual::desk::{Band, Clock, Desk, LiveVerdict, Scenario, SetUp, View};
use crate::vocabulary::{FailureKind, Happening, Outcome, RequestClass, SiteState, Stage, Word};

/// The shipped scenario that samples start from.
const PLUG: &str = include_str!("../../scenarios/10-the-plug.json");

/// Everything that a view refers to.
pub(crate) struct Sample {
    pub(crate) scenario: Scenario,
    pub(crate) clock: Clock,
    pub(crate) site: Site,
    pub(crate) close_up: CloseUp,
    pub(crate) standing: Standing,
    pub(crate) since: SimTime,
    pub(crate) why: String,
    pub(crate) availability: Option<f64>,
    pub(crate) bands: Vec<Band>,
    pub(crate) series: Series,
    pub(crate) chronicle: Vec<Entry>,
    pub(crate) logs: Logs,
    pub(crate) verdicts: Vec<LiveVerdict>,
    pub(crate) causes: Vec<(String, u64)>,
    pub(crate) journey: Option<PageJourney>,
    pub(crate) desk: Desk,
}

impl Sample {
    /// A shipped scenario at a moment.
    pub(crate) fn of(text: &str, moment: SimTime) -> Self {
        let plan = scenario::read(text).expect("a valid scenario").plan;
        let mut simulation = Simulation::new(plan);
        simulation.run_until(moment);
        let site = simulation.snapshot();
        let ended_since =
            SimTime::ZERO + moment.since(SimTime::ZERO).saturating_sub(SimDuration::from_secs(5));
        let close_up = simulation.close_up(Focus { requests_max: 2_000, ended_since });
        Self {
            scenario: played(text, &simulation),
            clock: Clock {
                now: moment,
                end: simulation.end(),
                played: moment,
                is_playing: true,
                speed: 1.0,
                reached: 1.0,
                wall: 100.0,
            },
            standing: Standing::of(&site),
            site,
            close_up,
            since: SimTime::ZERO,
            why: String::new(),
            availability: None,
            bands: Vec::new(),
            series: Series::default(),
            chronicle: simulation.chronicle().to_vec(),
            logs: Logs::default(),
            verdicts: Vec::new(),
            causes: Vec::new(),
            journey: None,
            desk: Desk::default(),
        }
    }

    /// What whoever draws may see of it.
    pub(crate) fn view(&self) -> View<'_> {
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
            set_up: SetUp::default(),
            chronicle: &self.chronicle,
            logs: &self.logs,
            verdicts: &self.verdicts,
            causes: &self.causes,
            journey: self.journey.as_ref(),
            debrief: "",
            desk: &self.desk,
        }
    }

    /// A quiet moment: a few requests at every stage.
    pub(crate) fn normal() -> Self {
        let mut sample = Self::of(PLUG, SimTime::from_secs(12));
        sample.close_up = CloseUp { one_in: 1, disk: sample.close_up.disk, ..CloseUp::default() };
        sample.site.web_server.connections = 214;
        sample.nginx_workers();
        sample.workers(5, |place| match place {
            0 => (Doing::Computing, 40),
            1 => (Doing::WaitingForMysql, 120),
            _ => (Doing::Nothing, 0),
        });
        sample.site.database.sessions = 7;
        sample.site.database.running = 1;
        sample.close_up.mysql.hit_ratio = Some(0.992);
        sample.requests(24);
        sample.pages(80, |place| (place % 29 == 0).then_some(FailureKind::GaveUpWaiting));
        sample
    }

    /// One worker each of nginx and gunicorn hangs, cores are stolen, and the site has moved.
    pub(crate) fn troubled() -> Self {
        let mut sample = Self::normal();
        sample.site.host.stolen = Probability::percent(60.0);
        sample.site.dns.address = Ipv4Addr::new(203, 0, 113, 9);
        sample.close_up.nginx_workers[0].hangs = true;
        sample.close_up.gunicorn_workers[0].hangs = true;
        sample
    }

    /// Nothing has happened yet.
    pub(crate) fn idle() -> Self {
        let mut sample = Self::of(PLUG, SimTime::from_nanos(1));
        sample.close_up = CloseUp { one_in: 1, ..CloseUp::default() };
        sample.nginx_workers();
        sample.workers(5, |_| (Doing::Nothing, 0));
        sample.close_up.mysql.hit_ratio = Some(1.0);
        sample
    }

    /// All workers wait for MySQL, whose tables a backup has locked; 200 connections wait in front of them.
    pub(crate) fn saturated() -> Self {
        let mut sample = Self::normal();
        sample.workers(5, |place| (Doing::WaitingForMysql, 7_300 + 211 * place));
        sample.site.app_server.backlog = 200;
        sample.site.app_server.busy = 5;
        sample.site.web_server.connections = sample.site.web_server.connections_max;
        sample.close_up.accept_queue = 12;
        sample.nginx_workers();
        sample.site.database.sessions = 151;
        (sample.site.database.running, sample.site.database.waiting) = (9, 5);
        sample.close_up.mysql.locked_by = Some(crate::snapshot::LockedBy::Backup);
        sample.close_up.mysql.hit_ratio = Some(0.83);
        sample.site.host.runnable = 7;
        sample.site.state = SiteState::Degraded;
        sample.close_up.disk.queue = 4;
        sample.requests(300);
        sample.pages(120, |place| (place.is_multiple_of(3)).then_some(FailureKind::UpstreamReadTimedOut));
        sample
    }

    /// The machine has no power; visitors wait before it.
    pub(crate) fn plug_out() -> Self {
        let mut sample = Self::of(PLUG, SimTime::from_secs(20));
        assert_eq!(sample.site.host.power, Power::Off);
        sample.close_up = CloseUp { one_in: 1, ..CloseUp::default() };
        sample.requests(90);
        for request in &mut sample.close_up.requests {
            request.stage = if request.visit % 9 == 0 { Stage::WebServer } else { Stage::Connect };
        }
        sample.pages(60, |place| (place > 30).then_some(FailureKind::GaveUpConnecting));
        sample
    }

    /// MySQL applies its redo log, gunicorn imports, one worker is gone, another works for somebody who has left.
    pub(crate) fn recovering() -> Self {
        let mut sample = Self::normal();
        sample.site.database.state = ProcessState::Starting;
        let from = SimTime::from_secs(8);
        sample.close_up.starting.mysql = Some(Progress { from, until: from + SimDuration::from_secs(6) });
        sample.chronicle.push(Entry { at: from, what: Happening::MysqlRecovering });
        sample.close_up.mysql = crate::snapshot::MysqlCloseUp::default();
        let workers = &mut sample.close_up.gunicorn_workers;
        workers[1].threads[0].is_wanted = false;
        workers[2].presence = WorkerPresence::Gone;
        workers[3].presence = WorkerPresence::Importing;
        (workers[3].since, workers[3].until) = (Some(from), Some(from + SimDuration::from_secs(10)));
        workers[4].presence = WorkerPresence::Leaving;
        sample.pages(80, |place| (place % 2 == 0).then_some(FailureKind::DatabaseUnreachable));
        sample
    }

    /// gunicorn is down, nginx answers 502.
    pub(crate) fn gunicorn_down() -> Self {
        let mut sample = Self::normal();
        sample.site.app_server.state = ProcessState::Down;
        sample.close_up.gunicorn_workers.clear();
        sample.requests(10);
        sample.pages(80, |_| Some(FailureKind::UpstreamRefused));
        sample
    }

    /// The zone's server is silent, its record is out of the caches, and one of two resolvers is gone.
    pub(crate) fn dns_gone() -> Self {
        let mut sample = Self::normal();
        sample.site.dns.authority = ServerState::Silent;
        sample.site.dns.record = RecordState::Removed;
        let mut resolver = sample.site.dns.resolvers[0];
        (resolver.holds, resolver.ttl_left) = (CachedName::Servfail, Some(SimDuration::from_secs(4)));
        let gone = crate::snapshot::ResolverView { state: ServerState::Refusing, ..resolver };
        sample.site.dns.resolvers = vec![gone, resolver];
        for request in &mut sample.close_up.requests {
            request.stage = Stage::NameLookup;
        }
        sample.pages(60, |_| Some(FailureKind::DnsServfail));
        sample
    }

    /// The network cable is out.
    pub(crate) fn unplugged() -> Self {
        let mut sample = Self::normal();
        sample.site.network.plugged_in = false;
        for request in &mut sample.close_up.requests {
            request.stage = Stage::Connect;
        }
        sample
    }

    /// So many workers.
    pub(crate) fn many_workers(count: u64) -> Self {
        let mut sample = Self::normal();
        sample.workers(count, |place| match place % 4 {
            0 => (Doing::Computing, 10 * place),
            3 => (Doing::Nothing, 0),
            _ => (Doing::WaitingForMysql, 900 + 10 * place),
        });
        sample.requests(40);
        sample
    }

    /// 2,000 requests are shown, each for five, at high speed.
    pub(crate) fn crowded() -> Self {
        let mut sample = Self::saturated();
        sample.requests(2_000);
        sample.close_up.one_in = 5;
        (sample.clock.speed, sample.clock.reached) = (1_000.0, 640.0);
        sample.desk.followed = Some(17);
        sample
    }

    /// nginx's two workers share its connections.
    fn nginx_workers(&mut self) {
        let nginx = self.site.web_server;
        let worker = NginxWorkerView {
            hangs: false,
            is_busy: false,
            connections: nginx.connections / 2,
            connections_max: nginx.connections_max / 2,
        };
        self.close_up.nginx_workers = vec![NginxWorkerView { is_busy: true, ..worker }, worker];
    }

    /// So many workers of one thread, each doing what `doing` says for so many milliseconds.
    pub(crate) fn workers(&mut self, count: u64, doing: impl Fn(u64) -> (Doing, u64)) {
        let now = self.clock.now;
        let worker = |place: u64| {
            let (doing, millis) = doing(place);
            let since = now.since(SimTime::ZERO).saturating_sub(SimDuration::from_millis(millis));
            let is_busy = doing != Doing::Nothing;
            let thread = ThreadView {
                doing,
                since: SimTime::ZERO + since,
                visit: is_busy.then_some(1_000 + place),
                route: is_busy.then_some(0),
                is_wanted: true,
            };
            WorkerView {
                pid: 900 + place,
                presence: WorkerPresence::Serving,
                hangs: false,
                since: None,
                until: None,
                threads: vec![thread],
                waiting: 0,
            }
        };
        self.close_up.gunicorn_workers = (0..count).map(worker).collect();
        let busy = self.close_up.gunicorn_workers.iter().filter(|one| one.threads[0].visit.is_some()).count();
        (self.site.app_server.busy, self.site.app_server.workers) = (busy as u32, count as u32);
    }

    /// So many requests, spread over all stages; those of busy workers are with them.
    fn requests(&mut self, count: u64) {
        let now = self.clock.now;
        let stages = Stage::COUNT as u64;
        let request = |place: u64| {
            let stage = Stage::ALL[(place % stages) as usize];
            let class = if stage.layer() >= crate::vocabulary::Layer::AppServer || place.is_multiple_of(3) {
                RequestClass::Dynamic
            } else {
                RequestClass::Static
            };
            let is_answered = matches!(stage, Stage::Receiving | Stage::AnswerThroughWebServer);
            RequestView {
                visit: if stage == Stage::Application { 1_000 + place / stages } else { place + 1 },
                number: place,
                route: if class == RequestClass::Dynamic { 0 } else { 1 + (place % 7) as u16 },
                class,
                stage,
                since: SimTime::ZERO
                    + now.since(SimTime::ZERO).saturating_sub(SimDuration::from_millis(place * 3)),
                begun: SimTime::ZERO,
                tried: 0,
                answer: is_answered.then_some(Outcome::Good),
            }
        };
        let is_seated = |request: &RequestView| {
            let held = self.close_up.gunicorn_workers.iter().filter_map(|worker| worker.threads[0].visit);
            request.stage != Stage::Application || held.clone().any(|visit| visit == request.visit)
        };
        self.close_up.requests = (0..count).map(request).filter(is_seated).collect();
        self.close_up.one_in = 1;
        self.close_up.requests_in_flight = count as u32;
        self.site.visits = count as u32;
    }

    /// So many pages that ended just now, some of them badly.
    fn pages(&mut self, count: u64, failure: impl Fn(u64) -> Option<FailureKind>) {
        let now = self.clock.now.since(SimTime::ZERO);
        let page = |place: u64| EndedView {
            visit: 5_000 + place,
            at: SimTime::ZERO + now.saturating_sub(SimDuration::from_millis(50 * (count - place))),
            took: SimDuration::from_millis(210),
            outcome: failure(place).map_or(Outcome::Good, Outcome::Failed),
            action: None,
            limit: None,
        };
        self.close_up.ended = (0..count).map(page).collect();
        let failed = self.close_up.ended.iter().filter(|page| page.outcome != Outcome::Good).count();
        self.site.failed_per_second = failed as f64 / 5.0;
        self.site.good_per_second = (count as f64 - failed as f64) / 5.0;
        self.site.host.page_cache = self.site.host.page_cache.max(Bytes::from_mib(100));
    }

    /// All moments by name, the real and the made.
    pub(crate) fn all() -> Vec<(&'static str, Self)> {
        vec![
            ("idle", Self::idle()),
            ("normal", Self::normal()),
            ("troubled", Self::troubled()),
            ("saturated", Self::saturated()),
            ("plug out", Self::plug_out()),
            ("MySQL recovering", Self::recovering()),
            ("gunicorn down", Self::gunicorn_down()),
            ("DNS gone", Self::dns_gone()),
            ("unplugged", Self::unplugged()),
            ("64 workers", Self::many_workers(64)),
            ("100 workers", Self::many_workers(100)),
            ("2,000 requests", Self::crowded()),
            ("booting", Self::of(PLUG, SimTime::from_secs(27))),
            ("really running", Self::of(PLUG, SimTime::from_secs(14))),
        ]
    }
}

fn played(text: &str, simulation: &Simulation) -> Scenario {
    let settings = &simulation.plan().settings;
    let resolved = scenario::resolve(text).unwrap_or_default().into_iter();
    let told = |value: Option<serde_json::Value>| match value {
        Some(serde_json::Value::String(text)) => text,
        other => other.map_or_else(String::new, |value| value.to_string()),
    };
    Scenario {
        file: "10-the-plug.json".to_owned(),
        title: simulation.plan().identity.title.clone(),
        routes: settings.application.routes.iter().map(|route| route.path.clone()).collect(),
        settings: resolved.map(|one| (one.path, told(one.value), String::new())).collect(),
        name: settings.dns.name.clone(),
        ttl: settings.dns.ttl,
        is_secure: true,
        ..Scenario::default()
    }
}
