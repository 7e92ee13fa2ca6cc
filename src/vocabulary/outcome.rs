//! How an attempt ended, and who is to blame.

use serde::{Deserialize, Serialize};

use super::word::words;
use super::{FailureKind, Limit};

/// How an attempt, a request or a page ended. Each ends in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// A whole answer with status 200.
    Good,
    /// Anything else.
    Failed(FailureKind),
}

impl Outcome {
    /// The failure, if it is one.
    pub const fn failure(self) -> Option<FailureKind> {
        match self {
            Self::Good => None,
            Self::Failed(kind) => Some(kind),
        }
    }
}

/// Who is to blame for a failure: the action that set it off, the limit that was reached, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Blame {
    /// The action's place in the timeline.
    pub action: Option<u16>,
    /// The limit that was reached.
    pub limit: Option<Limit>,
}

words! {
    /// Who answers a request.
    pub enum RequestClass("request class") {
        /// A file, answered by nginx alone.
        Static = "static",
        /// A route of the application, answered by a gunicorn worker.
        Dynamic = "dynamic",
    }
}

words! {
    /// What the first symptom of an outage is known from, the surest first.
    pub enum Symptom("symptom") {
        /// A page of it has failed so.
        Failed = "failed",
        /// No page of it has failed; one has come, after more than half a minute.
        CameLate = "came-late",
        /// All its pages are still under way: so one would fail if its visitor left now.
        StillWaits = "still-waits",
    }
}

impl Symptom {
    /// What is to be said of an outage whose first symptom is `kind`.
    pub fn in_words(self, kind: FailureKind) -> String {
        match self {
            Self::Failed => format!("first symptom {kind}"),
            Self::CameLate => "no page failed, they came after more than half a minute".to_owned(),
            Self::StillWaits => format!("its pages still wait ({kind} if their visitors left now)"),
        }
    }
}

words! {
    /// How the site is doing, from the visitor's chair.
    pub enum SiteState("state") {
        /// No page has ended lately.
        Unknown = "unknown",
        /// Pages come as they should.
        Up = "up",
        /// More than a few pages fail.
        Degraded = "degraded",
        /// At least half of the pages fail.
        Down = "down",
    }
}
