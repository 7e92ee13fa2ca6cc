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
    block.read("protocol", &mut settings.protocol);
    block.read_within("max_connections", 1..=100_000, &mut settings.max_connections);
    block.read_within("connect_cpu", none..=CPU_MAX, &mut settings.connect_cpu);
    block.read_within("wait_timeout", second..=WAIT_MAX, &mut settings.wait_timeout);
    block.read_within("innodb_lock_wait_timeout", second..=WAIT_MAX, &mut settings.innodb_lock_wait_timeout);
    block.read("innodb_flush_log_at_trx_commit", &mut settings.innodb_flush_log_at_trx_commit);
    let pool = Bytes::from_mib(5)..=MEMORY_MAX;
    block.read_within("innodb_buffer_pool_size", pool, &mut settings.innodb_buffer_pool_size);
    block.read_within("innodb_buffer_pool_dump_pct", 0..=100, &mut settings.innodb_buffer_pool_dump_pct);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.read_within("base_memory", memory.clone(), &mut settings.base_memory);
    block.read_within("session_memory", memory, &mut settings.session_memory);
    block.read_within("data_size", Bytes::ZERO..=DATA_MAX, &mut settings.data_size);
    block.read("slow_query_log", &mut settings.slow_query_log);
    block.read_within("long_query_time", none..=WAIT_MAX, &mut settings.long_query_time);
    let capacity = Bytes::from_mib(8)..=Bytes::from_mib(128 << 10);
    block.read_within("innodb_redo_log_capacity", capacity, &mut settings.innodb_redo_log_capacity);
    block.read("buffer_pool_hit_ratio_warm", &mut settings.buffer_pool_hit_ratio_warm);
    block.read("buffer_pool_hit_ratio_cold", &mut settings.buffer_pool_hit_ratio_cold);
    block.read_within("buffer_pool_warm_up", none..=TIMEOUT_MAX, &mut settings.buffer_pool_warm_up);
    block.read_within("stop_time", none..=TIMEOUT_MAX, &mut settings.stop_time);
    block.read_within("start_time", none..=TIMEOUT_MAX, &mut settings.start_time);
    let speed = Bytes::new(1)..=Bytes::from_mib(1 << 20);
    block.read_within("redo_apply_per_second", speed.clone(), &mut settings.redo_apply_per_second);
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
