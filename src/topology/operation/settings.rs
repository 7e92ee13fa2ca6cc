//! What happens to the site and when: the typed timeline.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::super::application::settings::Release;
use super::super::dns::settings::ResolverOutage;
use super::super::host::settings::Service;
use super::super::settings::knob::Value;
pub use super::hang_target::HangTarget;
use crate::units::{Bytes, Probability, SimDuration, SimTime};
use crate::vocabulary::{ActionKind, ActionName, Knob, Layer};

/// How nginx is stopped before it is started again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopSignal {
    /// QUIT: the listener is closed, requests at work are finished (systemd's way on Debian).
    #[default]
    Quit,
    /// TERM: everything is cut at once.
    Term,
}

/// What stands in nginx's configuration file when it is told to read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Config {
    /// Something that works.
    #[default]
    Good,
    /// A mistake: `nginx -t` fails.
    Broken,
}

/// Which routes a maintenance page stands in for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Covered {
    /// Whatever is asked for.
    #[default]
    All,
    /// The application's routes; files are still served.
    Dynamic,
}

/// Which processes of nginx or gunicorn are killed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum KillTarget {
    /// The master and all workers.
    #[default]
    All,
    /// The worker that has served longest; the master forks another.
    Worker,
    /// The master alone: its workers go on without it, as where systemd leaves them (`KillMode=process`) or has not
    /// started them.
    Master,
}

/// Something done to the site, with its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deed {
    /// The plug is pulled, and put back after `outage`; without it, it stays out.
    PowerLoss {
        /// From pulling the plug to putting it back.
        outage: Option<SimDuration>,
    },
    /// The kernel panics; somebody resets the machine after `outage`, or nobody does.
    KernelPanic {
        /// From the panic to the reset.
        outage: Option<SimDuration>,
    },
    /// The services are stopped in reverse boot order, and the machine boots.
    Reboot,
    /// nginx is stopped by `signal` and started.
    NginxRestart {
        /// How it is stopped.
        signal: StopSignal,
        /// What it reads at its start.
        config: Config,
        /// When somebody repairs a broken file and starts nginx; without it, nobody does.
        repaired_after: Option<SimDuration>,
    },
    /// nginx is told to reload.
    NginxReload {
        /// What it reads.
        config: Config,
        /// When somebody repairs a broken file; without it, nobody does.
        repaired_after: Option<SimDuration>,
    },
    /// nginx is stopped by `signal` and started after `outage`; without it, it stays down.
    NginxStop {
        /// How it is stopped.
        signal: StopSignal,
        /// From the order to stop to the order to start.
        outage: Option<SimDuration>,
    },
    /// nginx is killed and, unless it was a worker, started after `outage`; without it, nobody does.
    NginxKill {
        /// Which of its processes.
        target: KillTarget,
        /// From the kill to the start.
        outage: Option<SimDuration>,
    },
    /// nginx answers 503 on purpose for `lasting`; without it, to the end.
    MaintenancePage {
        /// For how long.
        lasting: Option<SimDuration>,
        /// The answer's `Retry-After`, for whoever heeds it.
        retry_after: Option<SimDuration>,
        /// Which routes.
        pages: Covered,
    },
    /// The certificate expires; after `lasting` a new one is there and nginx is reloaded, without it nobody sees to it.
    CertificateExpired {
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// Processes of nginx stand still for `lasting`; without it, to the end.
    NginxHang {
        /// Which of them.
        target: HangTarget,
        /// For how long.
        lasting: Option<SimDuration>,
    },
    /// gunicorn is stopped by TERM and started: a deploy.
    GunicornRestart {
        /// What is deployed; without it, the same again.
        release: Option<Release>,
        /// From the deploy of a broken release to its repair; without it, it stays broken.
        repaired: Option<SimDuration>,
    },
    /// gunicorn is told to reload by HUP: a deploy.
    GunicornReload {
        /// What is deployed; without it, the same again.
        release: Option<Release>,
        /// From the deploy of a broken release to its repair; without it, it stays broken.
        repaired: Option<SimDuration>,
    },
    /// gunicorn is stopped by TERM and started after `outage`; without it, it stays down.
    GunicornStop {
        /// From the order to stop to the order to start.
        outage: Option<SimDuration>,
    },
    /// gunicorn is killed and, unless it was a worker, started after `outage`; without it, nobody does.
    GunicornKill {
        /// Which of its processes.
        target: KillTarget,
        /// From the kill to the start.
        outage: Option<SimDuration>,
    },
    /// Processes of gunicorn stand still for `lasting`; without it, to the end.
    GunicornHang {
        /// Which of them.
        target: HangTarget,
        /// For how long.
        lasting: Option<SimDuration>,
    },
    /// MySQL is shut down cleanly and started.
    MysqlRestart,
    /// MySQL is shut down cleanly and started after `outage`; without it, it stays down.
    MysqlStop {
        /// From the order to stop to the order to start.
        outage: Option<SimDuration>,
    },
    /// mysqld is killed and started after `outage`; without it, it stays dead.
    MysqlKill {
        /// From the kill to the start.
        outage: Option<SimDuration>,
    },
    /// mysqld stands still for `lasting`; without it, to the end.
    MysqlHang {
        /// For how long.
        lasting: Option<SimDuration>,
    },
    /// A backup under a global read lock: writes wait, and the disk is read.
    MysqlBackup {
        /// For how long writes wait; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// `ALTER TABLE`: every query on the table waits.
    MysqlSchemaChange {
        /// The table's place in the application's list.
        table: u16,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The hypervisor gives `share` of the cores to other guests for `lasting`.
    CpuSteal {
        /// The share that is taken.
        share: Probability,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// A process of a service grows for `lasting`, or until it ends.
    MemoryLeak {
        /// Whose process: of nginx the worker with the most connections, of gunicorn the one that has served longest.
        service: Service,
        /// By how much a second.
        bytes_per_second: Bytes,
        /// For how long; without it, until it ends.
        lasting: Option<SimDuration>,
    },
    /// Something takes all the room on the disk, and is deleted after `lasting`.
    DiskFull {
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// Everything takes `factor` times as long on the disk, for `lasting`.
    DiskSlow {
        /// How many times as long.
        factor: u32,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The rate of visits is multiplied by `factor` for `lasting`.
    Spike {
        /// What the rate is multiplied by.
        factor: f64,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The rate of visits grows in a straight line to `factor` times what it was, and falls likewise before the end.
    Ramp {
        /// What the rate is multiplied by at the top.
        factor: f64,
        /// How long it grows, and how long it falls.
        over: SimDuration,
        /// From the beginning to the end of the fall; without it, it stays at the top.
        lasting: Option<SimDuration>,
    },
    /// The rate of visits is `factor` times what it was at once, and what is too much halves again and again.
    LaunchDay {
        /// What the rate is multiplied by at first.
        factor: f64,
        /// How long half of the crowd beyond the usual takes to go.
        half_life: SimDuration,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// Of the visitors who come for `lasting`, some send their requests slowly.
    SlowClients {
        /// How many of them.
        share: Probability,
        /// From the first byte of a request's header to its last.
        takes: SimDuration,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The code of a route takes `factor` times as long, with its wait.
    SlowPage {
        /// The route's place in the application's list; without it, all.
        route: Option<u16>,
        /// How many times as long.
        factor: u32,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// Queries on a table compute `factor` times as long and read `factor` times as many pages.
    SlowQuery {
        /// The table's place in the application's list.
        table: u16,
        /// How many times.
        factor: u32,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// foobar.com's authoritative server does not answer.
    AuthorityDown {
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The visitors' recursive resolvers are down.
    ResolverDown {
        /// Whether they are silent or refuse.
        how: ResolverOutage,
        /// Only the one at this place of each visitor's list, from 1; without it, all.
        nameserver: Option<u8>,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The A record is taken out of the zone, and put back.
    RecordRemoved {
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The A record is changed to an address at which nobody answers, and back.
    RecordWrong {
        /// The address.
        address: Ipv4Addr,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The A record is changed to the address to which the site moves; `lasting` later nobody answers at the old one.
    RecordMoved {
        /// The new address.
        address: Ipv4Addr,
        /// How long the old one still answers; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// Packets are lost on every visitor's way, in both directions, for `lasting`.
    PacketLoss {
        /// The share that is lost, beyond what the visitors' lines lose.
        share: Probability,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The network cable is out for `lasting`; the machine runs on.
    NetworkUnplugged {
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// A setting of the running site is changed.
    Configure {
        /// Which.
        knob: Knob,
        /// To what.
        to: Value,
    },
    /// Somebody ends what the latest action of this name that still lasts began, as if its time were over.
    Repair {
        /// The action's name.
        what: ActionName,
    },
}

/// A deed and its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// When.
    pub at: SimTime,
    /// What the author calls it, for windows and reports.
    pub name: Option<String>,
    /// What.
    pub deed: Deed,
    /// What the author wrote beside it.
    pub note: Option<String>,
}

impl Deed {
    /// The service that somebody starts by hand with it.
    pub const fn starts(self) -> Option<Service> {
        match self {
            Self::NginxRestart { .. } => Some(Service::WebServer),
            Self::GunicornRestart { .. } => Some(Service::AppServer),
            Self::MysqlRestart => Some(Service::Database),
            _ => None,
        }
    }

    /// Whether it leaves something behind that lasts until it is over or somebody ends it.
    pub fn leaves_something(self) -> bool {
        match self {
            Self::NginxRestart { config, .. } | Self::NginxReload { config, .. } => config == Config::Broken,
            Self::GunicornRestart { release, .. } | Self::GunicornReload { release, .. } => {
                release == Some(Release::Broken)
            }
            Self::NginxKill { target, .. } | Self::GunicornKill { target, .. } => {
                target != KillTarget::Worker
            }
            _ => self.name().lasts(),
        }
    }

    /// The action that it ends, if it ends one.
    pub const fn repairs(self) -> Option<ActionName> {
        match self {
            Self::Repair { what } => Some(what),
            _ => None,
        }
    }

    /// The service that systemd is told to stop with it, and does not start again.
    pub const fn stops(self) -> Option<Service> {
        match self {
            Self::NginxStop { .. } => Some(Service::WebServer),
            Self::GunicornStop { .. } => Some(Service::AppServer),
            Self::MysqlStop { .. } => Some(Service::Database),
            _ => None,
        }
    }

    /// What sort of deed it is: to change what visitors do is nobody's work on the site.
    pub fn kind(self) -> ActionKind {
        match self {
            Self::Configure { knob, .. } if knob.layer() == Layer::Visitor => ActionKind::Load,
            _ => self.name().kind(),
        }
    }
}
