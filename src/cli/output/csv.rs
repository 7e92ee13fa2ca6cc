//! One table of all figures: runs times windows times metrics.
//!
//! Values are quoted as RFC 4180 says; a line ends with a line feed alone, as other tools of the command line expect it. A
//! figure that could not be measured is empty.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::figures;
use crate::cli::case::{Case, Ending};

/// The columns.
const HEAD: &str = "scenario,run,window,metric,aggregate,value,unit,samples\n";

/// The table of all files that were simulated; a file without a result has no row.
pub(in crate::cli) fn table(cases: &[Case]) -> String {
    let mut table = HEAD.to_owned();
    for case in cases {
        let Ending::Played(played) = &case.ending else { continue };
        for figure in figures::all(played) {
            let (scenario, window) = (quoted(&case.file), quoted(figure.window));
            let figures::Figure { run, metric, aggregate, unit, samples, .. } = figure;
            let value = figure.value.map_or_else(String::new, |value| value.to_string());
            let _ =
                writeln!(table, "{scenario},{run},{window},{metric},{aggregate},{value},{unit},{samples}");
        }
    }
    table
}

/// A row of a table.
pub(in crate::cli) fn row(fields: impl IntoIterator<Item = String>) -> String {
    let fields: Vec<String> = fields.into_iter().map(|field| quoted(&field).into_owned()).collect();
    fields.join(",") + "\n"
}

/// The value as a field of a row.
fn quoted(value: &str) -> Cow<'_, str> {
    if value.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", value.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;

    #[test]
    fn what_would_break_a_row_is_quoted() {
        assert_eq!(quoted("plain text"), "plain text");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"hi\"\n"), "\"say \"\"hi\"\"\n\"");
    }

    #[test]
    fn every_row_has_a_value_for_each_column_or_none() {
        let table = table(&[sample::case()]);
        let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').collect()).collect();
        assert!(rows.len() > 30 && rows.iter().all(|row| row.len() == 8), "{table}");
        let success = ["a.json", "1", "all", "pages.success", "value", "0.6666666666666666", "share", "60"];
        assert!(rows.contains(&success.to_vec()), "{table}");
        assert!(
            table.contains("\na.json,1,all,requests.latency,p95,,ns,0\n"),
            "nothing measured is empty: {table}"
        );
    }
}
