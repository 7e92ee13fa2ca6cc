//! What the banner, the transport, the timeline, the deeds and the inspector say.

use super::label;
use crate::snapshot::{CachedName, LockedBy, Power, ProcessState, RecordState, ServerState, Standing};
use crate::visual::desk::{BandKind, By};
use crate::visual::offers::Group;
use crate::vocabulary::{ActionKind, ActionName};

/// What a parameter of an action is called in a narrow column.
pub fn parameter(name: &str) -> &str {
    match name {
        "bytes_per_second" => "a second",
        other => other,
    }
}

/// The large button while the plug is out.
pub const PLUG_BACK: &str = "Plug it back in";
/// Over the buttons that end what lasts.
pub const LASTS_NOW: &str = "Lasts now";
/// What such a button does.
pub const REPAIR_HINT: &str =
    "Somebody mends it now: the plug is put back, a program started, a record mended";

/// The button that ends what `action` began.
pub fn repair(action: ActionName) -> String {
    format!("Mend: {}", label(action))
}

/// What the banner's sign says first, and what after it.
pub const fn sign(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Unseen => ("NOT SEEN YET", ""),
        Standing::Up => ("UP", ""),
        Standing::Degraded => ("DEGRADED", ""),
        Standing::DownUnnoticed => ("DOWN", "NOBODY HAS NOTICED YET"),
        Standing::Down => ("DOWN", ""),
    }
}

/// What the banner says below the sign where nobody knows why.
pub const fn sign_without_why(standing: Standing) -> &'static str {
    match standing {
        Standing::Unseen => "no visitor has had an answer yet",
        Standing::Up => "pages come as they should",
        Standing::Degraded => "more than a few pages fail",
        Standing::DownUnnoticed => "whoever is on the way still waits",
        Standing::Down => "most pages fail",
    }
}

/// How long it has been so.
pub fn for_so_long(clock: &str) -> String {
    format!("for {clock}")
}

/// Above the share of pages that were good.
pub const AVAILABLE: &str = "available so far";
/// The same where there is little room.
pub const AVAILABLE_SHORT: &str = "available";
/// Above the numbers of good and failed pages.
pub const PAGES: &str = "pages good / failed";
/// The same where there is little room.
pub const PAGES_SHORT: &str = "good / failed";
/// What the clock shows.
pub const CLOCK: &str = "simulated clock";
/// Where there is no number yet.
pub const NO_NUMBER: &str = "–";

/// A control of the transport: its name and what it does, with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// What the button says.
    pub label: &'static str,
    /// What a screen reader says, and a test finds it by.
    pub name: &'static str,
    /// What it does, and its key.
    pub hint: &'static str,
}

const fn control(label: &'static str, name: &'static str, hint: &'static str) -> Control {
    Control { label, name, hint }
}

/// Back to the beginning.
pub const TO_START: Control =
    control("", "back to the start", "Back to the beginning of the run; what was done stays done");
/// Let it run.
pub const PLAY: Control = control("Play", "Play", "Let simulated time run. Key: Space");
/// Hold it.
pub const PAUSE: Control = control("Pause", "Pause", "Hold simulated time. Key: Space");
/// One event.
pub const STEP_EVENT: Control =
    control("event", "step one event", "Let the next single thing happen, whatever it is. Key: Shift+Right");
/// One second.
pub const STEP_SECOND: Control = control("1 s", "step one second", "One simulated second on. Key: Right");
/// The next incident.
pub const NEXT_INCIDENT: Control =
    control("next incident", "next incident", "On to the next incident or action, or to the end. Key: N");
/// Slower.
pub const SLOWER: Control = control("", "slower", "A step slower. Key: Down");
/// Faster.
pub const FASTER: Control = control("", "faster", "A step faster. Key: Up");

/// What a speed is called on its button.
pub fn speed(times: f64) -> String {
    format!("{times}x")
}

/// What a speed does.
pub fn speed_hint(times: f64) -> String {
    format!("{times} simulated seconds a second. Keys: Down slower, Up faster")
}

/// The speed that is really reached.
pub fn reached(times: f64) -> String {
    if times >= 10.0 { format!("reaches {times:.0}x") } else { format!("reaches {times:.1}x") }
}

/// Why it is not the one that was asked for.
pub const REACHED_HINT: &str =
    "This computer cannot simulate as fast as was asked for: this is how fast time really runs.";

/// The timeline's name.
pub const TIMELINE: &str = "timeline";
/// What stands on the timeline's first line.
pub const LINE_INCIDENTS: &str = "incidents";
/// What stands on its other lines.
pub const LINE_ACTIONS: &str = "actions";
/// On the timeline while nothing stands there.
pub const LINE_EMPTY: &str = "what happens and what you do will stand here; drag to go back, or on";
/// Under the pointer: how to use the line.
pub const LINE_HINT: &str = "Click or drag to go there. Arrow keys: 1 s, with Shift 10 s; Home, End.";

/// What a band is, for who points at it.
pub const fn band_kind(kind: BandKind) -> &'static str {
    match kind {
        BandKind::Incident(_) => "incident",
        BandKind::Action { kind: ActionKind::Fault, by: By::File } => "fault",
        BandKind::Action { kind: ActionKind::Fault, by: By::Hand } => "fault, by hand",
        BandKind::Action { kind: ActionKind::Fault, by: By::Chance } => "fault, by chance",
        BandKind::Action { kind: ActionKind::Maintenance, by: By::File } => "maintenance",
        BandKind::Action { kind: ActionKind::Maintenance, by: By::Hand } => "maintenance, by hand",
        BandKind::Action { kind: ActionKind::Maintenance, by: By::Chance } => "maintenance, by chance",
        BandKind::Action { kind: ActionKind::Load, by: By::File } => "load",
        BandKind::Action { kind: ActionKind::Load, by: By::Hand } => "load, by hand",
        BandKind::Action { kind: ActionKind::Load, by: By::Chance } => "load, by chance",
    }
}

/// Above the four big buttons.
pub const DO_SOMETHING: &str = "Do something";
/// What the deploy is called among the four, where nobody asks how.
pub const DEPLOY: &str = "Deploy";
/// The way to all the others.
pub const MORE: &str = "More…";
/// What it opens.
pub const MORE_HINT: &str = "Every fault, maintenance action and load shape there is, with its parameters";
/// Why a button cannot be pressed.
pub const NOT_OFFERED: &str = "This scenario does not offer it.";

/// Above all deeds.
pub const DEEDS: &str = "Everything that can be done";
/// Before how long deeds last.
pub const LASTING: &str = "What lasts, lasts for";
/// Until somebody repairs it.
pub const UNTIL_REPAIRED: &str = "until repaired";
/// The same on a narrow button.
pub const NO_END: &str = "no end";
/// What the choice of how long does.
pub const LASTING_HINT: &str = "How long the next deeds last, where a deed lasts for a while";
/// Nothing can be done.
pub const NO_DEEDS: &str = "A scenario's deeds will stand here once one is open.";

/// What a group of deeds is called.
pub const fn group(group: Group) -> &'static str {
    match group {
        Group::Machine => "Faults: the machine",
        Group::Nginx => "Faults: nginx",
        Group::Gunicorn => "Faults: gunicorn",
        Group::Mysql => "Faults: MySQL",
        Group::Dns => "Faults: DNS",
        Group::Network => "Faults: the network",
        Group::Maintenance => "Maintenance",
        Group::Load => "Load",
    }
}

/// The inspector's first section.
pub const NOW: &str = "Now";
/// The inspector's second section.
pub const KNOBS: &str = "Turn it while it runs";
/// What turning does.
pub const KNOB_HINT: &str = "Done once you let go, as an action on the timeline.";
/// A part has no knobs.
pub const NO_KNOBS: &str = "Nothing of this part can be turned while it runs.";
/// The inspector's third section.
pub const SETTINGS: &str = "Settings in effect";
/// A part has no settings.
pub const NO_SETTINGS: &str = "This part has no settings of its own.";
/// The inspector's last section.
pub const LOG: &str = "Last log lines";
/// A part writes no log.
pub const NO_LOG: &str = "Nobody writes a log here.";
/// Nothing has been written.
pub const EMPTY_LOG: &str = "Nothing has been written yet.";
/// A machine without power tells nothing.
pub const DARK: &str = "The machine has no power. Nothing in it runs, and nothing in it can be read.";

/// How a program is doing.
pub const fn process(state: ProcessState) -> &'static str {
    match state {
        ProcessState::Down => "not running",
        ProcessState::Starting => "starting",
        ProcessState::Running => "running",
        ProcessState::Stopping => "stopping",
        ProcessState::Hung => "hangs",
    }
}

/// Whether the machine has power.
pub const fn power(power: Power) -> &'static str {
    match power {
        Power::Off => "no power",
        Power::Panicked => "kernel panic",
        Power::Booting => "booting",
        Power::On => "on",
    }
}

/// What a server says when it is asked.
pub const fn server(state: ServerState) -> &'static str {
    match state {
        ServerState::Answering => "answers",
        ServerState::Silent => "silent",
        ServerState::Refusing => "refuses",
    }
}

/// What is in the zone.
pub const fn record(state: RecordState) -> &'static str {
    match state {
        RecordState::Present => "present",
        RecordState::Removed => "removed",
        RecordState::Wrong => "wrong address",
    }
}

/// What a cache says of the name of a site that has moved since.
pub const OLD_ADDRESS: &str = "the old address";

/// What a cache says of the name.
pub const fn cached(name: CachedName) -> &'static str {
    match name {
        CachedName::Nothing => "nothing cached",
        CachedName::Address => "the address",
        CachedName::WrongAddress => "a wrong address",
        CachedName::NoName => "NXDOMAIN",
        CachedName::NoAddress => "NODATA",
        CachedName::Servfail => "SERVFAIL",
        CachedName::Stale => "a stale address",
    }
}

/// Who holds a lock of MySQL's that many wait for.
pub const fn locked_by(by: Option<LockedBy>) -> &'static str {
    match by {
        None => "nobody",
        Some(LockedBy::Backup) => "the backup",
        Some(LockedBy::SchemaChange) => "ALTER TABLE",
    }
}

/// The names of the inspector's figures.
pub mod figure {
    /// How it is doing.
    pub const STATE: &str = "state";
    /// How far it is.
    pub const PROGRESS: &str = "start";
    /// Visits that have begun and not ended.
    pub const VISITS: &str = "visits under way";
    /// Requests on their way.
    pub const REQUESTS: &str = "requests under way";
    /// Good pages a second.
    pub const GOOD: &str = "good pages, 5 s mean";
    /// Failed pages a second.
    pub const FAILED: &str = "failed pages, 5 s mean";
    /// How long a good page takes.
    pub const LATENCY: &str = "a page takes, 5 s mean";
    /// The server that knows.
    pub const AUTHORITY: &str = "authoritative server";
    /// The record.
    pub const RECORD: &str = "A record";
    /// Its time to live.
    pub const TTL: &str = "TTL";
    /// The address in it.
    pub const ADDRESS: &str = "address";
    /// A recursive resolver.
    pub const RESOLVER: &str = "resolver";
    /// Those who ask for the name.
    pub const QUESTIONS: &str = "questions waiting";
    /// The cable.
    pub const CABLE: &str = "network cable";
    /// It is in.
    pub const PLUGGED: &str = "in";
    /// It is out.
    pub const UNPLUGGED: &str = "out";
    /// The line to the outside.
    pub const UPLINK: &str = "uplink";
    /// Answers on it.
    pub const ANSWERS: &str = "answers under way";
    /// The machine's power.
    pub const POWER: &str = "power";
    /// Those who want to compute, of how many cores.
    pub const RUNNABLE: &str = "want to compute / cores";
    /// What the hypervisor gives to others.
    pub const STOLEN: &str = "stolen from the cores (%st)";
    /// Workers that stand still.
    pub const HUNG: &str = "workers that hang";
    /// The machine's memory.
    pub const MEMORY: &str = "memory held";
    /// What of it is free for files.
    pub const PAGE_CACHE: &str = "page cache";
    /// The disk's room.
    pub const DISK: &str = "disk used";
    /// The disk's queue.
    pub const DISK_QUEUE: &str = "disk queue";
    /// How slow the disk is.
    pub const DISK_SLOW: &str = "disk slower than usual";
    /// Processes.
    pub const PROCESSES: &str = "processes";
    /// Busy over the last second.
    pub const BUSY: &str = "busy, last second";
    /// nginx's connections.
    pub const CONNECTIONS: &str = "connections";
    /// Connections that wait to be accepted.
    pub const ACCEPT_QUEUE: &str = "accept queue";
    /// File descriptors.
    pub const DESCRIPTORS: &str = "file descriptors";
    /// gunicorn's workers.
    pub const WORKERS: &str = "workers busy";
    /// Those that compute.
    pub const COMPUTING: &str = "computing";
    /// Those that wait for MySQL.
    pub const FOR_MYSQL: &str = "waiting for MySQL";
    /// Those that wait for their pool.
    pub const FOR_POOL: &str = "waiting for the pool";
    /// Those that wait for something else.
    pub const ELSEWHERE: &str = "waiting elsewhere";
    /// Requests that nobody waits for any more.
    pub const UNWANTED: &str = "working for nobody";
    /// Sessions.
    pub const SESSIONS: &str = "sessions";
    /// Sessions that run a query.
    pub const RUNNING: &str = "running a query";
    /// Those whose query waits for a lock.
    pub const FOR_LOCK: &str = "waiting for a lock";
    /// Who holds everything up.
    pub const LOCK: &str = "locked by";
    /// How often the buffer pool knows.
    pub const HIT_RATIO: &str = "buffer pool hits";
    /// Queries that read.
    pub const READING: &str = "reading the disk";
}

/// So many of so many.
pub fn of(some: u32, all: u32) -> String {
    format!("{some} / {all}")
}

/// So many times.
pub fn times(factor: u32) -> String {
    format!("{factor}x")
}

/// A setting that nobody has set.
pub const NOT_SET: &str = "not said";
/// The logs of a machine without power.
pub const DARK_LOG: &str = "The machine has no power: its logs cannot be read.";
