//! Settings of the one machine. The default machine is our choice: 2 cores, an SSD of 3,000 operations a
//! second and 1 Gbit/s.

use serde::{Deserialize, Serialize};

use super::super::settings::web_server::Switch;
use crate::units::{Bandwidth, SimDuration};

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

/// The machine that everything runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// CPU cores. Default 2.
    pub cores: u32,
    /// Disk operations a second. Default 3,000.
    pub disk_operations_per_second: u32,
    /// What the machine's uplink carries towards all visitors together. Default 1 Gbit/s.
    pub uplink: Bandwidth,
    /// `net.core.somaxconn`, which cuts every listen backlog. Default 4096 (Linux 5.4 and later).
    pub somaxconn: u32,
    /// `net.ipv4.tcp_max_syn_backlog`: half-open connections, where cookies are off. Default 2048 (measured).
    pub tcp_max_syn_backlog: u32,
    /// `net.ipv4.tcp_syncookies`: 1 or 0. Default 1.
    pub tcp_syncookies: Switch,
    /// From power to systemd starting the services. Default 60 s.
    pub boot_time: SimDuration,
    /// The services in boot order: each is started when the one before has started. Default: nginx, MySQL, gunicorn.
    pub boot_order: Vec<Service>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cores: 2,
            disk_operations_per_second: 3_000,
            uplink: Bandwidth::from_megabits(1_000),
            somaxconn: 4_096,
            tcp_max_syn_backlog: 2_048,
            tcp_syncookies: Switch::On,
            boot_time: SimDuration::from_secs(60),
            boot_order: vec![Service::WebServer, Service::Database, Service::AppServer],
        }
    }
}
