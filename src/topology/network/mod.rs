//! The wire between a visitor and the machine: SYNs, data, and what becomes of them when nobody is there.
//!
//! A machine that is off answers nothing, so SYNs and data are sent again on their kernels' schedules. A machine that is
//! on but has nobody listening refuses in one round trip.

pub mod settings;
mod link;
mod connection;
mod tls;
mod request;
mod loss;

use serde::{Deserialize, Serialize};

use super::context::Context;
use super::event::{NetworkEvent, WebServerEvent};

pub use connection::{AfterWait, connect};
pub use link::delivery_time;
pub use request::{send, send_body};
pub use tls::{handshake_way_back, say_hello};

/// The wire. It remembers nothing: everything it carries is in its events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Network;

impl Network {
    /// Something reaches the machine, or would if the machine were there. What gets through is nginx's, at once.
    pub fn handle(event: NetworkEvent, context: &mut Context<'_>) -> Option<WebServerEvent> {
        match event {
            NetworkEvent::Syn { connection, attempt } => connection::arrive(connection, attempt, context),
            NetworkEvent::Data { segment, attempt } if !context.host.is_up() => {
                loss::send_again(segment, attempt, context);
                None
            }
            NetworkEvent::Data { segment, .. } => Some(WebServerEvent::Arrives { segment }),
        }
    }
}
