//! Settings of MySQL, under its own variable names where it has one.

use serde::{Deserialize, Serialize};

use crate::units::{Bytes, Probability, SimDuration};
use crate::vocabulary::in_form;

/// Which words MySQL's log has, and which error a client gets on a session that it has closed for being idle. Sources: MySQL
/// 8.0.24's release notes, the sources of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Version {
    /// Before 8.0: 2006, `MySQL server has gone away`, and the log lines of 5.7.
    UpTo57,
    /// Up to 8.0.23: 2006.
    UpTo8023,
    /// From 8.0.24 on: 4031, which says why.
    #[default]
    From8024,
}

impl Version {
    /// The number of a line in its log ([`Message::form`](crate::vocabulary::Message::form)).
    pub const fn line(self, number: u32) -> u64 {
        in_form(matches!(self, Self::UpTo57) as usize, number)
    }
}

/// How the application connects: the client option `protocol`. The two differ in the error when MySQL is down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// `127.0.0.1:3306`: error 2003.
    #[default]
    Tcp,
    /// `/run/mysqld/mysqld.sock`: error 2002.
    Socket,
}

/// `innodb_flush_log_at_trx_commit`: when the redo log goes to the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlushLog {
    /// 1: with each commit.
    #[default]
    AtCommit,
    /// 0 or 2: once a second, whoever commits; a power loss can cost the last second.
    EachSecond,
}

/// `slow_query_log`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlowQueryLog {
    /// Nothing is written.
    #[default]
    Off,
    /// A line for each query that took `long_query_time` or longer.
    On,
}

/// MySQL 8.0. Sources: its manual for variables; start, stop and recovery measured on a small MariaDB.
///
/// Not here, because nothing in the model could reach them: `back_log` (as `max_connections` since 8.0),
/// `connect_timeout` (10 s), `net_read_timeout` (30 s), `net_write_timeout` (60 s), `interactive_timeout` (8 h, for people at a prompt), and `lock_wait_timeout` for metadata
/// locks (a year).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// What depends on MySQL's version. Default: 8.0.24 and later.
    pub version: Version,
    /// `protocol`, by which the application connects. Default TCP.
    pub protocol: Protocol,
    /// `max_connections`. Default 151. (One more is kept for an administrator; the application never has it.)
    pub max_connections: u32,
    /// CPU time of logging in: a thread and a handshake. Default 0.2 ms (measured, E9: 0.1 to 0.2 ms a request).
    pub connect_cpu: SimDuration,
    /// `wait_timeout`: a session idle for so long is closed. Default 8 h.
    pub wait_timeout: SimDuration,
    /// `innodb_lock_wait_timeout`: how long a query waits for a row. Default 50 s.
    pub innodb_lock_wait_timeout: SimDuration,
    /// `innodb_flush_log_at_trx_commit`. Default 1: each commit costs a disk write.
    pub innodb_flush_log_at_trx_commit: FlushLog,
    /// `innodb_buffer_pool_size`: memory for pages; it bounds the dirty pages that a clean shutdown writes. Default 128 MiB.
    ///
    /// The hit ratios below are given, not derived from it: how they depend on size is a matter of which pages are used.
    // Simplified: so a larger buffer pool alone finds no more pages.
    pub innodb_buffer_pool_size: Bytes,
    /// `innodb_buffer_pool_dump_pct`: share of the pages that a clean shutdown saves for the next start \[%\]; zero where
    /// dumping is off. Default 25.
    pub innodb_buffer_pool_dump_pct: u32,
    /// Size of the database: what a backup reads. Default 1 GiB.
    pub data_size: Bytes,
    /// `slow_query_log`. Default off.
    pub slow_query_log: SlowQueryLog,
    /// `long_query_time`: a query that takes so long, waiting for locks not counted, is slow. Default 10 s.
    pub long_query_time: SimDuration,
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
    /// A clean shutdown, beyond writing the dirty pages. Default 0.3 s (measured: up to 0.22 s).
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
            version: Version::From8024,
            protocol: Protocol::Tcp,
            max_connections: 151,
            connect_cpu: SimDuration::from_micros(200),
            wait_timeout: SimDuration::from_secs(28_800),
            innodb_lock_wait_timeout: SimDuration::from_secs(50),
            innodb_flush_log_at_trx_commit: FlushLog::AtCommit,
            innodb_buffer_pool_size: Bytes::from_mib(128),
            innodb_buffer_pool_dump_pct: 25,
            data_size: Bytes::from_mib(1_024),
            slow_query_log: SlowQueryLog::Off,
            long_query_time: SimDuration::from_secs(10),
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
