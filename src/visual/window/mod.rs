//! The lab in a window.
