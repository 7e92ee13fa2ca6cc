//! What a chronicle of the site is made of.

use super::Layer;
use super::word::words;

words! {
    /// A change of state of the site that somebody looking at the machine would notice.
    pub enum Happening("happening") {
        /// The plug is out.
        PowerLost = "the machine lost power",
        /// The plug is back, the machine boots.
        PowerBack = "power is back, the machine boots",
        /// The kernel is up, systemd starts the services.
        Booted = "the machine has booted",
        /// nginx accepts no more connections and finishes what it has.
        NginxQuitting = "nginx quits gracefully: its listener is closed",
        /// nginx was cut off.
        NginxStopped = "nginx has stopped",
        /// nginx listens.
        NginxStarted = "nginx listens",
        /// New workers have taken over.
        NginxReloaded = "nginx reloaded: new workers serve, the old ones finish",
        /// gunicorn finishes the requests at work.
        GunicornStopping = "gunicorn was told to stop: workers finish their requests",
        /// gunicorn's last worker has left.
        GunicornStopped = "gunicorn has stopped",
        /// gunicorn listens; workers import the code.
        GunicornListens = "gunicorn listens, its workers import the code",
        /// HUP: new workers import the code, old ones finish.
        GunicornReloading = "gunicorn reloads: old workers leave, new ones import the code",
        /// Workers serve.
        GunicornServes = "gunicorn's workers serve",
        /// The arbiter aborted a worker.
        WorkerTimeout = "WORKER TIMEOUT: gunicorn's arbiter aborted a worker",
        /// mysqld is down.
        MysqlStopped = "MySQL has stopped",
        /// mysqld applies redo.
        MysqlRecovering = "MySQL starts and applies its redo log",
        /// mysqld accepts connections.
        MysqlAccepts = "MySQL accepts connections, its buffer pool is cold",
        /// An action found nothing to act on.
        NoEffect = "an action had no effect: what it was meant for was not running",
        /// The rate of visits changed.
        SpikeBegins = "more visitors come",
        /// The rate of visits is what it was.
        SpikeEnds = "the rush of visitors is over",
        /// foobar.com's authoritative server answers nobody.
        AuthorityDown = "the authoritative name server does not answer",
        /// It answers again.
        AuthorityBack = "the authoritative name server answers again",
        /// Recursive resolvers are down.
        ResolverDown = "the visitors' resolvers are down",
        /// They are back.
        ResolverBack = "the visitors' resolvers are back",
        /// The zone has no A record.
        RecordRemoved = "the A record is gone from the zone",
        /// It has it again.
        RecordBack = "the A record is back in the zone",
        /// The zone has another A record.
        RecordWrong = "the A record leads to an address at which nobody answers",
        /// It has the right one again.
        RecordRight = "the A record holds the site's address again",
    }
}

impl Happening {
    /// Where it happened.
    pub const fn layer(self) -> Layer {
        match self {
            Self::PowerLost | Self::PowerBack | Self::Booted | Self::NoEffect => Layer::Host,
            Self::NginxQuitting | Self::NginxStopped | Self::NginxStarted | Self::NginxReloaded => {
                Layer::WebServer
            }
            Self::GunicornStopping
            | Self::GunicornStopped
            | Self::GunicornListens
            | Self::GunicornReloading
            | Self::GunicornServes
            | Self::WorkerTimeout => Layer::AppServer,
            Self::MysqlStopped | Self::MysqlRecovering | Self::MysqlAccepts => Layer::Database,
            Self::SpikeBegins | Self::SpikeEnds => Layer::Visitor,
            Self::AuthorityDown
            | Self::AuthorityBack
            | Self::ResolverDown
            | Self::ResolverBack
            | Self::RecordRemoved
            | Self::RecordBack
            | Self::RecordWrong
            | Self::RecordRight => Layer::Dns,
        }
    }
}
