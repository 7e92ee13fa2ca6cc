//! Amounts of data and how fast they go through a line.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::SimDuration;
use super::read::{UnitError, quantity};

/// An amount of data \[byte\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Bytes(u64);

/// What a line carries [bit/s]; at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Bandwidth(u64);

impl Bytes {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `count` bytes.
    pub const fn new(count: u64) -> Self {
        Self(count)
    }

    /// An amount of `count` KiB.
    pub const fn from_kib(count: u64) -> Self {
        Self(count << 10)
    }

    /// An amount of `count` MiB.
    pub const fn from_mib(count: u64) -> Self {
        Self(count << 20)
    }

    /// The number of bytes.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl Add for Bytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Bytes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Bytes {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Bandwidth {
    /// A line of `bits` bits per second; zero is taken as one.
    pub const fn from_bits_per_second(bits: u64) -> Self {
        Self(if bits == 0 { 1 } else { bits })
    }

    /// A line of `megabits` Mbit/s.
    pub const fn from_megabits(megabits: u64) -> Self {
        Self::from_bits_per_second(megabits * 1_000_000)
    }

    /// Bits per second.
    pub const fn bits_per_second(self) -> u64 {
        self.0
    }

    /// How long `amount` takes to be put on the line, rounded up to a nanosecond.
    pub fn transmission_time(self, amount: Bytes) -> SimDuration {
        let nanos = (u128::from(amount.get()) * 8_000_000_000).div_ceil(u128::from(self.0));
        SimDuration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

/// The largest unit that leaves a number of at least one, with up to three decimals: `20 Mbit/s`, `1.5 Gbit/s`.
impl fmt::Display for Bandwidth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0..1_000 => return f.pad(&format!("{} bit/s", self.0)),
            1_000..1_000_000 => (1_000, "kbit/s"),
            1_000_000..1_000_000_000 => (1_000_000, "Mbit/s"),
            _ => (1_000_000_000, "Gbit/s"),
        };
        let number = format!("{}.{:03}", self.0 / unit, self.0 % unit / (unit / 1_000));
        f.pad(&format!("{} {name}", number.trim_end_matches('0').trim_end_matches('.')))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0..0x400 => return f.pad(&format!("{} B", self.0)),
            0x400..0x10_0000 => (1 << 10, "KiB"),
            0x10_0000..0x4000_0000 => (1 << 20, "MiB"),
            _ => (1 << 30, "GiB"),
        };
        let tenths = u128::from(self.0) * 10 / unit;
        let fraction = if tenths % 10 == 0 { String::new() } else { format!(".{}", tenths % 10) };
        f.pad(&format!("{}{fraction} {name}", tenths / 10))
    }
}

const ACCEPTED_BYTES: &str = "a number and a unit, such as \"512B\", \"14KiB\", \"128MiB\" or \"4GiB\" (kB, MB and GB are powers of ten)";

impl FromStr for Bytes {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let units = [
            ("B", 1),
            ("kB", 1_000),
            ("MB", 1_000_000),
            ("GB", 1_000_000_000),
            ("KiB", 1 << 10),
            ("MiB", 1 << 20),
            ("GiB", 1 << 30),
        ];
        quantity(text, &units, ACCEPTED_BYTES).map(Self)
    }
}

const ACCEPTED_BANDWIDTH: &str =
    "a number and a unit above zero, such as \"256kbit/s\", \"20Mbit/s\" or \"1Gbit/s\"";

impl FromStr for Bandwidth {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let units = [("bit/s", 1), ("kbit/s", 1_000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000)];
        match quantity(text, &units, ACCEPTED_BANDWIDTH)? {
            0 => Err(UnitError::new("a line that carries nothing".to_owned(), ACCEPTED_BANDWIDTH)),
            bits => Ok(Self(bits)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown() {
        assert_eq!("128MiB".parse(), Ok(Bytes::from_mib(128)));
        assert_eq!("1.5KiB".parse(), Ok(Bytes::new(1_536)));
        assert_eq!(Bytes::new(1_536).to_string(), "1.5 KiB");
        assert!("12 KB".parse::<Bytes>().is_err());
    }

    #[test]
    fn a_line_takes_its_time() {
        let line: Bandwidth = "20Mbit/s".parse().expect("a bandwidth");
        assert_eq!(line.transmission_time(Bytes::new(25_000)), SimDuration::from_millis(10));
        assert_eq!(Bandwidth::from_bits_per_second(1_500_000).to_string(), "1.5 Mbit/s");
        assert!("0bit/s".parse::<Bandwidth>().is_err());
    }
}
