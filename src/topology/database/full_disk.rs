//! A full disk: whoever writes waits until there is room, and says so in the log from time to time.

use super::super::context::Context;
use super::super::event::{DatabaseEvent, Event};
use super::super::host;
use super::super::id::QueryId;
use super::Database;
use super::query::work;
use crate::units::SimDuration;
use crate::vocabulary::Message;

/// From one try to the next (`MY_WAIT_FOR_USER_TO_FIX_PANIC`; MySQL's manual, "How MySQL Handles a Full Disk").
const RETRY: SimDuration = SimDuration::from_secs(60);
/// Every so many tries a message is written, the first time at once (`MY_WAIT_GIVE_USER_A_MESSAGE`).
const TRIES_A_MESSAGE: u32 = 10;

impl Database {
    /// There is no room for what a query writes: its thread waits.
    pub(super) fn wait_for_room(&mut self, id: QueryId, context: &mut Context<'_>) {
        let query = self.queries.get_mut(id.0).expect("it is at work");
        if query.waits == 0 {
            self.stalled += 1;
            context.host.writer_waits();
        }
        if query.waits.is_multiple_of(TRIES_A_MESSAGE) {
            Self::log(Message::MysqlDiskFull, 0, context);
        }
        query.waits += 1;
        context.agenda.after(RETRY, Event::Database(DatabaseEvent::WriteAgain { query: id }));
    }

    /// A query's thread tries again.
    pub(super) fn write_again(&mut self, id: QueryId, context: &mut Context<'_>) {
        let Some(query) = self.queries.get(id.0) else {
            return;
        };
        let redo = work(query.route, context).redo;
        if context.host.write_data(redo).is_err() {
            return self.wait_for_room(id, context);
        }
        self.stalled -= 1;
        host::writers_go_on(context, 1);
        self.use_disk(id, context);
    }
}
