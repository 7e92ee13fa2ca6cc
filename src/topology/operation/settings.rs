//! What happens to the site and when: the typed timeline.

use serde::{Deserialize, Serialize};

use crate::units::{SimDuration, SimTime};
use crate::vocabulary::ActionName;

/// How nginx is stopped before it is started again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopSignal {
    /// QUIT: the listener is closed, requests at work are finished (systemd's way on Debian).
    #[default]
    Quit,
    /// TERM: everything is cut at once.
    Term,
}

/// Something done to the site, with its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deed {
    /// The plug is pulled, and put back after `outage`; without it, it stays out.
    PowerLoss {
        /// From pulling the plug to putting it back.
        outage: Option<SimDuration>,
    },
    /// nginx is stopped by `signal` and started.
    NginxRestart {
        /// How it is stopped.
        signal: StopSignal,
    },
    /// nginx is told to reload.
    NginxReload,
    /// gunicorn is stopped by TERM and started: a deploy.
    GunicornRestart,
    /// gunicorn is told to reload by HUP: a deploy.
    GunicornReload,
    /// MySQL is shut down cleanly and started.
    MysqlRestart,
    /// mysqld is killed and started after `outage`; without it, it stays dead.
    MysqlKill {
        /// From the kill to the start.
        outage: Option<SimDuration>,
    },
    /// A backup under a global read lock: writes wait, and the disk is read.
    MysqlBackup {
        /// For how long writes wait; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// `ALTER TABLE`: every query on the table waits.
    MysqlSchemaChange {
        /// The table's place in the application's list.
        table: u16,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
    /// The rate of visits is multiplied by `factor` for `lasting`.
    Spike {
        /// What the rate is multiplied by.
        factor: f64,
        /// For how long; without it, to the end.
        lasting: Option<SimDuration>,
    },
}

/// A deed and its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// When.
    pub at: SimTime,
    /// What the author calls it, for windows and reports.
    pub name: Option<String>,
    /// What.
    pub deed: Deed,
    /// What the author wrote beside it.
    pub note: Option<String>,
}

impl Deed {
    /// What this deed is called.
    pub const fn name(self) -> ActionName {
        match self {
            Self::PowerLoss { .. } => ActionName::PowerLoss,
            Self::NginxRestart { .. } => ActionName::NginxRestart,
            Self::NginxReload => ActionName::NginxReload,
            Self::GunicornRestart => ActionName::GunicornRestart,
            Self::GunicornReload => ActionName::GunicornReload,
            Self::MysqlRestart => ActionName::MysqlRestart,
            Self::MysqlKill { .. } => ActionName::MysqlKill,
            Self::MysqlBackup { .. } => ActionName::MysqlBackup,
            Self::MysqlSchemaChange { .. } => ActionName::MysqlSchemaChange,
            Self::Spike { .. } => ActionName::Spike,
        }
    }
}
