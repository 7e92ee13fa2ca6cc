//! The page cache: which files the kernel has in memory.

use serde::{Deserialize, Serialize};

use crate::units::{Bytes, SimTime};

/// What one disk operation reads ahead (`read_ahead_kb`, Linux's default).
const READ_AHEAD: Bytes = Bytes::from_kib(128);

/// For each file, from when on it is in memory; "never" if it is only on the disk.
// Simplified: once read, a file stays in memory until the machine loses power: nothing presses it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PageCache {
    /// By the route's place; what is beyond the end is as `others` says.
    files: Vec<SimTime>,
    others: SimTime,
}

impl PageCache {
    /// Of a machine that has been running for long: every file has been read.
    pub(super) fn warm() -> Self {
        Self { files: Vec::new(), others: SimTime::ZERO }
    }

    /// Of a machine that has just been booted.
    pub(super) fn clear(&mut self) {
        self.files.clear();
        self.others = SimTime::MAX;
    }

    /// From when on the file is in memory.
    pub(super) fn ready(&self, file: u16) -> SimTime {
        self.files.get(usize::from(file)).copied().unwrap_or(self.others)
    }

    /// The file is being read and will be in memory.
    pub(super) fn put(&mut self, file: u16, ready: SimTime) {
        let place = usize::from(file);
        if self.files.len() <= place {
            self.files.resize(place + 1, self.others);
        }
        self.files[place] = ready;
    }

    /// Disk operations that reading a file takes.
    pub(super) fn operations(size: Bytes) -> u64 {
        size.get().div_ceil(READ_AHEAD.get()).max(1)
    }
}
