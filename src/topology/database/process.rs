//! mysqld's memory, its file descriptors, its death for want of memory.

use super::super::context::Context;
use super::super::host::{self, Ending, Process};
use super::Database;
use super::recovery::Phase;
use crate::units::Bytes;
use crate::vocabulary::{Layer, Message};

impl Database {
    /// mysqld writes a line into its error log, in its version's words.
    pub(super) fn log(message: Message, number: u32, context: &mut Context<'_>) {
        let number = context.settings.database.version.line(number);
        context.log(message, number);
    }

    /// After whatever has happened to it: what mysqld holds, and how many sessions it offers.
    pub fn take_stock(&mut self, context: &mut Context<'_>) {
        // Where `max_connections` was lowered, sessions beyond it go on.
        let most = context.settings.database.max_connections.max(self.sessions.open());
        let offers = if self.life.phase.accepts() { most } else { 0 };
        if self.offered.value() != u64::from(offers) {
            self.offered.set(context.now(), u64::from(offers));
        }
        self.hold_memory(context);
    }

    /// `SET PERSIST` has changed a variable, which it keeps over its next start.
    // Simplified: the buffer pool is resized at once, and not in chunks of 128 MiB; really mysqld moves its pages out of the
    // way first.
    pub fn configure(&mut self, context: &mut Context<'_>) {
        self.locks.make_room(context.settings.database.max_connections);
        self.take_stock(context);
    }

    /// Whether somebody can log in to change something.
    pub fn can_be_told(&self) -> bool {
        self.life.phase.accepts() && !self.hangs()
    }

    // Simplified: mysqld holds its whole buffer pool from the start; really it grows as pages are read.
    /// Tells the machine what mysqld holds: itself, its buffer pool, and something for each session.
    fn hold_memory(&self, context: &mut Context<'_>) {
        let settings = &context.settings.database;
        let sessions = settings.session_memory.get().saturating_mul(u64::from(self.sessions.open()));
        let amount = match self.life.phase {
            Phase::Down => Bytes::ZERO,
            _ => settings.base_memory + settings.innodb_buffer_pool_size + Bytes::new(sessions),
        };
        host::hold_memory(context, Process::Mysqld, amount);
    }

    /// Its file descriptors: three of its own, its two sockets, and its sessions.
    // Simplified: tables, logs and the binary log are files too, some dozens of them.
    pub fn descriptors(&self) -> u32 {
        if self.life.phase == Phase::Down { 0 } else { 5 + self.sessions.open() }
    }

    /// The kernel has killed it for want of memory.
    pub fn killed_for_memory(&mut self, context: &mut Context<'_>) {
        context.board.hold_by(Layer::Database, context.host.blame_for_memory());
        self.die(Ending::OomKill, context);
    }
}
