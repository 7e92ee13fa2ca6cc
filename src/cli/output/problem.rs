//! Why a file has no verdict: an error, never to be mixed up with an expectation that was not met.

use super::text;
use crate::cli::case::{Case, Ending, Status};

/// What kept a file from a verdict that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// What would have been so without it: "is a valid scenario".
    pub(super) broken: &'static str,
    /// Its sort, the status in results.
    pub(super) sort: &'static str,
    /// What is wrong, in a line.
    pub(super) message: String,
    /// Everything that is wrong, a line each.
    pub(super) details: Vec<String>,
}

impl Problem {
    /// The problem with this file, if there is one.
    pub(super) fn of(case: &Case) -> Option<Self> {
        let broken = match case.status() {
            Status::Met | Status::Unmet | Status::Played => return None,
            Status::ExpectsNothing => "expects something",
            Status::Unreadable => "can be read",
            Status::Invalid => "is a valid scenario",
            Status::LimitReached => "ends within its limits",
            Status::Unbalanced => "has books that balance",
            Status::Crashed => "runs without an internal error",
        };
        let details = details(case);
        let message = match details.as_slice() {
            [] => "it expects nothing, so there is nothing to check".to_owned(),
            [one] => one.clone(),
            [first, others @ ..] => format!("{first} (and {} more)", others.len()),
        };
        Some(Self { broken, sort: case.status().spelling(), message, details })
    }
}

fn details(case: &Case) -> Vec<String> {
    match &case.ending {
        Ending::ExpectsNothing => Vec::new(),
        Ending::Unreadable(why) | Ending::Crashed(why) => vec![why.clone()],
        Ending::Invalid { file, diagnostics } => diagnostics
            .iter()
            .map(|mistake| format!("{} = {}", mistake.in_file(file), mistake.remedy))
            .collect(),
        Ending::Played(played) if case.status() == Status::Unbalanced => {
            let breaches = played.unbalanced();
            breaches
                .map(|(_, account)| format!("{}: {} against {}", account.name, account.left, account.right))
                .collect()
        }
        Ending::Played(played) => vec![text::closing_words(played)],
    }
}
