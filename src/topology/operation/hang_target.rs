//! Which of a service's processes stand still.

use serde::{Deserialize, Serialize};

/// Which processes of a service with a master hang.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HangTarget {
    /// The master and all workers.
    #[default]
    All,
    /// One worker: of nginx the one with the most connections, of gunicorn the one that has served longest.
    Worker,
    /// The master alone: the workers serve on, and nobody looks after them.
    Master,
}

impl HangTarget {
    /// Whether the master is among them.
    pub const fn is_with_master(self) -> bool {
        matches!(self, Self::All | Self::Master)
    }
}
