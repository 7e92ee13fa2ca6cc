//! A scenario file: read strictly, checked, and turned into a [`Plan`].
//!
//! ```text
//!   text --> tree (values with their places) --> format (block by block) --> Plan + warnings
//!                  |                                  |
//!                  +-- no JSON: one error             +-- every other mistake, all at once, in the file's order
//! ```
//!
//! A scenario is one JSON object of at most 1 MiB. Quantities are texts with units (`"250ms"`, `"40/s"`, `"5%"`), names
//! of settings are the products' own, and what a file does not say keeps the products' defaults. Choices are externally
//! tagged: `{"poisson": {"rate": "40/s"}}`. Every object may have a `"note"`.
//!
//! Nothing is passed over: a field that means nothing, a name that stands for nothing, a quantity without its unit is a
//! [`Diagnostic`] with line, column, path and remedy. What is legal but odd, such as a window that nothing names, is a
//! warning.
//!
//! `assets/scenario.schema.json` says the same as a JSON Schema, for editors. It is made by these readers (see [`schema`]); a
//! test holds by a validator what it takes and rejects. What lies between two places of a file, such as a window that nobody
//! declared, is told by the reader alone.
//!
//! # Example
//!
//! ```
//! let text = r#"{
//!     "schema_version": 1,
//!     "title": "two minutes of a normal day",
//!     "run": {"duration": "2min"},
//!     "server": {"gunicorn": {"workers": 5}},
//!     "expect": [{"metric": {"name": "pages.success", "gte": "99.9%", "window": "all"}}]
//! }"#;
//! let plan = lonebox::scenario::read(text).expect("a valid scenario").plan;
//! assert_eq!(plan.settings.app_server.workers, 5);
//! assert_eq!(plan.settings.web_server.worker_connections, 768, "Debian's default");
//!
//! let mistakes = lonebox::scenario::read(&text.replace("workers", "workrs")).expect_err("a mistake");
//! assert_eq!(mistakes[0].to_string(), "5:29: error[unknown-field]: server.gunicorn.workrs: no such field");
//! assert_eq!(mistakes[0].remedy, "did you mean \"workers\"?");
//! ```

pub mod code;
mod plan;
mod class;
mod diagnostic;
mod tree;
mod flaw;
mod source;
mod names;
mod field;
mod block;
mod respelled;
mod read;
mod quantity;
mod format;
mod amend;
mod described;
mod homes;
mod trace;
mod spelled;
mod resolve;
mod knobs;
pub mod shipped;
pub mod premise;

pub use crate::topology::settings::operation::Action;
pub use amend::{is_one_action, with_action, with_seed};
pub use class::{Answer, Class, Control, Question};
pub use described::schema;
pub use diagnostic::{Diagnostic, Severity};
#[cfg(feature = "cli")]
pub(crate) use format::{REPLICATIONS_MAX, SCHEMA_VERSION};
pub use knobs::{KnobValue, knobs, turned};
#[cfg(feature = "cli")]
pub(crate) use names::nearest;
pub use plan::{
    AvailabilityBy, Bound, Claim, Counted, Downtime, EventClaim, Expectation, Identity, Level, Measure,
    NoData, OneJourney, OutageClaim, OutageRule, Plan, Run, Runs, SaturationClaim, Sign, TheoryClaim, Window,
};
pub use resolve::{Origin, Setting, resolve};
pub use trace::read_trace;

use field::Field;
use flaw::Flaw;
use source::{Finding, Source};

/// A scenario that was read, and what is odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The scenario.
    pub plan: Plan,
    /// What is legal but odd, in the order of the file.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a scenario file.
///
/// # Errors
///
/// Every mistake in the file, in the order of the file. Warnings are told only of a file without mistakes: many of them
/// would be a mistake's consequence.
pub fn read(text: &str) -> Result<Reading, Vec<Diagnostic>> {
    read_replicated(text, None)
}

/// Reads a scenario file that is to be run so often, whatever it says itself.
///
/// # Errors
///
/// As [`read`]; an expectation that does not say of which runs it must be true is a mistake if there are several.
pub fn read_replicated(text: &str, replications: Option<u32>) -> Result<Reading, Vec<Diagnostic>> {
    let source = Source::new(text);
    let plan = match tree::parse(text) {
        Ok(root) => format::read(&Field::root(&source, &root), replications),
        Err(flaw) => {
            report_flaw(&source, text, flaw);
            None
        }
    };
    let found = source.into_found();
    match (plan, found.has_errors()) {
        (Some(plan), false) => Ok(Reading { plan, warnings: found.into_warnings() }),
        _ => Err(found.into_errors()),
    }
}

/// The text in a file's bytes.
///
/// # Errors
///
/// The file is not UTF-8: where it stops being so.
pub fn decode(bytes: &[u8]) -> Result<&str, Diagnostic> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let source = Source::new(&valid);
        source.report(valid.len()..valid.len(), "", not_utf_8(bytes));
        source.into_found().into_errors().remove(0)
    })
}

fn not_utf_8(bytes: &[u8]) -> Finding {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    Finding {
        severity: Severity::Error,
        code: code::NOT_UTF_8,
        message: if wide { "the file is UTF-16" } else { "the file is not UTF-8 from here on" }.to_owned(),
        remedy: "save the file as UTF-8 without a byte order mark".to_owned(),
    }
}

fn report_flaw(source: &Source<'_>, text: &str, flaw: Flaw) {
    let end = text[flaw.offset..].chars().next().map_or(0, char::len_utf8) + flaw.offset;
    let Flaw { offset, code, message, remedy } = flaw;
    let remedy = remedy.to_owned();
    source.report(offset..end, "", Finding { severity: Severity::Error, code, message, remedy });
}
