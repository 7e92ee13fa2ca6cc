//! Units as people spell them elsewhere, and the unit of a scenario that is meant.

use std::str::FromStr;

use super::names::quoted;

/// Spellings of units that are not those of a scenario, in small letters, and what is meant. The same letters mean
/// something else in another quantity: what belongs to none of the quantity's units is passed over.
const RESPELLED: [(&[&str], &str); 19] = [
    (&["usec", "usecs", "\u{3bc}s", "microsecond", "microseconds"], "us"),
    (&["msec", "msecs", "millis", "millisecond", "milliseconds"], "ms"),
    (&["s", "sec", "secs", "second", "seconds"], "s"),
    (&["min", "mins", "minute", "minutes"], "min"),
    (&["h", "hr", "hrs", "hour", "hours"], "h"),
    (&["d", "day", "days"], "d"),
    (&["b", "byte", "bytes"], "B"),
    (&["k", "kb", "kilobyte", "kilobytes"], "kB"),
    (&["m", "mb", "megabyte", "megabytes"], "MB"),
    (&["g", "gb", "gigabyte", "gigabytes"], "GB"),
    (&["kib", "ki"], "KiB"),
    (&["mib", "mi"], "MiB"),
    (&["gib", "gi"], "GiB"),
    (&["kbps", "kbit", "kb/s", "kbit/s"], "kbit/s"),
    (&["mbps", "mbit", "mb/s", "mbit/s"], "Mbit/s"),
    (&["gbps", "gbit", "gb/s", "gbit/s"], "Gbit/s"),
    (&["percent", "per cent", "pct"], "%"),
    (&["/sec", "/second", "per second", "rps", "hz"], "/s"),
    (&["/m", "/minute", "per minute", "rpm"], "/min"),
];

/// The remedy for a quantity in a unit that is spelled in another way, or with a sign where none can be.
pub(super) fn respelled<T: FromStr>(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(unsigned) = text.strip_prefix('-').filter(|text| text.parse::<T>().is_ok()) {
        return Some(format!("nothing here can be negative: write {}", quoted(unsigned.trim())));
    }
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - unit.len()];
    // Whoever writes MB/s means bytes, and there are eight bits in each.
    let written = unit.trim_start();
    let meant = written.to_lowercase();
    let spellings = RESPELLED.iter().filter(|(others, _)| others.contains(&meant.as_str()));
    let candidates =
        spellings.filter(|_| !written.ends_with("B/s")).map(|(_, unit)| format!("{number}{unit}"));
    let quantity = candidates.filter(|_| !number.is_empty()).find(|text| text.parse::<T>().is_ok())?;
    Some(format!("did you mean {}?", quoted(&quantity)))
}
