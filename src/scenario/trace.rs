//! Visits as they were measured, from a table: one line a visit, with its time and its service.
//!
//! ```text
//! arrival_ms,service_ms,attempt
//! 5.722,100,0
//! 25.827,100,0
//! ```
//!
//! Columns beyond `arrival_ms` and `service_ms` are passed over, except `attempt`: where it is not 0, the line is a
//! second try of a visit and is left out.

use crate::topology::settings::client::{Arrivals, TraceVisit};
use crate::units::{SimDuration, SimTime};

use super::code;
use super::diagnostic::{Diagnostic, Diagnostics, Severity};
use super::names::quoted;

/// The most visits that are read.
const VISITS_MAX: usize = 10_000_000;

/// Where in a line each column stands.
#[derive(Clone, Copy, Debug)]
struct Columns {
    arrival: usize,
    service: usize,
    attempt: Option<usize>,
}

/// A cell that is wrong: its column [characters, 1 is the first], its text, the code, what is wrong and the remedy.
type Mistake = (u32, String, &'static str, String, &'static str);

/// Reads a trace of visits.
///
/// # Errors
///
/// Every mistake in the table, in the order of its lines.
pub fn read_trace(text: &str) -> Result<Arrivals, Vec<Diagnostic>> {
    let mut found = Diagnostics::default();
    let mut visits = Vec::new();
    match columns(text.lines().next().unwrap_or_default()) {
        Ok(columns) => rows(text, columns, &mut visits, &mut found),
        Err(mistake) => found.push(diagnostic(1, mistake)),
    }
    if found.has_errors() { Err(found.into_errors()) } else { Ok(Arrivals::Trace(visits.into())) }
}

fn columns(header: &str) -> Result<Columns, Mistake> {
    let names: Vec<&str> = header.split(',').map(str::trim).collect();
    let place = |name: &str| names.iter().position(|column| *column == name);
    let needed = |name: &str| {
        let remedy = "the first line is arrival_ms,service_ms and perhaps attempt and others";
        place(name).ok_or_else(|| {
            (1, String::new(), code::MISSING_FIELD, format!("there is no column {name:?}"), remedy)
        })
    };
    Ok(Columns { arrival: needed("arrival_ms")?, service: needed("service_ms")?, attempt: place("attempt") })
}

fn rows(text: &str, columns: Columns, visits: &mut Vec<TraceVisit>, found: &mut Diagnostics) {
    let mut latest = SimTime::ZERO;
    for (row, line) in text.lines().zip(1..).skip(1).filter(|(row, _)| !row.trim().is_empty()) {
        if found.is_full() || visits.len() == VISITS_MAX {
            break;
        }
        match visit(row, columns, latest) {
            Ok(Some(visit)) => {
                latest = visit.at;
                visits.push(visit);
            }
            Ok(None) => {}
            Err(mistake) => found.push(diagnostic(line, mistake)),
        }
    }
    check_count(visits.len(), found);
}

fn check_count(visits: usize, found: &mut Diagnostics) {
    let mistake = |code, message: String, remedy| diagnostic(1, (1, String::new(), code, message, remedy));
    if visits == VISITS_MAX {
        let message = format!("{VISITS_MAX} visits or more");
        found.push(mistake(code::TOO_MANY, message, "cut the trace into shorter ones"));
    }
    if visits == 0 && !found.has_errors() {
        found.push(mistake(code::EMPTY, "there is no visit".to_owned(), "add a line such as 5.7,100"));
    }
}

/// The visit of a line; nothing for a second try.
fn visit(row: &str, columns: Columns, latest: SimTime) -> Result<Option<TraceVisit>, Mistake> {
    if columns.attempt.is_some_and(|attempt| cell(row, attempt).1 != "0") {
        return Ok(None);
    }
    let at = SimTime::ZERO + span(row, columns.arrival)?;
    if at < latest {
        let (column, text) = cell(row, columns.arrival);
        let message = format!("the visit at {text} ms goes back behind the one before it");
        let remedy = "write the visits in the order of their arrival";
        return Err((column, text.to_owned(), code::WRONG_ORDER, message, remedy));
    }
    Ok(Some(TraceVisit { at, wait: span(row, columns.service)? }))
}

/// The text in a line's column, and where it begins.
fn cell(row: &str, column: usize) -> (u32, &str) {
    let begin: usize = row.split(',').take(column).map(|text| text.chars().count() + 1).sum();
    (begin as u32 + 1, row.split(',').nth(column).unwrap_or_default().trim())
}

fn span(row: &str, column: usize) -> Result<SimDuration, Mistake> {
    let (begin, text) = cell(row, column);
    let (code, problem) = match text {
        "" => (code::MISSING_FIELD, "is missing"),
        _ if text.starts_with('-') => (code::OUT_OF_RANGE, "is negative"),
        _ => (code::WRONG_FORM, "is no number of milliseconds"),
    };
    let remedy = "write milliseconds with at most six decimals, such as 25.827";
    let mistake = || (begin, text.to_owned(), code, format!("{} {problem}", quoted(text)), remedy);
    format!("{text}ms").parse().map_err(|_| mistake())
}

fn diagnostic(line: u32, (column, text, code, message, remedy): Mistake) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        code,
        line,
        column,
        width: text.chars().count().max(1) as u32,
        path: String::new(),
        message,
        remedy: remedy.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_attempts_are_read_and_further_columns_passed_over() {
        let text = "arrival_ms,service_ms,attempt,outcome\n5.722,100,0,200\n6,100,1,502\n25.827,12.5,0,200\n";
        let visit = |nanos, millis_tenths: u64| TraceVisit {
            at: SimTime::from_nanos(nanos),
            wait: SimDuration::from_micros(millis_tenths * 100),
        };
        let expected = Arrivals::Trace([visit(5_722_000, 1_000), visit(25_827_000, 125)].into());
        assert_eq!(read_trace(text), Ok(expected));
    }

    fn check(text: &str, expected: &[&str]) {
        let found = read_trace(text).expect_err("a mistake");
        let told: Vec<String> = found.iter().map(Diagnostic::to_string).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        check("arrival,service\n1,2\n", &["1:1: error[missing-field]: there is no column \"arrival_ms\""]);
        check("arrival_ms,service_ms\n", &["1:1: error[empty]: there is no visit"]);
        check(
            "service_ms,arrival_ms\n10,-1.5\n10,9\n10,8\nx,9\n,10\n10\n",
            &[
                "2:4: error[out-of-range]: \"-1.5\" is negative",
                "4:4: error[wrong-order]: the visit at 8 ms goes back behind the one before it",
                "5:1: error[wrong-form]: \"x\" is no number of milliseconds",
                "6:1: error[missing-field]: \"\" is missing",
                "7:4: error[missing-field]: \"\" is missing",
            ],
        );
    }
}
