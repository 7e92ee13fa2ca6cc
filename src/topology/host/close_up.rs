//! The machine seen closely: its boot and its disk.

use super::Host;
use super::power::Power;
use crate::snapshot::{DiskCloseUp, Progress};
use crate::units::SimTime;

impl Host {
    /// How far its boot is, while it boots.
    pub fn starting(&self) -> Option<Progress> {
        matches!(self.power, Power::Booting { .. }).then_some(self.boot)
    }

    /// The disk.
    pub fn disk_close_up(&self, now: SimTime) -> DiskCloseUp {
        DiskCloseUp {
            queue: self.disk.queue(now),
            slowness: u32::try_from(self.disk.slowness()).unwrap_or(u32::MAX),
            is_full: self.disk.has_no_block_left(),
        }
    }
}
