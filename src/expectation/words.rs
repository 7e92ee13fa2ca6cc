//! Values as people read them.

use crate::units::{Probability, SimDuration};
use crate::vocabulary::Quantity;

/// A value with its unit: `187.3 ms`, `99.8 %`, `39.7/s`, `1,200`.
pub(super) fn value(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::Time => SimDuration::from_nanos_f64(value).to_string(),
        Quantity::Share => share(value),
        Quantity::Rate => format!("{}/s", number(value)),
        Quantity::Count => number(value),
    }
}

/// A distance from a bound, with its sign: `+12 ms`, `-0.5 points`.
pub(super) fn margin(quantity: Quantity, margin: f64) -> String {
    let sign = match margin {
        _ if margin > 0.0 => "+",
        _ if margin < 0.0 => "-",
        _ => "",
    };
    format!("{sign}{}", distance(quantity, margin.abs()))
}

/// A distance between two values; between two shares it is in percentage points.
pub(crate) fn distance(quantity: Quantity, distance: f64) -> String {
    match quantity {
        Quantity::Share => match number(distance * 100.0).as_str() {
            "1" => "1 point".to_owned(),
            points => format!("{points} points"),
        },
        _ => value(quantity, distance),
    }
}

/// A share in percent, to three decimals; what is not quite all or not quite nothing does not look as if it were.
pub(crate) fn share(share: f64) -> String {
    match share {
        _ if share < 1.0 && share > 0.999_994_9 => "more than 99.999 %".to_owned(),
        _ if share > 0.0 && share < 0.000_005_1 => "less than 0.001 %".to_owned(),
        _ if (0.0..=1.0).contains(&share) => Probability::new(share).to_string(),
        _ => format!("{} %", number(share * 100.0)),
    }
}

/// A number with at most three decimals and commas between the thousands: `1,234.5`.
pub(crate) fn number(number: f64) -> String {
    let text = format!("{:.3}", number.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let mut shown = if number < 0.0 { "-".to_owned() } else { String::new() };
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if !decimals.is_empty() {
        shown.push('.');
        shown.push_str(decimals);
    }
    shown
}

/// So many of something: `1 page`, `1,200 pages`.
pub(super) fn so_many(count: u64, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{} {many}", number(count as f64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_units() {
        assert_eq!(value(Quantity::Time, 187_300_000.0), "187.3 ms");
        assert_eq!(value(Quantity::Time, 84_420_000_000.0), "1 min 24.42 s");
        assert_eq!(value(Quantity::Share, 0.998), "99.8 %");
        assert_eq!(value(Quantity::Rate, 39.75), "39.75/s");
        assert_eq!(value(Quantity::Count, 1_234_567.0), "1,234,567");
        assert_eq!(margin(Quantity::Share, -0.005), "-0.5 points");
        assert_eq!(margin(Quantity::Time, 12_000_000.0), "+12 ms");
    }

    #[test]
    fn almost_all_is_not_shown_as_all() {
        assert_eq!(share(1.0), "100 %");
        assert_eq!(share(0.999_999_9), "more than 99.999 %");
        assert_eq!(share(0.0), "0 %");
        assert_eq!(share(0.000_000_1), "less than 0.001 %");
    }

    #[test]
    fn thousands_are_kept_apart() {
        assert_eq!(number(0.0), "0");
        assert_eq!(number(999.0), "999");
        assert_eq!(number(1_000.25), "1,000.25");
        assert_eq!(number(-12_345.0), "-12,345");
        assert_eq!(so_many(1, "page", "pages"), "1 page");
    }
}
