//! A finding in a file, as results write it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::scenario::{Diagnostic, Severity};

/// A finding in a scenario file or a trace.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "diagnostic")]
pub(in crate::cli::output) struct DiagnosticRow<'a> {
    /// How bad it is.
    severity: SeverityRow,
    /// What sort of finding: `lonebox explain CODE` tells more.
    code: &'static str,
    /// The line of the file, from 1.
    #[schemars(range(min = 1))]
    line: u32,
    /// The column of that line in characters, from 1.
    #[schemars(range(min = 1))]
    column: u32,
    /// How many characters are meant.
    #[schemars(range(min = 1))]
    width: u32,
    /// Where in the scenario, such as `server.nginx.worker_connections`; empty for the whole file.
    path: &'a str,
    /// What is wrong.
    message: &'a str,
    /// What to do about it.
    remedy: &'a str,
}

/// How bad a finding is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "severity_word")]
enum SeverityRow {
    /// The file cannot be used.
    Error,
    /// The file can be used, but something in it is odd.
    Warning,
}

impl<'a> DiagnosticRow<'a> {
    pub(in crate::cli::output) fn all(diagnostics: &'a [Diagnostic]) -> Vec<Self> {
        diagnostics.iter().map(Self::of).collect()
    }

    fn of(diagnostic: &'a Diagnostic) -> Self {
        Self {
            severity: match diagnostic.severity {
                Severity::Error => SeverityRow::Error,
                Severity::Warning => SeverityRow::Warning,
            },
            code: diagnostic.code,
            line: diagnostic.line,
            column: diagnostic.column,
            width: diagnostic.width,
            path: &diagnostic.path,
            message: &diagnostic.message,
            remedy: &diagnostic.remedy,
        }
    }
}
