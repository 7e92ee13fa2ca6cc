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
        /// Writes wait.
        MysqlBackupBegins = "a backup holds MySQL's global read lock: writes wait",
        /// Writes go on.
        MysqlBackupEnds = "the backup is done, writes go on",
        /// Everything on a table waits.
        MysqlSchemaChangeBegins = "a schema change holds its table: queries on it wait",
        /// It goes on.
        MysqlSchemaChangeEnds = "the schema change is done, its table is open",
        /// An action found nothing to act on.
        NoEffect = "an action had no effect: what it was meant for was not running",
        /// The rate of visits changed.
        SpikeBegins = "more visitors come",
        /// The rate of visits is what it was.
        SpikeEnds = "the rush of visitors is over",
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
            Self::MysqlStopped
            | Self::MysqlRecovering
            | Self::MysqlAccepts
            | Self::MysqlBackupBegins
            | Self::MysqlBackupEnds
            | Self::MysqlSchemaChangeBegins
            | Self::MysqlSchemaChangeEnds => Layer::Database,
            Self::SpikeBegins | Self::SpikeEnds => Layer::Visitor,
        }
    }
}
