//! What a chronicle of the site is made of.

use super::Layer;
use super::word::words;

words! {
    /// A change of state of the site that somebody looking at the machine would notice.
    pub enum Happening("happening") {
        /// The plug is out.
        PowerLost = "power-lost",
        /// The plug is back, the machine boots.
        PowerBack = "power-back",
        /// The kernel stands still, and everything with it.
        KernelPanicked = "kernel-panicked",
        /// Somebody, or the kernel's own timer, resets the machine: it boots.
        MachineReset = "machine-reset",
        /// systemd stops the services for a reboot.
        MachineShutsDown = "machine-shuts-down",
        /// Every service has stopped: the machine boots.
        MachineReboots = "machine-reboots",
        /// The kernel is up, systemd starts the services.
        Booted = "booted",
        /// nginx accepts no more connections and finishes what it has.
        NginxQuitting = "nginx-quitting",
        /// nginx was cut off.
        NginxStopped = "nginx-stopped",
        /// nginx listens.
        NginxStarted = "nginx-started",
        /// New workers have taken over.
        NginxReloaded = "nginx-reloaded",
        /// The configuration file is broken: a reload leaves everything as it is.
        NginxReloadRefused = "nginx-reload-refused",
        /// The configuration file is broken: nginx does not start.
        NginxStartFailed = "nginx-start-failed",
        /// nginx's master was killed, its workers serve on.
        NginxOrphaned = "nginx-master-killed",
        /// nginx answers 503 on purpose.
        MaintenancePageUp = "maintenance-page-up",
        /// nginx serves again.
        MaintenancePageDown = "maintenance-page-down",
        /// The certificate that nginx shows has expired.
        CertificateExpired = "certificate-has-expired",
        /// nginx shows a new one.
        CertificateRenewed = "certificate-renewed",
        /// Processes of nginx stand still.
        NginxHangs = "nginx-hangs",
        /// They go on.
        NginxGoesOn = "nginx-goes-on",
        /// gunicorn finishes the requests at work.
        GunicornStopping = "gunicorn-stopping",
        /// gunicorn's last worker has left.
        GunicornStopped = "gunicorn-stopped",
        /// gunicorn listens; workers import the code.
        GunicornListens = "gunicorn-listens",
        /// HUP: new workers import the code, old ones finish.
        GunicornReloading = "gunicorn-reloading",
        /// Workers serve.
        GunicornServes = "gunicorn-serves",
        /// A release that cannot be imported: the master gives up.
        GunicornFailedToBoot = "gunicorn-failed-to-boot",
        /// gunicorn's master was killed, its workers serve on until they notice.
        GunicornOrphaned = "gunicorn-master-killed",
        /// The arbiter aborted a worker.
        WorkerTimeout = "worker-aborted",
        /// Processes of gunicorn stand still.
        GunicornHangs = "gunicorn-hangs",
        /// They go on.
        GunicornGoesOn = "gunicorn-goes-on",
        /// mysqld is down.
        MysqlStopped = "mysql-stopped",
        /// mysqld starts after a clean shutdown.
        MysqlStarts = "mysql-starts",
        /// mysqld applies redo.
        MysqlRecovering = "mysql-recovering",
        /// mysqld accepts connections.
        MysqlAccepts = "mysql-accepts",
        /// mysqld stands still.
        MysqlHangs = "mysql-hangs",
        /// It goes on.
        MysqlGoesOn = "mysql-goes-on",
        /// The kernel has killed a process because the memory was used up.
        OutOfMemory = "out-of-memory",
        /// An nginx worker is gone, its clients are reset.
        NginxWorkerKilled = "nginx-worker-killed",
        /// A gunicorn worker is gone.
        GunicornWorkerKilled = "gunicorn-worker-killed",
        /// systemd has given a service up.
        StartLimitHit = "start-limit-hit",
        /// The hypervisor gives the machine less of its cores.
        CpuStolen = "cpu-stolen",
        /// It gives them all again.
        CpuGivenBack = "cpu-given-back",
        /// A process takes ever more memory.
        MemoryLeaks = "memory-leaks",
        /// It takes no more, and gives nothing back.
        MemoryLeakEnds = "memory-leak-ends",
        /// There is no room on the disk.
        DiskFull = "disk-full",
        /// There is room again.
        DiskHasRoom = "disk-has-room",
        /// Everything takes longer on the disk.
        DiskSlow = "disk-slow",
        /// That is over.
        DiskFast = "disk-fast",
        /// Writes wait.
        MysqlBackupBegins = "mysql-backup-begins",
        /// Writes go on.
        MysqlBackupEnds = "mysql-backup-ends",
        /// Everything on a table waits.
        MysqlSchemaChangeBegins = "mysql-schema-change-begins",
        /// It goes on.
        MysqlSchemaChangeEnds = "mysql-schema-change-ends",
        /// An action found nothing to act on.
        NoEffect = "no-effect",
        /// Somebody changed a setting of the running site.
        Configured = "configured",
        /// The rate of visits changed.
        SpikeBegins = "spike-begins",
        /// The rate of visits is what it was.
        SpikeEnds = "spike-ends",
        /// A share of the visitors sends slowly.
        SlowClientsCome = "slow-clients-come",
        /// They come no more.
        SlowClientsGo = "slow-clients-go",
        /// The application's code takes longer.
        CodeSlow = "code-slow",
        /// It is as fast as it was.
        CodeFast = "code-fast",
        /// Queries on a table take longer.
        QueriesSlow = "queries-slow",
        /// They are as fast as they were.
        QueriesFast = "queries-fast",
        /// foobar.com's authoritative server answers nobody.
        AuthorityDown = "authority-down",
        /// It answers again.
        AuthorityBack = "authority-back",
        /// Recursive resolvers are down.
        ResolverDown = "resolver-down",
        /// They are back.
        ResolverBack = "resolver-back",
        /// The zone has no A record.
        RecordRemoved = "record-removed",
        /// It has it again.
        RecordBack = "record-back",
        /// The zone has another A record.
        RecordWrong = "record-wrong",
        /// It has the right one again.
        RecordRight = "record-right",
        /// The zone has the site's new address.
        RecordMoved = "record-moved",
        /// Nobody answers at the old one any more.
        OldAddressGone = "old-address-gone",
        /// Packets are lost.
        PacketLossBegins = "packet-loss-begins",
        /// No more than usual.
        PacketLossEnds = "packet-loss-ends",
        /// More half-open connections than the kernel remembers.
        SynCookies = "syn-cookies",
        /// The cable is out.
        NetworkUnplugged = "network-unplugged",
        /// The cable is in.
        NetworkPluggedIn = "network-plugged-in",
    }
}

impl Happening {
    /// Where it happened.
    #[expect(clippy::too_many_lines, reason = "a table, an entry each")]
    pub const fn layer(self) -> Layer {
        match self {
            Self::PowerLost
            | Self::PowerBack
            | Self::KernelPanicked
            | Self::MachineReset
            | Self::MachineShutsDown
            | Self::MachineReboots
            | Self::Booted
            | Self::NoEffect
            | Self::Configured
            | Self::OutOfMemory
            | Self::StartLimitHit
            | Self::CpuStolen
            | Self::CpuGivenBack
            | Self::MemoryLeaks
            | Self::MemoryLeakEnds
            | Self::DiskFull
            | Self::DiskHasRoom
            | Self::DiskSlow
            | Self::DiskFast => Layer::Host,
            Self::NginxQuitting
            | Self::NginxStopped
            | Self::NginxStarted
            | Self::NginxReloaded
            | Self::NginxWorkerKilled
            | Self::NginxReloadRefused
            | Self::NginxStartFailed
            | Self::NginxOrphaned
            | Self::NginxHangs
            | Self::NginxGoesOn
            | Self::MaintenancePageUp
            | Self::MaintenancePageDown
            | Self::CertificateExpired
            | Self::CertificateRenewed => Layer::WebServer,
            Self::GunicornWorkerKilled
            | Self::GunicornStopping
            | Self::GunicornStopped
            | Self::GunicornListens
            | Self::GunicornReloading
            | Self::GunicornServes
            | Self::GunicornFailedToBoot
            | Self::GunicornHangs
            | Self::GunicornGoesOn
            | Self::GunicornOrphaned
            | Self::CodeSlow
            | Self::CodeFast
            | Self::WorkerTimeout => Layer::AppServer,
            Self::MysqlStopped
            | Self::MysqlStarts
            | Self::MysqlHangs
            | Self::MysqlGoesOn
            | Self::MysqlRecovering
            | Self::MysqlAccepts
            | Self::MysqlBackupBegins
            | Self::MysqlBackupEnds
            | Self::MysqlSchemaChangeBegins
            | Self::MysqlSchemaChangeEnds
            | Self::QueriesSlow
            | Self::QueriesFast => Layer::Database,
            Self::PacketLossBegins
            | Self::PacketLossEnds
            | Self::NetworkUnplugged
            | Self::SynCookies
            | Self::NetworkPluggedIn => Layer::Network,
            Self::SpikeBegins | Self::SpikeEnds | Self::SlowClientsCome | Self::SlowClientsGo => {
                Layer::Visitor
            }
            Self::AuthorityDown
            | Self::AuthorityBack
            | Self::ResolverDown
            | Self::ResolverBack
            | Self::RecordRemoved
            | Self::RecordBack
            | Self::RecordWrong
            | Self::RecordRight
            | Self::RecordMoved
            | Self::OldAddressGone => Layer::Dns,
        }
    }

    /// What happened, in a sentence.
    #[expect(clippy::too_many_lines, reason = "a table, an entry each")]
    pub const fn text(self) -> &'static str {
        match self {
            Self::PowerLost => "the machine lost power",
            Self::PowerBack => "power is back, the machine boots",
            Self::KernelPanicked => "the kernel panicked: the machine stands still",
            Self::MachineReset => "the machine was reset and boots",
            Self::MachineShutsDown => "the machine shuts down for a reboot: its services are stopped",
            Self::MachineReboots => "all services have stopped, the machine boots",
            Self::Booted => "the machine has booted",
            Self::NginxQuitting => "nginx quits gracefully: its listener is closed",
            Self::NginxStopped => "nginx has stopped",
            Self::NginxStarted => "nginx listens",
            Self::NginxReloaded => "nginx reloaded: new workers serve, the old ones finish",
            Self::GunicornStopping => "gunicorn was told to stop: workers finish their requests",
            Self::GunicornStopped => "gunicorn has stopped",
            Self::GunicornListens => "gunicorn listens, its workers import the code",
            Self::GunicornReloading => "gunicorn reloads: old workers leave, new ones import the code",
            Self::GunicornServes => "gunicorn's workers serve",
            Self::WorkerTimeout => "WORKER TIMEOUT: gunicorn's arbiter aborted a worker",
            Self::MysqlStopped => "MySQL has stopped",
            Self::MysqlStarts => "MySQL starts; its shutdown was clean",
            Self::MysqlRecovering => "MySQL starts and applies its redo log",
            Self::MysqlAccepts => "MySQL accepts connections, its buffer pool is not warm yet",
            Self::NginxHangs => {
                "nginx or a process of it hangs: nothing stops listening, and whoever that serves waits"
            }
            Self::NginxGoesOn => "nginx goes on where it stopped",
            Self::GunicornHangs => {
                "gunicorn or a process of it hangs: its queue takes connections, and whoever that serves waits"
            }
            Self::GunicornGoesOn => "gunicorn goes on where it stopped",
            Self::MysqlHangs => "MySQL hangs: queries wait, and the workers with them",
            Self::MysqlGoesOn => "MySQL goes on where it stopped",
            Self::NoEffect => "an action had no effect: there was nothing that it could change",
            Self::Configured => "a setting was changed while the site runs",
            Self::SpikeBegins => "more visitors come",
            Self::SpikeEnds => "the rush of visitors is over",
            Self::AuthorityDown => "the authoritative name server does not answer",
            Self::AuthorityBack => "the authoritative name server answers again",
            Self::ResolverDown => "resolvers of the visitors are down",
            Self::ResolverBack => "the visitors' resolvers are back",
            Self::RecordRemoved => "the A record is gone from the zone",
            Self::RecordBack => "the A record is back in the zone",
            Self::RecordWrong => "the A record leads to an address at which nobody answers",
            Self::RecordRight => "the A record holds the site's address again",
            Self::RecordMoved => "the A record holds the site's new address",
            Self::OldAddressGone => "nobody answers at the site's old address any more",
            Self::SlowClientsCome => "a share of the visitors sends its requests slowly",
            Self::SlowClientsGo => "visitors send as fast as they did",
            Self::CodeSlow => "the application's code takes longer",
            Self::CodeFast => "the application's code is as fast as it was",
            Self::QueriesSlow => "queries on a table take longer",
            Self::QueriesFast => "queries are as fast as they were",
            Self::CertificateExpired => "the certificate has expired: browsers turn away from it",
            Self::CertificateRenewed => "nginx shows a new certificate",
            Self::PacketLossBegins => "packets are lost on the way",
            Self::PacketLossEnds => "packets come through again",
            Self::SynCookies => "possible SYN flooding on port 80. Sending cookies.",
            Self::NetworkUnplugged => "the network cable is out",
            Self::NetworkPluggedIn => "the network cable is back in",
            Self::NginxReloadRefused => "nginx's configuration is broken: the reload changed nothing",
            Self::NginxStartFailed => "nginx's configuration is broken: nginx did not start",
            Self::NginxOrphaned => "nginx's master was killed: its workers serve on without it",
            Self::GunicornOrphaned => "gunicorn's master was killed: its workers serve on until they notice",
            Self::MaintenancePageUp => "the maintenance page is up",
            Self::MaintenancePageDown => "the maintenance page is down",
            Self::OutOfMemory => "out of memory: the kernel killed a process",
            Self::NginxWorkerKilled => "an nginx worker was killed; a master that runs starts another",
            Self::GunicornWorkerKilled => "a gunicorn worker was killed; a master that runs starts another",
            Self::StartLimitHit => "systemd gives a service up: it was started too often",
            Self::CpuStolen => "the hypervisor takes a share of the cores for its other guests (%st)",
            Self::CpuGivenBack => "the machine has its cores to itself again",
            Self::MemoryLeaks => "a process leaks memory",
            Self::MemoryLeakEnds => "the process leaks no more; what it holds it keeps",
            Self::DiskFull => "the disk is full",
            Self::DiskHasRoom => "the disk has room again",
            Self::DiskSlow => "the disk is slow",
            Self::DiskFast => "the disk is as fast as it was",
            Self::GunicornFailedToBoot => "gunicorn gives up: the code cannot be imported",
            Self::MysqlBackupBegins => "a backup holds MySQL's global read lock: writes wait",
            Self::MysqlBackupEnds => "the backup is done, writes go on",
            Self::MysqlSchemaChangeBegins => "a schema change holds its table: queries on it wait",
            Self::MysqlSchemaChangeEnds => "the schema change is done, its table is open",
        }
    }
}
