//! A set of slot numbers that knows its lowest member: bits, and above them bits that say where bits are.
//!
//! Level 0 has a bit for each number; a bit of level k + 1 says whether a word of level k has any. With 64 bits a word
//! insert, remove and lowest take O(log64 n): one step up to 64 slots, two up to 4,096.

use serde::{Deserialize, Serialize};

const WORD_BITS: u32 = u64::BITS;

/// A set of numbers below a size that can grow.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SlotSet {
    levels: Vec<Vec<u64>>,
}

impl SlotSet {
    /// Makes room for the numbers below `size`; never shrinks.
    pub(super) fn reserve(&mut self, size: u32) {
        let mut words = size.div_ceil(WORD_BITS);
        let mut level = 0;
        loop {
            if self.levels.len() == level {
                let below = level.checked_sub(1).map_or(0, |below| self.levels[below][0]);
                self.levels.push(vec![u64::from(below != 0)]);
            }
            let row = &mut self.levels[level];
            row.resize(row.len().max(words as usize), 0);
            if row.len() <= 1 {
                return;
            }
            words = (row.len() as u32).div_ceil(WORD_BITS);
            level += 1;
        }
    }

    /// Puts `number` in, which must be below the size.
    #[inline]
    pub(super) fn insert(&mut self, mut number: u32) {
        for row in &mut self.levels {
            row[(number / WORD_BITS) as usize] |= 1 << (number % WORD_BITS);
            number /= WORD_BITS;
        }
    }

    /// Takes `number` out.
    #[inline]
    pub(super) fn remove(&mut self, mut number: u32) {
        for row in &mut self.levels {
            let word = &mut row[(number / WORD_BITS) as usize];
            *word &= !(1 << (number % WORD_BITS));
            if *word != 0 {
                return;
            }
            number /= WORD_BITS;
        }
    }

    /// The lowest member.
    #[inline]
    pub(super) fn lowest(&self) -> Option<u32> {
        let mut number = 0;
        for row in self.levels.iter().rev() {
            let word = row[number as usize];
            if word == 0 {
                return None;
            }
            number = number * WORD_BITS + word.trailing_zeros();
        }
        (!self.levels.is_empty()).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_lowest_is_that_of_an_ordered_set(steps in prop::collection::vec((0..3_u8, 0..9_000_u32), 1..300)) {
            let (mut set, mut plain, mut size) = (SlotSet::default(), BTreeSet::new(), 0);
            for (what, number) in steps {
                if number >= size {
                    size = number + 1;
                    set.reserve(size);
                }
                match what {
                    0 => {
                        set.remove(number);
                        plain.remove(&number);
                    }
                    1 => {
                        set.insert(number);
                        plain.insert(number);
                    }
                    _ => {
                        if let Some(lowest) = plain.pop_first() {
                            set.remove(lowest);
                        }
                    }
                }
                prop_assert_eq!(set.lowest(), plain.first().copied());
            }
        }
    }
}
