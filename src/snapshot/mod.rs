//! What may be seen of the site from outside at one moment: plain data, one file a room, made on request.

mod dns;
mod server;
mod close_up;
mod standing;
mod journey;

pub use close_up::{
    CloseUp, DiskCloseUp, Doing, EndedView, Focus, LockedBy, MysqlCloseUp, NginxWorkerView, Progress,
    RequestView, Starting, ThreadView, WorkerPresence, WorkerView,
};
pub use dns::{CachedName, DnsView, RecordState, ResolverView, ServerState};
pub use journey::{PageJourney, RequestJourney, Span};
pub use server::{
    AppServerView, DatabaseView, DescriptorsView, HostView, NetworkView, Power, ProcessState, ProcessView,
    Site, WebServerView,
};
pub use standing::Standing;
