//! What results look like: text for people, JSON for programs.
//!
//! Nothing here knows the wall clock, the terminal or the file system: the same result gives the same bytes.

pub(super) mod text;
pub(super) mod json;
mod theme;
mod line;
mod sheet;
mod deed;

pub(super) use deed::Deed;
pub(super) use line::Line;
pub(super) use sheet::Paper;
pub(super) use theme::{Ink, Theme};
