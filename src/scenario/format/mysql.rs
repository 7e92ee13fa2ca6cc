//! MySQL, under its own variable names: `"mysql": {"max_connections": 151}`.

use crate::scenario::block::Block;
use crate::topology::settings::database::Settings;
use crate::units::{Bytes, SimDuration};

use super::machine::MEMORY_MAX;
use super::server::TIMEOUT_MAX;

/// Reads the block.
pub(super) fn read(block: &mut Block<'_>, settings: &mut Settings) {
    let none = SimDuration::ZERO;
    // The ranges of both variables are those of MySQL itself.
    block.read_within("max_connections", 1..=100_000, &mut settings.max_connections);
    let pool = Bytes::from_mib(5)..=MEMORY_MAX;
    block.read_within("innodb_buffer_pool_size", pool, &mut settings.innodb_buffer_pool_size);
    let memory = Bytes::from_kib(1)..=MEMORY_MAX;
    block.read_within("base_memory", memory.clone(), &mut settings.base_memory);
    block.read_within("session_memory", memory, &mut settings.session_memory);
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
