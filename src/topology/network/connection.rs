//! Connecting: a SYN, and what answers it.

use super::super::context::Context;
use super::super::event::{ClientEvent, Event, NetworkEvent, WebServerEvent};
use super::super::id::ConnectionId;
use super::Network;
use super::settings::SynSchedule;
use crate::units::SimDuration;
use crate::vocabulary::Layer;

/// Seconds after the first SYN at which it is sent again, and at last those at which the kernel gives up.
const EXPONENTIAL: [u64; 7] = [1, 3, 7, 15, 31, 63, 127];
const LINEAR_FIRST: [u64; 11] = [1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 131];

impl SynSchedule {
    const fn seconds(self) -> &'static [u64] {
        match self {
            Self::Exponential => &EXPONENTIAL,
            Self::LinearFirst => &LINEAR_FIRST,
        }
    }

    /// From the attempt with this number (0 is the first) to the next, and whether there is a next: the last wait ends
    /// in giving up.
    pub const fn wait_after(self, attempt: u8) -> (SimDuration, AfterWait) {
        let seconds = self.seconds();
        let attempt = if (attempt as usize) < seconds.len() { attempt as usize } else { seconds.len() - 1 };
        let before = if attempt == 0 { 0 } else { seconds[attempt - 1] };
        let wait = SimDuration::from_secs(seconds[attempt] - before);
        (wait, if attempt + 1 < seconds.len() { AfterWait::Again } else { AfterWait::GiveUp })
    }
}

/// What comes after waiting for an answer to a SYN in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterWait {
    /// The SYN is sent again.
    Again,
    /// ETIMEDOUT.
    GiveUp,
}

/// A browser sends the first SYN of a connection.
pub fn connect(context: &mut Context<'_>, connection: ConnectionId) {
    let syn = NetworkEvent::Syn { connection, attempt: 0 };
    context.agenda.after(context.half_trip(connection), Event::Network(syn));
}

impl Network {
    /// A SYN reaches the machine: silence, RST, or on to nginx's listening socket. If the SYN or what answers it is lost,
    /// the visitor's kernel sends it again.
    // Simplified: the visitor's kernel alone repeats. The machine's would send a lost SYN-ACK again too (5 times, at the same
    // seconds), and after a lost SYN the timer for data begins at 3 s (RFC 6298).
    // Simplified: no router on the way says "host unreachable" (EHOSTUNREACH); a machine that is off is only silent.
    pub(super) fn syn_arrives(
        &mut self,
        connection: ConnectionId,
        attempt: u8,
        context: &mut Context<'_>,
    ) -> Option<WebServerEvent> {
        let held = context.connection(connection)?; // The visitor may have left; then the kernel sends no more SYNs.
        let misled_by = held.misled_by;
        if misled_by.is_some() {
            held.spoiled_by = misled_by; // It was sent to another address, and nobody is there.
            send_syn_again(connection, attempt, context);
        } else if !context.host.is_up() {
            context.spoil(connection, Layer::Host);
            send_syn_again(connection, attempt, context);
        } else if self.loses(connection, context) || self.loses(connection, context) {
            send_syn_again(connection, attempt, context);
        } else if context.host.web_port_is_open() {
            return Some(WebServerEvent::SynArrives { connection, attempt });
        } else {
            context.spoil(connection, Layer::WebServer);
            context
                .agenda
                .after(context.half_trip(connection), Event::Client(ClientEvent::Refused { connection }));
        }
        None
    }
}

/// No answer came to a SYN: the visitor's kernel sends it again, or gives up.
pub fn send_syn_again(connection: ConnectionId, attempt: u8, context: &mut Context<'_>) {
    let (wait, then) = context.line_of(connection).syn.wait_after(attempt);
    match then {
        AfterWait::Again => {
            let syn = NetworkEvent::Syn { connection, attempt: attempt + 1 };
            context.agenda.after(wait, Event::Network(syn));
        }
        AfterWait::GiveUp => {
            // The SYN was lost half a trip after it was sent; the visitor's clock runs from sending.
            let left = wait.saturating_sub(context.half_trip(connection));
            context.agenda.after(left, Event::Client(ClientEvent::ConnectTimedOut { connection }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(schedule: SynSchedule) -> Vec<u64> {
        let mut at = 0;
        let mut times = Vec::new();
        for attempt in 0.. {
            let (wait, then) = schedule.wait_after(attempt);
            at += wait.as_nanos() / 1_000_000_000;
            times.push(at);
            if then == AfterWait::GiveUp {
                return times;
            }
        }
        unreachable!("every schedule ends")
    }

    #[test]
    fn syns_are_sent_again_when_each_kernel_does() {
        assert_eq!(grid(SynSchedule::Exponential), [1, 3, 7, 15, 31, 63, 127]);
        assert_eq!(grid(SynSchedule::LinearFirst), [1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 131]);
    }
}
