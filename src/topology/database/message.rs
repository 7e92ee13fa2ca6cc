//! What a worker's thread says to MySQL and hears from it.

use serde::{Deserialize, Serialize};

use super::super::id::SessionId;
use crate::vocabulary::FailureKind;

/// What a query goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Over {
    /// A new session.
    New,
    /// The session of an earlier query.
    Kept(SessionId),
    /// The same, tested first and replaced if it is gone (`pool_pre_ping`).
    Tested(SessionId),
}

/// How a query ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QueryAnswer {
    /// Done, over this session.
    Done {
        /// Which.
        session: SessionId,
    },
    /// Failed and rolled back; without a session it is gone, or there was none.
    Failed {
        /// How.
        failure: FailureKind,
        /// The session that is still there.
        session: Option<SessionId>,
    },
}

impl QueryAnswer {
    /// The session that is still there afterwards.
    pub const fn session(self) -> Option<SessionId> {
        match self {
            Self::Done { session } => Some(session),
            Self::Failed { session, .. } => session,
        }
    }
}

/// What follows a query in its transaction: all queries of a request are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transaction {
    /// Another query.
    GoesOn,
    /// `COMMIT`.
    Commits,
}
