//! Everything that can happen. Closed: nothing else can, and each event says which room hears it.

use serde::{Deserialize, Serialize};

use super::id::{ConnectionId, ExchangeId, QueryId, RequestId, SessionId, VisitId};
use crate::queueing::SlotId;
use crate::vocabulary::{FailureKind, Layer, Outcome};

/// Something that happens in one room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// In the visitors' browsers.
    Client(ClientEvent),
    /// In the chain that resolves the name.
    Dns(DnsEvent),
    /// On the wire.
    Network(NetworkEvent),
    /// In nginx.
    WebServer(WebServerEvent),
    /// In gunicorn.
    AppServer(AppServerEvent),
    /// In MySQL.
    Database(DatabaseEvent),
    /// In the machine itself.
    Host(HostEvent),
}

/// What a visitor's browser hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum ClientEvent {
    /// The next visitor comes.
    Arrival,
    /// The stub resolver has the address.
    NameResolved { visit: VisitId },
    /// SYN-ACK.
    Connected { connection: ConnectionId },
    /// RST in answer to a SYN.
    Refused { connection: ConnectionId },
    /// The kernel has given up sending SYNs.
    ConnectTimedOut { connection: ConnectionId },
    /// The TLS handshake is finished.
    Secured { connection: ConnectionId },
    /// The last byte of the answer.
    Answered { connection: ConnectionId, request: RequestId },
    /// The server has closed the connection.
    Closed { connection: ConnectionId, by: Closing },
    /// The visitor has waited long enough.
    PatienceEnded { visit: VisitId },
}

/// How a server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closing {
    /// FIN: closed by a process.
    Fin,
    /// RST: the kernel does not know the connection.
    Reset,
}

/// What the resolvers hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum DnsEvent {
    /// A stub asks its recursive resolver.
    Asked { visit: VisitId, resolver: u16 },
    /// A server of the chain has answered the resolver.
    Learned { visit: VisitId, resolver: u16, what: Learned },
}

/// What a server of the chain tells a resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Learned {
    /// A root server: who serves .com.
    ComServers,
    /// A server of .com: who serves foobar.com.
    FoobarServers,
    /// foobar.com's authoritative server: the A record.
    Address,
}

/// What happens on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum NetworkEvent {
    /// A SYN reaches the machine, for the first time or again.
    Syn { connection: ConnectionId, attempt: u8 },
    /// Data reaches the machine, for the first time or again.
    Data { segment: Segment, attempt: u8 },
}

/// Data on its way to the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segment {
    /// A TLS client hello.
    Hello { connection: ConnectionId },
    /// A request.
    Request { connection: ConnectionId, request: RequestId, route: u16 },
}

impl Segment {
    /// The connection it travels on.
    pub const fn connection(self) -> ConnectionId {
        match self {
            Self::Hello { connection } | Self::Request { connection, .. } => connection,
        }
    }
}

/// What nginx hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum WebServerEvent {
    /// systemd starts it.
    Start,
    /// It listens.
    Started { life: u32 },
    /// A graceful quit has taken too long.
    QuitOverdue { life: u32 },
    /// A connection is in the accept queue.
    ConnectionArrives { connection: ConnectionId },
    /// Data on a connection.
    Arrives { segment: Segment },
    /// The visitor has closed the connection.
    VisitorLeft { connection: ConnectionId },
    /// A worker process has had the CPU time for its task.
    TaskDone { worker: SlotId },
    /// gunicorn's kernel has taken the connection after SYNs had been dropped.
    UpstreamConnected { exchange: ExchangeId },
    /// gunicorn's accept queue was full: the SYN was dropped.
    UpstreamSynDropped { exchange: ExchangeId },
    /// The kernel sends a dropped SYN again.
    UpstreamSynDue { exchange: ExchangeId },
    /// The connection to gunicorn was refused, reset or closed.
    UpstreamFailed { exchange: ExchangeId, failure: FailureKind },
    /// gunicorn has answered.
    UpstreamAnswered { exchange: ExchangeId, outcome: Outcome },
    /// `proxy_connect_timeout` or `proxy_read_timeout` is over.
    UpstreamOverdue { exchange: ExchangeId },
}

/// What gunicorn hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum AppServerEvent {
    /// systemd starts it.
    Start,
    /// It listens.
    Listening { life: u32 },
    /// A worker has imported the code.
    WorkerBooted { worker: SlotId, run: u32 },
    /// `graceful_timeout` is over.
    GracefulOverdue { life: u32 },
    /// nginx connects, for the first time or again.
    ConnectionArrives { exchange: ExchangeId, request: RequestId, route: u16, attempt: u8 },
    /// A worker's CPU time or wait is over.
    WorkerStep { worker: SlotId, run: u32 },
    /// MySQL has answered a worker.
    QueryAnswered { worker: SlotId, run: u32, answer: QueryAnswer },
    /// The arbiter finds a worker silent for too long.
    WorkerOverdue { worker: SlotId, run: u32 },
}

/// How a query ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueryAnswer {
    /// Done, over this session.
    Done { session: SessionId },
    /// Failed and rolled back; without a session it is gone, or there was none.
    Failed { failure: FailureKind, session: Option<SessionId> },
}

impl QueryAnswer {
    /// The session that is still there afterwards.
    pub const fn session(self) -> Option<SessionId> {
        match self {
            Self::Done { session } => Some(session),
            Self::Failed { session, .. } => session,
        }
    }
}

/// What follows a query in its transaction: all queries of a request are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transaction {
    /// Another query.
    GoesOn,
    /// `COMMIT`.
    Commits,
}

/// What MySQL hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum DatabaseEvent {
    /// systemd starts it.
    Start,
    /// Recovery is done: it accepts connections.
    Started { life: u32 },
    /// A clean shutdown is done.
    Stopped { life: u32 },
    /// A worker's query, over its session or, without one, over a new one.
    QueryArrives { worker: SlotId, run: u32, route: u16, session: Option<SessionId>, then: Transaction },
    /// The query has had its CPU time.
    ComputedQuery { query: QueryId },
    /// The disk has served the query.
    ReadFromDisk { query: QueryId },
    /// A worker closes its session.
    Disconnected { session: SessionId },
    /// The query has waited for a row for `innodb_lock_wait_timeout`.
    LockWaitOver { query: QueryId },
    /// The session idle for longest may have been so for `wait_timeout`.
    IdleSessionsDue,
    /// The disk has served a part of a backup's reads.
    BackupReads { action: u16 },
    /// What a crash had left unfinished in a row is undone.
    RolledBack { life: u32 },
    /// The dirty pages of a clean shutdown are on the disk.
    Flushed { life: u32 },
}

/// What the machine itself hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum HostEvent {
    /// The first of the jobs that share the cores is done.
    CpuDue,
    /// The kernel is up, systemd begins to start the services.
    Booted { boot: u64 },
}

/// The rooms, in the order a request meets them.
pub const ROOMS: [Layer; 7] = [
    Layer::Visitor,
    Layer::Dns,
    Layer::Network,
    Layer::WebServer,
    Layer::AppServer,
    Layer::Database,
    Layer::Host,
];

impl Event {
    /// The place in [`ROOMS`] of the room that hears it.
    pub const fn room(self) -> usize {
        match self {
            Self::Client(_) => 0,
            Self::Dns(_) => 1,
            Self::Network(_) => 2,
            Self::WebServer(_) => 3,
            Self::AppServer(_) => 4,
            Self::Database(_) => 5,
            Self::Host(_) => 6,
        }
    }

    /// A number for its kind within its room, for the fingerprint.
    pub const fn kind(self) -> u64 {
        match self {
            Self::Client(event) => event.kind(),
            Self::Dns(DnsEvent::Asked { .. }) | Self::Host(HostEvent::CpuDue) => 0,
            Self::Dns(DnsEvent::Learned { what, .. }) => 1 + what as u64,
            Self::Network(NetworkEvent::Syn { attempt, .. }) => attempt as u64,
            Self::Network(NetworkEvent::Data { attempt, .. }) => 100 + attempt as u64,
            Self::WebServer(event) => event.kind(),
            Self::AppServer(event) => event.kind(),
            Self::Database(event) => event.kind(),
            Self::Host(HostEvent::Booted { .. }) => 1,
        }
    }
}

impl ClientEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Arrival => 0,
            Self::NameResolved { .. } => 1,
            Self::Connected { .. } => 2,
            Self::Refused { .. } => 3,
            Self::ConnectTimedOut { .. } => 4,
            Self::Secured { .. } => 5,
            Self::Answered { .. } => 6,
            Self::Closed { by, .. } => 7 + by as u64,
            Self::PatienceEnded { .. } => 9,
        }
    }
}

impl WebServerEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Start => 0,
            Self::Started { .. } => 1,
            Self::QuitOverdue { .. } => 2,
            Self::ConnectionArrives { .. } => 3,
            Self::Arrives { segment: Segment::Hello { .. } } => 4,
            Self::Arrives { segment: Segment::Request { .. } } => 5,
            Self::VisitorLeft { .. } => 6,
            Self::TaskDone { .. } => 7,
            Self::UpstreamConnected { .. } => 8,
            Self::UpstreamSynDropped { .. } => 9,
            Self::UpstreamFailed { failure, .. } => 100 + failure as u64,
            Self::UpstreamAnswered { outcome: Outcome::Good, .. } => 10,
            Self::UpstreamAnswered { outcome: Outcome::Failed(failure), .. } => 200 + failure as u64,
            Self::UpstreamOverdue { .. } => 11,
            Self::UpstreamSynDue { .. } => 12,
        }
    }
}

impl AppServerEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Start => 0,
            Self::Listening { .. } => 1,
            Self::WorkerBooted { .. } => 2,
            Self::GracefulOverdue { .. } => 3,
            Self::ConnectionArrives { attempt, .. } => 100 + attempt as u64,
            Self::WorkerStep { .. } => 4,
            Self::QueryAnswered { answer: QueryAnswer::Done { .. }, .. } => 5,
            Self::QueryAnswered { answer: QueryAnswer::Failed { failure, .. }, .. } => 200 + failure as u64,
            Self::WorkerOverdue { .. } => 6,
        }
    }
}

impl DatabaseEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Start => 0,
            Self::Started { .. } => 1,
            Self::Stopped { .. } => 2,
            Self::QueryArrives { .. } => 3,
            Self::ComputedQuery { .. } => 4,
            Self::ReadFromDisk { .. } => 5,
            Self::Disconnected { .. } => 6,
            Self::LockWaitOver { .. } => 7,
            Self::IdleSessionsDue => 8,
            Self::BackupReads { .. } => 9,
            Self::RolledBack { .. } => 10,
            Self::Flushed { .. } => 11,
        }
    }
}
