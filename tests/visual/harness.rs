//! A desk to look at, made from a real run, and a bench on which an instrument is drawn and clicked.

use egui::epaint::ClippedShape;
use egui::{Rect, Shape, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use lonebox::expectation;
use lonebox::scenario::{self, Plan};
use lonebox::simulation::{Report, Simulation};
use lonebox::snapshot::{CloseUp, Focus, Site, Standing};
use lonebox::study::Recording;
use lonebox::units::{SimDuration, SimTime};
use lonebox::visual::desk::{
    Band, BandKind, By, Clock, Command, Desk, Knob, LiveVerdict, Part, Scenario, SetUp, View,
};
use lonebox::visual::offers::offers;
use lonebox::visual::panels::Panel;
use lonebox::visual::texts;
use lonebox::visual::theme::{Mode, Motion, Theme, apply, fonts};

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

/// What a view is made from.
pub(super) struct Stand {
    pub(super) scenario: Scenario,
    pub(super) clock: Clock,
    pub(super) site: Site,
    pub(super) close_up: CloseUp,
    pub(super) since: SimTime,
    pub(super) why: String,
    pub(super) bands: Vec<Band>,
    pub(super) report: Report,
    pub(super) verdicts: Vec<LiveVerdict>,
    pub(super) causes: Vec<(String, u64)>,
    pub(super) desk: Desk,
}

impl Stand {
    /// [`SITE`] after so many seconds.
    pub(super) fn at(seconds: u64) -> Self {
        let (recording, plan) = Recording::open(SITE).expect("a valid scenario");
        let mut simulation = Simulation::new(plan.clone());
        simulation.run_until(SimTime::from_secs(seconds));
        let now = simulation.now();
        let report = simulation.report();
        let verdicts = expectation::judge(&plan, &report).into_iter();
        Self {
            scenario: scenario_of(&plan, &recording.text()),
            clock: Clock {
                now,
                end: simulation.end(),
                played: now + SimDuration::from_secs(10),
                is_playing: true,
                speed: 1.0,
                reached: 1.0,
                wall: 3.0,
            },
            site: simulation.snapshot(),
            close_up: simulation.close_up(Focus { requests_max: 300, ended_since: SimTime::ZERO }),
            since: SimTime::from_secs(seconds.saturating_sub(12)),
            why: String::new(),
            bands: bands(&plan),
            report,
            verdicts: verdicts.map(|verdict| LiveVerdict { verdict, is_settled: false }).collect(),
            causes: Vec::new(),
            desk: Desk::default(),
        }
    }

    /// While this part is looked at.
    pub(super) fn looking_at(mut self, part: Part) -> Self {
        self.desk.part = part;
        self
    }

    pub(super) fn view(&self) -> View<'_> {
        View {
            scenario: &self.scenario,
            clock: self.clock,
            site: &self.site,
            close_up: &self.close_up,
            standing: Standing::of(&self.site),
            since: self.since,
            why: &self.why,
            availability: {
                let (good, failed) = self.site.pages;
                (good + failed > 0).then(|| good as f64 / (good + failed) as f64)
            },
            bands: &self.bands,
            series: &self.report.series,
            set_up: SetUp { threads: 5, since: SimTime::ZERO },
            chronicle: self.report.chronicle.entries(),
            logs: &self.report.logs,
            verdicts: &self.verdicts,
            causes: &self.causes,
            journey: None,
            debrief: "",
            desk: &self.desk,
        }
    }
}

fn scenario_of(plan: &Plan, text: &str) -> Scenario {
    let settings = scenario::resolve(text).expect("a valid scenario").into_iter();
    let told = |value: Option<serde_json::Value>| match value {
        Some(serde_json::Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let origin = |origin| match origin {
        scenario::Origin::File(line) => format!("line {line}"),
        scenario::Origin::Profile => "profile".to_owned(),
        scenario::Origin::Default => "default".to_owned(),
    };
    Scenario {
        file: "site.json".to_owned(),
        title: plan.identity.title.clone(),
        routes: plan.settings.application.routes.iter().map(|route| route.path.clone()).collect(),
        deeds: offers(plan),
        knobs: knobs(),
        settings: settings.map(|one| (one.path, told(one.value), origin(one.origin))).collect(),
        name: "www.foobar.com".to_owned(),
        ttl: SimDuration::from_secs(300),
        ..Scenario::default()
    }
}

/// A whole number, a span, an amount, a rate.
pub(super) fn knobs() -> Vec<Knob> {
    let knob = |path: &str, part, value, range, unit: &str| Knob {
        path: path.to_owned(),
        part,
        value,
        range,
        unit: unit.to_owned(),
        is_text: !unit.is_empty(),
        meaning: format!("What {path} means."),
    };
    vec![
        knob("visitors.arrivals.poisson.rate", Part::Visitors, 20.0, (0.1, 200.0), "/s"),
        knob("domain.ttl", Part::Dns, 300.0, (0.0, 3_600.0), "s"),
        knob("server.machine.cores", Part::Machine, 2.0, (1.0, 16.0), ""),
        knob("server.nginx.worker_connections", Part::Nginx, 768.0, (8.0, 4_096.0), ""),
        knob("server.nginx.proxy_read_timeout", Part::Nginx, 60.0, (0.1, 120.0), "s"),
        knob("server.gunicorn.workers", Part::Gunicorn, 5.0, (1.0, 32.0), ""),
        knob("server.mysql.innodb_buffer_pool_size", Part::Mysql, 128.0, (5.0, 4_096.0), "MiB"),
    ]
}

fn bands(plan: &Plan) -> Vec<Band> {
    let band = |from, until: Option<u64>, kind, label: &str| Band {
        from: SimTime::from_secs(from),
        until: until.map(SimTime::from_secs),
        is_lasting: until.is_none() && matches!(kind, BandKind::Incident(_)),
        kind,
        label: label.to_owned(),
    };
    let mut bands = vec![
        band(40, Some(48), BandKind::Incident(Standing::DownUnnoticed), "DOWN, NOBODY HAS NOTICED YET"),
        band(48, Some(66), BandKind::Incident(Standing::Down), "DOWN"),
        band(104, None, BandKind::Incident(Standing::Degraded), "DEGRADED"),
    ];
    let lasting = [None, Some(15), Some(20)];
    for (place, (action, lasting)) in plan.settings.timeline.iter().zip(lasting).enumerate() {
        let name = action.deed.name();
        let kind = BandKind::Action { kind: name.kind(), by: if place == 1 { By::Hand } else { By::File } };
        let from = action.at.since(SimTime::ZERO).as_nanos() / 1_000_000_000;
        bands.push(band(from, lasting.map(|lasting| from + lasting), kind, texts::label(name)));
    }
    bands.sort_by_key(|band| band.from);
    bands
}

/// An instrument on a bench, and what it has asked for.
pub(super) struct Bench<'a> {
    pub(super) harness: Harness<'a, (Box<dyn Panel>, Vec<Command>)>,
}

impl<'a> Bench<'a> {
    /// Draws `panel` in so many points.
    pub(super) fn new(panel: Box<dyn Panel>, stand: &'a Stand, size: (f32, f32), mode: Mode) -> Self {
        let theme = Theme::new(mode, Motion::Reduced, 1.0);
        // The harness leaves a margin of 8 points round everything.
        let room = vec2(size.0, size.1) + Vec2::splat(16.0);
        let draw = move |ui: &mut egui::Ui, (panel, asked): &mut (Box<dyn Panel>, Vec<Command>)| {
            if ui.ctx().cumulative_pass_nr() == 0 {
                return fonts::install(ui.ctx());
            }
            apply(ui.ctx(), &theme);
            ui.set_style(ui.ctx().global_style());
            ui.set_min_size(ui.available_size());
            asked.extend(panel.ui(ui, &stand.view(), &theme));
        };
        let harness = Harness::builder().with_size(room).build_ui_state(draw, (panel, Vec::new()));
        let mut bench = Self { harness };
        bench.harness.run_steps(2);
        bench
    }

    /// Clicks what is called so, also where it must be scrolled to: what is asked for.
    pub(super) fn click(&mut self, label: &str) -> Option<Command> {
        use egui_kittest::kittest::Queryable as _;
        self.harness.state_mut().1.clear();
        self.harness.get_by_label(label).click_accesskit();
        self.harness.run_steps(2);
        let asked = &mut self.harness.state_mut().1;
        assert!(asked.len() <= 1, "{label}: {asked:?}");
        asked.pop()
    }

    /// Everything asked for since this was last called.
    pub(super) fn asked(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.harness.state_mut().1)
    }

    /// The names of all buttons.
    pub(super) fn buttons(&self) -> Vec<String> {
        let mut found = Vec::new();
        names(self.harness.root().accesskit_node(), &mut found);
        found
    }

    /// Everything written, with its place and the area in which it is seen.
    pub(super) fn texts(&self) -> Vec<(Written, Rect)> {
        let mut found = Vec::new();
        for ClippedShape { clip_rect, shape } in &self.harness.output().shapes {
            written(shape, *clip_rect, &mut found);
        }
        found
    }
}

fn names(node: egui_kittest::kittest::AccessKitNode<'_>, found: &mut Vec<String>) {
    if node.role() == egui::accesskit::Role::Button {
        found.push(node.label().unwrap_or_default());
    }
    for child in node.children() {
        names(child, found);
    }
}

/// Something written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) rect: Rect,
    pub(super) is_cut: bool,
    pub(super) size: f32,
}

fn written(shape: &Shape, clip: Rect, found: &mut Vec<(Written, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| written(shape, clip, found)),
        Shape::Text(text) => {
            let rect = Rect::from_min_size(text.pos, text.galley.size());
            let size = text
                .galley
                .job
                .sections
                .iter()
                .map(|section| section.format.font_id.size)
                .fold(0.0, f32::max);
            let is_cut = text.galley.elided;
            found.push((Written { text: text.galley.text().to_owned(), rect, is_cut, size }, clip));
        }
        _ => {}
    }
}
