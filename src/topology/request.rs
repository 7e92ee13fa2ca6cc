//! What travels: a request and the connection it travels on. Whoever holds one at the moment writes on it.

use serde::{Deserialize, Serialize};

use super::event::{Closing, Segment};
use super::id::{ConnectionId, ExchangeId, GroupId, RequestId, VisitId};
use super::network::INITIAL_WINDOW;
use crate::engine::Appointment;
use crate::queueing::{FlowKey, SlotId};
use crate::units::{Bytes, SimDuration, SimTime};
use crate::vocabulary::{Blame, FailureKind, Limit, Outcome, Stage, Word};

/// One document or file that a visit asks for, with the time spent in each stage so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Who asked.
    pub visit: VisitId,
    /// The visit's number.
    pub visitor: u64,
    /// What for: the route's place in the application's list.
    pub route: u16,
    /// Whether it is the page itself or one of its files.
    pub part: Part,
    /// How often it has been tried before. Each attempt has a name of its own (`RequestId`), so that whoever still
    /// works on an earlier one works for nobody.
    pub attempt: u8,
    /// Attempts among these that the browser made unasked because a reused connection had died under it: at most 1.
    pub resent: u8,
    /// When the attempt under way was begun; none between two.
    pub attempt_begun: Option<SimTime>,
    /// How the attempt before failed, and who is to blame.
    pub failed: Option<(FailureKind, Blame)>,
    /// When the client's timeout ends this attempt or, between two, when the next one begins.
    pub due: Appointment,
    /// When it was begun.
    pub begun: SimTime,
    /// Where it is now.
    pub stage: Stage,
    /// Since when.
    pub since: SimTime,
    /// How long it has been in each stage, in their order; the present one is not in it yet.
    pub spent: [SimDuration; Stage::COUNT],
    /// Its longest wait in one stage of this attempt.
    pub longest: Waited,
    /// The route's wait, where a trace gives one for this request.
    pub wait: Option<SimDuration>,
    /// What is on its way back to the visitor.
    pub answer: Option<Answer>,
    /// The action that swallowed a question about the site's name, or made its answer what it was.
    pub spoiled_by: Option<u16>,
}

/// A wait that is over, and who made it that long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    /// How long it was.
    pub span: SimDuration,
    /// Whose fault.
    pub blame: Blame,
}

impl Waited {
    /// The longer of two.
    pub fn or_longer(self, other: Self) -> Self {
        if other.span > self.span { other } else { self }
    }
}

/// A document, or one of the files it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The page itself.
    Document,
    /// CSS, a script, an image.
    File,
}

/// What the server sends back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Good, or the failure that the visitor will see.
    pub outcome: Outcome,
    /// Who is to blame if it is one.
    pub blame: Blame,
    /// What becomes of the connection.
    pub connection: Persistence,
}

/// Whether a connection is kept after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Persistence {
    /// `Connection: keep-alive`.
    KeepAlive,
    /// `Connection: close`.
    Close,
}

impl Request {
    /// Goes on to the next stage.
    pub fn enter(&mut self, stage: Stage, now: SimTime) {
        self.spent[self.stage.index()] += now - self.since;
        self.stage = stage;
        self.since = now;
    }
}

/// A TCP connection, with what each of its two ends knows of it. It is gone when both have let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The visit at its one end, until the browser lets go.
    pub visit: Option<VisitId>,
    /// The visit's number: the visitor's address, as nginx sees it.
    pub visitor: u64,
    /// Whose line it goes over.
    pub group: GroupId,
    /// How far the browser has got with it.
    pub state: ConnectionState,
    /// The request that the browser waits for on it.
    pub request: RequestId,
    /// Answers that the browser has had on it.
    pub answered: u32,
    /// Where it is in the kernel, until a worker accepts it.
    pub listened: Listened,
    /// What came on it before it was accepted.
    pub unread: Option<Segment>,
    /// The limit that kept it from being accepted.
    pub held_up_by: Option<Limit>,
    /// The nginx worker at its other end, from accepting it to letting go.
    pub worker: Option<SlotId>,
    /// What nginx does with it.
    pub service: Service,
    /// Answers that nginx has sent on it.
    pub served: u32,
    /// When nginx accepted it.
    pub accepted: SimTime,
    /// The request that nginx has read last: what it asks for.
    pub route: u16,
    /// When nginx read it; since it was answered, when nginx began to wait for the next.
    pub since: SimTime,
    /// The status that it is answered with.
    pub status: u16,
    /// Whether `limit_conn` counts it.
    pub counted: Counted,
    /// When nginx will have waited long enough for the visitor to send something.
    pub expires: SimTime,
    /// The limit by which nginx holds it up or has closed it.
    pub limit: Option<Limit>,
    /// The answer that the machine is sending on it.
    pub sending: Option<Sending>,
    /// When the last byte of the latest answer reaches the browser.
    pub delivered: SimTime,
    /// The sender's congestion window \[segment\].
    pub window: u32,
    /// The key of the session ticket that nginx has sent with its handshake.
    pub ticket: Option<u32>,
    /// The action by whose doing nginx has shown an expired certificate on it.
    pub certificate_expired_by: Option<u16>,
    /// Which of the site's addresses it goes to: how often the site had moved when the name was looked up.
    pub address: u16,
    /// The action by which the name leads to an address at which nobody answers.
    pub misled_by: Option<u16>,
    /// The action that swallowed what was sent on it, forgot what it was sent for, refused it or cut it off.
    pub spoiled_by: Option<u16>,
}

/// An answer on its way out of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// What it answers.
    pub request: RequestId,
    /// What is on the uplink or, where a cable is out, waits to be sent again.
    pub left: Bytes,
    /// What is sent after that: as long as there is some, nginx holds a part of the answer.
    pub then: Bytes,
    /// Time for acknowledgements and for what was lost, after which the last of it leaves.
    pub wait: SimDuration,
    /// Its flow on the uplink.
    pub flow: FlowKey,
    /// How the visitor hears that it is not whole.
    pub cut: Option<Closing>,
    /// What comes behind it.
    pub fin: Option<Closing>,
}

/// How a TLS session comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Handshake {
    /// With certificate and signature.
    Full,
    /// From the ticket of an earlier one.
    Resumed,
}

/// What the kernel knows of a connection that no worker has accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listened {
    /// Nothing: no SYN has come through, or it has been accepted.
    #[default]
    Not,
    /// SYN-ACK sent.
    HalfOpen,
    /// SYN-ACK sent with a cookie; nothing is remembered.
    ByCookie,
    /// In the accept queue.
    Queued,
}

/// How far a browser has got with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConnectionState {
    /// SYN sent.
    Connecting,
    /// Client hello sent.
    Securing,
    /// A request is under way.
    Busy,
    /// Kept alive for the next file.
    Idle,
}

/// What nginx does with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Service {
    /// Waits for the visitor to send something.
    Waiting,
    /// Has read a part of a request's header.
    ReadingHeader,
    /// Reads a request's body.
    Reading,
    /// Works on a request or an answer.
    Serving,
    /// Has passed the request on to gunicorn.
    Proxying(ExchangeId),
    /// Sends an answer that is larger than the socket's buffer; what becomes of the connection afterwards.
    Sending(Persistence),
    /// The same as proxying, although the visitor has left (`proxy_ignore_client_abort`).
    ProxyingForNobody(ExchangeId),
}

/// Whether a zone counts something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// It does.
    Yes,
    /// It does not.
    No,
}

impl Connection {
    /// A connection whose first SYN is about to be sent, for `request`.
    pub fn new(visit: VisitId, visitor: u64, group: GroupId, request: RequestId) -> Self {
        Self {
            visit: Some(visit),
            visitor,
            group,
            state: ConnectionState::Connecting,
            request,
            answered: 0,
            listened: Listened::Not,
            unread: None,
            held_up_by: None,
            worker: None,
            service: Service::Waiting,
            served: 0,
            accepted: SimTime::ZERO,
            route: 0,
            since: SimTime::ZERO,
            status: 0,
            counted: Counted::No,
            expires: SimTime::MAX,
            limit: None,
            sending: None,
            delivered: SimTime::ZERO,
            window: INITIAL_WINDOW,
            ticket: None,
            certificate_expired_by: None,
            address: 0,
            misled_by: None,
            spoiled_by: None,
        }
    }
}

/// A request as it is read off a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The connection.
    pub connection: ConnectionId,
    /// The request on it.
    pub request: RequestId,
    /// What it asks for: known to whoever has read it, even if nobody waits for it any more.
    pub route: u16,
}
