//! The wire between a visitor and the machine: SYNs, data, answers, and what becomes of them when nobody is there.
//!
//! ```text
//! visitor --- SYN, hello, request ---> machine     lost: sent again, SYNs and data each on their own schedule
//! visitor <-- visitor's line <-- uplink <-- answer  both shared by what is on its way (max-min fair)
//! ```
//!
//! A machine that is off answers nothing, and one whose cable is out neither, so SYNs and data are sent again on their
//! kernels' schedules. A machine that is on but has nobody listening refuses in one round trip.

pub mod settings;
mod link;
mod connection;
mod tls;
mod request;
mod answer;
mod loss;

use serde::{Deserialize, Serialize};

use self::loss::Lossy;
use super::context::Context;
use super::event::{NetworkEvent, WebServerEvent};
use super::id::ConnectionId;
use super::settings::Settings as Site;
use crate::engine::{Appointment, Stream};
use crate::metrics::StationUse;
use crate::queueing::SharedLine;
use crate::snapshot::NetworkView;
use crate::units::{Probability, SimTime};
use crate::vocabulary::Layer;

pub use answer::{Handed, close, reply, send_answer};
pub use connection::{AfterWait, connect, send_syn_again};
pub(super) use link::INITIAL_WINDOW;
pub use loss::send_data_again;
pub use request::{send, send_body, send_slowly};
pub use tls::{finish_handshake, say_hello};

/// The wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Network {
    /// The machine's uplink, with the visitors' lines as its branches.
    uplink: SharedLine<ConnectionId>,
    /// The one event that is due when the first answer has left.
    due: Appointment,
    /// Draws which packets are lost; nothing is drawn where none are.
    chance: Stream,
    /// The action that loses packets.
    lossy: Vec<Lossy>,
    /// The action that has pulled the cable.
    unplugged: Option<u16>,
    /// The site's addresses at which nobody answers any more, each with the action that has left it.
    left: Vec<(u16, u16)>,
}

impl Network {
    /// A wire with nothing on it.
    pub fn new(seed: u64, site: &Site) -> Self {
        Self {
            uplink: SharedLine::new(site.host.uplink),
            due: Appointment::NONE,
            chance: Stream::named(seed, "network.loss"),
            lossy: Vec::new(),
            unplugged: None,
            left: Vec::new(),
        }
    }

    /// Something reaches the machine or leaves it, or would if it could. What gets in is nginx's, at once.
    pub fn handle(&mut self, event: NetworkEvent, context: &mut Context<'_>) -> Option<WebServerEvent> {
        match event {
            NetworkEvent::Syn { connection, attempt } => {
                return self.syn_arrives(connection, attempt, context);
            }
            NetworkEvent::Data { segment, attempt } => {
                let connection = segment.connection();
                context.connection(connection)?;
                if context.host.is_up() && !self.loses(connection, context) {
                    return Some(WebServerEvent::Arrives { segment, attempt });
                }
                if !context.host.is_up() {
                    context.spoil(connection, Layer::Host);
                }
                send_data_again(segment, attempt, context);
            }
            NetworkEvent::Reply { reply, attempt } => self.reply_leaves(reply, attempt, context),
            NetworkEvent::AnswerCut { connection } => self.cut(connection, context),
            NetworkEvent::VisitorLeft { flow } => self.visitor_left(flow, context),
            NetworkEvent::UplinkDue => self.uplink_due(context),
        }
        None
    }

    /// The use of the uplink.
    pub fn uplink_use(&self, now: SimTime) -> StationUse {
        StationUse { busy: self.uplink.busy(now), capacity: u128::from(now.as_nanos()) }
    }

    /// What may be seen of it.
    pub fn view(&self) -> NetworkView {
        NetworkView {
            plugged_in: self.unplugged.is_none(),
            loss: self.lossy.last().map_or(Probability::ZERO, |lossy| lossy.share),
            answers: self.uplink.len(),
            uplink: self.uplink.rate(),
            uplink_max: self.uplink.capacity().bits_per_second(),
        }
    }

    /// A digest of its random stream.
    pub fn draws(&self) -> u64 {
        self.chance.fingerprint()
    }
}
