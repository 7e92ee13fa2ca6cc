//! A short digest of a long history: two runs that differ anywhere differ here.
//!
//! # How it is made
//!
//! ```text
//! start:     0x6c6f_6e65_626f_7821
//! mix(w):    state = ((state rotated left by 23) ^ w + 0x9e3779b97f4a7c15) * 0xd1342543de82ef95    (modulo 2^64)
//! value:     state ^ state >> 32, times 0xd6e8feb86659fd93, ^ >> 32 of that
//! ```
//!
//! A step is undone by no other word: equal histories of one length collide only through two or more differences.
//!
//! # Limits
//!
//! It is made to be cheap and to find accidents, not to withstand somebody who looks for a collision.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A digest of words, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The digest of nothing.
    pub const fn new() -> Self {
        Self(0x6c6f_6e65_626f_7821)
    }

    /// Takes in `word`.
    #[inline]
    pub const fn mix(&mut self, word: u64) {
        let state = (self.0.rotate_left(23) ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0 = state.wrapping_mul(0xd134_2543_de82_ef95);
    }

    /// Takes in `text`: its length in bytes, then its bytes, eight to a word, lowest first, the last filled with zeros.
    pub fn mix_text(&mut self, text: &str) {
        self.mix(text.len() as u64);
        for chunk in text.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(bytes));
        }
    }

    /// The digest of all that was taken in so far.
    pub const fn value(&self) -> u64 {
        let word = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        word ^ (word >> 32)
    }
}

/// The digest of nothing.
impl Default for Fingerprint {
    fn default() -> Self {
        Self::new()
    }
}

/// The value as 16 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:016x}", self.value()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[u64]) -> u64 {
        let mut fingerprint = Fingerprint::new();
        for word in words {
            fingerprint.mix(*word);
        }
        fingerprint.value()
    }

    #[test]
    fn known_histories_have_known_digests() {
        let mut text = Fingerprint::new();
        text.mix_text("gunicorn worker");
        assert_eq!(
            [of(&[]), of(&[0]), of(&[1, 2, 3])],
            [0x3493_a2a3_c122_5faf, 0xa90a_22dc_d2c9_ea3d, 0xb04b_3f2e_446a_1c96]
        );
        assert_eq!(text.to_string(), "90b7e8d99d523b92");
    }

    #[test]
    fn order_length_and_every_bit_count() {
        let mut digests: Vec<u64> = (0..64).map(|bit| of(&[7, 1 << bit, 7])).collect();
        digests.extend([of(&[1, 2]), of(&[2, 1]), of(&[]), of(&[0]), of(&[0, 0])]);
        let count = digests.len();
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), count);
    }

    #[test]
    fn texts_that_join_to_the_same_differ() {
        let of = |parts: [&str; 2]| {
            let mut fingerprint = Fingerprint::new();
            for part in parts {
                fingerprint.mix_text(part);
            }
            fingerprint.value()
        };
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
    }
}
