//! How the command ends: a promise to scripts.
//!
//! With several files the highest code wins, and each file still gets its result.

/// Everything required was met, or nothing was expected of a file that was only run.
pub const ALL_MET: u8 = 0;
/// A required expectation was not met.
pub const UNMET: u8 = 1;
/// The command line makes no sense, or a file that it names cannot be read.
pub const USAGE: u8 = 2;
/// A scenario is invalid, or `check` was given one that expects nothing.
pub const INVALID_SCENARIO: u8 = 3;
/// A run was stopped at a limit: there is no verdict.
pub const LIMIT_REACHED: u8 = 4;
/// The result could not be written.
pub const OUTPUT_FAILED: u8 = 5;
/// The books do not balance, or something else happened that is our own bug.
pub const INTERNAL: u8 = 70;

/// The codes as `--help` tells them.
pub(super) const HELP: &str = "\
Exit codes:
   0  all required expectations met (or none stated, with `run`)
   1  an expectation unmet
   2  usage: the command line, or a file that cannot be read
   3  invalid scenario
   4  a limit was reached, no verdict
   5  the output could not be written
  70  a bug of lonebox
With several files the highest code wins.";
