//! What a failure looks like on the site that a file describes.

use crate::scenario::Plan;
use crate::simulation::BlameReport;
use crate::vocabulary::FailureText;

/// A way of failing, by whoever is to blame, as this site shows it.
pub(super) fn told(plan: &Plan, report: &BlameReport) -> FailureText {
    let text = FailureText::in_context(report.failure, report.action, report.blame.limit);
    if plan.settings.app_server.is_over_unix_socket() { text.over_unix_socket() } else { text }
}
