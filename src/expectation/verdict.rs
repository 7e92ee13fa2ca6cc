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
    /// How many samples it rests on; for levels and uses of stations, the nanoseconds of the window.
    pub samples: u64,
    /// The same in words: "1,200 pages".
    pub rests_on: String,
    /// How far inside the bound it lies, in words; negative when outside. Nothing where that has no meaning.
    pub margin: Option<String>,
    /// Each part that failed, in words, where a claim has parts: "started at 0:00:15.020, expected from ...".
    pub broken: Vec<String>,
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

impl From<bool> for Met {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}
