//! What studies find, as people and programs are told of it.

pub(in crate::cli) mod spof;
pub(in crate::cli) mod spof_tree;
pub(in crate::cli) mod compare;
pub(in crate::cli) mod theory;
