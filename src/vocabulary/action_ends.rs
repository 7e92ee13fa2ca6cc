//! In which ways pages and requests can fail by each action: by itself, by the jam it leaves, or because the machine, gunicorn
//! or MySQL takes a while to be back.
//!
//! Whatever keeps requests longer where they are served can fill every queue and pool behind it, and what a crowd does in
//! the end is the same: that is a jam, and its ways to fail belong to every action that can bring one about.

use super::{ActionName, FailureKind, Word};

/// A page is waited for in vain, wherever it stands.
const LONG: &[FailureKind] = &[FailureKind::GaveUpWaiting, FailureKind::ClientTimedOut];

/// No connection comes about.
const SILENT: &[FailureKind] =
    &[FailureKind::ConnectTimedOut, FailureKind::GaveUpConnecting, FailureKind::ClientTimedOut];

/// nginx has no slot for a visitor, or none for gunicorn, or as many requests as it may; or it does not accept for a while.
const CROWDED: &[FailureKind] = &[
    FailureKind::EmptyReply,
    FailureKind::ConnectionReset,
    FailureKind::NoUpstreamSlot,
    FailureKind::ConnectionLimited,
    FailureKind::GaveUpConnecting,
];

/// More come than are let in.
const MANY: &[FailureKind] = &[FailureKind::RateLimited];

/// gunicorn's workers and queue are full, or what they wait for is.
const JAMMED: &[FailureKind] = &[
    FailureKind::UpstreamQueueFull,
    FailureKind::UpstreamConnectTimedOut,
    FailureKind::UpstreamReadTimedOut,
    FailureKind::UpstreamClosed,
    FailureKind::WorkerTimedOut,
    FailureKind::DatabaseFull,
    FailureKind::PoolExhausted,
    FailureKind::LockWaitTimedOut,
];

/// nginx is stopped, cut off or not there.
const NGINX_AWAY: &[FailureKind] = &[
    FailureKind::ConnectionRefused,
    FailureKind::ConnectionReset,
    FailureKind::EmptyReply,
    FailureKind::TruncatedAnswer,
];

/// gunicorn is stopped, cut off or not there.
const GUNICORN_AWAY: &[FailureKind] =
    &[FailureKind::UpstreamRefused, FailureKind::UpstreamReset, FailureKind::UpstreamClosed];

/// MySQL is stopped, cut off or not there.
const MYSQL_AWAY: &[FailureKind] = &[FailureKind::DatabaseUnreachable, FailureKind::DatabaseLost];

/// Resolvers say nothing, or that they could ask nobody.
const NAMELESS: &[FailureKind] =
    &[FailureKind::NoDnsAnswer, FailureKind::DnsServfail, FailureKind::GaveUpResolving];

/// Resolvers say that there is no such name, or no address.
const ABSENT: &[FailureKind] = &[FailureKind::NameNotFound, FailureKind::NoAddress];

impl ActionName {
    /// In which ways pages and requests can fail by it, in the vocabulary's order.
    pub fn can_end_in(self) -> impl Iterator<Item = FailureKind> {
        let groups = self.ends();
        FailureKind::ALL.iter().copied().filter(move |kind| groups.iter().any(|group| group.contains(kind)))
    }

    const fn ends(self) -> &'static [&'static [FailureKind]] {
        match self {
            Self::PowerLoss | Self::KernelPanic | Self::Reboot => {
                &[SILENT, LONG, NGINX_AWAY, GUNICORN_AWAY, MYSQL_AWAY, CROWDED, JAMMED]
            }
            Self::NetworkUnplugged | Self::PacketLoss => &[SILENT, LONG, CROWDED],
            Self::NginxRestart | Self::NginxReload | Self::NginxStop | Self::NginxKill => {
                &[NGINX_AWAY, LONG, CROWDED]
            }
            Self::NginxHang => &[SILENT, LONG, NGINX_AWAY, CROWDED],
            Self::MaintenancePage => &[&[FailureKind::MaintenancePage]],
            Self::CertificateExpired => &[&[FailureKind::CertificateExpired]],
            Self::GunicornRestart | Self::GunicornReload | Self::GunicornStop | Self::GunicornKill => {
                &[GUNICORN_AWAY, LONG, CROWDED, JAMMED]
            }
            Self::GunicornHang => &[LONG, GUNICORN_AWAY, CROWDED, JAMMED],
            Self::MysqlRestart | Self::MysqlStop | Self::MysqlKill => &[MYSQL_AWAY, LONG, CROWDED, JAMMED],
            Self::MysqlHang
            | Self::MysqlBackup
            | Self::MysqlSchemaChange
            | Self::SlowQuery
            | Self::CpuSteal
            | Self::DiskFull
            | Self::DiskSlow
            | Self::SlowPage => &[LONG, CROWDED, JAMMED],
            Self::MemoryLeak => &[LONG, NGINX_AWAY, GUNICORN_AWAY, MYSQL_AWAY, CROWDED, JAMMED],
            Self::Spike | Self::Ramp | Self::LaunchDay | Self::SlowClients | Self::Repair => {
                &[LONG, SILENT, CROWDED, JAMMED, MANY]
            }
            // More workers or a larger buffer pool may take more memory than there is.
            Self::Configure => &[LONG, SILENT, CROWDED, JAMMED, MANY, NGINX_AWAY, GUNICORN_AWAY, MYSQL_AWAY],
            Self::AuthorityDown | Self::ResolverDown => &[NAMELESS, LONG, SILENT],
            Self::RecordRemoved => &[ABSENT, LONG],
            Self::RecordWrong | Self::RecordMoved => &[SILENT, LONG],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::FailureText;
    use super::*;

    #[test]
    fn what_is_told_otherwise_of_an_action_can_come_of_it() {
        for action in ActionName::ALL {
            let ends: Vec<FailureKind> = action.can_end_in().collect();
            assert!(!ends.is_empty(), "{action} ends in nothing");
            for kind in FailureKind::ALL {
                let is_told_otherwise = FailureText::in_context(*kind, Some(*action), None) != kind.text();
                assert!(!is_told_otherwise || ends.contains(kind), "{kind} by {action}");
            }
        }
    }
}
