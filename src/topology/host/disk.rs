//! The disk: one operation after another, so many bytes a second, and so much room.

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::engine::Level;
use crate::units::{Bytes, SimDuration, SimTime};

/// A disk that serves what it is asked for in that order, each operation in the same time or, if its bytes take longer,
/// in theirs.
// Simplified: an SSD serves several operations side by side; the rate is right, a single operation is slower here. What
// was asked for before the disk became slow, or fast again, keeps its time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Disk {
    operation_time: SimDuration,
    bytes_per_second: u64,
    /// When everything asked for so far will be done.
    free_at: SimTime,
    /// Busy time of all that was asked for so far \[ns\].
    asked: u128,
    /// Whether it has power, over time.
    there: Level,
    /// How many times as long everything takes, by each action that slows it.
    slowed: Vec<(u16, u32)>,
    size: Bytes,
    /// What lay on it at the beginning.
    found: Bytes,
    /// What programs have written to their logs since.
    logs: Bytes,
    /// What MySQL's files have grown by since.
    data: Bytes,
    /// The action that has filled it up.
    filled_by: Option<u16>,
}

/// A block of ext4.
const BLOCK: Bytes = Bytes::from_kib(4);

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    /// A log.
    Log,
    /// MySQL: data files and the binary log.
    Mysql,
}

/// A write found no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSpaceLeft;

impl Disk {
    pub(super) fn new(settings: &Settings) -> Self {
        let mut there = Level::default();
        there.set(SimTime::ZERO, 1);
        Self {
            operation_time: SimDuration::from_secs(1) / u64::from(settings.disk_operations_per_second.max(1)),
            bytes_per_second: settings.disk_bytes_per_second.get().max(1),
            free_at: SimTime::ZERO,
            asked: 0,
            there,
            slowed: Vec::new(),
            size: settings.disk_size,
            found: settings.disk_used.min(settings.disk_size),
            logs: Bytes::ZERO,
            data: Bytes::ZERO,
            filled_by: None,
        }
    }

    /// When `operations` more, of `amount` in all, will be done.
    pub(super) fn serve(&mut self, now: SimTime, operations: u64, amount: Bytes) -> SimTime {
        let transfer = u128::from(amount.get()) * 1_000_000_000 / u128::from(self.bytes_per_second);
        let transfer = SimDuration::from_nanos(u64::try_from(transfer).unwrap_or(u64::MAX));
        let span = (self.operation_time * operations).max(transfer) * self.slowness();
        self.free_at = self.free_at.max(now) + span;
        self.asked += u128::from(span.as_nanos());
        self.free_at
    }

    /// Without power: what has not been served is dropped.
    pub(super) fn switch_off(&mut self, now: SimTime) {
        self.asked = self.busy(now);
        self.free_at = self.free_at.min(now);
        self.there.set(now, 0);
    }

    pub(super) fn switch_on(&mut self, now: SimTime) {
        self.there.set(now, 1);
    }

    /// Busy time so far \[ns\].
    pub(super) fn busy(&self, now: SimTime) -> u128 {
        self.asked - u128::from(self.free_at.since(now).as_nanos())
    }

    /// Time with power so far \[ns\].
    pub(super) fn capacity(&self, now: SimTime) -> u128 {
        self.there.integral(now)
    }

    /// From now on everything takes `factor` times as long, beside what slows it already.
    pub(super) fn slow_down(&mut self, action: u16, factor: u32) {
        self.slowed.push((action, factor));
    }

    /// What this action did is over.
    pub(super) fn speed_up(&mut self, action: u16) {
        self.slowed.retain(|(by, _)| *by != action);
    }

    /// Operations under way and waiting, a large one counted as so many usual ones.
    pub(super) fn queue(&self, now: SimTime) -> u32 {
        let left = self.free_at.since(now).as_nanos();
        let each = self.operation_time * self.slowness();
        u32::try_from(left.div_ceil(each.as_nanos().max(1))).unwrap_or(u32::MAX)
    }

    /// Whether not even one block of a file system is left.
    pub(super) fn has_no_block_left(&self) -> bool {
        self.size - self.used() < BLOCK
    }

    /// How many times as long as usual everything takes.
    pub(super) fn slowness(&self) -> u64 {
        self.slowed.iter().fold(1, |product: u64, (_, factor)| product.saturating_mul(u64::from(*factor)))
    }

    /// Takes all the room there is; says whether there was any.
    pub(super) fn fill(&mut self, action: u16) -> bool {
        let had_room = self.filled_by.is_none() && self.used() < self.size;
        if had_room {
            self.filled_by = Some(action);
        }
        had_room
    }

    /// What this action filled it with is deleted; says whether there was anything.
    pub(super) fn empty(&mut self, action: u16) -> bool {
        let filled = self.filled_by == Some(action);
        if filled {
            self.filled_by = None;
        }
        filled
    }

    /// The action that makes trouble: the one that has filled it, or the latest that slows it.
    pub(super) fn held_by(&self) -> Option<u16> {
        self.filled_by.or(self.slowed.last().map(|(action, _)| *action))
    }

    /// A file grows, if there is room.
    pub(super) fn write(&mut self, writer: Writer, amount: Bytes) -> Result<(), NoSpaceLeft> {
        if amount > self.size - self.used() {
            return Err(NoSpaceLeft);
        }
        match writer {
            Writer::Log => self.logs += amount,
            Writer::Mysql => self.data += amount,
        }
        Ok(())
    }

    /// What is taken of it.
    pub(super) fn used(&self) -> Bytes {
        if self.filled_by.is_some() { self.size } else { self.found + self.logs + self.data }
    }

    pub(super) fn size(&self) -> Bytes {
        self.size
    }

    /// Both sides of its room: all there is, and what has been written with what is left.
    pub(super) fn books(&self) -> (u128, u128) {
        let written =
            [self.found, self.logs, self.data].iter().map(|part| u128::from(part.get())).sum::<u128>();
        let others = self.used() - Bytes::new(u64::try_from(written).unwrap_or(u64::MAX));
        let free = self.size - self.used();
        (u128::from(self.size.get()), written + u128::from(others.get()) + u128::from(free.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk() -> Disk {
        Disk::new(&Settings {
            disk_operations_per_second: 1_000,
            disk_bytes_per_second: Bytes::from_mib(1),
            disk_size: Bytes::from_kib(10),
            disk_used: Bytes::from_kib(4),
            ..Settings::default()
        })
    }

    #[test]
    fn whichever_takes_longer_operations_or_bytes_is_what_it_takes() {
        let mut disk = disk();
        let at = |millis: u64| SimTime::from_nanos(millis * 1_000_000);
        assert_eq!(disk.serve(SimTime::ZERO, 10, Bytes::from_kib(1)), at(10), "10 operations of 1 ms");
        assert_eq!(disk.serve(SimTime::ZERO, 1, Bytes::from_mib(1)), at(1_010), "1 MiB at 1 MiB a second");
        assert_eq!(disk.busy(at(2_010)), 1_010_000_000);
        disk.slow_down(0, 3);
        disk.slow_down(1, 2);
        assert_eq!(disk.serve(at(2_000), 1, Bytes::ZERO), at(2_006));
        disk.speed_up(0);
        assert_eq!(disk.serve(at(3_000), 1, Bytes::ZERO), at(3_002));
    }

    #[test]
    fn without_power_it_is_no_capacity() {
        let mut disk = disk();
        disk.serve(SimTime::ZERO, 10_000, Bytes::ZERO);
        disk.switch_off(SimTime::from_secs(2));
        disk.switch_on(SimTime::from_secs(5));
        let now = SimTime::from_secs(6);
        assert_eq!((disk.busy(now), disk.capacity(now)), (2_000_000_000, 3_000_000_000));
    }

    #[test]
    fn what_does_not_fit_is_not_written() {
        let mut disk = disk();
        assert_eq!(disk.write(Writer::Log, Bytes::from_kib(6)), Ok(()));
        assert_eq!(disk.write(Writer::Mysql, Bytes::new(1)), Err(NoSpaceLeft));
        assert!(!disk.fill(0), "it is full already");
    }

    #[test]
    fn what_filled_it_is_deleted_by_whoever_put_it_there() {
        let mut disk = disk();
        assert!(disk.fill(3) && !disk.fill(4));
        assert_eq!(disk.write(Writer::Log, Bytes::new(1)), Err(NoSpaceLeft));
        assert!(!disk.empty(4) && disk.empty(3));
        assert_eq!(disk.write(Writer::Log, Bytes::new(1)), Ok(()));
        let (all, told) = disk.books();
        assert_eq!(all, told);
    }
}
