//! MySQL, under its own variable names: `"mysql": {"max_connections": 151}`.

use crate::scenario::block::Block;
use crate::scenario::field::Field;
use crate::scenario::read::{Read, within};
use crate::topology::settings::database::{FlushLog, Protocol, Settings, SlowQueryLog};
use crate::units::{Bytes, SimDuration};

use super::machine::MEMORY_MAX;
use super::server::{CPU_MAX, TIMEOUT_MAX};

/// The longest `wait_timeout`: 31,536,000 s.
const WAIT_MAX: SimDuration = SimDuration::from_secs(365 * 86_400);
/// The largest database: 1 TiB.
const DATA_MAX: Bytes = Bytes::from_mib(1 << 20);

/// Reads the block.
pub(super) fn read(block: &mut Block<'_>, settings: &mut Settings) {
    let none = SimDuration::ZERO;
    let second = SimDuration::from_secs(1);
    // The ranges of variables are those of MySQL itself, or narrower.
    block.about("How the application connects; the errors differ when MySQL is down (2003, 2002).");
    block.read("protocol", &mut settings.protocol);
    block.about("Sessions at most.");
    block.read_within("max_connections", 1..=100_000, &mut settings.max_connections);
    block.about("CPU time of logging in.");
    block.read_within("connect_cpu", none..=CPU_MAX, &mut settings.connect_cpu);
    block.about("A session idle for so long is closed.");
    block.read_within("wait_timeout", second..=WAIT_MAX, &mut settings.wait_timeout);
    block.about("How long a query waits for a row.");
    block.read_within("innodb_lock_wait_timeout", second..=WAIT_MAX, &mut settings.innodb_lock_wait_timeout);
    block.about("1: each commit costs a disk write; 0 and 2: none does.");
    block.read("innodb_flush_log_at_trx_commit", &mut settings.innodb_flush_log_at_trx_commit);
    let pool = Bytes::from_mib(5)..=MEMORY_MAX;
    block.about("Memory for pages.");
    block.read_within("innodb_buffer_pool_size", pool, &mut settings.innodb_buffer_pool_size);
    block.about("Percent of the pages that a clean shutdown saves for the next start.");
    block.read_within("innodb_buffer_pool_dump_pct", 0..=100, &mut settings.innodb_buffer_pool_dump_pct);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.about("Memory of mysqld besides.");
    block.read_within("base_memory", memory.clone(), &mut settings.base_memory);
    block.about("Memory of each session.");
    block.read_within("session_memory", memory, &mut settings.session_memory);
    block.about("Size of the database: what a backup reads.");
    block.read_within("data_size", Bytes::ZERO..=DATA_MAX, &mut settings.data_size);
    block.about("Whether slow queries are logged.");
    block.read("slow_query_log", &mut settings.slow_query_log);
    block.about("From when on a query is slow, waiting for locks not counted.");
    block.read_within("long_query_time", none..=WAIT_MAX, &mut settings.long_query_time);
    let capacity = Bytes::from_mib(8)..=Bytes::from_mib(128 << 10);
    block.about("The most redo that a crash can leave to apply.");
    block.read_within("innodb_redo_log_capacity", capacity, &mut settings.innodb_redo_log_capacity);
    block.about("Share of page reads found in the buffer pool once it is warm.");
    block.read("buffer_pool_hit_ratio_warm", &mut settings.buffer_pool_hit_ratio_warm);
    block.about("The same just after a start.");
    block.read("buffer_pool_hit_ratio_cold", &mut settings.buffer_pool_hit_ratio_cold);
    block.about("Time constant with which the ratio rises from cold to warm.");
    block.read_within("buffer_pool_warm_up", none..=TIMEOUT_MAX, &mut settings.buffer_pool_warm_up);
    block.about("A clean shutdown.");
    block.read_within("stop_time", none..=TIMEOUT_MAX, &mut settings.stop_time);
    block.about("From exec to the first login, without recovery.");
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    let speed = Bytes::new(1)..=Bytes::from_mib(1 << 20);
    block.about("Redo applied a second after a crash.");
    block.read_within("redo_apply_per_second", speed.clone(), &mut settings.redo_apply_per_second);
    block.about("How fast writing checkpoints takes redo off the log, a second.");
    block.read_within("checkpoint_per_second", speed, &mut settings.checkpoint_per_second);
}

impl Read for Protocol {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("protocol", &[("tcp", Self::Tcp), ("socket", Self::Socket)])
    }
}

impl Read for SlowQueryLog {
    fn read(field: &Field<'_>) -> Option<Self> {
        field.pick("setting", &[("off", Self::Off), ("on", Self::On)])
    }
}

impl Read for FlushLog {
    fn read(field: &Field<'_>) -> Option<Self> {
        let value: u32 = within(field, &(0..=2))?;
        Some(if value == 1 { Self::AtCommit } else { Self::EachSecond })
    }
}
