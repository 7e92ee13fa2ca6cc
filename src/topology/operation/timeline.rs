//! The timeline, cut into the steps in which it is applied.

use serde::{Deserialize, Serialize};

use super::settings::{Action, Deed};
use crate::units::SimTime;

/// The beginning or the end of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: SimTime,
    /// The action's place in the timeline.
    pub action: u16,
    /// Which of the two.
    pub kind: StepKind,
}

/// Whether an action begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StepKind {
    /// What an earlier action began is over.
    End,
    /// It is done.
    Begin,
}

/// Whether a deed found something to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It did.
    Done,
    /// What it was meant for was not running.
    None,
}

/// All steps of a timeline by time and, at one instant, in the order of the file.
pub fn steps(timeline: &[Action]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (place, action) in timeline.iter().enumerate() {
        let number = u16::try_from(place).expect("the reader limits a timeline's length");
        steps.push(Step { at: action.at, action: number, kind: StepKind::Begin });
        if let Some(lasting) = action.deed.lasting() {
            steps.push(Step { at: action.at + lasting, action: number, kind: StepKind::End });
        }
    }
    steps.sort_by_key(|step| (step.at, step.action, step.kind));
    steps
}

impl Deed {
    /// For how long it lasts, if it was given an end.
    pub fn lasting(self) -> Option<crate::units::SimDuration> {
        match self {
            Self::PowerLoss { outage }
            | Self::KernelPanic { outage }
            | Self::NginxStop { outage, .. }
            | Self::NginxKill { outage, .. }
            | Self::GunicornStop { outage }
            | Self::GunicornKill { outage, .. }
            | Self::MysqlStop { outage }
            | Self::MysqlKill { outage } => outage,
            Self::GunicornRestart { repaired, .. } | Self::GunicornReload { repaired, .. } => repaired,
            Self::NginxHang { lasting, .. }
            | Self::GunicornHang { lasting, .. }
            | Self::MysqlHang { lasting }
            | Self::MysqlBackup { lasting }
            | Self::MysqlSchemaChange { lasting, .. }
            | Self::CpuSteal { lasting, .. }
            | Self::MemoryLeak { lasting, .. }
            | Self::DiskFull { lasting }
            | Self::DiskSlow { lasting, .. }
            | Self::CertificateExpired { lasting }
            | Self::Spike { lasting, .. }
            | Self::Ramp { lasting, .. }
            | Self::LaunchDay { lasting, .. }
            | Self::SlowClients { lasting, .. }
            | Self::SlowPage { lasting, .. }
            | Self::SlowQuery { lasting, .. }
            | Self::AuthorityDown { lasting }
            | Self::ResolverDown { lasting, .. }
            | Self::RecordRemoved { lasting }
            | Self::RecordWrong { lasting, .. }
            | Self::RecordMoved { lasting, .. }
            | Self::PacketLoss { lasting, .. }
            | Self::NetworkUnplugged { lasting }
            | Self::MaintenancePage { lasting, .. } => lasting,
            Self::NginxRestart { repaired_after, .. } | Self::NginxReload { repaired_after, .. } => {
                repaired_after
            }
            Self::Reboot | Self::MysqlRestart | Self::Configure { .. } | Self::Repair { .. } => None,
        }
    }
}
