//! MySQL seen closely: its buffer pool, its locks, and who waits for what.

use super::Database;
use super::maintenance::Closure;
use super::recovery::Phase;
use super::settings::Settings;
use crate::snapshot::{MysqlCloseUp, Progress};
use crate::units::SimTime;

impl Database {
    /// What may be seen of it from close by.
    pub fn close_up(&self, now: SimTime, settings: &Settings) -> MysqlCloseUp {
        let hit_ratio = self.buffer_pool.hit_ratio(now, settings).get();
        MysqlCloseUp {
            hit_ratio: self.life.phase.accepts().then_some(hit_ratio),
            locked_by: self.closures.last().map(Closure::view),
            row_lock_waits: self.locks.awaiting_rows(),
            reading: self.queries.iter().filter(|(_, query)| query.on_disk).count() as u32,
        }
    }

    /// How far its start is, with crash recovery where there is something to recover, while it lasts.
    pub fn starting(&self) -> Option<Progress> {
        (self.life.phase == Phase::Starting).then_some(self.start_up)
    }
}
