//! Everything that can happen. Closed: nothing else can, and each event says which room hears it.

mod kind;

use serde::{Deserialize, Serialize};

use super::database::message::{Over, QueryAnswer, Transaction};
use super::dns::message::{Learned, Question, Reply as DnsReply, Said};
use super::host::Process;
use super::host::settings::Service;
use super::id::{
    ConnectionId, ExchangeId, GroupId, KeptId, LookupId, QueryId, RequestId, SessionId, VisitId, WorkerId,
};
use super::request::Persistence;
use crate::queueing::{FlowKey, SlotId};
use crate::units::SimTime;
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
    /// The next visitor of a group comes.
    Arrival { group: GroupId },
    /// The stub resolver has the address, or one to which some action has misled it.
    NameResolved { visit: VisitId, address: u16, misled_by: Option<u16> },
    /// The stub resolver has none for this document's attempt.
    NameFailed { document: RequestId, failure: FailureKind },
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
    /// The visitor presses reload.
    Reloads { visit: VisitId },
    /// A quiet time or a burst of a group is over.
    PaceChanges { group: GroupId },
    /// The rate of visits takes the next step of an action's course.
    SurgeStep { action: u16 },
    /// The client's timeout for one attempt is over.
    AttemptOverdue { request: RequestId },
    /// A request that has failed is tried again.
    TryAgain { request: RequestId },
}

/// How a server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closing {
    /// FIN: closed by a process.
    Fin,
    /// RST: the kernel does not know the connection.
    Reset,
    /// FIN in the middle of an answer.
    Midway,
}

/// What the resolvers hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum DnsEvent {
    /// A visitor's program wants the address; `resolver` is the visitor's network.
    Wanted { visit: VisitId, document: RequestId, resolver: u16 },
    /// A stub's question reaches a recursive resolver.
    Asked { question: Question, resolver: u16 },
    /// A resolver's query reaches a server of the chain.
    Queried { resolver: u16, fetch: u32, what: Learned },
    /// A server's answer reaches the resolver.
    Learned { resolver: u16, fetch: u32, said: Said },
    /// A resolver has waited long enough for a server.
    FetchOverdue { resolver: u16, fetch: u32 },
    /// Whoever asked a resolver has waited long enough for a fresh answer.
    StaleDue { question: Question, resolver: u16 },
    /// A resolver's reply reaches the stub.
    Replied { question: Question, reply: DnsReply },
    /// A stub has waited long enough for a resolver.
    StubOverdue { lookup: LookupId },
}

/// What happens on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum NetworkEvent {
    /// A SYN reaches the machine, for the first time or again.
    Syn { connection: ConnectionId, attempt: u8 },
    /// Data reaches the machine, for the first time or again.
    Data { segment: Segment, attempt: u8 },
    /// Something leaves the machine for a visitor, for the first time or again.
    Reply { reply: Reply, attempt: u8 },
    /// nginx is gone in the middle of an answer.
    AnswerCut { connection: ConnectionId },
    /// A visitor who was being sent an answer has left.
    VisitorLeft { flow: FlowKey },
    /// The first of the answers that share the uplink has left.
    UplinkDue,
}

/// What a machine sends to a visitor on a connection that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The server's part of a TLS handshake.
    Secured { connection: ConnectionId },
    /// An answer, or the rest of it.
    Answer { connection: ConnectionId },
    /// FIN.
    Closed { connection: ConnectionId, by: Closing },
}

impl Reply {
    /// The connection it travels on.
    pub const fn connection(self) -> ConnectionId {
        match self {
            Self::Secured { connection } | Self::Answer { connection } | Self::Closed { connection, .. } => {
                connection
            }
        }
    }
}

/// Data on its way to the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segment {
    /// A TLS client hello, with the session ticket's key if the browser has one.
    Hello { connection: ConnectionId, ticket: Option<u32> },
    /// A request.
    Request { connection: ConnectionId, request: RequestId, route: u16 },
    /// The first part of a request's header, where the rest comes later.
    Header { connection: ConnectionId },
    /// The last byte of a request's body.
    Body { connection: ConnectionId, request: RequestId, route: u16 },
}

impl Segment {
    /// The connection it travels on.
    pub const fn connection(self) -> ConnectionId {
        match self {
            Self::Hello { connection, .. }
            | Self::Header { connection }
            | Self::Request { connection, .. }
            | Self::Body { connection, .. } => connection,
        }
    }
}

/// What nginx hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum WebServerEvent {
    /// systemd starts it.
    Start,
    /// systemd stops it, for a reboot.
    Stop,
    /// It listens.
    Started { life: u32 },
    /// A graceful quit has taken too long.
    QuitOverdue { life: u32 },
    /// A SYN for its listening socket, for the first time or again.
    SynArrives { connection: ConnectionId, attempt: u8 },
    /// Data on a connection, for the first time or again.
    Arrives { segment: Segment, attempt: u8 },
    /// The visitor has closed the connection.
    VisitorLeft { connection: ConnectionId },
    /// The kernel has taken the rest of a large answer.
    HandedOver { connection: ConnectionId },
    /// A worker process has had the CPU time for its task.
    TaskDone { worker: SlotId },
    /// The disk has read a file for a worker process.
    FileRead { worker: SlotId },
    /// `limit_req` has let a request wait for long enough.
    DelayOver { connection: ConnectionId, request: RequestId, route: u16 },
    /// Workers that had no descriptor left try to accept again.
    AcceptAgain,
    /// Some connection may have been silent for too long.
    SweepDue,
    /// `worker_shutdown_timeout` is over for the workers that were told to leave by then.
    ShutdownOverdue { told: SimTime },
    /// gunicorn's kernel has taken the connection after SYNs had been dropped.
    UpstreamConnected { exchange: ExchangeId },
    /// gunicorn's accept queue was full: the SYN was dropped.
    UpstreamSynDropped { exchange: ExchangeId },
    /// The kernel sends a dropped SYN again.
    UpstreamSynDue { exchange: ExchangeId },
    /// The connection to gunicorn was refused, reset or closed.
    UpstreamFailed { exchange: ExchangeId, failure: FailureKind },
    /// gunicorn has answered, and may have kept the connection.
    UpstreamAnswered { exchange: ExchangeId, outcome: Outcome, kept: Option<KeptId> },
    /// gunicorn has closed a connection that it kept.
    UpstreamFin { kept: KeptId },
    /// A connection to gunicorn has been idle for the upstream's `keepalive_timeout`.
    UpstreamIdleOverdue { kept: KeptId },
    /// `proxy_connect_timeout` or `proxy_read_timeout` is over.
    UpstreamOverdue { exchange: ExchangeId },
    /// A start that has found its port taken so often tries again.
    BindAgain { tried: u8 },
}

/// What gunicorn hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum AppServerEvent {
    /// systemd starts it.
    Start,
    /// systemd stops it, for a reboot.
    Stop,
    /// It listens.
    Listening { life: u32 },
    /// The master forks its next worker, until none is left to fork.
    ForkDue { life: u32, left: u32 },
    /// A worker has imported the code, or has failed to.
    WorkerBooted { worker: WorkerId, run: u32 },
    /// `graceful_timeout` is over.
    GracefulOverdue { life: u32 },
    /// nginx connects, for the first time or again.
    ConnectionArrives {
        exchange: ExchangeId,
        request: RequestId,
        route: u16,
        attempt: u8,
        connection: Persistence,
    },
    /// nginx sends a request over a connection that was kept.
    RequestArrives { kept: KeptId, exchange: ExchangeId, request: RequestId, route: u16 },
    /// nginx has closed a connection that was kept.
    KeptClosed { kept: KeptId },
    /// A connection has been kept for gunicorn's `keepalive`.
    KeptOverdue { kept: KeptId },
    /// The CPU time or the wait of a worker's thread is over. (A sync worker is its one thread.)
    WorkerStep { worker: SlotId, run: u32 },
    /// MySQL has answered a worker.
    QueryAnswered { worker: SlotId, run: u32, answer: QueryAnswer },
    /// The arbiter finds a worker silent for too long.
    WorkerOverdue { worker: SlotId, run: u32 },
    /// Workers that wait for connections look whether their master is there.
    OrphansLook { life: u32 },
    /// A start that has found its address taken so often tries again.
    BindAgain { tried: u8 },
}

/// What MySQL hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum DatabaseEvent {
    /// systemd starts it.
    Start,
    /// systemd stops it, for a reboot.
    Stop,
    /// Recovery is done: it accepts connections.
    Started { life: u32 },
    /// A clean shutdown is done.
    Stopped { life: u32 },
    /// A worker's query, over its session or, without one, over a new one.
    QueryArrives { worker: SlotId, run: u32, route: u16, over: Over, then: Transaction },
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
    /// Whoever has locked something for maintenance is done.
    Unlocked { action: u16 },
    /// A query that found the disk full tries to write again.
    WriteAgain { query: QueryId },
}

/// What the machine itself hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum HostEvent {
    /// The first of the jobs that share the cores is done.
    CpuDue,
    /// The kernel is up, systemd begins to start the services.
    Booted { boot: u64 },
    /// A process that leaks takes some more.
    Leaks { action: u16 },
    /// Every service has stopped for a reboot.
    AllStopped { boot: u64 },
    /// `kernel.panic` is over.
    PanicOver { boot: u64 },
    /// The kernel's SIGKILL reaches a process.
    Killed { process: Process, pid: u32 },
    /// systemd's wait before it starts a service again is over.
    RestartDue { service: Service, turn: u32 },
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
}
