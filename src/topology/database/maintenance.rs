//! What maintenance keeps closed: a backup stops writes, a schema change stops everything on its table.

use serde::{Deserialize, Serialize};

use super::super::application::settings::Query as Work;
use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event};
use super::super::id::QueryId;
use super::super::operation::Effect;
use super::Database;
use super::lock::Awaited;
use super::recovery::Phase;
use crate::engine::Appointment;
use crate::snapshot::LockedBy;
use crate::units::Bytes;
use crate::vocabulary::{Happening, Layer};

/// What an action keeps closed until it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Closure {
    action: u16,
    what: Closed,
    /// Disk reads still to be asked for.
    reads: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Closed {
    /// A global read lock: writes wait, reads go on.
    Writes,
    /// An exclusive metadata lock: everything on the table waits.
    Table(u16),
}

/// What one read of a backup fetches.
const READ: Bytes = Bytes::from_kib(64);
/// How many it asks for at a time.
const READS_AT_ONCE: u64 = 8;

impl Database {
    /// `FLUSH TABLES WITH READ LOCK` and a copy of the data, as an action.
    // Simplified: statements that run when a lock is asked for do not hold it up, and transactions that have used the
    // table before wait as all others do; really the lock waits for them, and everybody new waits behind it.
    pub fn back_up(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        let reads = context.settings.database.data_size.get().div_ceil(READ.get());
        let effect = self.close(Closure { action, what: Closed::Writes, reads }, context);
        if effect == Effect::Done {
            context.chronicle(Happening::MysqlBackupBegins);
            self.read_for_backup(action, context);
        }
        effect
    }

    /// `ALTER TABLE` with an exclusive metadata lock, as an action.
    pub fn change_schema(&mut self, table: u16, action: u16, context: &mut Context<'_>) -> Effect {
        let effect = self.close(Closure { action, what: Closed::Table(table), reads: 0 }, context);
        if effect == Effect::Done {
            context.chronicle(Happening::MysqlSchemaChangeBegins);
        }
        effect
    }

    fn close(&mut self, closure: Closure, context: &mut Context<'_>) -> Effect {
        if self.life.phase != Phase::Running || self.hangs() {
            return Effect::None;
        }
        context.board.hold(Layer::Database, closure.action);
        self.closures.push(closure);
        Effect::Done
    }

    /// What maintenance still keeps closed holds MySQL again, where something else has for a while.
    pub(super) fn hold_for_maintenance(&self, context: &mut Context<'_>) {
        if let Some(closure) = self.closures.last() {
            context.board.hold(Layer::Database, closure.action);
        }
    }

    /// A backup asks for its next reads. It reads as fast as the disk lets it, in line with all others.
    pub(super) fn read_for_backup(&mut self, action: u16, context: &mut Context<'_>) {
        let Some(backup) = self.closures.iter_mut().find(|closure| closure.action == action) else {
            return;
        };
        let reads = backup.reads.min(READS_AT_ONCE);
        backup.reads -= reads;
        if reads > 0 {
            let read = Event::Database(DatabaseEvent::BackupReads { action });
            context.host.use_disk(context.agenda, reads, read);
        }
    }

    /// A query opens its table, or waits until it may.
    pub(super) fn open_table(&mut self, id: QueryId, context: &mut Context<'_>) {
        let query = self.queries.get(id.0).expect("a query under way");
        let work = super::query::work(query.route, context);
        if self.closures.iter().any(|closure| closure.what.stops(work)) {
            self.wait(id, Awaited::Opening, Appointment::NONE, context.now());
        } else {
            self.lock_row(id, work, context);
        }
    }

    /// Maintenance is over, if MySQL has not gone meanwhile: who waited goes on in order.
    pub fn end_maintenance(&mut self, action: u16, context: &mut Context<'_>) {
        if self.must_wait(DatabaseEvent::Unlocked { action }) {
            return;
        }
        let Some(place) = self.closures.iter().position(|closure| closure.action == action) else {
            return;
        };
        let over = self.closures.remove(place);
        match self.closures.last() {
            Some(other) => context.board.hold(Layer::Database, other.action),
            None => context.board.release_when_drained(Layer::Database),
        }
        context.chronicle(match over.what {
            Closed::Writes => Happening::MysqlBackupEnds,
            Closed::Table(_) => Happening::MysqlSchemaChangeEnds,
        });
        for _ in 0..self.locks.awaiting_opening() {
            let next = self.locks.next_for(Awaited::Opening, context.agenda).expect("they were counted");
            self.open_table(next, context);
        }
    }
}

impl Closure {
    /// What it looks like from outside.
    pub(super) fn view(&self) -> LockedBy {
        match self.what {
            Closed::Writes => LockedBy::Backup,
            Closed::Table(_) => LockedBy::SchemaChange,
        }
    }
}

impl Closed {
    fn stops(self, work: &Work) -> bool {
        match self {
            Self::Writes => work.writes(),
            Self::Table(table) => work.table == table,
        }
    }
}
