//! A number for each kind of event within its room: an ingredient of the fingerprint.

use super::{
    AppServerEvent, ClientEvent, DatabaseEvent, DnsEvent, Event, HostEvent, NetworkEvent, QueryAnswer, Reply,
    Said, Segment, WebServerEvent,
};
use crate::vocabulary::Outcome;

impl Event {
    /// A number for its kind within its room, for the fingerprint.
    pub const fn kind(self) -> u64 {
        match self {
            Self::Client(event) => event.kind(),
            Self::Dns(event) => event.kind(),
            Self::Host(HostEvent::CpuDue) => 0,
            Self::Network(event) => event.kind(),
            Self::WebServer(event) => event.kind(),
            Self::AppServer(event) => event.kind(),
            Self::Database(event) => event.kind(),
            Self::Host(HostEvent::Booted { .. }) => 1,
            Self::Host(HostEvent::Killed { .. }) => 2,
            Self::Host(HostEvent::RestartDue { .. }) => 3,
            Self::Host(HostEvent::AllStopped { .. }) => 4,
            Self::Host(HostEvent::PanicOver { .. }) => 5,
            Self::Host(HostEvent::Leaks { .. }) => 6,
        }
    }
}

impl ClientEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Arrival { .. } => 0,
            Self::NameResolved { .. } => 1,
            Self::Connected { .. } => 2,
            Self::Refused { .. } => 3,
            Self::ConnectTimedOut { .. } => 4,
            Self::Secured { .. } => 5,
            Self::Answered { .. } => 6,
            Self::Closed { by, .. } => 7 + by as u64,
            Self::PatienceEnded { .. } => 20,
            Self::AttemptOverdue { .. } => 21,
            Self::TryAgain { .. } => 22,
            Self::SurgeStep { .. } => 25,
            Self::PaceChanges { .. } => 23,
            Self::Reloads { .. } => 24,
            Self::NameFailed { failure, .. } => 100 + failure as u64,
        }
    }
}

impl DnsEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Wanted { .. } => 0,
            Self::Asked { question, .. } => 100 + question.number as u64,
            Self::Queried { what, .. } => 1 + what as u64,
            Self::Learned { said: Said::Servers(what), .. } => 4 + what as u64,
            Self::Learned { said: Said::Record(reply), .. } => 200 + reply.kind as u64,
            Self::FetchOverdue { .. } => 10,
            Self::StaleDue { .. } => 11,
            Self::Replied { reply, .. } => 300 + reply.kind as u64,
            Self::StubOverdue { .. } => 12,
        }
    }
}

impl NetworkEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Syn { attempt, .. } => attempt as u64,
            Self::Data { attempt, .. } => 1_000 + attempt as u64,
            Self::Reply { reply: Reply::Secured { .. }, attempt } => 2_000 + attempt as u64,
            Self::Reply { reply: Reply::Answer { .. }, attempt } => 3_000 + attempt as u64,
            Self::Reply { reply: Reply::Closed { .. }, attempt } => 4_000 + attempt as u64,
            Self::AnswerCut { .. } => 5_000,
            Self::VisitorLeft { .. } => 5_001,
            Self::UplinkDue => 5_002,
        }
    }
}

impl WebServerEvent {
    const fn kind(self) -> u64 {
        match self {
            Self::Start => 0,
            Self::Started { .. } => 1,
            Self::QuitOverdue { .. } => 2,
            Self::SynArrives { .. } => 3,
            Self::Arrives { segment: Segment::Hello { .. }, .. } => 4,
            Self::Arrives { segment: Segment::Request { .. }, .. } => 5,
            Self::VisitorLeft { .. } => 6,
            Self::TaskDone { .. } => 7,
            Self::UpstreamConnected { .. } => 8,
            Self::UpstreamSynDropped { .. } => 9,
            Self::UpstreamFailed { failure, .. } => 100 + failure as u64,
            Self::UpstreamAnswered { outcome: Outcome::Good, .. } => 10,
            Self::UpstreamAnswered { outcome: Outcome::Failed(failure), .. } => 200 + failure as u64,
            Self::UpstreamOverdue { .. } => 11,
            Self::UpstreamSynDue { .. } => 12,
            Self::Arrives { segment: Segment::Body { .. }, .. } => 13,
            Self::FileRead { .. } => 14,
            Self::DelayOver { .. } => 15,
            Self::SweepDue => 16,
            Self::ShutdownOverdue { .. } => 17,
            Self::HandedOver { .. } => 18,
            Self::AcceptAgain => 19,
            Self::UpstreamFin { .. } => 20,
            Self::UpstreamIdleOverdue { .. } => 21,
            Self::BindAgain { .. } => 22,
            Self::Arrives { segment: Segment::Header { .. }, .. } => 23,
            Self::Stop => 24,
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
            Self::ForkDue { .. } => 7,
            Self::RequestArrives { .. } => 8,
            Self::KeptClosed { .. } => 9,
            Self::KeptOverdue { .. } => 10,
            Self::OrphansLook { .. } => 11,
            Self::BindAgain { .. } => 12,
            Self::Stop => 13,
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
            Self::WriteAgain { .. } => 20,
            Self::Unlocked { .. } => 21,
            Self::Stop => 22,
            Self::LockWaitOver { .. } => 7,
            Self::IdleSessionsDue => 8,
            Self::BackupReads { .. } => 9,
            Self::RolledBack { .. } => 10,
            Self::Flushed { .. } => 11,
        }
    }
}
