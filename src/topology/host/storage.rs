//! What a full or slow disk does: logs that are no longer written, and MySQL's threads that wait for room.

use super::super::context::Context;
use super::super::operation::Effect;
use super::Host;
use super::disk::{NoSpaceLeft, Writer};
use crate::units::{Bytes, SimDuration};
use crate::vocabulary::{Happening, Message, Outcome};

/// A line of nginx's access log in its usual format. Our choice.
const ACCESS_LOG_LINE: Bytes = Bytes::new(200);
/// A line of its error log: one for each answer that is an error. Our choice.
const ERROR_LOG_LINE: Bytes = Bytes::new(250);
/// nginx says at most this often that it cannot write (`ngx_http_log_module`).
const ALERT_EVERY: SimDuration = SimDuration::from_secs(60);

impl Host {
    /// MySQL's files grow, if there is room.
    ///
    /// # Errors
    ///
    /// ENOSPC: nothing has been written.
    pub fn write_data(&mut self, amount: Bytes) -> Result<(), NoSpaceLeft> {
        self.disk.write(Writer::Mysql, amount)
    }

    /// A thread of MySQL begins to wait for room.
    pub fn writer_waits(&mut self) {
        self.writers_waiting += 1;
    }

    /// Whether a line still fits into a log.
    pub fn has_room_for_logs(&self) -> bool {
        !self.disk.has_no_block_left()
    }

    /// Whether threads of MySQL wait for room.
    pub fn writers_wait(&self) -> bool {
        self.writers_waiting > 0
    }
}

/// So many threads of MySQL no longer wait for room: they have written, or mysqld is gone.
pub fn writers_go_on(context: &mut Context<'_>, count: u32) {
    context.host.writers_waiting -= count;
    hold_or_release(context);
}

/// nginx writes what it has answered into its logs; without room it goes on and leaves the line out.
// Simplified: the lines reach the disk with no disk time of their own. The alert is kept although the error log lies on
// the same full disk.
pub fn log_answer(context: &mut Context<'_>, outcome: Outcome) {
    let error = if outcome == Outcome::Good { Bytes::ZERO } else { ERROR_LOG_LINE };
    if context.host.disk.write(Writer::Log, ACCESS_LOG_LINE + error).is_ok() {
        return;
    }
    let now = context.now();
    if context.host.alerted.is_none_or(|alerted| now.since(alerted) >= ALERT_EVERY) {
        context.host.alerted = Some(now);
        context.log(Message::AccessLogDiskFull, 0);
    }
}

/// Something takes all the room on the disk, as an action.
pub fn fill_disk(context: &mut Context<'_>, action: u16) -> Effect {
    if !context.host.is_up() || !context.host.disk.fill(action) {
        return Effect::None;
    }
    context.chronicle(Happening::DiskFull);
    hold_or_release(context);
    Effect::Done
}

/// What has taken it is deleted.
pub fn empty_disk(context: &mut Context<'_>, action: u16) {
    if context.host.disk.empty(action) {
        context.chronicle(Happening::DiskHasRoom);
        hold_or_release(context);
    }
}

/// Everything takes longer on the disk, as an action.
pub fn slow_disk(context: &mut Context<'_>, action: u16, factor: u32) -> Effect {
    context.host.disk.slow_down(action, factor);
    context.chronicle(Happening::DiskSlow);
    hold_or_release(context);
    Effect::Done
}

/// That is over.
pub fn speed_disk_up(context: &mut Context<'_>, action: u16) {
    context.host.disk.speed_up(action);
    context.chronicle(Happening::DiskFast);
    hold_or_release(context);
}

/// The disk is held by the action that makes trouble; when it is over, for as long as anybody still waits for its sake.
fn hold_or_release(context: &mut Context<'_>) {
    match context.host.disk.held_by() {
        Some(action) => context.board.hold_disk(action),
        None if context.host.writers_wait() => {}
        None => context.board.release_disk_when_drained(),
    }
}
