//! Where events wait that are not due soon: unsorted, in slots by the digits of their time.
//!
//! A hierarchical timing wheel (Varghese and Lauck, 1987). Times are read as numbers of eleven digits of six bits. A slot
//! of the lowest level is one nanosecond wide, of the next 64, and so on; an event lies at the level of the first digit in
//! which its time differs from the present beginning of the wheel. So it is put in with one look at its time, and until it
//! is due it goes down a level only where many others are due with it.

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
    /// What is being taken out of a slot, kept for its room.
    hand: Vec<Node<Turn>>,
}

impl Wheel {
    /// An empty one.
    pub(super) const fn new() -> Self {
        Self { begin: 0, slots: Vec::new(), taken: [0; LEVELS], hand: Vec::new() }
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

    /// Takes out those of the earliest slot that has no more than `few`, which `keep` holds for, and says until when none
    /// of the others is due; nothing from an empty wheel.
    pub(super) fn take(
        &mut self,
        few: usize,
        into: &mut Vec<Node<Turn>>,
        mut keep: impl FnMut(&Node<Turn>) -> bool,
    ) -> Option<SimTime> {
        loop {
            let (level, slot, start) = self.first_slot()?;
            let place = level * SLOTS + slot;
            std::mem::swap(&mut self.hand, &mut self.slots[place]);
            self.taken[level] &= !(1 << slot);
            self.hand.retain(&mut keep);
            // The slot in which the wheel begins may have finer ones before its end.
            let is_all = self.taken[..level].iter().all(|slots| *slots == 0);
            if level == 0 || (is_all && self.hand.len() <= few) {
                let last = start | low_bits(level);
                self.begin = last.saturating_add(1);
                into.append(&mut self.hand);
                return Some(SimTime::from_nanos(last));
            }
            self.begin = self.begin.max(start);
            let mut hand = std::mem::take(&mut self.hand);
            for node in hand.drain(..) {
                self.put(node);
            }
            self.hand = hand;
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
    pub(super) fn empty_into(&mut self, into: &mut Vec<Node<Turn>>) {
        for slot in &mut self.slots {
            into.append(slot);
        }
        self.taken = [0; LEVELS];
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
}
