//! How the site stands, in one word.

use serde::Serialize;

use super::{Power, ProcessState, Site};
use crate::vocabulary::SiteState;

/// How the site stands, for its visitors and for whoever would come now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Standing {
    /// Nobody has seen it yet.
    Unseen,
    /// Pages come as they should.
    Up,
    /// More than a few pages fail.
    Degraded,
    /// Nobody gets in, but those who wait have not given up yet, so that hardly a page has failed.
    DownUnnoticed,
    /// At least half of the pages fail.
    Down,
}

impl Standing {
    /// How `site` stands: visitors learn of a dead machine only when their patience ends.
    pub fn of(site: &Site) -> Self {
        let runs = site.host.power == Power::On && site.web_server.state == ProcessState::Running;
        let open = runs && site.network.plugged_in && site.dns.leads_to_the_site();
        match site.state {
            SiteState::Down => Self::Down,
            _ if !open => Self::DownUnnoticed,
            SiteState::Unknown => Self::Unseen,
            SiteState::Up => Self::Up,
            SiteState::Degraded => Self::Degraded,
        }
    }
}
