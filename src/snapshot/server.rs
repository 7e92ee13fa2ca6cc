//! The site at a moment.

use serde::Serialize;

use super::DnsView;
use crate::units::{Bytes, Probability, SimDuration, SimTime};
use crate::vocabulary::{ActionName, Happening, Layer, SiteState};

/// The whole site at a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Site {
    /// The moment.
    pub now: SimTime,
    /// How it has been doing for its visitors, over the last five seconds.
    pub state: SiteState,
    /// Good pages a second, over the last five seconds.
    pub good_per_second: f64,
    /// Failed pages a second, over the last five seconds.
    pub failed_per_second: f64,
    /// Mean latency of good pages over the last five seconds; nothing without any.
    pub page_latency: Option<SimDuration>,
    /// Visits under way.
    pub visits: u32,
    /// Good and failed pages since the beginning.
    pub pages: (u64, u64),
    /// The chain from the name to the address.
    pub dns: DnsView,
    /// The wire.
    pub network: NetworkView,
    /// The machine.
    pub host: HostView,
    /// nginx.
    pub web_server: WebServerView,
    /// gunicorn.
    pub app_server: AppServerView,
    /// MySQL.
    pub database: DatabaseView,
    /// The actions that have begun and are not over, in the order in which they began.
    pub lasting: Vec<ActionName>,
    /// The latest thing that happened to the site, and when.
    pub latest: Option<(SimTime, Happening)>,
}

/// Whether the machine has power, and what it does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Power {
    /// No.
    Off,
    /// Yes, but its kernel has panicked: it does nothing.
    Panicked,
    /// Yes, and it boots.
    Booting,
    /// Yes, and its kernel is up.
    On,
}

/// How a program is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ProcessState {
    /// Not running.
    Down,
    /// Started, not yet ready.
    Starting,
    /// Ready.
    Running,
    /// Told to stop, finishing what it has.
    Stopping,
    /// It stands still: nobody in it serves, though its sockets are open.
    Hung,
}

/// The machine at a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HostView {
    /// Whether it has power.
    pub power: Power,
    /// Its cores.
    pub cores: u32,
    /// The share of them that the hypervisor gives to others (`%st`).
    pub stolen: Probability,
    /// Processes that want to compute; more than there are cores means that they share.
    pub runnable: u32,
    /// Its memory.
    pub memory: Bytes,
    /// What of it no process holds: files are kept in it.
    pub page_cache: Bytes,
    /// The processes, in the order in which they were started.
    pub processes: Vec<ProcessView>,
    /// Room on the disk.
    pub disk_size: Bytes,
    /// What of it is taken.
    pub disk_used: Bytes,
    /// File descriptors, of the fullest process of nginx, gunicorn and MySQL.
    pub descriptors: [DescriptorsView; 3],
}

impl HostView {
    /// What of the memory is held, by processes and by the system itself.
    pub fn memory_held(&self) -> Bytes {
        match self.power {
            Power::On => Bytes::new(self.memory.get().saturating_sub(self.page_cache.get())),
            Power::Off | Power::Panicked | Power::Booting => Bytes::new(0),
        }
    }
}

/// A process at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProcessView {
    /// Whose process it is.
    pub layer: Layer,
    /// Its number.
    pub pid: u32,
    /// The memory it holds.
    pub memory: Bytes,
}

/// File descriptors of a process at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DescriptorsView {
    /// In use.
    pub used: u32,
    /// How many it may have: `LimitNOFILE=`.
    pub limit: u32,
}

/// The wire at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct NetworkView {
    /// Whether the machine's cable is in.
    pub plugged_in: bool,
    /// The share of packets that is lost on every visitor's way, in both directions, beyond what the visitors' own lines
    /// lose; zero where nothing loses any.
    pub loss: Probability,
    /// Answers under way on the uplink.
    pub answers: u32,
    /// What the uplink carries [bit/s].
    pub uplink: u64,
    /// What it could [bit/s].
    pub uplink_max: u64,
}

/// nginx at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WebServerView {
    /// How it is doing.
    pub state: ProcessState,
    /// Connection slots taken, by visitors and towards gunicorn.
    pub connections: u32,
    /// Connection slots there are.
    pub connections_max: u32,
}

/// gunicorn at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AppServerView {
    /// How it is doing.
    pub state: ProcessState,
    /// Workers that hold a request.
    pub busy: u32,
    /// Workers that are up.
    pub workers: u32,
    /// Connections in the accept queue.
    pub backlog: u32,
    /// How many fit in.
    pub backlog_max: u32,
}

/// MySQL at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DatabaseView {
    /// How it is doing.
    pub state: ProcessState,
    /// Sessions open.
    pub sessions: u32,
    /// Sessions there may be.
    pub sessions_max: u32,
    /// Sessions running a query.
    pub running: u32,
    /// Those of them whose query waits for a lock.
    pub waiting: u32,
}
