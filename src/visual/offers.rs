//! What can be done to the site by hand: an offer for every action of the vocabulary, and what of it can be chosen.
//!
//! An offer is a deed as a file writes it. So a button can do nothing that a file cannot, and an action that is taught to
//! the file's reader needs a line in each of the tables here, and no button of its own.

use crate::scenario::Plan;
use crate::units::{SimDuration, SimTime};
use crate::visual::desk::Offer;
use crate::visual::texts;
use crate::vocabulary::{ActionKind, ActionName, Word};

/// What can be done to the site of `plan`, in the vocabulary's order; what would have no effect on it is left out.
pub fn offers(plan: &Plan) -> Vec<Offer> {
    ActionName::ALL.iter().copied().filter(|name| has_effect(*name, plan)).map(offer).collect()
}

/// A spike multiplies rates: of visits at listed times and users who think there is none. Settings are turned by knobs, and
/// what lasts is ended where it is shown.
fn has_effect(name: ActionName, plan: &Plan) -> bool {
    let comes_at_a_rate = || {
        let (from, to) = (SimTime::ZERO, SimTime::ZERO);
        plan.settings.client.groups.iter().any(|group| group.arrivals.expected(from, to).is_some())
    };
    match name {
        ActionName::Configure | ActionName::Repair => false,
        ActionName::Spike | ActionName::Ramp | ActionName::LaunchDay => comes_at_a_rate(),
        ActionName::CertificateExpired => plan.settings.web_server.listen.is_secure(),
        _ => true,
    }
}

fn offer(name: ActionName) -> Offer {
    let chosen = usual_choices(name);
    Offer {
        name,
        kind: name.kind(),
        label: texts::label(name).to_owned(),
        meaning: name.meaning().to_owned(),
        deed: deed(name, &chosen, Some(usual_lasting(name))),
    }
}

/// Where an offer stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The machine and its disk break.
    Machine,
    /// nginx does.
    Nginx,
    /// gunicorn does.
    Gunicorn,
    /// MySQL does.
    Mysql,
    /// The chain from the name to the address does.
    Dns,
    /// The wire does.
    Network,
    /// Somebody works on the site.
    Maintenance,
    /// More or fewer visitors.
    Load,
}

impl Group {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Machine,
        Self::Nginx,
        Self::Gunicorn,
        Self::Mysql,
        Self::Dns,
        Self::Network,
        Self::Maintenance,
        Self::Load,
    ];

    /// The group of an action.
    pub const fn of(name: ActionName) -> Self {
        match name.kind() {
            ActionKind::Maintenance => Self::Maintenance,
            ActionKind::Load => Self::Load,
            ActionKind::Fault => Self::of_a_fault(name),
        }
    }

    const fn of_a_fault(name: ActionName) -> Self {
        match name {
            ActionName::NginxRestart
            | ActionName::NginxReload
            | ActionName::NginxStop
            | ActionName::NginxKill
            | ActionName::CertificateExpired
            | ActionName::NginxHang
            | ActionName::MaintenancePage => Self::Nginx,
            ActionName::GunicornRestart
            | ActionName::GunicornReload
            | ActionName::GunicornStop
            | ActionName::GunicornKill
            | ActionName::GunicornHang
            | ActionName::SlowPage => Self::Gunicorn,
            ActionName::MysqlRestart
            | ActionName::MysqlStop
            | ActionName::MysqlKill
            | ActionName::MysqlHang
            | ActionName::MysqlBackup
            | ActionName::MysqlSchemaChange
            | ActionName::SlowQuery => Self::Mysql,
            ActionName::AuthorityDown
            | ActionName::ResolverDown
            | ActionName::RecordRemoved
            | ActionName::RecordWrong
            | ActionName::RecordMoved => Self::Dns,
            ActionName::PacketLoss | ActionName::NetworkUnplugged => Self::Network,
            ActionName::PowerLoss
            | ActionName::KernelPanic
            | ActionName::Reboot
            | ActionName::CpuSteal
            | ActionName::MemoryLeak
            | ActionName::DiskFull
            | ActionName::DiskSlow
            | ActionName::Spike
            | ActionName::Ramp
            | ActionName::LaunchDay
            | ActionName::SlowClients
            | ActionName::Configure
            | ActionName::Repair => Self::Machine,
        }
    }
}

/// Something about an action that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in a file.
    pub name: &'static str,
    /// What it can be.
    pub choices: &'static [Choice],
    /// Which of them it is if nobody chooses.
    pub usual: usize,
}

/// What a parameter can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the button says.
    pub shown: &'static str,
    /// What a file says.
    pub written: &'static str,
}

const fn choice(shown: &'static str, written: &'static str) -> Choice {
    Choice { shown, written }
}

const fn parameter(name: &'static str, choices: &'static [Choice], usual: usize) -> Parameter {
    Parameter { name, choices, usual }
}

const SIGNAL: Parameter = parameter("signal", &[choice("quit", "\"quit\""), choice("term", "\"term\"")], 0);
const CONFIG: Parameter =
    parameter("config", &[choice("good", "\"good\""), choice("broken", "\"broken\"")], 0);
const RELEASE: Parameter = parameter(
    "release",
    &[
        choice("good", "\"good\""),
        choice("slow", "{\"import_time\": \"20s\"}"),
        choice("leaking", "{\"leak\": \"5MiB\"}"),
        choice("broken", "\"broken\""),
    ],
    0,
);
const TARGET: Parameter = parameter(
    "target",
    &[choice("all", "\"all\""), choice("worker", "\"worker\""), choice("master", "\"master\"")],
    0,
);
const ROUTES: Parameter =
    parameter("routes", &[choice("all", "\"all\""), choice("dynamic", "\"dynamic\"")], 0);
const HOW: Parameter =
    parameter("how", &[choice("silent", "\"silent\""), choice("refused", "\"refused\"")], 0);
const SLOWNESS: Parameter =
    parameter("factor", &[choice("5x", "5"), choice("20x", "20"), choice("100x", "100")], 1);
const CROWD: Parameter =
    parameter("factor", &[choice("2x", "2"), choice("5x", "5"), choice("10x", "10"), choice("50x", "50")], 1);
const SHARE: Parameter =
    parameter("share", &[choice("1%", "\"1%\""), choice("5%", "\"5%\""), choice("20%", "\"20%\"")], 1);
const OVER: Parameter =
    parameter("over", &[choice("5 s", "\"5s\""), choice("10 s", "\"10s\""), choice("60 s", "\"60s\"")], 1);
const HALF_LIFE: Parameter = parameter(
    "half_life",
    &[choice("5 s", "\"5s\""), choice("20 s", "\"20s\""), choice("5 min", "\"5min\"")],
    1,
);
const SENDERS: Parameter =
    parameter("share", &[choice("10%", "\"10%\""), choice("50%", "\"50%\""), choice("90%", "\"90%\"")], 1);
const TAKES: Parameter =
    parameter("takes", &[choice("2 s", "\"2s\""), choice("30 s", "\"30s\""), choice("90 s", "\"90s\"")], 1);
/// An address of the block for documentation (RFC 5737): nobody answers there.
const STOLEN: Parameter = parameter(
    "share",
    &[
        choice("30%", "\"30%\""),
        choice("60%", "\"60%\""),
        choice("90%", "\"90%\""),
        choice("100%", "\"100%\""),
    ],
    1,
);
const SERVICE: Parameter = parameter(
    "service",
    &[choice("nginx", "\"nginx\""), choice("gunicorn", "\"gunicorn\""), choice("mysql", "\"mysql\"")],
    1,
);
const GROWS: Parameter = parameter(
    "bytes_per_second",
    &[choice("10 MiB/s", "\"10MiB\""), choice("50 MiB/s", "\"50MiB\""), choice("200 MiB/s", "\"200MiB\"")],
    1,
);
const ADDRESS: Parameter = parameter("address", &[choice("203.0.113.9", "\"203.0.113.9\"")], 0);

/// What can be chosen about an action, in the order in which it is written.
pub const fn parameters(name: ActionName) -> &'static [Parameter] {
    match name {
        ActionName::NginxRestart => &[SIGNAL, CONFIG],
        ActionName::NginxReload => &[CONFIG],
        ActionName::NginxStop => &[SIGNAL],
        ActionName::MaintenancePage => &[ROUTES],
        ActionName::GunicornRestart | ActionName::GunicornReload => &[RELEASE],
        ActionName::NginxKill
        | ActionName::GunicornKill
        | ActionName::NginxHang
        | ActionName::GunicornHang => &[TARGET],
        ActionName::DiskSlow | ActionName::SlowPage | ActionName::SlowQuery => &[SLOWNESS],
        ActionName::CpuSteal => &[STOLEN],
        ActionName::MemoryLeak => &[SERVICE, GROWS],
        ActionName::Spike => &[CROWD],
        ActionName::Ramp => &[CROWD, OVER],
        ActionName::LaunchDay => &[CROWD, HALF_LIFE],
        ActionName::SlowClients => &[SENDERS, TAKES],
        ActionName::ResolverDown => &[HOW],
        ActionName::RecordWrong | ActionName::RecordMoved => &[ADDRESS],
        ActionName::PacketLoss => &[SHARE],
        ActionName::PowerLoss
        | ActionName::KernelPanic
        | ActionName::Reboot
        | ActionName::Configure
        | ActionName::Repair
        | ActionName::CertificateExpired
        | ActionName::GunicornStop
        | ActionName::MysqlRestart
        | ActionName::MysqlStop
        | ActionName::MysqlKill
        | ActionName::MysqlHang
        | ActionName::DiskFull
        | ActionName::MysqlBackup
        | ActionName::MysqlSchemaChange
        | ActionName::AuthorityDown
        | ActionName::RecordRemoved
        | ActionName::NetworkUnplugged => &[],
    }
}

/// The deed that ends the latest action of this name that still lasts.
pub fn repair(name: ActionName) -> String {
    format!(r#"{{"repair": {{"action": "{}"}}}}"#, name.spelling())
}

/// What each parameter is if nobody chooses.
pub fn usual_choices(name: ActionName) -> Vec<usize> {
    parameters(name).iter().map(|parameter| parameter.usual).collect()
}

/// Whether an action lasts for a time that can be chosen: only what is broken is repaired after a while.
pub fn lasts(name: ActionName, chosen: &[usize]) -> bool {
    let is = |parameter: Parameter, written: &str| {
        let place = parameters(name).iter().position(|one| *one == parameter);
        place.is_some_and(|place| parameter.choices[chosen[place]].shown == written)
    };
    match name {
        ActionName::NginxRestart | ActionName::NginxReload => is(CONFIG, "broken"),
        ActionName::GunicornRestart | ActionName::GunicornReload => is(RELEASE, "broken"),
        ActionName::NginxKill | ActionName::GunicornKill => !is(TARGET, "worker"),
        // The old address answers for so long.
        ActionName::RecordMoved => true,
        _ => name.lasts(),
    }
}

/// How long an action lasts if nobody chooses: long enough that its effect is seen, also through a cache.
const fn usual_lasting(name: ActionName) -> SimDuration {
    match Group::of(name) {
        Group::Dns => SimDuration::from_secs(120),
        Group::Load | Group::Maintenance => SimDuration::from_secs(30),
        _ => SimDuration::from_secs(10),
    }
}

/// The action as a file writes it, without its time: with one choice for each of its [`parameters`], and lasting so long,
/// or to the end.
pub fn deed(name: ActionName, chosen: &[usize], lasting: Option<SimDuration>) -> String {
    let said = parameters(name).iter().zip(chosen);
    let said = said.map(|(parameter, place)| (parameter.name, parameter.choices[*place].written.to_owned()));
    let lasting = lasting.filter(|_| lasts(name, chosen));
    let lasting = lasting.map(|lasting| ("for", format!("\"{}s\"", lasting.as_secs_f64())));
    let fields: Vec<String> =
        said.chain(lasting).map(|(field, value)| format!("\"{field}\": {value}")).collect();
    format!("{{\"{}\": {{{}}}}}", name.spelling(), fields.join(", "))
}
