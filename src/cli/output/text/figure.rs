//! Figures as tables show them: short.

use crate::expectation::{number, share};
use crate::units::{SimDuration, SimTime};

const MILLISECOND: u64 = 1_000_000;

/// What stands where there is nothing to show.
pub(in crate::cli) const NOTHING: &str = "-";

/// A count: `1,200`.
pub(in crate::cli) fn count(value: u64) -> String {
    number(value as f64)
}

/// A share to two decimals: `99.76 %`; what is not quite all does not look as if it were.
pub(in crate::cli) fn percent(value: f64) -> String {
    let shown = format!("{:.2}", value * 100.0);
    match shown.as_str() {
        "100.00" if value < 1.0 => "> 99.99 %".to_owned(),
        "0.00" if value > 0.0 => "< 0.01 %".to_owned(),
        "100.00" | "0.00" => share(value),
        _ => format!("{shown} %"),
    }
}

/// A latency [ns] to three digits: `187 ms`.
pub(in crate::cli) fn latency(nanos: f64) -> String {
    let nanos = SimDuration::from_nanos_f64(nanos).as_nanos();
    let mut unit = 1;
    while nanos / unit >= 1_000 {
        unit *= 10;
    }
    SimDuration::from_nanos((nanos + unit / 2) / unit * unit).to_string()
}

/// A rate to one decimal: `39.8/s`.
pub(in crate::cli) fn rate(value: f64) -> String {
    format!("{value:.1}/s")
}

/// A mean level to two decimals: `2.50`, `1,234.50`.
pub(in crate::cli) fn level(value: f64) -> String {
    let text = format!("{value:.2}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    format!("{}.{decimals}", number(whole.parse().unwrap_or(value)))
}

/// A moment to the nearest millisecond.
pub(in crate::cli) fn moment(at: SimTime) -> SimTime {
    SimTime::from_nanos((at.as_nanos() + MILLISECOND / 2) / MILLISECOND * MILLISECOND)
}

/// A span to the nearest millisecond, if it is longer than one.
pub(in crate::cli) fn span(span: SimDuration) -> SimDuration {
    match span.as_nanos() {
        nanos if nanos < MILLISECOND => span,
        nanos => SimDuration::from_nanos(nanos.saturating_add(MILLISECOND / 2) / MILLISECOND * MILLISECOND),
    }
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
        assert_eq!((level(0.0), level(1_234.5)), ("0.00".to_owned(), "1,234.50".to_owned()));
        assert_eq!(moment(SimTime::from_nanos(1_999_600_000)).to_string(), "0:00:02.000");
        assert_eq!(span(SimDuration::from_nanos(14_839_500_000)).to_string(), "14.84 s");
    }
}
