//! The engine driven by a clock.
