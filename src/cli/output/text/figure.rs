//! Figures as tables show them: short.

use crate::expectation::{number, share};
use crate::units::SimDuration;

/// What stands where there is nothing to show.
pub(super) const NOTHING: &str = "-";

/// A count: `1,200`.
pub(super) fn count(value: u64) -> String {
    number(value as f64)
}

/// A share to two decimals: `99.76 %`; what is not quite all does not look as if it were.
pub(super) fn percent(value: f64) -> String {
    let shown = format!("{:.2}", value * 100.0);
    match shown.as_str() {
        "100.00" if value < 1.0 => "> 99.99 %".to_owned(),
        "0.00" if value > 0.0 => "< 0.01 %".to_owned(),
        "100.00" | "0.00" => share(value),
        _ => format!("{shown} %"),
    }
}

/// A latency [ns] to three digits: `187 ms`.
pub(super) fn latency(nanos: f64) -> String {
    let nanos = SimDuration::from_nanos_f64(nanos).as_nanos();
    let mut unit = 1;
    while nanos / unit >= 1_000 {
        unit *= 10;
    }
    SimDuration::from_nanos((nanos + unit / 2) / unit * unit).to_string()
}

/// A rate to one decimal: `39.8/s`.
pub(super) fn rate(value: f64) -> String {
    format!("{value:.1}/s")
}

/// A mean level to two decimals: `2.50`.
pub(super) fn level(value: f64) -> String {
    format!("{value:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_honest() {
        assert_eq!(latency(187_312_000.0), "187 ms");
        assert_eq!(latency(1_234_567_890.0), "1.23 s");
        assert_eq!(latency(999_999_999.0), "1 s");
        assert_eq!(latency(999.0), "999 ns");
        assert_eq!(percent(0.997_6), "99.76 %");
        assert_eq!(percent(0.999_999), "> 99.99 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(rate(39.751), "39.8/s");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
