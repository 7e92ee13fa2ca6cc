//! The one test binary: what must hold of the whole, in reading order.

mod layering;
mod tree;
