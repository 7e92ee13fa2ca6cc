//! Where events wait that are not due soon: unsorted, in slots by the digits of their time.
//!
//! A hierarchical timing wheel (Varghese and Lauck, 1987). Times are read as numbers of eleven digits of six bits. A slot
//! of the lowest level is one nanosecond wide, of the next 64, and so on; an event lies at the level of the first digit in
//! which its time differs from the present beginning of the wheel. So it is put in with one look at its time, and until it
//! is due it goes down a level only where many others lie with it, or where the wheel has come into its slot.

use serde::{Deserialize, Serialize};

use super::sift::Node;
use super::turn::Turn;
use crate::units::SimTime;

/// Bits of a digit.
const DIGIT: u32 = 6;
/// Slots of a level: as many as a digit has values.
const SLOTS: usize = 1 << DIGIT;
/// Digits of a time.
const LEVELS: usize = 11;

/// Nodes from a beginning on, the nearest ones to be had slot by slot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Wheel {
    /// No node is due before it \[ns\].
    begin: u64,
    /// By level, then by slot. Empty until a first node is put in.
    slots: Vec<Vec<Node<Turn>>>,
    /// By level: which of its slots hold something, a bit for each.
    taken: [u64; LEVELS],
}

impl Wheel {
    /// An empty one.
    pub(super) const fn new() -> Self {
        Self { begin: 0, slots: Vec::new(), taken: [0; LEVELS] }
    }

    /// Whether nothing is in it.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.taken == [0; LEVELS]
    }

    /// Sets the beginning of a wheel that is empty.
    pub(super) fn begin_at(&mut self, begin: SimTime) {
        assert!(self.is_empty(), "what lies in the wheel lies there by its beginning");
        self.begin = begin.as_nanos();
    }

    /// Puts a node in, which must not be due before the beginning.
    #[inline]
    pub(super) fn put(&mut self, node: Node<Turn>) {
        let time = node.order.time.as_nanos();
        assert!(self.begin <= time, "nothing is due before the wheel begins");
        let differs = self.begin ^ time;
        let level = differs.checked_ilog2().unwrap_or(0) / DIGIT;
        let slot = time >> (level * DIGIT) & (SLOTS as u64 - 1);
        if self.slots.is_empty() {
            self.slots.resize_with(LEVELS * SLOTS, Vec::new);
        }
        self.taken[level as usize] |= 1 << slot;
        self.slots[level as usize * SLOTS + slot as usize].push(node);
    }

    /// Takes out the earliest slot, split until it holds no more than `few` or is one nanosecond wide; what `keep` does not
    /// hold for is dropped on the way. Says the slot's last instant: all that remain are due later. Nothing from an
    /// empty wheel.
    pub(super) fn take(
        &mut self,
        few: usize,
        into: &mut Vec<Node<Turn>>,
        mut keep: impl FnMut(&Node<Turn>) -> bool,
    ) -> Option<SimTime> {
        loop {
            let (level, slot, start) = self.first_slot()?;
            let place = level * SLOTS + slot;
            let mut hand = std::mem::take(&mut self.slots[place]);
            self.taken[level] &= !(1 << slot);
            hand.retain(&mut keep);
            // The slot in which the wheel begins may have finer ones before its end.
            let is_all = self.taken[..level].iter().all(|slots| *slots == 0);
            if level == 0 || (is_all && hand.len() <= few) {
                let last = start | low_bits(level);
                self.begin = last.saturating_add(1);
                into.append(&mut hand);
                if hand.capacity() <= 2 * few {
                    self.slots[place] = hand; // For the next time. A larger one would be kept for a crowd that is gone.
                }
                return Some(SimTime::from_nanos(last));
            }
            self.begin = self.begin.max(start);
            for node in hand {
                self.put(node);
            }
        }
    }

    /// Lets go what `keep` does not hold for.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&Node<Turn>) -> bool) {
        for (place, slot) in self.slots.iter_mut().enumerate().filter(|(_, slot)| !slot.is_empty()) {
            slot.retain(&mut keep);
            if slot.is_empty() {
                self.taken[place / SLOTS] &= !(1 << (place % SLOTS));
            }
        }
    }

    /// Takes everything out.
    pub(super) fn empty(&mut self) -> Vec<Node<Turn>> {
        self.taken = [0; LEVELS];
        self.slots.iter_mut().flat_map(std::mem::take).collect()
    }

    /// The slot that starts first, with its start \[ns\]. Of two that start together it is the wider one, since something
    /// in it may be due before all of the other.
    #[inline]
    fn first_slot(&self) -> Option<(usize, usize, u64)> {
        let levels = (0..LEVELS).rev().filter(|level| self.taken[*level] != 0);
        let slots = levels.map(|level| {
            let slot = self.taken[level].trailing_zeros();
            let above = self.begin & !(low_bits(level + 1));
            (level, slot as usize, above | u64::from(slot) << (level as u32 * DIGIT))
        });
        slots.min_by_key(|(_, _, start)| *start)
    }
}

/// The bits below the digit of `level`, all set.
const fn low_bits(level: usize) -> u64 {
    match 1_u64.checked_shl(level as u32 * DIGIT) {
        Some(bit) => bit - 1,
        None => u64::MAX,
    }
}

#[cfg(test)]
impl Wheel {
    /// How many nodes are in it.
    pub(super) fn nodes(&self) -> usize {
        self.slots.iter().map(Vec::len).sum()
    }

    /// For how many there is room.
    pub(super) fn room(&self) -> usize {
        self.slots.iter().map(Vec::capacity).sum()
    }

    /// Everything lies where it would be found, after `last`.
    pub(super) fn check(&self, last: SimTime) {
        for (place, nodes) in self.slots.iter().enumerate() {
            let (level, slot) = (place / SLOTS, place % SLOTS);
            assert_eq!(nodes.is_empty(), self.taken[level] & 1 << slot == 0, "it is known what is taken");
            for node in nodes {
                let time = node.order.time.as_nanos();
                assert!(node.order.time > last && time >= self.begin, "it is due later");
                assert_eq!(
                    time >> (DIGIT * level as u32) & 63,
                    slot as u64,
                    "it is in the slot of its digit"
                );
                assert_eq!(
                    (self.begin ^ time) & !low_bits(level + 1),
                    0,
                    "the digits above are the beginning's"
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wheel(times: &[u64]) -> Wheel {
        let mut wheel = Wheel::new();
        for time in times {
            put(&mut wheel, *time);
        }
        wheel
    }

    fn put(wheel: &mut Wheel, time: u64) {
        wheel.put(Node { order: Turn { time: SimTime::from_nanos(time), sequence: time }, row: 0 });
    }

    /// The times of what is taken, and until when.
    fn take(wheel: &mut Wheel) -> Option<(Vec<u64>, u64)> {
        let mut taken = Vec::new();
        let last = wheel.take(2, &mut taken, |_| true)?;
        let mut times: Vec<u64> = taken.iter().map(|node| node.order.time.as_nanos()).collect();
        times.sort_unstable();
        Some((times, last.as_nanos()))
    }

    #[test]
    fn a_slot_in_which_finer_ones_were_filled_is_split() {
        let mut wheel = wheel(&[10, 63, 100]);
        assert_eq!(take(&mut wheel), Some((vec![10], 10)));
        assert_eq!(take(&mut wheel), Some((vec![63], 63)));
        put(&mut wheel, 69);
        assert_eq!(take(&mut wheel), Some((vec![69], 69)));
        assert_eq!(take(&mut wheel), Some((vec![100], 100)));
        assert_eq!(take(&mut wheel), None);
    }

    #[test]
    fn of_two_slots_that_start_together_the_wider_one_is_split_first() {
        let mut wheel = wheel(&[4_095, 4_097]);
        assert_eq!(take(&mut wheel), Some((vec![4_095], 4_095)));
        put(&mut wheel, 4_099);
        assert_eq!(take(&mut wheel), Some((vec![4_097], 4_097)));
        assert_eq!(take(&mut wheel), Some((vec![4_099], 4_099)));
    }

    #[test]
    fn a_crowded_slot_is_split_and_one_instant_stays_whole() {
        let mut wheel = wheel(&[5_000, 5_000, 5_000, 5_001, 9_000]);
        assert_eq!(take(&mut wheel), Some((vec![5_000; 3], 5_000)));
        assert_eq!(take(&mut wheel), Some((vec![5_001], 5_001)));
        assert_eq!(take(&mut wheel), Some((vec![9_000], 12_287)));
    }

    #[test]
    fn the_ends_of_time_are_instants_like_any_other() {
        let mut wheel = wheel(&[0, u64::MAX - 1, u64::MAX]);
        assert_eq!(take(&mut wheel), Some((vec![0], 0)));
        assert_eq!(take(&mut wheel), Some((vec![u64::MAX - 1, u64::MAX], u64::MAX)));
        assert!(wheel.is_empty());
    }

    #[test]
    fn a_slot_of_which_nothing_is_kept_is_passed_over() {
        let mut wheel = wheel(&[70, 71, 200]);
        wheel.retain(|node| node.order.time.as_nanos() > 70);
        assert_eq!(wheel.nodes(), 2);
        let mut taken = Vec::new();
        let last = wheel.take(2, &mut taken, |node| node.order.time.as_nanos() > 100);
        assert_eq!((taken.len(), last), (0, Some(SimTime::from_nanos(127))));
        assert_eq!(take(&mut wheel), Some((vec![200], 255)));
    }
}
