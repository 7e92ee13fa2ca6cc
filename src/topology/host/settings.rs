//! Settings of the one machine. The default machine is our choice: 2 cores, 4 GiB, an SSD of 3,000 operations and 125 MiB
//! a second, and 1 Gbit/s.

use serde::{Deserialize, Serialize};

use super::super::settings::web_server::Switch;
use crate::units::{Bandwidth, Bytes, SimDuration};
use crate::vocabulary::{Layer, UnitName};

/// Page cache that the kernel does not give up: the programs' own code has to stay somewhere. Our choice.
pub const PAGE_CACHE_MIN: Bytes = Bytes::from_mib(32);

/// A service that systemd starts at boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Service {
    /// nginx.
    WebServer,
    /// gunicorn.
    AppServer,
    /// MySQL.
    Database,
}

impl Service {
    /// How many services there are.
    pub const COUNT: usize = 3;

    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [Self::WebServer, Self::AppServer, Self::Database];

    /// Its place among them.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its unit.
    pub const fn unit(self) -> UnitName {
        match self {
            Self::WebServer => UnitName::Nginx,
            Self::AppServer => UnitName::Gunicorn,
            Self::Database => UnitName::Mysql,
        }
    }
}

/// After which endings systemd starts a service again: `Restart=` of systemd.service(5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Restart {
    /// Never.
    #[default]
    No,
    /// After a signal or an exit status other than 0.
    OnFailure,
    /// After a signal, but not after an exit status.
    OnAbnormal,
    /// After any ending that systemd has not brought about itself.
    Always,
}

/// A service's unit file, as far as it matters here. Source of the defaults: systemd.service(5), systemd.unit(5),
/// systemd-system.conf(5) and systemd.exec(5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// `Restart=`. Default `no` (`MariaDB`'s unit in Debian: `on-abnormal`).
    pub restart: Restart,
    /// `RestartSec=`: from the end to the next start. Default 100 ms (`MariaDB`'s unit in Debian: 5 s).
    pub restart_sec: SimDuration,
    /// `StartLimitBurst=`: starts within the interval, after which systemd gives up; from 1 to 100. Default 5.
    pub start_limit_burst: u32,
    /// `StartLimitIntervalSec=`. Default 10 s.
    pub start_limit_interval: SimDuration,
    /// `OOMScoreAdjust=`: added to a process's score of 0 to 1000, its share of all memory in thousandths, when the
    /// kernel looks for somebody to kill; with -1000 it is never chosen. From -1000 to 1000, default 0 (proc(5)).
    pub oom_score_adj: i16,
    /// `LimitNOFILE=`, soft limit: file descriptors that each of its processes may have. Default 1024.
    // Simplified: it is shown, and refuses nobody: nginx's workers have `worker_rlimit_nofile`, the others need few.
    pub limit_nofile: u32,
}

impl Default for Unit {
    fn default() -> Self {
        Self {
            restart: Restart::No,
            restart_sec: SimDuration::from_millis(100),
            start_limit_burst: 5,
            start_limit_interval: SimDuration::from_secs(10),
            oom_score_adj: 0,
            limit_nofile: 1_024,
        }
    }
}

/// The unit files of all services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// nginx's.
    pub web_server: Unit,
    /// gunicorn's.
    pub app_server: Unit,
    /// MySQL's.
    pub database: Unit,
}

impl Default for Units {
    fn default() -> Self {
        // MySQL's own unit file: LimitNOFILE=10000.
        let database = Unit { limit_nofile: 10_000, ..Unit::default() };
        Self { web_server: Unit::default(), app_server: Unit::default(), database }
    }
}

impl Units {
    /// The unit file of one service.
    pub const fn of(&self, service: Service) -> &Unit {
        match service {
            Service::WebServer => &self.web_server,
            Service::AppServer => &self.app_server,
            Service::Database => &self.database,
        }
    }
}

/// The machine that everything runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// CPU cores. Default 2.
    pub cores: u32,
    /// Disk operations a second. Default 3,000.
    pub disk_operations_per_second: u32,
    /// What the machine's uplink carries towards all visitors together. Default 1 Gbit/s.
    pub uplink: Bandwidth,
    /// Bytes that the disk reads or writes a second. Default 125 MiB.
    pub disk_bytes_per_second: Bytes,
    /// Room on the disk. Default 40 GiB.
    pub disk_size: Bytes,
    /// What of it is taken at the beginning: system, programs, data. Default 10 GiB.
    pub disk_used: Bytes,
    /// Memory. Default 4 GiB.
    pub memory: Bytes,
    /// Swap space: there is none, so this is zero.
    pub swap: Bytes,
    /// Memory that the kernel and the system's own services hold. Default 300 MiB.
    pub system_memory: Bytes,
    /// The services' unit files.
    pub units: Units,
    /// `net.core.somaxconn`, which cuts every listen backlog. Default 4096 (Linux 5.4 and later).
    pub somaxconn: u32,
    /// `net.ipv4.tcp_max_syn_backlog`: half-open connections, where cookies are off. Default 2048 (measured).
    pub tcp_max_syn_backlog: u32,
    /// `net.ipv4.tcp_syncookies`: 1 or 0. Default 1.
    pub tcp_syncookies: Switch,
    /// From power to systemd starting the services. Default 60 s.
    pub boot_time: SimDuration,
    /// `kernel.panic`: from a panic to the reboot by itself; zero: it stands still. Default 0 (Linux's, and Debian's).
    pub panic: SimDuration,
    /// The services in boot order: each is started when the one before has started. Default: nginx, MySQL, gunicorn.
    pub boot_order: Vec<Service>,
}

impl Settings {
    /// The unit file of whatever runs in this layer.
    pub const fn unit(&self, layer: Layer) -> &Unit {
        match layer {
            Layer::WebServer => &self.units.web_server,
            Layer::Database => &self.units.database,
            _ => &self.units.app_server,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cores: 2,
            disk_operations_per_second: 3_000,
            uplink: Bandwidth::from_megabits(1_000),
            disk_bytes_per_second: Bytes::from_mib(125),
            disk_size: Bytes::from_mib(40 << 10),
            disk_used: Bytes::from_mib(10 << 10),
            memory: Bytes::from_mib(4 << 10),
            swap: Bytes::ZERO,
            system_memory: Bytes::from_mib(300),
            units: Units::default(),
            somaxconn: 4_096,
            tcp_max_syn_backlog: 2_048,
            tcp_syncookies: Switch::On,
            boot_time: SimDuration::from_secs(60),
            panic: SimDuration::ZERO,
            boot_order: vec![Service::WebServer, Service::Database, Service::AppServer],
        }
    }
}
