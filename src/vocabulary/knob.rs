//! The settings that can be changed while the site runs.

use super::word::words;
use super::{Layer, Limit};

words! {
    /// A setting that somebody can change while the site runs, under its path in a scenario file, and the way in which an
    /// administrator does it. What takes a restart in reality is not here: see `nginx_restart` and its like.
    pub enum Knob("setting to turn") {
        /// How often visits begin: the visitors' own doing. Whoever is on the way comes sooner or later.
        PoissonRate = "visitors.arrivals.poisson.rate",
        /// How often visits begin: the visitors' own doing. Whoever is on the way comes sooner or later.
        EvenRate = "visitors.arrivals.even.rate",
        /// How many users there are: new ones begin by thinking, and who goes does so after a visit or instead of the next.
        Users = "visitors.arrivals.users.count",
        /// How long users think between two visits, in the mean: from the next thought on.
        ThinkTime = "visitors.arrivals.users.think_time.exponential.mean",
        /// How long half of the visitors wait for a page: whoever comes from now on.
        Patience = "visitors.patience.log_normal.median",
        /// How long resolvers may keep the record: changed in the zone. What is in a cache keeps its old time.
        Ttl = "domain.ttl",
        /// The machine's cores: a virtual machine is resized while it runs. nginx's `auto` sees them at its next reload.
        Cores = "server.machine.cores",
        /// What the machine's uplink carries: the provider changes the plan.
        Uplink = "server.machine.uplink",
        /// Connections of an nginx worker: edited, then `nginx -s reload`. Workers that finish keep their old number.
        WorkerConnections = "server.nginx.worker_connections",
        /// Files and sockets of an nginx worker: edited, then `nginx -s reload`.
        WorkerRlimitNofile = "server.nginx.worker_rlimit_nofile",
        /// How long nginx keeps an idle connection: edited, then `nginx -s reload`.
        KeepaliveTimeout = "server.nginx.keepalive_timeout",
        /// How long nginx waits for gunicorn to take a connection: edited, then `nginx -s reload`.
        ProxyConnectTimeout = "server.nginx.proxy_connect_timeout",
        /// How long nginx waits for gunicorn's answer: edited, then `nginx -s reload`.
        ProxyReadTimeout = "server.nginx.proxy_read_timeout",
        /// gunicorn's workers: TTIN forks one, TTOU lets the oldest finish and leave, once for each. No other worker is touched.
        Workers = "server.gunicorn.workers",
        /// How long a worker may be silent: edited, then HUP. New workers import the code, the old ones finish.
        Timeout = "server.gunicorn.timeout",
        /// How long a stop waits for requests at work: edited, then HUP.
        GracefulTimeout = "server.gunicorn.graceful_timeout",
        /// Connections to MySQL that each worker keeps: edited in the application, then HUP.
        PoolSize = "server.gunicorn.pool.pool_size",
        /// Connections of a worker beyond those: edited in the application, then HUP.
        MaxOverflow = "server.gunicorn.pool.max_overflow",
        /// How long a request waits for a connection of the pool: edited in the application, then HUP.
        PoolTimeout = "server.gunicorn.pool.pool_timeout",
        /// MySQL's sessions: `SET PERSIST`, at once. Sessions beyond it that are open stay so.
        MaxConnections = "server.mysql.max_connections",
        /// Memory of MySQL's buffer pool: `SET PERSIST`, at once.
        BufferPoolSize = "server.mysql.innodb_buffer_pool_size",
        /// How long a query waits for a row: `SET PERSIST`, for sessions that log in from now on. Pooled ones keep their own.
        LockWaitTimeout = "server.mysql.innodb_lock_wait_timeout",
    }
}

impl Knob {
    /// Whose setting it is.
    pub const fn layer(self) -> Layer {
        match self {
            Self::PoissonRate | Self::EvenRate | Self::Users | Self::ThinkTime | Self::Patience => {
                Layer::Visitor
            }
            Self::Ttl => Layer::Dns,
            Self::Cores | Self::Uplink => Layer::Host,
            Self::WorkerConnections
            | Self::WorkerRlimitNofile
            | Self::KeepaliveTimeout
            | Self::ProxyConnectTimeout
            | Self::ProxyReadTimeout => Layer::WebServer,
            Self::Workers
            | Self::Timeout
            | Self::GracefulTimeout
            | Self::PoolSize
            | Self::MaxOverflow
            | Self::PoolTimeout => Layer::AppServer,
            Self::MaxConnections | Self::BufferPoolSize | Self::LockWaitTimeout => Layer::Database,
        }
    }

    /// The limit that it is, or is a part of, where more or longer lets more through.
    pub const fn limit(self) -> Option<Limit> {
        match self {
            Self::Cores => Some(Limit::Cores),
            Self::Uplink => Some(Limit::Uplink),
            Self::WorkerConnections => Some(Limit::WorkerConnections),
            Self::WorkerRlimitNofile => Some(Limit::WorkerRlimitNofile),
            Self::ProxyReadTimeout => Some(Limit::ProxyReadTimeout),
            Self::Workers => Some(Limit::Workers),
            Self::Timeout => Some(Limit::Timeout),
            Self::PoolSize | Self::MaxOverflow | Self::PoolTimeout => Some(Limit::Pool),
            Self::MaxConnections => Some(Limit::MaxConnections),
            Self::LockWaitTimeout => Some(Limit::InnodbLockWaitTimeout),
            _ => None,
        }
    }
}
