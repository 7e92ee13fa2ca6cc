//! What happens to the site: `"timeline": [{"at": "15s", "name": "plug", "power_loss": {"for": "20s"}}]`.

use std::collections::BTreeMap;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::Names;
use crate::scenario::read::Read;
use crate::topology::settings::Settings;
use crate::topology::settings::operation::{Action, Deed, KillTarget};
use crate::units::{SimDuration, SimTime};
use crate::vocabulary::{ActionName, Knob, Word};

use super::{deed, few_enough, moment_before};

/// The actions that windows can be bound to.
#[derive(Debug)]
pub(super) struct Actions {
    /// The names of those that have one.
    pub(super) names: Names,
    /// When each happens, in the order of the file; none where that cannot be read.
    pub(super) times: Vec<Option<SimTime>>,
}

/// Reads the list.
pub(super) fn read(
    file: &mut Block<'_>,
    end: SimTime,
    site: &Settings,
    timeline: &mut Vec<Action>,
) -> Actions {
    let mut actions = Actions { names: Names::new("action"), times: Vec::new() };
    file.about("What happens to the site.");
    let Some(field) = file.optional("timeline") else {
        return actions;
    };
    let entries = field.items().filter(|entries| few_enough(&field, entries.len())).unwrap_or_default();
    let mut done = Vec::new();
    for entry in entries {
        entry.about("Something that happens to the site.");
        let action = entry.open(|block| action(block, end, site, &mut actions)).flatten();
        if let Some(action) = action {
            done.push((entry, timeline.len()));
            timeline.push(action);
        }
    }
    warn_of_overlaps(&done, timeline);
    actions
}

fn action(block: &mut Block<'_>, end: SimTime, site: &Settings, actions: &mut Actions) -> Option<Action> {
    block.about("When; before the end of the run.");
    let at = block.required("at").and_then(|field| moment_before(&field, SimTime::read(&field)?, end));
    block.about("What windows call it.");
    let place = actions.times.len() as u16;
    let called = block.optional("name").and_then(|field| own_name(&field, &mut actions.names, place));
    actions.times.push(at);
    let mut note = None;
    block.read("note", &mut note);
    let deed = deed(block, site);
    Some(Action { at: at?, name: called, deed: deed?, note })
}

/// What is done: the one field that names an action, with its parameters.
pub(super) fn deed(block: &mut Block<'_>, site: &Settings) -> Option<Deed> {
    let kinds: Vec<_> = ActionName::ALL.iter().map(|kind| (kind.spelling(), kind.meaning())).collect();
    block.one_of("action", &kinds, |name, field| deed::read(ActionName::from_spelling(name)?, field, site))
}

/// A name that no other has.
pub(super) fn own_name(field: &Field<'_>, names: &mut Names, place: u16) -> Option<String> {
    let name = field.filled_text()?;
    if !names.insert(name, place) {
        field.error(code::REPEATED_NAME, "another one has this name", "give each action a name of its own");
    }
    Some(name.to_owned())
}

/// What an action is done to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Machine,
    Nginx,
    MaintenancePage,
    Certificate,
    Gunicorn,
    Code(Option<u16>),
    Mysql,
    Queries(u16),
    Cores,
    Memory,
    Disk,
    Visitors,
    Senders,
    Authority,
    Resolvers,
    Zone,
    Wire,
    Cable,
    Setting(Knob),
    Nothing,
}

/// What a deed is done to, and until when it lasts; what a restart takes is only known in the run.
fn extent(action: &Action) -> (Target, SimTime) {
    let until = |span: Option<SimDuration>| span.map_or(SimTime::MAX, |span| action.at + span);
    let until_started = |target, outage| match target {
        KillTarget::All | KillTarget::Master => until(outage),
        KillTarget::Worker => action.at,
    };
    match action.deed {
        Deed::PowerLoss { outage } | Deed::KernelPanic { outage } => (Target::Machine, until(outage)),
        Deed::Reboot => (Target::Machine, action.at),
        Deed::NginxStop { outage, .. } => (Target::Nginx, until(outage)),
        Deed::NginxKill { outage, target } => (Target::Nginx, until_started(target, outage)),
        Deed::NginxRestart { repaired_after, .. } | Deed::NginxReload { repaired_after, .. } => {
            (Target::Nginx, repaired_after.map_or(action.at, |span| action.at + span))
        }
        Deed::MaintenancePage { lasting, .. } => (Target::MaintenancePage, until(lasting)),
        Deed::GunicornRestart { repaired, .. } | Deed::GunicornReload { repaired, .. } => {
            (Target::Gunicorn, repaired.map_or(action.at, |span| action.at + span))
        }
        Deed::GunicornStop { outage } => (Target::Gunicorn, until(outage)),
        Deed::GunicornKill { outage, target } => (Target::Gunicorn, until_started(target, outage)),
        Deed::NginxHang { lasting, .. } => (Target::Nginx, until(lasting)),
        Deed::GunicornHang { lasting, .. } => (Target::Gunicorn, until(lasting)),
        Deed::MysqlHang { lasting } => (Target::Mysql, until(lasting)),
        Deed::MysqlRestart => (Target::Mysql, action.at),
        Deed::MysqlStop { outage } | Deed::MysqlKill { outage } => (Target::Mysql, until(outage)),
        Deed::MysqlBackup { lasting } | Deed::MysqlSchemaChange { lasting, .. } => {
            (Target::Mysql, until(lasting))
        }
        Deed::CpuSteal { lasting, .. } => (Target::Cores, until(lasting)),
        Deed::MemoryLeak { lasting, .. } => (Target::Memory, until(lasting)),
        Deed::DiskFull { lasting } | Deed::DiskSlow { lasting, .. } => (Target::Disk, until(lasting)),
        Deed::CertificateExpired { lasting } => (Target::Certificate, until(lasting)),
        Deed::Spike { lasting, .. } | Deed::Ramp { lasting, .. } | Deed::LaunchDay { lasting, .. } => {
            (Target::Visitors, until(lasting))
        }
        Deed::SlowClients { lasting, .. } => (Target::Senders, until(lasting)),
        Deed::SlowPage { route, lasting, .. } => (Target::Code(route), until(lasting)),
        Deed::SlowQuery { table, lasting, .. } => (Target::Queries(table), until(lasting)),
        Deed::AuthorityDown { lasting } => (Target::Authority, until(lasting)),
        Deed::ResolverDown { lasting, .. } => (Target::Resolvers, until(lasting)),
        Deed::RecordRemoved { lasting }
        | Deed::RecordWrong { lasting, .. }
        | Deed::RecordMoved { lasting, .. } => (Target::Zone, until(lasting)),
        Deed::PacketLoss { lasting, .. } => (Target::Wire, until(lasting)),
        Deed::NetworkUnplugged { lasting } => (Target::Cable, until(lasting)),
        Deed::Configure { knob, .. } => (Target::Setting(knob), action.at),
        Deed::Repair { .. } => (Target::Nothing, action.at),
    }
}

/// Warns of actions that begin while another on the same target lasts; a note says that it is meant.
fn warn_of_overlaps(done: &[(Field<'_>, usize)], timeline: &[Action]) {
    let mut by_time: Vec<_> = done.iter().map(|(field, place)| (field, &timeline[*place])).collect();
    by_time.sort_by_key(|(_, action)| action.at);
    let mut busy: BTreeMap<Target, (SimTime, u32, ActionName)> = BTreeMap::new();
    for (field, action) in by_time {
        if let Some(what) = action.deed.repairs() {
            let ended = busy.values_mut().filter(|(until, _, name)| *name == what && *until > action.at);
            ended.for_each(|(until, ..)| *until = action.at);
        }
        let (target, end) = extent(action);
        let before = busy.get(&target).copied();
        if let Some((_, line, _)) =
            before.filter(|(until, ..)| action.at < *until || (action.at == *until && end == *until))
        {
            let message = format!("begins while the action of line {line} on the same target still lasts");
            if action.note.is_none() {
                field.warn(
                    code::OVERLAPPING_ACTIONS,
                    message,
                    "if this is meant, say why in a \"note\" beside it",
                );
            }
        }
        if before.is_none_or(|(until, ..)| until <= end) {
            busy.insert(target, (end, field.line(), action.deed.name()));
        }
    }
}
