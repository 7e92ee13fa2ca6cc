//! What stands on the floor: visitors, the DNS chain, the wire, the one server and what runs in it.
//!
//! A picture is a plain list of marks and texts, made from a [`View`](crate::visual::desk::View) by plain functions and in
//! the window's own points (x to the right, y down). Who puts it on the screen is another matter.

pub mod drawing;

pub use drawing::{Drawing, Mark, Shape, Words};
