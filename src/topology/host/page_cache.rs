//! The page cache: which files the kernel has in memory. It is what the processes leave of it: where they grow, the files used
//! least recently go.

use serde::{Deserialize, Serialize};

use crate::units::{Bytes, SimTime};

/// What one disk operation reads ahead (`read_ahead_kb`, Linux's default).
const READ_AHEAD: Bytes = Bytes::from_kib(128);

/// A file that has been asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct File {
    /// From when on it is in memory; "never" if it is only on the disk.
    ready: SimTime,
    /// When it was asked for last.
    used: SimTime,
    /// What it takes there; nothing as long as it is only on the disk.
    held: Bytes,
}

/// The files in memory.
// Simplified: a file is in memory as a whole or not at all, and MySQL's files, which it caches itself, take no room here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PageCache {
    /// By the route's place; what is beyond the end is as `others` says.
    files: Vec<File>,
    others: SimTime,
    /// What all files take.
    held: Bytes,
}

impl PageCache {
    /// Of a machine that has been running for long: every file has been read.
    pub(super) fn warm() -> Self {
        Self { files: Vec::new(), others: SimTime::ZERO, held: Bytes::ZERO }
    }

    /// Of a machine that has just been booted.
    pub(super) fn clear(&mut self) {
        *self = Self { others: SimTime::MAX, ..Self::warm() };
    }

    /// From when on the file, which is asked for now, is in memory, if there is `room` for so much.
    pub(super) fn ready(&mut self, file: u16, size: Bytes, now: SimTime, room: Bytes) -> SimTime {
        let ready = self.file(file).ready;
        if ready != SimTime::MAX {
            self.put(file, size, ready, now);
            self.make_do_with(room);
        }
        self.file(file).ready
    }

    /// The file is being read and will be in memory.
    pub(super) fn put(&mut self, file: u16, size: Bytes, ready: SimTime, now: SimTime) {
        let entry = self.file(file);
        let before = std::mem::replace(entry, File { ready, used: now, held: size }).held;
        self.held = self.held - before + size;
    }

    /// There is room for so much: what was used least recently goes.
    pub(super) fn make_do_with(&mut self, room: Bytes) {
        while self.held > room {
            let kept = self.files.iter_mut().filter(|file| file.held > Bytes::ZERO);
            let Some(oldest) = kept.min_by_key(|file| file.used) else { return };
            self.held = self.held - oldest.held;
            (oldest.ready, oldest.held) = (SimTime::MAX, Bytes::ZERO);
        }
    }

    fn file(&mut self, file: u16) -> &mut File {
        let place = usize::from(file);
        if self.files.len() <= place {
            let unasked = File { ready: self.others, used: SimTime::ZERO, held: Bytes::ZERO };
            self.files.resize(place + 1, unasked);
        }
        &mut self.files[place]
    }

    /// Disk operations that reading a file takes.
    pub(super) fn operations(size: Bytes) -> u64 {
        size.get().div_ceil(READ_AHEAD.get()).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Bytes = Bytes::from_mib(3);

    /// Asks for a file at a second, and reads it if it has to; whether it had to.
    fn reads(cache: &mut PageCache, file: u16, second: u64, room: u32) -> bool {
        let (now, room) = (SimTime::from_secs(second), Bytes::from_mib(u64::from(room)));
        let must = cache.ready(file, SIZE, now, room) == SimTime::MAX;
        if must {
            cache.put(file, SIZE, now, now);
            cache.make_do_with(room);
        }
        must
    }

    #[test]
    fn after_a_boot_each_file_is_read_once_where_there_is_room_for_all() {
        let mut cache = PageCache::warm();
        assert!(!reads(&mut cache, 0, 1, 100), "a machine that has been up for long has them all");
        cache.clear();
        let read: Vec<bool> =
            (0..4).map(|turn| reads(&mut cache, turn % 2, 2 + u64::from(turn), 100)).collect();
        assert_eq!(read, [true, true, false, false]);
    }

    #[test]
    fn where_the_processes_leave_room_for_one_file_the_other_has_to_be_read_again() {
        let mut cache = PageCache::warm();
        let read: Vec<bool> = (0..6).map(|turn| reads(&mut cache, turn % 2, u64::from(turn), 5)).collect();
        assert_eq!(read, [false, false, true, true, true, true]);
        assert!(!reads(&mut cache, 1, 9, 5), "the one used last has stayed");
    }
}
