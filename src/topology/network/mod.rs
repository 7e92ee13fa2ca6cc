//! PLACEHOLDER

pub mod settings;
