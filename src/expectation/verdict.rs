//! What became of an expectation.

use crate::scenario::Level;

/// Whether what should happen happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// It did.
    Yes,
    /// It did not.
    No,
}

/// An expectation with what was measured: printed whether met or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it was met.
    pub met: Met,
    /// Whether it decides.
    pub level: Level,
    /// What should happen, in words: "p95 of requests.latency in before".
    pub claim: String,
    /// What was measured, in words; "no data" without any.
    pub measured: String,
    /// Where it must lie, in words: "between 10 ms and 200 ms".
    pub bound: String,
    /// How many samples it rests on.
    pub samples: u64,
    /// How far inside the bound it lies, in words; negative when outside. Nothing where that has no meaning.
    pub margin: Option<String>,
    /// The value itself, in the metric's base unit; nothing where there is none.
    pub value: Option<f64>,
    /// What the author wrote beside it.
    pub note: Option<String>,
    /// The line of the file.
    pub line: u32,
}

impl Verdict {
    /// Whether the scenario fails because of it.
    pub fn fails_the_scenario(&self) -> bool {
        self.met == Met::No && self.level == Level::Required
    }
}
