//! Numbers and moments in words, as the panels tell them.

use crate::units::{Bytes, SimDuration, SimTime};

/// A span as a stopwatch shows it: `0:12`, `1:02:03`.
pub(super) fn stopwatch(span: SimDuration) -> String {
    let seconds = span.as_nanos() / 1_000_000_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A moment with its tenths of a second: `0:01:15.3`.
pub(super) fn clock_tenths(moment: SimTime) -> String {
    let tenths = moment.as_nanos() / 100_000_000;
    let (hours, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
    format!("{hours}:{minutes:02}:{seconds:02}.{}", tenths % 10)
}

/// A moment to the second, shortly: `1:15`, `1:01:15`.
pub(super) fn moment(moment: SimTime) -> String {
    stopwatch(moment.since(SimTime::ZERO))
}

/// A count with its thousands apart: `12 412`.
pub(super) fn count(count: u64) -> String {
    let digits = count.to_string();
    let mut told = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            told.push('\u{2009}');
        }
        told.push(digit);
    }
    told
}

/// A share in percent, rounded down: 100 % is all of it.
pub(super) fn share(share: f64) -> String {
    if share >= 1.0 {
        return "100 %".to_owned();
    }
    let hundredths = (share.max(0.0) * 10_000.0).floor();
    format!("{:.2} %", hundredths / 100.0)
}

/// A share as a whole number of percent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// An amount in the unit that leaves at least one of it.
pub(super) fn amount(bytes: Bytes) -> String {
    let bytes = bytes.get() as f64;
    let units = [(1u64 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let fitting = units.into_iter().find(|(unit, _)| bytes >= *unit as f64);
    fitting.map_or_else(|| format!("{bytes:.0} B"), |(unit, name)| short(bytes / unit as f64, name))
}

/// Bits a second in the unit that leaves at least one of it.
pub(super) fn bits(bits: u64) -> String {
    let bits = bits as f64;
    let units = [(1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s")];
    let fitting = units.into_iter().find(|(unit, _)| bits >= *unit);
    fitting.map_or_else(|| format!("{bits:.0} bit/s"), |(unit, name)| short(bits / unit, name))
}

/// Three digits at most after which there is nothing to learn.
fn short(number: f64, unit: &str) -> String {
    if number >= 10.0 || number.fract() == 0.0 {
        format!("{number:.0} {unit}")
    } else {
        format!("{number:.1} {unit}")
    }
}

/// So many a second.
pub(super) fn rate(rate: f64) -> String {
    format!("{rate:.1} /s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_all_is_not_told_as_all() {
        let told = [0.0, 0.5, 0.987_19, 0.999_99, 1.0].map(share);
        assert_eq!(told, ["0.00 %", "50.00 %", "98.71 %", "99.99 %", "100 %"]);
    }

    #[test]
    fn spans_and_moments_are_told_as_a_stopwatch_shows_them() {
        let spans = [0, 12, 75, 3_723].map(|seconds| stopwatch(SimDuration::from_secs(seconds)));
        assert_eq!(spans, ["0:00", "0:12", "1:15", "1:02:03"]);
        assert_eq!(clock_tenths(SimTime::from_nanos(75_390_000_000)), "0:01:15.3");
    }

    #[test]
    fn amounts_are_told_in_a_fitting_unit() {
        assert_eq!(amount(Bytes::from_mib(300)), "300 MiB");
        assert_eq!(amount(Bytes::from_mib(1_536)), "1.5 GiB");
        assert_eq!(bits(1_000_000_000), "1 Gbit/s");
        assert_eq!(count(1_234_567), "1\u{2009}234\u{2009}567");
    }
}
