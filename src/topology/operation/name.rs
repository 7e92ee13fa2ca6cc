//! What each deed is called.

use super::settings::Deed;
use crate::vocabulary::ActionName;

impl Deed {
    /// What this deed is called.
    pub const fn name(self) -> ActionName {
        match self {
            Self::PowerLoss { .. } => ActionName::PowerLoss,
            Self::KernelPanic { .. } => ActionName::KernelPanic,
            Self::Reboot => ActionName::Reboot,
            Self::NginxRestart { .. } => ActionName::NginxRestart,
            Self::NginxReload { .. } => ActionName::NginxReload,
            Self::NginxStop { .. } => ActionName::NginxStop,
            Self::NginxKill { .. } => ActionName::NginxKill,
            Self::MaintenancePage { .. } => ActionName::MaintenancePage,
            Self::NginxHang { .. } => ActionName::NginxHang,
            Self::GunicornRestart { .. } => ActionName::GunicornRestart,
            Self::GunicornReload { .. } => ActionName::GunicornReload,
            Self::GunicornStop { .. } => ActionName::GunicornStop,
            Self::GunicornKill { .. } => ActionName::GunicornKill,
            Self::GunicornHang { .. } => ActionName::GunicornHang,
            Self::MysqlRestart => ActionName::MysqlRestart,
            Self::MysqlStop { .. } => ActionName::MysqlStop,
            Self::MysqlKill { .. } => ActionName::MysqlKill,
            Self::MysqlHang { .. } => ActionName::MysqlHang,
            Self::MysqlBackup { .. } => ActionName::MysqlBackup,
            Self::MysqlSchemaChange { .. } => ActionName::MysqlSchemaChange,
            Self::CpuSteal { .. } => ActionName::CpuSteal,
            Self::MemoryLeak { .. } => ActionName::MemoryLeak,
            Self::DiskFull { .. } => ActionName::DiskFull,
            Self::DiskSlow { .. } => ActionName::DiskSlow,
            Self::CertificateExpired { .. } => ActionName::CertificateExpired,
            Self::Spike { .. } => ActionName::Spike,
            Self::Ramp { .. } => ActionName::Ramp,
            Self::LaunchDay { .. } => ActionName::LaunchDay,
            Self::SlowClients { .. } => ActionName::SlowClients,
            Self::SlowPage { .. } => ActionName::SlowPage,
            Self::SlowQuery { .. } => ActionName::SlowQuery,
            Self::AuthorityDown { .. } => ActionName::AuthorityDown,
            Self::ResolverDown { .. } => ActionName::ResolverDown,
            Self::RecordRemoved { .. } => ActionName::RecordRemoved,
            Self::RecordWrong { .. } => ActionName::RecordWrong,
            Self::RecordMoved { .. } => ActionName::RecordMoved,
            Self::PacketLoss { .. } => ActionName::PacketLoss,
            Self::NetworkUnplugged { .. } => ActionName::NetworkUnplugged,
            Self::Configure { .. } => ActionName::Configure,
            Self::Repair { .. } => ActionName::Repair,
        }
    }
}
