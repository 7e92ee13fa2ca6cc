//! The stretches of a request's journey, in the order it goes through them.

use super::Layer;
use super::word::words;

words! {
    /// A stretch of a request's journey, as a browser's waterfall shows it.
    pub enum Stage("stage") {
        /// The name is looked up.
        NameLookup = "name-lookup",
        /// SYN sent, SYN-ACK awaited.
        Connect = "connect",
        /// Client hello to finished.
        TlsHandshake = "tls",
        /// The request travels to the server.
        Sending = "sending",
        /// nginx: waiting for a turn, then at work.
        WebServer = "nginx",
        /// In gunicorn's accept queue, or in a worker whose threads are busy (or nginx's connect is retried because the queue
        /// is full).
        AcceptQueue = "accept-queue",
        /// A gunicorn worker runs the application's code.
        Application = "application",
        /// The worker waits for MySQL, or for a connection of its pool.
        Database = "mysql",
        /// The worker waits for something that is neither CPU nor MySQL (a remote call, a sleep).
        RouteWait = "route-wait",
        /// The answer goes back through nginx.
        AnswerThroughWebServer = "nginx-answer",
        /// The answer travels to the visitor, to its last byte.
        Receiving = "receiving",
        /// An attempt has failed, the next one has not begun yet.
        BackOff = "back-off",
    }
}

impl Stage {
    /// How many stages there are.
    pub const COUNT: usize = 12;

    /// The layer in which the request is meanwhile.
    pub const fn layer(self) -> Layer {
        match self {
            Self::NameLookup => Layer::Dns,
            Self::BackOff => Layer::Visitor,
            Self::Connect | Self::Sending | Self::Receiving => Layer::Network,
            Self::TlsHandshake | Self::WebServer | Self::AnswerThroughWebServer => Layer::WebServer,
            Self::AcceptQueue => Layer::AppServer,
            Self::Application | Self::RouteWait => Layer::Application,
            Self::Database => Layer::Database,
        }
    }
}
