//! The parameters of an action: `"power_loss": {"for": "20s"}`.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::{Names, quoted};
use crate::scenario::read::{Read, within};
use crate::topology::settings::Settings;
use crate::topology::settings::application::Release;
use crate::topology::settings::dns::ResolverOutage;
use crate::topology::settings::operation::{Config, Covered, Deed, KillTarget, StopSignal};
use crate::units::{Bytes, Probability, SimDuration};
use crate::vocabulary::{ActionName, RequestClass, Word};

use super::domain::{NAMESERVERS_MAX, ipv4_address};
use super::server::TIMEOUT_MAX;
use super::{configure, machine_deed};

/// The shortest time that something may last.
const LASTING_MIN: SimDuration = SimDuration::from_millis(1);
/// The longest: as long as the longest run.
const LASTING_MAX: SimDuration = SimDuration::from_secs(31 * 86_400);
/// The most that a request may leave behind.
pub(super) const LEAK_MAX: Bytes = Bytes::from_mib(1 << 10);
/// Every way to write a release.
const RELEASES: &str = "write \"good\", \"broken\" for code that cannot be imported, {\"import_time\": \"20s\"} for code that is \
    slow to import, or {\"leak\": \"1MiB\"} for code that leaks memory";
/// The largest crowd, relative to a normal day.
const FACTOR_MAX: f64 = 1_000.0;

/// How many times as long a slow disk takes, at most.
const SLOWNESS_MAX: u32 = 1_000;

/// Reads the parameters of the action called `name`, which is done to this site.
#[expect(clippy::too_many_lines, reason = "a table, an action each")]
pub(super) fn read(name: ActionName, field: &Field<'_>, site: &Settings) -> Option<Deed> {
    field.open(|block| match name {
        ActionName::PowerLoss
        | ActionName::KernelPanic
        | ActionName::Reboot
        | ActionName::CpuSteal
        | ActionName::MemoryLeak
        | ActionName::DiskFull
        | ActionName::DiskSlow => machine_deed::read(name, block),
        ActionName::NginxRestart => {
            let (signal, (config, repaired_after)) = (signal(block), config(block));
            Some(Deed::NginxRestart { signal, config, repaired_after })
        }
        ActionName::NginxReload => {
            let (config, repaired_after) = config(block);
            Some(Deed::NginxReload { config, repaired_after })
        }
        ActionName::NginxStop => {
            let (signal, outage) = (signal(block), lasting(block));
            Some(Deed::NginxStop { signal, outage })
        }
        ActionName::NginxKill => {
            let (target, outage) = kill(block);
            Some(Deed::NginxKill { target, outage })
        }
        ActionName::MaintenancePage => Some(maintenance_page(block)),
        ActionName::CertificateExpired => Some(certificate_expired(block, site, field)),
        ActionName::GunicornRestart => {
            let (release, repaired) = deploy(block);
            Some(Deed::GunicornRestart { release, repaired })
        }
        ActionName::GunicornReload => {
            let (release, repaired) = deploy(block);
            Some(Deed::GunicornReload { release, repaired })
        }
        ActionName::GunicornStop => Some(Deed::GunicornStop { outage: lasting(block) }),
        ActionName::GunicornKill => {
            let (target, outage) = kill(block);
            Some(Deed::GunicornKill { target, outage })
        }
        ActionName::NginxHang => {
            Some(Deed::NginxHang { target: machine_deed::hang_target(block), lasting: lasting(block) })
        }
        ActionName::GunicornHang => {
            Some(Deed::GunicornHang { target: machine_deed::hang_target(block), lasting: lasting(block) })
        }
        ActionName::MysqlHang => Some(Deed::MysqlHang { lasting: lasting(block) }),
        ActionName::MysqlRestart => Some(Deed::MysqlRestart),
        ActionName::MysqlStop => Some(Deed::MysqlStop { outage: lasting(block) }),
        ActionName::MysqlKill => Some(Deed::MysqlKill { outage: lasting(block) }),
        ActionName::MysqlBackup => Some(Deed::MysqlBackup { lasting: lasting(block) }),
        ActionName::MysqlSchemaChange => Some(Deed::MysqlSchemaChange {
            table: table(block, &site.application.tables),
            lasting: lasting(block),
        }),
        ActionName::Spike => {
            block.about("How many times the normal rate.");
            let (factor, lasting) = (block.need_within("factor", 0.0..=FACTOR_MAX), lasting(block));
            Some(Deed::Spike { factor: factor?, lasting })
        }
        ActionName::Ramp => ramp(block),
        ActionName::LaunchDay => launch_day(block),
        ActionName::SlowClients => slow_clients(block),
        ActionName::SlowPage => slow_page(block, site),
        ActionName::SlowQuery => slow_query(block, site),
        ActionName::AuthorityDown => Some(Deed::AuthorityDown { lasting: lasting(block) }),
        ActionName::ResolverDown => Some(resolver_down(block)),
        ActionName::RecordRemoved => Some(Deed::RecordRemoved { lasting: lasting(block) }),
        ActionName::RecordWrong => {
            block.about("The IPv4 address.");
            let (address, lasting) = (block.required("address"), lasting(block));
            Some(Deed::RecordWrong { address: ipv4_address(&address?)?, lasting })
        }
        ActionName::RecordMoved => record_moved(block),
        ActionName::PacketLoss => {
            block.about("How many of them, above 0%, beyond what the visitors' lines lose.");
            let (share, lasting) = (some_share(block, "nothing is lost"), lasting(block));
            Some(Deed::PacketLoss { share: share?, lasting })
        }
        ActionName::NetworkUnplugged => Some(Deed::NetworkUnplugged { lasting: lasting(block) }),
        ActionName::Configure => configure::read(block, site),
        ActionName::Repair => {
            block.about("The action that somebody ends: the latest of this name that still lasts.");
            let what = block.required("action");
            let what = what?;
            let named = what.as_text().and_then(ActionName::from_spelling).filter(|name| !name.lasts());
            if let Some(name) = named {
                let why = format!("{} is nothing that somebody can end", name.spelling());
                what.error(code::UNKNOWN_NAME, why, "name an action that lasts, or take the repair out");
                return None;
            }
            Some(Deed::Repair { what: what.pick("action", &lasting_actions())? })
        }
    })?
}

/// The actions that somebody can end, with their spellings.
fn lasting_actions() -> Vec<(&'static str, ActionName)> {
    let lasting = ActionName::ALL.iter().filter(|name| name.lasts());
    lasting.map(|name| (name.spelling(), *name)).collect()
}

pub(super) fn lasting(block: &mut Block<'_>) -> Option<SimDuration> {
    block.about("How long. Left out: to the end of the run.");
    span_of(block)
}

/// The `for` of which something was just said.
fn span_of(block: &mut Block<'_>) -> Option<SimDuration> {
    within(&block.optional("for")?, &(LASTING_MIN..=LASTING_MAX))
}

pub(super) fn slowness(block: &mut Block<'_>) -> Option<u32> {
    block.about("How many times as long.");
    block.need_within("factor", 2..=SLOWNESS_MAX)
}

/// Until a new certificate is there; a site without TLS has none that could expire.
fn certificate_expired(block: &mut Block<'_>, site: &Settings, field: &Field<'_>) -> Deed {
    if !site.web_server.listen.is_secure() {
        field.warn(
            code::UNUSED,
            "the site has no TLS, and so no certificate",
            "add \"scheme\": \"https\" to \"domain\"",
        );
    }
    block.about("Until a new certificate is there and nginx is reloaded. Left out: to the end of the run.");
    Deed::CertificateExpired { lasting: span_of(block) }
}

fn ramp(block: &mut Block<'_>) -> Option<Deed> {
    block.about("How many times the normal rate at the top.");
    let factor = block.need_within("factor", 0.0..=FACTOR_MAX);
    block.about("How long the rate grows and, if it has an end, falls; at most half of `for` each.");
    let over = block.need_within("over", LASTING_MIN..=LASTING_MAX);
    let lasting = lasting(block);
    Some(Deed::Ramp { factor: factor?, over: over?, lasting })
}

fn launch_day(block: &mut Block<'_>) -> Option<Deed> {
    block.about("How many times the normal rate at first.");
    let factor = block.need_within("factor", 1.0..=FACTOR_MAX);
    block.about("After which time half of what is too much has gone, and half of the rest, and so on.");
    let half_life = block.need_within("half_life", LASTING_MIN..=LASTING_MAX);
    let lasting = lasting(block);
    Some(Deed::LaunchDay { factor: factor?, half_life: half_life?, lasting })
}

fn slow_clients(block: &mut Block<'_>) -> Option<Deed> {
    block.about("How many of those who come, above 0%.");
    let share = some_share(block, "nobody is slow");
    block.about("From the first byte of a request's header to its last.");
    let takes = block.need_within("takes", LASTING_MIN..=LASTING_MAX);
    let lasting = lasting(block);
    Some(Deed::SlowClients { share: share?, takes: takes?, lasting })
}

fn slow_page(block: &mut Block<'_>, site: &Settings) -> Option<Deed> {
    let mut names = Names::new("route");
    let routes = site.application.routes.iter().zip(0..);
    for (route, place) in routes.filter(|(route, _)| route.class() == RequestClass::Dynamic) {
        names.insert(&route.path, place);
    }
    block.about("A route of the application. Default: all of them.");
    let route = block.optional("route").and_then(|field| names.find(&field));
    let (factor, lasting) = (slowness(block), lasting(block));
    Some(Deed::SlowPage { route, factor: factor?, lasting })
}

fn slow_query(block: &mut Block<'_>, site: &Settings) -> Option<Deed> {
    let table = table(block, &site.application.tables);
    let (factor, lasting) = (slowness(block), lasting(block));
    Some(Deed::SlowQuery { table, factor: factor?, lasting })
}

fn record_moved(block: &mut Block<'_>) -> Option<Deed> {
    block.about("The new IPv4 address, at which the site answers at once.");
    let address = block.required("address");
    block.about("How long it answers at the old one too. Left out: to the end of the run.");
    let lasting = span_of(block);
    Some(Deed::RecordMoved { address: ipv4_address(&address?)?, lasting })
}

fn resolver_down(block: &mut Block<'_>) -> Deed {
    let mut how = ResolverOutage::default();
    block.about("`silent` answers nothing, `refused` is a closed port: the process is gone.");
    block.read("how", &mut how);
    block.about("Only the one at this place of each visitor's list. Default: all.");
    let nameserver = block.optional("nameserver").and_then(|field| within(&field, &(1..=NAMESERVERS_MAX)));
    Deed::ResolverDown { how, nameserver: nameserver.map(|number| number as u8), lasting: lasting(block) }
}

/// A share that is above nothing.
pub(super) fn some_share(block: &mut Block<'_>, nothing: &str) -> Option<Probability> {
    let field = block.required("share")?;
    let share = Probability::read(&field)?;
    if share == Probability::ZERO {
        field.error(code::OUT_OF_RANGE, nothing, "write a share above \"0%\", or take the action out");
    }
    Some(share)
}

/// What nginx reads, and when a broken file is repaired.
fn config(block: &mut Block<'_>) -> (Config, Option<SimDuration>) {
    let mut config = Config::default();
    block.about("What nginx reads. A broken file stops no nginx that runs, but none starts with it.");
    block.read("config", &mut config);
    block.about("Until a broken file is repaired and nginx started; without it, nobody does that.");
    let field = block.optional("for");
    if let Some(field) = field.as_ref().filter(|_| config == Config::Good) {
        field.error(
            code::WRONG_FORM,
            "only a broken configuration lasts",
            "add \"config\": \"broken\", or take this out",
        );
    }
    (config, field.and_then(|field| within(&field, &(LASTING_MIN..=LASTING_MAX))))
}

fn maintenance_page(block: &mut Block<'_>) -> Deed {
    let lasting = lasting(block);
    let (mut retry_after, mut pages) = (None, Covered::default());
    block.about("The answer's Retry-After.");
    block.read_as(
        "retry_after",
        |field| within(field, &(LASTING_MIN..=LASTING_MAX)).map(Some),
        &mut retry_after,
    );
    block.about("What it stands in for: everything, or all but files.");
    block.read("routes", &mut pages);
    Deed::MaintenancePage { lasting, retry_after, pages }
}

/// What is deployed and, where it is broken, for how long.
fn deploy(block: &mut Block<'_>) -> (Option<Release>, Option<SimDuration>) {
    block.about("What is deployed. Left out: the same code again.");
    let release = block.optional("release").and_then(|field| Release::read(&field));
    block
        .about("Until a broken release is taken back and gunicorn started. Left out: to the end of the run.");
    let repair = block.optional("for");
    let repaired = repair.as_ref().and_then(|field| within(field, &(LASTING_MIN..=LASTING_MAX)));
    if let Some(field) = repair.filter(|_| release != Some(Release::Broken)) {
        field.warn(
            code::UNUSED,
            "only a broken release is repaired",
            "take it out, or add \"release\": \"broken\"",
        );
    }
    (release, repaired)
}

/// Which processes are killed, and when somebody starts the service again.
fn kill(block: &mut Block<'_>) -> (KillTarget, Option<SimDuration>) {
    let mut target = KillTarget::default();
    block.about(
        "The master and all workers, the worker that has served longest, or the master alone, whose workers go on.",
    );
    let targets = [("all", KillTarget::All), ("worker", KillTarget::Worker), ("master", KillTarget::Master)];
    block.read_as("target", |field| field.pick("target", &targets), &mut target);
    block.about("From the kill of all, or of the master, to the start. Left out: to the end of the run.");
    let outage = block.optional("for");
    if let Some(field) = outage.as_ref().filter(|_| target == KillTarget::Worker) {
        field.warn(code::UNUSED, "the master forks another worker at once", "take it out");
    }
    let outage = outage.and_then(|field| within(&field, &(LASTING_MIN..=LASTING_MAX)));
    (target, outage.filter(|_| target != KillTarget::Worker))
}

impl Read for Release {
    fn read(field: &Field<'_>) -> Option<Self> {
        let words = [("good", Self::Good), ("broken", Self::Broken)];
        let unknown = |text: &&str| words.iter().all(|(word, _)| word != text);
        if let Some(text) = field.as_text().filter(unknown) {
            field.error(code::UNKNOWN_NAME, format!("no release is called {}", quoted(text)), RELEASES);
            return None;
        }
        field.defined("release", |field| {
            field.object_or(|field| field.open(other_code)?, |field| field.pick("release", &words))
        })
    }
}

/// Code that works, but is slow to import or leaks.
fn other_code(block: &mut Block<'_>) -> Option<Release> {
    let kinds = [
        ("import_time", "How long a worker takes to import it."),
        ("leak", "What each request leaves in its worker."),
    ];
    block.one_of("kind of release", &kinds, |kind, field| match kind {
        "leak" => within(field, &(Bytes::ZERO..=LEAK_MAX)).map(|leak| Release::Leaking { leak }),
        _ => {
            within(field, &(SimDuration::ZERO..=TIMEOUT_MAX)).map(|import_time| Release::Slow { import_time })
        }
    })
}

/// One of the tables that queries name; without it the first, which is that of queries that name none.
fn table(block: &mut Block<'_>, tables: &[String]) -> u16 {
    let mut table = 0;
    let mut names = Names::new("table");
    for (name, place) in tables.iter().zip(0..) {
        names.insert(name, place);
    }
    block.about("A table that queries name.");
    block.read_as("table", |field| names.find(field), &mut table);
    table
}

fn signal(block: &mut Block<'_>) -> StopSignal {
    let mut signal = StopSignal::default();
    block.about("`quit` finishes what is under way, `term` cuts it.");
    block.read("signal", &mut signal);
    signal
}

impl Read for ResolverOutage {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("way to be down", &[("silent", Self::Silent), ("refused", Self::Refused)])
    }
}

impl Read for Config {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("configuration", &[("good", Self::Good), ("broken", Self::Broken)])
    }
}

impl Read for Covered {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("choice of routes", &[("all", Self::All), ("dynamic", Self::Dynamic)])
    }
}

impl Read for StopSignal {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("signal", &[("quit", Self::Quit), ("term", Self::Term)])
    }
}
