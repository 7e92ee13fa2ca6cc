//! Named streams of chance: one for each purpose, so that a new purpose never reshuffles an old one.
//!
//! # How a name becomes a seed
//!
//! `scramble` is the output function of `SplitMix64`, FNV-1a the 64-bit hash over the name's UTF-8 bytes:
//!
//! ```text
//! scramble(x):  z = x + 0x9e3779b97f4a7c15              (all modulo 2^64)
//!               z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9
//!               z = (z ^ z >> 27) * 0x94d049bb133111eb
//!               z ^ z >> 31
//! seed       =  scramble(run seed) ^ scramble(FNV-1a(name))
//! state      =  the four words that SplitMix64 gives from that seed
//! ```
//!
//! The generator is xoshiro256++, whose algorithm is its name; its period is 2^256 - 1.
//!
//! # Traps
//!
//! Every draw takes one word of the stream, whatever it gives; only [`Stream::below`] may, very rarely, take more.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::Fingerprint;
use crate::units::Probability;

/// A stream of random draws that depends on its seed and its name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stream(Xoshiro256PlusPlus);

/// The distance between neighbouring numbers of [`Stream::unit`]: 2^-53.
const UNIT_STEP: f64 = 1.0 / (1_u64 << 53) as f64;

impl Stream {
    /// The stream `name` of the run with `seed`, at its beginning.
    pub fn named(seed: u64, name: &str) -> Self {
        let mixed = scramble(seed) ^ scramble(fnv1a(name));
        Self(Xoshiro256PlusPlus::seed_from_u64(mixed))
    }

    /// The next word, all 64 bits equally likely.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 up to but not 1, in steps of 2^-53.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * UNIT_STEP
    }

    /// A number above 0 up to 1, in steps of 2^-53; its logarithm is finite.
    #[inline]
    pub fn unit_open(&mut self) -> f64 {
        ((self.next_u64() >> 11) + 1) as f64 * UNIT_STEP
    }

    /// The number that [`Self::unit`] would give, and eight bits of the same word that have no part in it.
    #[inline]
    pub(super) fn unit_and_byte(&mut self) -> (f64, u8) {
        let word = self.next_u64();
        ((word >> 11) as f64 * UNIT_STEP, word as u8)
    }

    /// True with `probability`; never for zero, always for one, and one word of the stream in any case.
    #[inline]
    pub fn chance(&mut self, probability: Probability) -> bool {
        self.unit() < probability.get()
    }

    /// A whole number below `bound`, all equally likely; `bound` must not be zero.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        assert!(bound > 0, "there is no number below zero");
        // Lemire's method: the upper half of a product, after refusing the few lower halves that would favour some.
        let refused = bound.wrapping_neg() % bound;
        loop {
            let product = (self.next_u64() >> 32) * u64::from(bound);
            if product as u32 >= refused {
                return (product >> 32) as u32;
            }
        }
    }

    /// A digest of where the stream stands: of the four words it would give next.
    pub fn fingerprint(&self) -> u64 {
        let mut ahead = self.clone();
        let mut fingerprint = Fingerprint::new();
        for _ in 0..4 {
            fingerprint.mix(ahead.next_u64());
        }
        fingerprint.value()
    }
}

const fn scramble(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_name_give_the_known_words() {
        let mut stream = Stream::named(1, "arrivals");
        let words: Vec<u64> = (0..3).map(|_| stream.next_u64()).collect();
        let known = [0x4885_9a7b_82c8_965b, 0x9262_b636_ba10_c9cc, 0xe9f1_fcfb_3314_1c05];
        assert_eq!(words, known);
        assert_eq!(Stream::named(1, "arrivals").fingerprint(), 0x86a0_298d_719e_7b97);
        assert_eq!((fnv1a(""), fnv1a("foobar")), (0xcbf2_9ce4_8422_2325, 0x8594_4171_f739_67e8));
        assert_eq!(scramble(0), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn another_name_or_seed_is_another_stream() {
        let prints: std::collections::BTreeSet<u64> = [(1, "a"), (1, "b"), (2, "a"), (1, ""), (0, "")]
            .map(|(seed, name)| Stream::named(seed, name).fingerprint())
            .into();
        assert_eq!(prints.len(), 5);
    }

    #[test]
    fn a_number_and_a_byte_are_cut_from_one_word() {
        let mut stream = Stream::named(1, "arrivals");
        let mut copy = stream.clone();
        // Known from above: 0x4885_9a7b_82c8_965b.
        assert_eq!(stream.unit_and_byte(), (copy.unit(), 0x5b));
        assert_eq!(stream, copy);
    }

    #[test]
    fn chance_is_certain_at_both_ends() {
        let mut stream = Stream::named(1, "chance");
        assert!((0..1_000).all(|_| stream.chance(Probability::ONE)));
        assert!((0..1_000).all(|_| !stream.chance(Probability::ZERO)));
        let half = (0..100_000).filter(|_| stream.chance(Probability::percent(50.0))).count();
        assert!((49_400..50_600).contains(&half), "{half}");
    }

    #[test]
    fn numbers_below_a_bound_are_equally_likely() {
        let mut stream = Stream::named(1, "below");
        let mut counts = [0_u32; 7];
        (0..70_000).for_each(|_| counts[stream.below(7) as usize] += 1);
        assert!(counts.iter().all(|count| (9_650..10_350).contains(count)), "{counts:?}");
        // With this bound a third of the words would be given twice as often if none were refused.
        let bound = 0xc000_0000;
        let low = (0..90_000).filter(|_| stream.below(bound) < bound / 3).count();
        assert!((29_500..30_500).contains(&low), "{low}");
        assert_eq!(stream.below(1), 0);
    }
}
