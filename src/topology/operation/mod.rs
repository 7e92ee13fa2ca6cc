//! What is done to the site: faults, maintenance, load.
//!
//! An action has a beginning and, where it lasts, an end. Both stay outside the sequence of events: those due at an
//! instant are applied, in the order of the file, before the events of that instant. Each does something to one room and
//! writes itself on the [`Board`], where it stays until that room is well again.

pub mod settings;
pub mod random_failure;
mod hang_target;
mod board;
mod lowered;
mod name;
mod timeline;

pub use board::Board;
pub use timeline::{Effect, Step, StepKind, steps};
