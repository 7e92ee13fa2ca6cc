//! What the lab says of files, settings and the site's standing.

use std::path::Path;

use super::label;
use crate::scenario::{Diagnostic, Plan};
use crate::snapshot::{CloseUp, Power, ProcessState, Site, Standing};
use crate::visual::desk::{Bottom, Side};
use crate::visual::stage::drawing::Spot;
use crate::vocabulary::{ActionName, FailureKind, FailureText, Limit, Outcome, Word};

/// Where a setting comes from that the file does not name.
pub const FROM_PROFILE: &str = "profile";
/// Where a setting comes from that nobody names.
pub const FROM_DEFAULT: &str = "default";

/// Where a setting comes from that the file names.
pub fn from_line(line: u32) -> String {
    format!("line {line}")
}

/// Something could not be done to the site.
pub fn not_done(mistakes: &[Diagnostic]) -> String {
    let first = mistakes
        .first()
        .map_or_else(String::new, |mistake| format!("{}: {}", mistake.message, mistake.remedy));
    format!("not done: {first}")
}

/// A session was written.
pub fn saved(path: &Path) -> String {
    format!("saved as {}", path.display())
}

/// A session could not be written.
pub fn not_saved(path: &Path, why: &std::io::Error) -> String {
    format!("{} could not be written: {why}", path.display())
}

/// A file could not be read.
pub fn not_read(path: &Path, why: &std::io::Error) -> String {
    format!("{} could not be read: {why}", path.display())
}

/// How the site stands.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Unseen => "NOT SEEN YET",
        Standing::Up => "UP",
        Standing::Degraded => "DEGRADED",
        Standing::DownUnnoticed => "DOWN, UNNOTICED",
        Standing::Down => "DOWN",
    }
}

/// A failure and who is to blame, in a few words.
pub fn cause(failure: FailureKind, action: Option<ActionName>, limit: Option<Limit>) -> String {
    let sees = FailureText::in_context(failure, action, limit).visitor_sees;
    match (action, limit) {
        (Some(action), _) => format!("{}: {sees}", label(action)),
        (None, Some(limit)) => format!("{} reached: {sees}", limit.spelling()),
        (None, None) => sees.to_owned(),
    }
}

/// Why the site is not up, in a sentence for the last row.
pub fn why(standing: Standing, site: &Site, close_up: &CloseUp, plan: &Plan) -> String {
    match standing {
        Standing::Up | Standing::Unseen => String::new(),
        Standing::DownUnnoticed => closed(site).to_owned(),
        Standing::Degraded | Standing::Down => {
            what_most_see(close_up, plan).unwrap_or_else(|| closed(site).to_owned())
        }
    }
}

/// What keeps everybody out.
fn closed(site: &Site) -> &'static str {
    match (site.host.power, site.web_server.state) {
        (Power::Off, _) => "no power: nobody answers, visitors wait",
        (Power::Panicked, _) => "the kernel has panicked: nobody answers, visitors wait",
        (Power::Booting, _) => "the machine boots: nobody answers yet",
        _ if !site.network.plugged_in => "the network cable is out: nobody answers",
        (_, ProcessState::Down) => "nginx is not running: connections are refused",
        (_, ProcessState::Starting) => "nginx starts: connections are refused",
        (_, ProcessState::Hung) => "nginx hangs: connections stand, nobody is answered",
        _ if !site.dns.leads_to_the_site() => "the name does not lead to the site",
        _ => "pages fail",
    }
}

/// How a page failed, and which action of the timeline or which limit is to blame.
type Ending = (FailureKind, Option<u16>, Option<Limit>);

/// How most of the pages that failed lately did, and by whose doing.
fn what_most_see(close_up: &CloseUp, plan: &Plan) -> Option<String> {
    let failed = close_up.ended.iter().filter_map(|page| match page.outcome {
        Outcome::Failed(failure) => Some((failure, page.action, page.limit)),
        Outcome::Good => None,
    });
    let mut counts: Vec<(Ending, u32)> = Vec::new();
    for key in failed {
        match counts.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    let ((failure, action, limit), _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(cause(failure, action.and_then(|action| plan.action_name(action)), limit))
}

/// What the big button of the machine does.
pub const PLUG_DEED: &str = r#"{"power_loss": {"for": "10s"}}"#;

/// What a click on the stage does.
pub fn spot(spot: Spot) -> String {
    match spot {
        Spot::Part(part) => format!("Look at {}", part.title()),
        Spot::Visit(visit) => format!("Follow visit {visit}"),
        Spot::Plug => label(ActionName::PowerLoss).to_owned(),
    }
}

/// What the panel at the side shows.
pub const fn side(side: Side) -> &'static str {
    match side {
        Side::Lesson => "Lesson",
        Side::Deeds => "Do",
        Side::Inspector => "Look",
        Side::Scenarios => "Files",
    }
}

/// What the panel at the bottom shows.
pub const fn bottom(bottom: Bottom) -> &'static str {
    match bottom {
        Bottom::Charts => "Charts",
        Bottom::Waterfall => "Waterfall",
        Bottom::Log => "Log",
        Bottom::Expectations => "Expectations",
        Bottom::Tables => "Tables",
    }
}

/// Puts the panel at the side away.
pub const HIDE_SIDE: &str = "Close";
/// Puts the panel at the bottom away.
pub const HIDE_BOTTOM: &str = "Back to the site";

/// Where something would have been said of an outage.
pub const NO_OUTAGE: &str = "There was no outage.";
/// Where something would have been said of how long good pages took.
pub const NO_GOOD_PAGE: &str = "No page was good.";
/// Where something would have been said of all pages.
pub const NO_PAGE: &str = "No page has ended yet.";
/// How long a site was out that never was.
pub const NO_TIME: &str = "no time at all";
/// What the first page of an outage showed that came after more than half a minute.
pub const CAME_LATE: &str = "a page that came after more than half a minute";
/// The same of one that has not ended.
pub const STILL_WAITS: &str = "a page that still waits";

/// How long something has lasted that is not over.
pub fn so_far(lasted: &str) -> String {
    format!("{lasted} so far")
}

/// In place of a cause.
pub const NOBODY_FAILED: &str = "no page has failed";

/// Fetches the panel at the side.
pub const SHOW_SIDE: &str = "Lesson...";
/// Brings the panel at the bottom.
pub const SHOW_BOTTOM: &str = "Charts...";
