//! The furniture of every room: a line to wait in, a pool of servers, a processor and a line that are shared.
//!
//! ```text
//!   join  ->  WaitingLine  ->  leave          first come, first served; full: refused
//!   acquire  ->  ServerPool  ->  release      each slot idle, busy or down, with exact times
//!   start  ->  SharedProcessor  ->  finish    everybody at once, each slower the more there are
//!   start  ->  SharedLine  ->  finish         the same for data, each at most as fast as its own line
//! ```
//!
//! # Life cycle
//!
//! None of them knows the agenda. Each is told the time with every change and answers at once; the room that owns it puts
//! down what follows (a departure, the next completion) as its own events.
//!
//! # Books
//!
//! All count exactly, in integers: who joined, left and was refused, each slot's busy + idle + down = now, the
//! processor's capacity used. Time must not run backwards between two calls; this is asserted.

mod waiting_line;
mod pool;
mod slot;
mod shared_processor;
mod shared_line;
mod cores;
#[cfg(test)]
mod oracle;

pub use cores::Cores;
pub use pool::ServerPool;
pub use shared_line::{FlowKey, SharedLine};
pub use shared_processor::{JobKey, SharedProcessor};
pub use slot::{PoolTimes, SlotId, SlotState, SlotTimes};
pub use waiting_line::WaitingLine;
