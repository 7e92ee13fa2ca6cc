//! What can be done to the site, and what sort of deed it is.

use super::word::words;

words! {
    /// The sort of an action.
    pub enum ActionKind("kind of action") {
        /// Something breaks.
        Fault = "fault",
        /// Somebody works on the site: what is lost meanwhile is planned downtime.
        Maintenance = "maintenance",
        /// More or fewer visitors.
        Load = "load",
    }
}

words! {
    /// Everything that can be done to the site.
    pub enum ActionName("action") {
        /// The plug is pulled; after a while it is put back and the machine boots.
        PowerLoss = "power_loss",
        /// The kernel panics: everything stands still at once, until somebody resets the machine and it boots.
        KernelPanic = "kernel_panic",
        /// `systemctl reboot`: the services are stopped in reverse boot order, and the machine boots.
        Reboot = "reboot",
        /// `systemctl restart nginx`, or a stop and a start.
        NginxRestart = "nginx_restart",
        /// `systemctl reload nginx`: HUP, new workers, the old ones finish.
        NginxReload = "nginx_reload",
        /// `systemctl stop nginx`, and after a while its start.
        NginxStop = "nginx_stop",
        /// `kill -9` of nginx, all of it, its master or one worker, then a start.
        NginxKill = "nginx_kill",
        /// nginx answers 503 on purpose, while somebody works on the rest.
        MaintenancePage = "maintenance_page",
        /// The certificate expires; after a while a new one is there and nginx is reloaded.
        CertificateExpired = "certificate_expired",
        /// nginx hangs, all of it or one process, as if stopped by SIGSTOP; after a while it goes on.
        NginxHang = "nginx_hang",
        /// A deploy by `systemctl restart gunicorn`: TERM, then start.
        GunicornRestart = "gunicorn_restart",
        /// A deploy by HUP: new workers import the new code, the old ones finish.
        GunicornReload = "gunicorn_reload",
        /// `systemctl stop gunicorn`, and after a while its start.
        GunicornStop = "gunicorn_stop",
        /// `kill -9` of gunicorn, all of it, its master or one worker, then a start.
        GunicornKill = "gunicorn_kill",
        /// gunicorn hangs, all of it or one process, as if stopped by SIGSTOP; after a while it goes on.
        GunicornHang = "gunicorn_hang",
        /// `systemctl restart mysql`: clean shutdown, then start with a buffer pool that is mostly cold.
        MysqlRestart = "mysql_restart",
        /// `systemctl stop mysql`, and after a while its start.
        MysqlStop = "mysql_stop",
        /// `kill -9` of mysqld, then a start with crash recovery.
        MysqlKill = "mysql_kill",
        /// mysqld hangs, as if stopped by SIGSTOP; after a while it goes on.
        MysqlHang = "mysql_hang",
        /// Other guests of the same hypervisor take a share of the cores for a while.
        CpuSteal = "cpu_steal",
        /// A process takes ever more memory and gives none back, until it ends.
        MemoryLeak = "memory_leak",
        /// Something fills the disk, and is deleted after a while.
        DiskFull = "disk_full",
        /// Everything takes longer on the disk for a while: a failing one, a neighbour on shared storage, a RAID rebuild.
        DiskSlow = "disk_slow",
        /// A backup under `FLUSH TABLES WITH READ LOCK`: writes wait, and the disk is read.
        MysqlBackup = "mysql_backup",
        /// `ALTER TABLE` with an exclusive metadata lock: all queries on the table wait.
        MysqlSchemaChange = "mysql_schema_change",
        /// The rate of visits is multiplied for a while.
        Spike = "spike",
        /// The rate of visits grows to a multiple, stays there, and falls again.
        Ramp = "ramp",
        /// A crowd comes at once and loses interest by and by: the day a product is launched, a link on a front page.
        LaunchDay = "launch_day",
        /// A share of the visitors sends every request slowly: phones in a tunnel, or somebody who means harm.
        SlowClients = "slow_clients",
        /// The application's code takes longer for a while, on one route or all.
        SlowPage = "slow_page",
        /// Queries on a table take longer for a while: an index is missing.
        SlowQuery = "slow_query",
        /// foobar.com's authoritative server answers nobody.
        AuthorityDown = "authority_down",
        /// The visitors' recursive resolvers answer nobody, or their processes are gone.
        ResolverDown = "resolver_down",
        /// The A record is taken out of the zone.
        RecordRemoved = "record_removed",
        /// The A record is changed to an address at which nobody answers.
        RecordWrong = "record_wrong",
        /// The site moves to a new address: the A record is changed, and after a while nobody answers at the old one.
        RecordMoved = "record_moved",
        /// Packets are lost on the way between the visitors and the machine.
        PacketLoss = "packet_loss",
        /// The machine's network cable is pulled out and, after a while, put back.
        NetworkUnplugged = "network_unplugged",
        /// Somebody changes a setting of the running site, in the way in which that is really done.
        Configure = "configure",
        /// Somebody ends what an action began: the plug is put back, a program started, a record mended.
        Repair = "repair",
    }
}

impl ActionName {
    /// Whether it can leave something behind that lasts until it is over or somebody ends it.
    pub const fn lasts(self) -> bool {
        !matches!(
            self,
            Self::Reboot | Self::MysqlRestart | Self::Configure | Self::Repair | Self::RecordMoved
        )
    }

    /// The sort of this action.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::PowerLoss
            | Self::NginxKill
            | Self::KernelPanic
            | Self::NginxHang
            | Self::GunicornKill
            | Self::GunicornHang
            | Self::MysqlKill
            | Self::MysqlHang
            | Self::CpuSteal
            | Self::MemoryLeak
            | Self::DiskFull
            | Self::DiskSlow
            | Self::CertificateExpired
            | Self::SlowPage
            | Self::SlowQuery
            | Self::AuthorityDown
            | Self::ResolverDown
            | Self::RecordRemoved
            | Self::RecordWrong
            | Self::PacketLoss
            | Self::NetworkUnplugged => ActionKind::Fault,
            Self::Reboot
            | Self::NginxRestart
            | Self::NginxReload
            | Self::NginxStop
            | Self::MaintenancePage
            | Self::GunicornRestart
            | Self::GunicornReload
            | Self::GunicornStop
            | Self::MysqlRestart
            | Self::MysqlStop
            | Self::MysqlBackup
            | Self::MysqlSchemaChange
            | Self::RecordMoved
            | Self::Configure
            | Self::Repair => ActionKind::Maintenance,
            Self::Spike | Self::Ramp | Self::LaunchDay | Self::SlowClients => ActionKind::Load,
        }
    }
}
