//! Comparing a derived value with one checked elsewhere.

/// Asserts that `found` differs from `expected` by `tolerance` at most.
#[track_caller]
pub(super) fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "found {found}, expected {expected} to within {tolerance}"
    );
}
