//! What stands on the timeline, and what it says.

use crate::snapshot::Standing;
use crate::units::SimTime;
use crate::vocabulary::ActionKind;

/// What stands on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// From when.
    pub from: SimTime,
    /// To when; nothing while it lasts, or where it is a moment.
    pub until: Option<SimTime>,
    /// Whether it lasts still.
    pub is_lasting: bool,
    /// What it is.
    pub kind: BandKind,
    /// What it says.
    pub label: Label,
}

/// What a band on the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandKind {
    /// The site was degraded, or down.
    Incident(Standing),
    /// Something is done to it.
    Action {
        /// What sort of deed.
        kind: ActionKind,
        /// Who did it.
        by: By,
    },
}

/// Who did something to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The scenario says so.
    File,
    /// Somebody here.
    Hand,
    /// Nobody: it breaks now and then.
    Chance,
}

/// What a band says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// On the line: `workers = 8`.
    pub usual: String,
    /// The same where there is less room: `workers`.
    pub brief: String,
    /// To whoever points at it: `server.gunicorn.workers = 8`.
    pub whole: String,
}

impl From<&str> for Label {
    /// The same wherever it stands.
    fn from(words: &str) -> Self {
        Self { usual: words.to_owned(), brief: words.to_owned(), whole: words.to_owned() }
    }
}
