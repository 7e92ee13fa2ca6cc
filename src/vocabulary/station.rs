//! The places of the one machine that can be busy.

use super::word::words;

words! {
    /// A service station: something with a capacity, whose use is busy time over capacity time.
    pub enum Station("station") {
        /// nginx's worker processes: working on an event.
        NginxWorkers = "nginx.workers",
        /// nginx's connection slots: taken.
        NginxConnections = "nginx.connections",
        /// The threads of gunicorn's workers (a sync worker has one): holding a request, whether computing or waiting.
        GunicornWorkers = "gunicorn.workers",
        /// gunicorn's accept queue: connections waiting.
        GunicornBacklog = "gunicorn.backlog",
        /// MySQL's sessions: running a query.
        MysqlSessions = "mysql.sessions",
        /// The machine's cores.
        Cores = "machine.cores",
        /// The machine's disk.
        Disk = "machine.disk",
        /// The machine's uplink.
        Uplink = "machine.uplink",
        /// The machine's memory: bytes held by the kernel and the processes.
        Memory = "machine.memory",
    }
}

impl Station {
    /// How many stations there are.
    pub const COUNT: usize = 9;

    /// Whether it serves, so that it can be a bottleneck; the others are places to wait in, and
    /// memory, which nobody waits for.
    pub const fn is_server(self) -> bool {
        !matches!(self, Self::NginxConnections | Self::GunicornBacklog | Self::Memory)
    }
}
