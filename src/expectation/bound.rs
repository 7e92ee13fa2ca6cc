//! Where a value must lie: whether it does, by how much, and in words.

use super::words;
use crate::scenario::Bound;
use crate::vocabulary::Quantity;

/// Whether `value` lies where it must.
pub(super) fn holds(bound: &Bound, value: f64) -> bool {
    match bound {
        Bound::Lt(limit) => value < *limit,
        Bound::Lte(limit) => value <= *limit,
        Bound::Gt(limit) => value > *limit,
        Bound::Gte(limit) => value >= *limit,
        Bound::Eq(wanted) => equal(value, *wanted),
        Bound::Between(..) | Bound::Around { .. } | Bound::WithinPercent { .. } => {
            let (from, to) = ends(bound);
            from <= value && value <= to
        }
        Bound::In(wanted) => wanted.iter().any(|one| equal(value, *one)),
    }
}

/// How far inside the bound `value` lies, negative when outside; nothing where one value alone will do and it is that.
pub(super) fn margin(bound: &Bound, value: f64) -> Option<f64> {
    match bound {
        Bound::Eq(_) | Bound::In(_) if holds(bound, value) => None,
        Bound::Eq(wanted) => Some(-(value - wanted).abs()),
        Bound::In(wanted) => {
            wanted.iter().map(|one| (value - one).abs()).min_by(f64::total_cmp).map(|distance| -distance)
        }
        _ => {
            let (from, to) = ends(bound);
            Some((value - from).min(to - value))
        }
    }
}

/// The bound in words: `between 10 ms and 200 ms`.
pub(super) fn in_words(bound: &Bound, quantity: Quantity) -> String {
    let show = |value: &f64| words::value(quantity, *value);
    match bound {
        Bound::Lt(limit) => format!("below {}", show(limit)),
        Bound::Lte(limit) => format!("at most {}", show(limit)),
        Bound::Gt(limit) => format!("above {}", show(limit)),
        Bound::Gte(limit) => format!("at least {}", show(limit)),
        Bound::Eq(wanted) => format!("exactly {}", show(wanted)),
        Bound::Between(from, to) => format!("between {} and {}", show(from), show(to)),
        Bound::Around { value, tolerance } => {
            format!("{} ± {}", show(value), words::distance(quantity, *tolerance))
        }
        Bound::WithinPercent { value, percent } => {
            format!("within {} % of {}", words::number(*percent), show(value))
        }
        Bound::In(wanted) => {
            let shown: Vec<String> = wanted.iter().map(show).collect();
            format!("one of {}", shown.join(", "))
        }
    }
}

/// The two ends; an open one is infinite.
fn ends(bound: &Bound) -> (f64, f64) {
    match bound {
        Bound::Lt(limit) | Bound::Lte(limit) => (f64::NEG_INFINITY, *limit),
        Bound::Gt(limit) | Bound::Gte(limit) => (*limit, f64::INFINITY),
        Bound::Between(from, to) => (*from, *to),
        Bound::Around { value, tolerance } => (value - tolerance, value + tolerance),
        Bound::WithinPercent { value, percent } => {
            let tolerance = value.abs() * percent / 100.0;
            (value - tolerance, value + tolerance)
        }
        Bound::Eq(_) | Bound::In(_) => unreachable!("single values have no ends"),
    }
}

/// Exactly equal: counts and nanoseconds are whole numbers, and a share that is meant is the same quotient.
#[expect(clippy::float_cmp, reason = "an expectation that says exactly means exactly")]
fn equal(value: f64, wanted: f64) -> bool {
    value == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bound: &Bound, inside: &[f64], outside: &[f64]) {
        for value in inside {
            assert!(holds(bound, *value), "{value} lies within {bound:?}");
            assert!(margin(bound, *value).is_none_or(|margin| margin >= 0.0), "{value} in {bound:?}");
        }
        for value in outside {
            assert!(!holds(bound, *value), "{value} lies outside {bound:?}");
            assert!(margin(bound, *value).is_none_or(|margin| margin <= 0.0), "{value} in {bound:?}");
        }
    }

    #[test]
    fn a_bound_holds_inside_and_at_the_ends_that_belong_to_it() {
        check(&Bound::Lt(5.0), &[4.0], &[5.0, 6.0]);
        check(&Bound::Lte(5.0), &[4.0, 5.0], &[6.0]);
        check(&Bound::Gt(5.0), &[6.0], &[5.0, 4.0]);
        check(&Bound::Gte(5.0), &[5.0, 6.0], &[4.0]);
        check(&Bound::Eq(5.0), &[5.0], &[4.9, 5.1]);
        check(&Bound::Between(2.0, 5.0), &[2.0, 3.0, 5.0], &[1.9, 5.1]);
        check(&Bound::Around { value: 5.0, tolerance: 1.0 }, &[4.0, 6.0], &[3.9, 6.1]);
        check(&Bound::WithinPercent { value: 100.0, percent: 10.0 }, &[90.0, 110.0], &[89.0, 111.0]);
        check(&Bound::In(vec![1.0, 3.0]), &[1.0, 3.0], &[2.0]);
    }

    #[test]
    fn a_bound_is_told_in_the_units_of_what_it_bounds() {
        let time = |bound: &Bound| in_words(bound, Quantity::Time);
        assert_eq!(time(&Bound::Between(1e7, 2e8)), "between 10 ms and 200 ms");
        assert_eq!(time(&Bound::Around { value: 1e9, tolerance: 5e6 }), "1 s ± 5 ms");
        assert_eq!(in_words(&Bound::Gte(0.95), Quantity::Share), "at least 95 %");
        assert_eq!(
            in_words(&Bound::Around { value: 0.5, tolerance: 0.02 }, Quantity::Share),
            "50 % ± 2 points"
        );
        assert_eq!(in_words(&Bound::In(vec![0.0, 1_500.0]), Quantity::Count), "one of 0, 1,500");
    }
}
