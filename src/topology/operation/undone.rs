//! How long a fault lasts until somebody undoes it.

use super::settings::Deed;
use crate::units::SimDuration;

impl Deed {
    /// How long this fault lasts before somebody undoes it; nothing if nobody does, or if it is no fault.
    pub const fn undone_after(self) -> Option<SimDuration> {
        match self {
            Self::PowerLoss { outage }
            | Self::NginxKill { outage, .. }
            | Self::GunicornKill { outage, .. }
            | Self::MysqlKill { outage } => outage,
            Self::CertificateExpired { lasting }
            | Self::DiskFull { lasting }
            | Self::DiskSlow { lasting, .. }
            | Self::AuthorityDown { lasting }
            | Self::ResolverDown { lasting, .. }
            | Self::RecordRemoved { lasting }
            | Self::RecordWrong { lasting, .. }
            | Self::PacketLoss { lasting, .. }
            | Self::NetworkUnplugged { lasting } => lasting,
            _ => None,
        }
    }
}
