//! What the book computes by hand is what the theory says.

use lonebox::theory::{availability, mmc};

use super::text_of;

const WHAT_WOULD_HELP: &str = "book/src/background/what-would-help.md";
const APPLICATION_SERVER: &str = "book/src/background/the-application-server.md";

#[track_caller]
fn check_told(page: &str, parts: &[String]) {
    let text = text_of(page);
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {page}");
    }
}

#[test]
fn the_availabilities_are_those_of_the_theory() {
    let row = availability::series(&[0.999, 0.999, 0.9995, 0.999]).expect("shares");
    let missing = 1.0 - row.share;
    let pair = availability::of_share(1.0 - missing * missing).expect("a share");
    let balanced = availability::series(&[0.9995, pair.share]).expect("shares");
    check_told(
        WHAT_WOULD_HELP,
        &[
            format!("= {:.7}, which is {:.1} hours a year", row.share, row.downtime_per_year / 3600.0),
            format!("= {:.7}, which is {:.1} minutes a year", pair.share, pair.downtime_per_year / 60.0),
            format!("= {:.7}, {:.1} hours a year", balanced.share, balanced.downtime_per_year / 3600.0),
        ],
    );
    for (nines, hours) in [("99", 87.66), ("99.9", 8.766), ("99.99", 0.8766), ("99.999", 0.08766)] {
        let share: f64 = nines.parse().expect("a number");
        let away = availability::of_share(share / 100.0).expect("a share").downtime_per_year / 3600.0;
        assert!((away / hours - 1.0).abs() < 1e-6, "{nines}: {away} h a year");
        let told = match hours {
            hours if hours > 1.0 => format!("| {nines} % | {hours:.2} h |"),
            hours if hours > 0.5 => format!("| {nines} % | {:.1} min |", hours * 60.0),
            hours => format!("| {nines} % | {:.2} min |", hours * 60.0),
        };
        check_told(WHAT_WOULD_HELP, &[told]);
    }
}

#[test]
fn the_waiting_at_three_workers_is_that_of_the_theory() {
    for rate in ["15", "20", "25", "27", "28.5", "29.7"] {
        let told = mmc::steady_state(rate.parse().expect("a number"), 0.1, 3).expect("it keeps up");
        let time = match told.response_mean * 1000.0 {
            millis if millis < 1000.0 => format!("{millis:.0} ms"),
            millis => format!("{:.1} s", millis / 1000.0),
        };
        let (busy, waits) = (told.utilisation * 100.0, told.wait_probability * 100.0);
        check_told(APPLICATION_SERVER, &[format!("| {rate} | {busy:.0} % | {waits:.0} % | {time} |")]);
    }
}
