//! What results look like: text for people, and formats for programs.
//!
//! Nothing here knows the wall clock, the terminal or the file system: the same result gives the same bytes.

pub(super) mod text;
pub(super) mod json;
pub(super) mod ndjson;
pub(super) mod csv;
pub(super) mod junit;
pub(super) mod tap;
pub(super) mod github;
pub(super) mod study;
pub(super) mod figures;
pub(super) mod measure;
mod problem;
mod count;
mod theme;
mod line;
mod sheet;
mod deed;
mod chain;
mod told;

pub(super) use count::Count;
pub(super) use deed::Deed;
pub(super) use figures::unit;
pub(super) use line::Line;
pub(super) use sheet::{Paper, Sheet};
pub(super) use theme::{Ink, Theme};

use super::case::Case;
use crate::expectation::Verdict;

/// What became of a file's expectations; nothing if there was no verdict.
fn verdicts_of(case: &Case) -> &[Verdict] {
    case.played().map_or(&[], |played| &played.verdicts)
}
