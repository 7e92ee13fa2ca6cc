//! Settings of MySQL, under its own variable names where it has one.

use serde::{Deserialize, Serialize};

use crate::units::{Bytes, Probability, SimDuration};

/// MySQL 8.0. Sources: its manual for variables; start, stop and recovery measured on a small MariaDB.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// `max_connections`. Default 151.
    pub max_connections: u32,
    /// `innodb_buffer_pool_size`: memory for pages. Default 128 MiB.
    pub innodb_buffer_pool_size: Bytes,
    /// Memory of mysqld besides. Default 272 MiB, which makes 400 MiB with the default buffer pool (our choice).
    pub base_memory: Bytes,
    /// Memory of each session: its thread's stack and buffers. Default 512 KiB (our choice).
    pub session_memory: Bytes,
    /// `innodb_redo_log_capacity`: the most redo a crash can leave to apply. Default 100 MiB.
    pub innodb_redo_log_capacity: Bytes,
    /// Share of page reads found in the buffer pool once it is warm. Default 99.5 %.
    pub buffer_pool_hit_ratio_warm: Probability,
    /// The same just after a start with a cold buffer pool. Default 80 %.
    pub buffer_pool_hit_ratio_cold: Probability,
    /// Time constant with which the ratio rises from cold to warm. Default 60 s.
    pub buffer_pool_warm_up: SimDuration,
    /// A clean shutdown. Default 0.3 s.
    pub stop_time: SimDuration,
    /// From `exec` to the first login, without recovery. Default 0.2 s (measured: 0.18 to 0.27 s).
    pub start_time: SimDuration,
    /// Redo applied a second after a crash. Default 100 MiB.
    pub redo_apply_per_second: Bytes,
    /// How fast the page cleaner takes redo off the log by writing checkpoints [per second]. Default 2 MiB.
    pub checkpoint_per_second: Bytes,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_connections: 151,
            innodb_buffer_pool_size: Bytes::from_mib(128),
            base_memory: Bytes::from_mib(272),
            session_memory: Bytes::from_kib(512),
            innodb_redo_log_capacity: Bytes::from_mib(100),
            buffer_pool_hit_ratio_warm: Probability::new(0.995),
            buffer_pool_hit_ratio_cold: Probability::new(0.8),
            buffer_pool_warm_up: SimDuration::from_secs(60),
            stop_time: SimDuration::from_millis(300),
            start_time: SimDuration::from_millis(200),
            redo_apply_per_second: Bytes::from_mib(100),
            checkpoint_per_second: Bytes::from_mib(2),
        }
    }
}
